"""``rollcheck record open``: the opening of one line, for somebody entitled to it."""

from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.record_values import PATH
from rollcheck.publish.open_line import line_openings


@click.command("open")
@click.argument("run", type=PATH)
@click.argument("line_id")
def open_line(run: Path, line_id: str) -> None:
    """Print what opens one line of RUN, as JSON: its place, its finding, and both proofs.

    It holds a person's data: hand it only to somebody entitled to this line. Anyone who has it can
    check it with `python rollcheck-verify.pyz BUNDLE --opening FILE`; it tells nothing of any
    other line.
    """
    line, finding = line_openings(run, line_id)
    print_json({"line": line.as_json(), "finding": finding.as_json()})
