"""``rollcheck record witness``: somebody outside signs that the record only grew."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.output import print_json
from rollcheck.cli.record_values import (
    AS_JSON,
    BY,
    KEY,
    PASSPHRASE_FILE,
    PATH,
    doing,
    passphrase_of,
)
from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems.delimited import whole_file
from rollcheck.record import open_record
from rollcheck.record.check_heads import named_witnesses
from rollcheck.record.checkpoint import Checkpoint, cosign, read_checkpoint
from rollcheck.record.events.upkeep import WitnessNamed
from rollcheck.record.heads import add_cosignature, witness_request
from rollcheck.record.note import COSIGNATURE, Note, VerifierKey, read_signature
from rollcheck.record.signing import make_key_file, read_key_file
from rollcheck.record.witnessing import read_request, refusal


@click.group(cls=Commands)
def witness() -> None:
    """Have heads cosigned by somebody outside, or cosign them as a witness.

    The files are those of C2SP tlog-witness, so that any witness that speaks it can take part.
    """


@witness.command()
@click.argument("path", type=PATH)
@click.argument("key", type=KEY)
@BY
@AS_JSON
def trust(path: Path, key: VerifierKey, by: str, as_json: bool) -> None:
    """Name a witness by its public KEY in the record at PATH."""
    if key.type != COSIGNATURE:
        raise click.UsageError("That is a key of a record; name a witness's key.")
    now = doing(by)
    with open_record(path, secrets.token_bytes) as opened, opened.store.transaction():
        number = now.note(opened, WitnessNamed(str(key)))
    if as_json:
        print_json({"entry": number, "witness": str(key)})
    else:
        click.echo(f"Entry {number:,}: {key.name} is a witness.")


@witness.command()
@click.argument("path", type=PATH)
@click.option(
    "--since",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Entries in the last checkpoint that this witness signed; 0 for none.",
)
@click.option("--out", type=PATH, required=True, help="The request to send to the witness.")
@AS_JSON
def request(path: Path, since: int, out: Path, as_json: bool) -> None:
    """Write what a witness needs to cosign the newest checkpoint of the record at PATH."""
    with open_record(path, secrets.token_bytes, read_only=True) as opened:
        asked = witness_request(opened, since)
    with whole_file(out) as file:
        file.write(str(asked))
    size = asked.checkpoint.size
    if as_json:
        print_json({"size": size, "since": since, "root": asked.checkpoint.root.hex()})
    else:
        click.echo(f"Wrote {out}: {size:,} entries, grown from {since:,}.")


@witness.command()
@click.argument("path", type=PATH)
@click.argument("cosignature", type=PATH)
@BY
@AS_JSON
def add(path: Path, cosignature: Path, by: str, as_json: bool) -> None:
    """Keep the lines of a witness from the file COSIGNATURE in the record at PATH."""
    now = doing(by)
    try:
        lines = [read_signature(line) for line in cosignature.read_text("utf-8").splitlines()]
    except ValueError:
        message = "holds something else than lines of signature; ask the witness again"
        raise RollcheckError([Problem(str(cosignature), None, None, "no_note", message)]) from None
    with open_record(path, secrets.token_bytes) as opened:
        witnesses = named_witnesses(opened.upkeep())
        added = [(line.name, *add_cosignature(opened, line, witnesses, now)) for line in lines]
    if as_json:
        keys = ("witness", "size", "time")
        print_json([dict(zip(keys, one, strict=True)) for one in added])
        return
    for name, size, time in added:
        when = datetime.fromtimestamp(time, UTC)
        click.echo(f"{name} signed {size:,} entries at {when:%Y-%m-%d %H:%M:%S} UTC.")


@witness.command()
@click.argument("file", type=PATH)
@click.option("--name", required=True, help="The witness's name, like observer.example.org.")
@AS_JSON
def key(file: Path, name: str, as_json: bool) -> None:
    """As a witness: make a key in FILE (mode 0600) and print its public half."""
    public = VerifierKey(name, COSIGNATURE, make_key_file(file, None).public)
    if as_json:
        print_json({"key": str(public)})
    else:
        click.echo(str(public))


@witness.command(name="cosign")
@click.argument("asked", metavar="REQUEST", type=PATH)
@click.option("--log-key", type=KEY, required=True, help="The record's public key.")
@click.option("--key", "file", type=PATH, required=True, help="The witness's own key file.")
@click.option("--name", required=True, help="The witness's name, as when the key was made.")
@click.option("--state", type=PATH, required=True, help="Keeps the last checkpoint signed.")
@click.option("--out", type=PATH, required=True, help="The line of signature to send back.")
@PASSPHRASE_FILE
@AS_JSON
def cosign_request(
    asked: Path,
    log_key: VerifierKey,
    file: Path,
    name: str,
    state: Path,
    out: Path,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """As a witness: check that the record only grew since the last time, and sign its head."""
    try:
        found = read_request(asked.read_bytes())
    except ValueError:
        message = "is no request; ask the office for another"
        raise RollcheckError([Problem(str(asked), None, None, "no_request", message)]) from None
    reason = refusal(found, log_key, _last(state))
    if reason:
        raise RollcheckError(
            [Problem(str(asked), None, None, "not_signed", f"not signed: {reason}")]
        )
    signer = read_key_file(file, passphrase_of(file, passphrase_file))
    own = VerifierKey(name, COSIGNATURE, signer.public)
    line = cosign(found.note, own, signer.sign, int(datetime.now(UTC).timestamp()))
    # The state comes first: a witness never gives out what it could later contradict.
    for path, text in ((state, str(found.note)), (out, f"{line}\n")):
        with whole_file(path) as written:
            written.write(text)
    size, origin = found.checkpoint.size, found.checkpoint.origin
    if as_json:
        print_json({"origin": origin, "size": size, "line": str(line)})
    else:
        click.echo(f"Signed {size:,} entries of {origin}.")


def _last(state: Path) -> tuple[Checkpoint, Note] | None:
    if not state.exists():
        return None
    try:
        return read_checkpoint(state.read_bytes())
    except ValueError:
        message = "holds no checkpoint; put back the file that this command wrote"
        raise RollcheckError([Problem(str(state), None, None, "no_checkpoint", message)]) from None
