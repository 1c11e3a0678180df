"""``rollcheck roll``: the voter roll, from a voter file to an immutable snapshot, and look-up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.output import print_json, progress_bars
from rollcheck.cli.roll_layout import layout_command
from rollcheck.cli.roll_lookup import index_command, lookup_command
from rollcheck.cli.roll_options import ENCODING, FILE, JSON, LAYOUT, OUT
from rollcheck.cli.roll_update import update_command
from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import Snapshot, import_roll


@click.group(cls=Commands)
def roll() -> None:
    """Import the voter roll as a snapshot; look voters up in it."""


roll.add_command(layout_command)
roll.add_command(lookup_command)
roll.add_command(index_command)
roll.add_command(update_command)


@roll.command("import")
@click.argument("file", type=FILE)
@LAYOUT
@click.option(
    "--as-of",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day on which the roll stood like this.",
)
@OUT
@click.option("--history", type=FILE, help="Earlier addresses and affidavits of voters.")
@ENCODING
@JSON
def import_command(
    file: Path,
    layout: str,
    as_of: datetime,
    out: Path,
    history: Path | None,
    encoding: str | None,
    as_json: bool,
) -> None:
    """Import the voter file FILE into a new snapshot folder, and prepare it for matching."""
    from rollcheck.matching import prepare  # noqa: PLC0415 - slow, and looking up needs it not

    with progress_bars() as progress, _draft_told_of(file):
        snapshot = import_roll(
            file,
            layout=layout,
            as_of=as_of.date(),
            out=out,
            history=history,
            encoding=encoding,
            beside=prepare,
            progress=progress,
        )
    if as_json:
        print_json(snapshot.manifest)
    else:
        click.echo(_told(snapshot))


@contextmanager
def _draft_told_of(file: Path) -> Iterator[None]:
    """Where the file has other columns than its layout, say that a layout can be drafted."""
    try:
        yield
    except RollcheckError as error:
        if all(problem.code != "missing_column" for problem in error.problems):
            raise
        message = f"`rollcheck roll layout {file} --out layout.toml` drafts a layout of its own"
        hint = Problem(file.name, None, None, "layout", message)
        raise RollcheckError([*error.problems, hint]) from None


def _told(snapshot: Snapshot) -> str:
    """Return what an import did, in a few lines."""
    manifest = snapshot.manifest
    source, layout = manifest["source"]["name"], manifest["layout"]["name"]
    lines = [
        f"Roll as of {snapshot.as_of}, from {source} (layout {layout}):",
        f"  {manifest['rows_read']:>12,} rows read",
        f"  {manifest['rows_kept']:>12,} kept",
    ]
    if manifest["rows_skipped"]:
        lines.append(f"  {manifest['rows_skipped']:>12,} skipped: not part of the roll")
    if manifest["rows_rejected"]:
        lines.append(f"  {manifest['rows_rejected']:>12,} rejected: see {snapshot.rejected_path}")
    if history := manifest["history"]:
        lines.append(f"  {history['rows_kept']:>12,} rows of history kept")
        if history["rows_rejected"]:
            lines.append(f"  {history['rows_rejected']:>12,} rows of history rejected")
    if by_code := manifest["rejected_by_code"]:
        told = ", ".join(f"{code} {count:,}" for code, count in by_code.items())
        lines.append(f"{'':>14} why: {told}")
    if manifest["rows_rejected"] > manifest["rows_kept"]:
        lines.append(f"{'':>14} Most rows were rejected: is {layout} the right layout?")
    for status, count in manifest["statuses"].items():
        lines.append(f"  {count:>12,} {status}")
    lines += [
        f"  {count:>12,} {ODDITIES[name]}" for name, count in manifest["oddities"].items() if count
    ]
    lines += _open_questions(snapshot)
    if manifest["columns_left_out"]:
        lines.append(f"Columns left out: {', '.join(manifest['columns_left_out'])}")
    lines.append(f"Snapshot: {snapshot.path}")
    return "\n".join(lines)


def _open_questions(snapshot: Snapshot) -> list[str]:
    """Return what will stay open of a voter's registration, and for how many voters."""
    found = []
    dated = snapshot.manifest["registration_dates"]
    if not snapshot.has_affidavit_dates:
        found.append("It carries no affidavit dates.")
        if dated["registered_on"]:
            found.append(
                f"  {dated['registered_on']:>12,} with a date of registration that does not say "
                "what it dates: in time if by the signing, else not settled by the filing"
            )
        if dated["none"]:
            found.append(
                f"  {dated['none']:>12,} without any: taken to be registered in time if the "
                f"petition was filed on or after {snapshot.as_of}"
            )
    if canceled := snapshot.manifest["canceled_without_date"]:
        found.append(
            f"  {canceled:>12,} canceled without a date: whether before signing cannot be told"
        )
    return found


ODDITIES = {
    "impossible_date_dropped": "kept without a date that cannot be",
    "affidavit_signed_after_received": "with an affidavit signed after it was received",
    "dated_after_as_of": "with a date after the day of the roll",
    "birth_year_unlike_birth_date": "with a birth year unlike the birth date",
}
