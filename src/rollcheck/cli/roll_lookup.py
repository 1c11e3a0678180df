"""``rollcheck roll lookup`` and ``rollcheck roll index``: voters found by what a person types."""

from dataclasses import asdict
from pathlib import Path

import click

from rollcheck.cli.output import print_json, progress_bars
from rollcheck.roll import Hit, Reason, Shown, index_snapshot, open_lookup

FOLDER = click.Path(path_type=Path)
# How a word came to fit, as people say it; docs/lookup.md explains each.
HOWS = {
    "exact": "",
    "swapped": " (day and month swapped)",
    "year": " (the year)",
    "nickname": " (nickname)",
    "prefix": " (begun)",
    "joined": " (written as one)",
    "one_edit": " (one slip)",
    "far": " (several slips)",
}


@click.command("lookup")
@click.argument("snapshot", type=FOLDER)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="Most to show."
)
@click.option(
    "--include-confidential",
    is_flag=True,
    help="Show confidential voters in full: only for people who have the right to see them.",
)
@click.option("--check", is_flag=True, help="Compare the index with its SHA-256 first.")
@click.option("--json", "as_json", is_flag=True, help="Print the voters as JSON.")
def lookup_command(
    snapshot: Path,
    text: tuple[str, ...],
    top: int,
    include_confidential: bool,
    check: bool,
    as_json: bool,
) -> None:
    """Find voters in SNAPSHOT by TEXT: parts of name, address, birth, in any order."""
    lookup = open_lookup(snapshot, check=check)
    hits = lookup.find(" ".join(text), top, include_confidential=include_confidential)
    if as_json:
        print_json({"hits": [asdict(hit) for hit in hits]})
    elif not hits:
        click.echo("Nobody on the roll fits. Try fewer words, or another spelling.")
    else:
        for place, hit in enumerate(hits, start=1):
            click.echo(_told(place, hit))


@click.command("index")
@click.argument("snapshot", type=FOLDER)
def index_command(snapshot: Path) -> None:
    """Make the look-up index of SNAPSHOT, where an earlier version imported it."""
    with progress_bars() as progress:
        index_snapshot(snapshot, progress)
    click.echo(f"Indexed for look-up: {snapshot}")


def _told(place: int, hit: Hit) -> str:
    """Return a hit as two lines: who, and why."""
    who = "confidential" if hit.shown is None else _who(hit.shown)
    status = "" if hit.status in {"active", "confidential"} else f"  [{hit.status}]"
    why = ", ".join(_why(reason) for reason in hit.reasons)
    return f"{place:>3}. {hit.voter_id}  {who}{status}\n     {hit.score:.1f} bits: {why}"


def _who(shown: Shown) -> str:
    name = " ".join(filter(None, (shown.first, shown.middle, shown.last, shown.suffix)))
    unit = f"# {shown.unit}" if shown.unit else ""
    address = " ".join(filter(None, (shown.house, shown.street, unit)))
    parts = (name, shown.birth, address, " ".join(filter(None, (shown.city, shown.zip))))
    return ", ".join(filter(None, parts))


def _why(reason: Reason) -> str:
    fits = f" {reason.value}" if reason.value and reason.value != reason.typed else ""
    return f"{reason.typed} is {reason.field.replace('_', ' ')}{fits}{HOWS[reason.how]}"
