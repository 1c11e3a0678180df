"""``rollcheck office backup`` and ``restore``: a copy of a whole office, and back."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from rollcheck.cli.output import progress_bars
from rollcheck.office.place import DEFAULT_FOLDER, FOLDER, place_of
from rollcheck.office.ready import make_ready

FILE = click.Path(path_type=Path, dir_okay=False)
LEAST = 12
Command = TypeVar("Command", bound=Callable[..., object])


def _of_a_copy(command: Command) -> Command:
    """Add the flags that both commands have."""
    for flag in (
        click.option("--without-keys", is_flag=True, help="Leave the keys out."),
        click.option(
            "--passphrase-file", type=FILE, help="A file whose first line seals the keys."
        ),
        click.option(
            "--data",
            type=click.Path(file_okay=False, path_type=Path),
            default=DEFAULT_FOLDER,
            show_default=True,
            help="The folder of the office's data.",
        ),
        click.argument("file", type=FILE),
    ):
        command = flag(command)
    return command


@click.command()
@_of_a_copy
@click.option(
    "--snapshots",
    type=click.Choice(["whole", "manifests"]),
    default="whole",
    show_default=True,
    help="Whether snapshots of the roll are in it, or only what tells them.",
)
def backup(
    file: Path, data: Path, passphrase_file: Path | None, without_keys: bool, snapshots: str
) -> None:
    """Copy the office into FILE while it works: database, images, signatures, snapshots, keys.

    The keys (the secret of sessions, those that sealed content of the record is under, and the one
    that signs the record) are encrypted with a passphrase; the rest is not: keep the file as safe
    as the office itself.
    """
    passphrase = _passphrase(passphrase_file, without_keys, confirm=True)
    place = make_ready({FOLDER: str(data)})
    # Loaded here: Django wants its settings first.
    from rollcheck.office.acts.act import act
    from rollcheck.office.keeping.backup import make_backup
    from rollcheck.record.events.upkeep import BackupMade

    with progress_bars() as progress:
        made = make_backup(
            place,
            file,
            passphrase=passphrase,
            whole_snapshots=snapshots == "whole",
            random=secrets.token_bytes,
            progress=progress,
        )
    act(BackupMade(made.manifest, made.bytes), by=None)
    click.echo(f"{made.files:,} files in {file}, {made.bytes:,} bytes.")
    if passphrase is None:
        click.echo("The keys are not in it: keep secret, content-keys/, signing-keys/ elsewhere.")
    else:
        click.echo("The keys are in it, encrypted; without the passphrase nobody can read them.")


@click.command()
@_of_a_copy
def restore(file: Path, data: Path, passphrase_file: Path | None, without_keys: bool) -> None:
    """Put the office in FILE back: into a new folder and, on PostgreSQL, an empty database.

    Every file is compared with its hash first; nothing is left where something is wrong.
    """
    passphrase = _passphrase(passphrase_file, without_keys, confirm=False)
    from rollcheck.office.keeping.restore import restore_backup

    place = place_of({**os.environ, FOLDER: str(data)})
    with progress_bars() as progress:
        restored = restore_backup(file, place, passphrase=passphrase, progress=progress)
    click.echo(f"{restored.files:,} files are back in {data}.")
    if not restored.keys:
        click.echo(
            "The keys are not: put secret, content-keys/ and signing-keys/ back, or sealed text "
            "is lost and nothing is signed."
        )
    if restored.snapshots == "manifests":
        click.echo("Snapshots of the roll are not: put their folders back into snapshots/.")
    click.echo(f"Check it: rollcheck record check {data}")


def _passphrase(file: Path | None, without_keys: bool, *, confirm: bool) -> str | None:
    """Return what seals the keys: from a file, or typed; None where they are left out."""
    if without_keys:
        return None
    if file is None:
        prompt = "Passphrase of the keys"
        return str(click.prompt(prompt, hide_input=True, confirmation_prompt=confirm))
    try:
        said = file.read_text(encoding="utf-8").split("\n", 1)[0]
    except FileNotFoundError:
        raise click.BadParameter("there is no such file", param_hint="--passphrase-file") from None
    if len(said) < LEAST:
        message = f"its first line has fewer than {LEAST} characters"
        raise click.BadParameter(message, param_hint="--passphrase-file")
    return said
