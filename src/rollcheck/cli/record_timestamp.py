"""``rollcheck record timestamp``: an authority signs when a checkpoint existed (RFC 3161)."""

import secrets
from datetime import UTC
from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.output import print_json
from rollcheck.cli.record_check import certificates_in
from rollcheck.cli.record_values import AS_JSON, BY, PATH, doing
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record import open_record
from rollcheck.record.events.upkeep import CheckpointTimestamped
from rollcheck.record.heads import newest_checkpoint, stamped_checkpoint
from rollcheck.record.timestamp import imprint_of, nonce_of, read_reply, timestamp_request
from rollcheck.record.timestamp_check import why_not

NONCE_BYTES = 8


@click.group(cls=Commands)
def timestamp() -> None:
    """Have the time of a checkpoint signed by an authority, by a file sent and a file received."""


@timestamp.command()
@click.argument("path", type=PATH)
@click.option("--out", type=PATH, required=True, help="The request to send to the authority.")
@AS_JSON
def request(path: Path, out: Path, as_json: bool) -> None:
    """Write the request for the newest checkpoint of the record at PATH."""
    with open_record(path, secrets.token_bytes, read_only=True) as opened:
        size, note = newest_checkpoint(opened)
    nonce = int.from_bytes(secrets.token_bytes(NONCE_BYTES))
    out.write_bytes(timestamp_request(imprint_of(note), nonce))
    if as_json:
        print_json({"size": size, "sha256": imprint_of(note).hex(), "nonce": f"{nonce:#x}"})
    else:
        click.echo(f"Wrote {out}, for the checkpoint of {size:,} entries.")


@timestamp.command()
@click.argument("path", type=PATH)
@click.argument("reply", type=PATH)
@click.option("--request", "asked", type=PATH, required=True, help="The request that was sent.")
@click.option(
    "--authority", type=PATH, required=True, help="The authority's certificates (PEM or DER)."
)
@BY
@AS_JSON
def verify(path: Path, reply: Path, asked: Path, authority: Path, by: str, as_json: bool) -> None:
    """Verify the authority's REPLY and keep it in the record at PATH."""
    now = doing(by)
    data, trusted = reply.read_bytes(), certificates_in(authority)
    with open_record(path, secrets.token_bytes) as opened:
        try:
            token = read_reply(data)
            size, note = stamped_checkpoint(opened, token.imprint)
            fault = why_not(token, imprint_of(note), trusted, nonce_of(asked.read_bytes()))
        except ValueError as error:
            fault = f"it is no timestamp: {error}"
        if fault:
            raise RollcheckError([Problem(str(reply), None, None, "timestamp", fault)])
        time = token.time.astimezone(UTC).isoformat(timespec="seconds")
        with opened.store.transaction():
            opened.store.add_timestamp(size, data)
            now.note(opened, CheckpointTimestamped(size, time, trusted[0].subject.rfc4514_string()))
    if as_json:
        print_json({"size": size, "time": time})
    else:
        click.echo(f"The checkpoint of {size:,} entries existed at {time}.")
