"""``rollcheck roll update``: an office's file of changes onto a snapshot, into a new one."""

from datetime import datetime
from pathlib import Path

import click

from rollcheck.cli.output import print_json, progress_bars
from rollcheck.cli.roll_options import ENCODING, FILE, JSON, LAYOUT, OUT
from rollcheck.roll import Snapshot, update_roll


@click.command("update")
@click.argument("snapshot", type=FILE)
@click.argument("changes", type=FILE)
@LAYOUT
@click.option(
    "--as-of",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day on which the voters of the file stood like this.",
)
@OUT
@ENCODING
@JSON
def update_command(
    snapshot: Path,
    changes: Path,
    layout: str,
    as_of: datetime,
    out: Path,
    encoding: str | None,
    as_json: bool,
) -> None:
    """Apply the file CHANGES (new, changed and canceled voters) to SNAPSHOT, into a new snapshot.

    SNAPSHOT itself stays as it is; the new manifest names it.
    """
    from rollcheck.matching import prepare  # noqa: PLC0415 - slow, and looking up needs it not

    with progress_bars() as progress:
        made = update_roll(
            snapshot,
            changes,
            layout=layout,
            as_of=as_of.date(),
            out=out,
            encoding=encoding,
            beside=prepare,
            progress=progress,
        )
    if as_json:
        print_json(made.manifest)
    else:
        click.echo(_told(made))


def _told(made: Snapshot) -> str:
    done, voters = made.manifest["update"], made.manifest["rows_kept"]
    before = made.manifest["lineage"][-1]
    rejected = f": see {made.rejected_path}" if done["rejected"] else ""
    base, file = before["as_of"], made.manifest["source"]["name"]
    return "\n".join(
        [
            f"Roll as of {made.as_of}, from the one as of {base} and {file}:",
            f"  {done['rows_read']:>12,} rows of changes read",
            f"  {done['added']:>12,} voters added",
            f"  {done['changed']:>12,} changed",
            f"  {done['canceled']:>12,} canceled",
            f"  {done['unchanged']:>12,} as they were",
            f"  {done['superseded']:>12,} followed by a later row of the same voter",
            f"  {done['rejected']:>12,} rejected{rejected}",
            f"  {voters:>12,} voters now",
            f"Snapshot: {made.path}",
        ]
    )
