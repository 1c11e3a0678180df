"""``rollcheck record``: make a record, add to it, sign its head, show and check it."""

import secrets
from importlib import import_module
from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.output import print_json
from rollcheck.cli.record_check import check
from rollcheck.cli.record_destroy import destroy
from rollcheck.cli.record_keys import init, rotate
from rollcheck.cli.record_show import show
from rollcheck.cli.record_timestamp import timestamp
from rollcheck.cli.record_values import AS_JSON, BY, PASSPHRASE_FILE, PATH, doing, passphrase_of
from rollcheck.cli.record_witness import witness
from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import whole_file
from rollcheck.record import EVENT_TYPES, Act, EventType, append_acts, open_record
from rollcheck.record.files import store_file
from rollcheck.record.from_text import event_from_texts
from rollcheck.record.heads import cosigned_note, sign_head
from rollcheck.record.overtaken import CERTIFICATES, refuse_second_certificate
from rollcheck.record.sealing import PETITION_CODE

OPEN = "open"


class _OpeningOnFirstUse(Commands):
    """The group, whose command `open` alone needs what publishes, which is slow to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), OPEN])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != OPEN:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module("rollcheck.cli.record_open").open_line
        return command


@click.group(cls=_OpeningOnFirstUse)
def record() -> None:
    """Keep every act in a log that nobody can change unseen, and check it."""


for _command in (init, rotate, check, show, witness, timestamp, destroy):
    record.add_command(_command)


@record.command()
@click.argument("path", type=PATH)
@click.argument("code", metavar="TYPE", type=click.Choice(list(EVENT_TYPES)))
@click.argument("values", metavar="[FIELD=VALUE]...", nargs=-1)
@BY
@click.option("--petition", default="", help="The petition it is about, by its code.")
@click.option(
    "--refers-to", type=int, multiple=True, metavar="NUMBER", help="An earlier entry it is about."
)
@AS_JSON
def append(
    path: Path,
    code: str,
    values: tuple[str, ...],
    by: str,
    petition: str,
    refers_to: tuple[int, ...],
    as_json: bool,
) -> None:
    """Record one act of TYPE; docs/record.md lists the types and their fields.

    A field that names a file takes FIELD=@FILE: the file is copied into the record and named by
    its SHA-256. A field that holds several values is given several times.
    """
    declared = EVENT_TYPES[code]
    _refuse_upkeep(declared)
    now = doing(by)
    with open_record(path, secrets.token_bytes) as opened:
        given = _with_files(declared, [_pair(value) for value in values], opened.files)
        happened = event_from_texts(declared, given)
        with opened.store.transaction():
            raise_if_any(_problems(petition, refers_to, opened.store.tree().size))
            if code in CERTIFICATES:
                entries = opened.entries_of(CERTIFICATES)
                refuse_second_certificate(entries, petition, happened)
            act = Act(happened, now.at, by, petition, refers_to)
            (row,) = append_acts(opened.store, [act], opened.keys, secrets.token_bytes)
    if as_json:
        print_json({"entry": row.seq, "type": code, "leaf": row.leaf.hex()})
        return
    click.echo(f"Entry {row.seq:,}: {declared.label}.")


def _refuse_upkeep(declared: EventType) -> None:
    """Refuse what only the commands that do it may record."""
    made_by = {
        "record_opened": "init",
        "key_rotated": "rotate",
        "witness_named": "witness trust",
        "checkpoint_signed": "checkpoint",
        "checkpoint_witnessed": "witness add",
        "checkpoint_timestamped": "timestamp verify",
        "content_destroyed": "destroy",
    }
    if declared.code in made_by:
        command = f"rollcheck record {made_by[declared.code]}"
        raise click.UsageError(f"{declared.code} is recorded by `{command}` alone.")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"Write {text!r} as FIELD=VALUE.")
    return name, value


def _with_files(
    declared: EventType, given: list[tuple[str, str]], files: Path
) -> list[tuple[str, str]]:
    naming = {field.name for field in declared.fields if field.file}
    return [
        (name, store_file(files, Path(value[1:])))
        if name in naming and value.startswith("@")
        else (name, value)
        for name, value in given
    ]


def _problems(petition: str, refers_to: tuple[int, ...], size: int) -> list[Problem]:
    found = []
    if petition and not PETITION_CODE.fullmatch(petition):
        message = "write a code of letters, digits, dots, dashes or underscores, 64 at most"
        found.append(Problem("", None, "petition", "petition", message))
    found += [
        Problem("", None, "refers-to", "no_entry", f"there is no entry {number} to refer to")
        for number in refers_to
        if not 0 <= number < size
    ]
    return found


@record.command()
@click.argument("path", type=PATH)
@BY
@PASSPHRASE_FILE
@click.option("--out", type=PATH, help="Write the checkpoint to this file as well.")
@AS_JSON
def checkpoint(
    path: Path, by: str, passphrase_file: Path | None, out: Path | None, as_json: bool
) -> None:
    """Sign the head of the record at PATH, and print the checkpoint with its cosignatures.

    Give it to people outside every day: whoever holds one can tell if anything before it changes.
    """
    now = doing(by)
    with open_record(path, secrets.token_bytes) as opened:
        key = opened.verifier_key()
        signer = opened.signer(key, passphrase_of(opened.signing_key, passphrase_file))
        size, note = sign_head(opened, key, signer, now)
        text = str(cosigned_note(opened, size, note))
    if out:
        with whole_file(out) as file:
            file.write(text)
    if as_json:
        print_json({"size": size, "key": str(key), "checkpoint": text})
    else:
        click.echo(text, nl=False)
