"""How matching's findings read on a terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rollcheck.matching import FIELD_LABELS, LEVEL_LABELS, OUTCOMES

CELLS = 40
WIDTH = 110


def print_summary(found: Mapping[str, Any], out: Path) -> None:
    """Print how many lines have each outcome, and where the rest is."""
    for outcome, meaning in OUTCOMES.items():
        count = found["outcomes"].get(outcome, 0)
        click.echo(f"{count:>9,}  {outcome:<20} {meaning}")
    click.echo(f"{found['lines']:>9,}  lines")
    click.echo(f"{found['duplicates']:>9,}  propose a voter whom an earlier line proposes")
    again = found.get("duplicate_groups", {}).get("further_lines_without_voter")
    if again is not None:
        click.echo(f"{again:>9,}  without a voter, may be of somebody who signed an earlier line")
    for caveat in found["caveats"]:
        click.echo(f"Note: {caveat}")
    if "since" in found:
        since = found["since"]
        click.echo(f"{since['taken_over']:>9,}  taken over from the earlier match")
        click.echo(f"{since['changed']:>9,}  proposed otherwise than before: {out / 'changes.csv'}")
    click.echo(f"Lines: {out / 'lines.parquet'}")


def print_explanation(line: Mapping[str, Any]) -> None:
    """Print a line's candidates, each as a waterfall of bits that ends at its score.

    Fields that say nothing either way (0 bits) are left out here; JSON has them.
    """
    console = Console(width=WIDTH, highlight=False)
    console.print(Text(f"Line {line['line_id']}: {line['outcome']}"))
    console.print(Text(f"{OUTCOMES[line['outcome']]}."))
    for sentence in _why(line):
        console.print(Text(sentence))
    for place, candidate in enumerate(line["candidates"], start=1):
        console.print()
        console.print(
            Text(f"{place}. voter {candidate['voter_id']}: {candidate['score']:+.1f} bits")
        )
        weighty = [entry for entry in candidate["evidence"] if entry["bits"] != 0]
        console.print(_waterfall(weighty))


def _why(line: Mapping[str, Any]) -> list[str]:
    said = []
    if line["voter_id"] is not None:
        said.append(f"Proposed voter: {line['voter_id']}.")
    if line["score"] is None:
        said.append("No voter shares enough with the line to be compared.")
    elif line["gap"] is None:
        said.append(f"Best candidate {line['score']:+.1f} bits; there is no other.")
    else:
        said.append(f"Best candidate {line['score']:+.1f} bits; the next {line['gap']:.1f} lower.")
    if line["duplicate_of"] is not None:
        said.append(f"Line {line['duplicate_of']} proposes the same voter earlier.")
    return said


def _waterfall(evidence: Sequence[Mapping[str, Any]]) -> Table:
    """Each field's bar begins where the sum of those before it ends."""
    sums = [0.0]
    for entry in evidence:
        sums.append(sums[-1] + entry["bits"])
    low, high = min(sums), max(sums)
    per_cell = max((high - low) / CELLS, 0.25)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    for entry, before, after in zip(evidence, sums, sums[1:], strict=False):
        left = round((min(before, after) - low) / per_cell)
        right = round((max(before, after) - low) / per_cell)
        mark = "█" if entry["bits"] > 0 else "░"
        table.add_row(
            FIELD_LABELS[entry["field"]],
            LEVEL_LABELS[entry["field"]][entry["level"]],
            f"{entry['bits']:+.1f}",
            " " * left + mark * (right - left),
        )
    return table
