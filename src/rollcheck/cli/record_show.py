"""``rollcheck record show``: the entries as a list, or as an election event log."""

import secrets
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.record_values import AS_JSON, PATH
from rollcheck.record import EVENT_TYPES, Entry, Record, open_record, read_entry
from rollcheck.record.canonical import Value
from rollcheck.record.contents import content_beside
from rollcheck.record.nist import nist_documentation, nist_log

Shown = tuple[Entry, dict[str, Value] | None]


@click.command()
@click.argument("path", type=PATH)
@click.option("--petition", help="Only of this petition.")
@click.option("--type", "code", type=click.Choice(list(EVENT_TYPES)), help="Only of this type.")
@click.option("--last", type=click.IntRange(min=1), help="Only the last so many of them.")
@click.option("--opened", is_flag=True, help="Also what is sealed, where its key is here.")
@click.option("--nist", is_flag=True, help="Print an event log of NIST SP 1500-101 (JSON).")
@AS_JSON
def show(
    path: Path,
    petition: str | None,
    code: str | None,
    last: int | None,
    opened: bool,
    nist: bool,
    as_json: bool,
) -> None:
    """Show the entries of the record at PATH, oldest first.

    It shows what is stored; whether that is what was written, `rollcheck record check` tells.
    """
    with open_record(path, secrets.token_bytes, read_only=True) as found:
        shown = _chosen(found, petition, code, opened=opened)
        if last:
            shown = iter(deque(shown, maxlen=last))
        if nist:
            now = datetime.now(UTC)
            log = nist_log((entry for entry, _ in shown), found.origin, now)
            print_json({"log": log, "documentation": nist_documentation(now.date())})
        elif as_json:
            print_json([_json(*one) for one in shown])
        else:
            for one in shown:
                click.echo(_line(*one))


def _chosen(
    record: Record, petition: str | None, code: str | None, *, opened: bool
) -> Iterator[Shown]:
    for stored in record.store.entries():
        try:
            entry = read_entry(stored.entry)
        except ValueError:
            click.echo(f"Entry {stored.seq:,} cannot be read; run the check.", err=True)
            continue
        if petition in (None, entry.petition) and code in (None, entry.type.code):
            keys = record.keys.existing
            yield entry, content_beside(stored, entry, keys) if opened else None


def _json(entry: Entry, content: dict[str, Value] | None) -> dict[str, object]:
    return {
        "entry": entry.seq,
        "at": entry.at,
        "by": entry.actor,
        "petition": entry.petition,
        "type": entry.type.code,
        "label": entry.type.label,
        "data": entry.data,
        "refers_to": list(entry.refers_to),
        "commitment": entry.commitment,
        "sealed": content,
    }


def _line(entry: Entry, content: dict[str, Value] | None) -> str:
    said = [f"{name}={_text(value)}" for name, value in {**entry.data, **(content or {})}.items()]
    if entry.commitment and content is None:
        said.append("(sealed)")
    said += [f"about entry {number:,}" for number in entry.refers_to]
    when = f"{entry.at[:10]} {entry.at[11:19]} UTC"
    of = f" [{entry.petition}]" if entry.petition else ""
    return f"{entry.seq:>6,}  {when}  {entry.actor}{of}  {entry.type.label}: {', '.join(said)}"


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(_text(one) for one in value)
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
