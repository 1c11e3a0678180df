"""``rollcheck match sections``: what is proposed for each section, and so by circulator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from rollcheck.cli.output import print_json
from rollcheck.lines import Lines, load_lines
from rollcheck.matching import OUTCOMES, proposals
from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems.delimited import csv_line, whole_file

PATH = click.Path(path_type=Path)
GOOD = "matched"
REPEATS = "repeats"
SHOWN = 20
OF_A_LINE = ("line_id", "section", "sheet", "line_no", "outcome", "why", REPEATS)


@click.command()
@click.argument("run", type=PATH)
@click.argument("lines", type=PATH)
@click.option("--out", type=PATH, help="Write every section as CSV, for a spreadsheet.")
@click.option("--each", type=PATH, help="Write every line with why as CSV, for its owner alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def sections(run: Path, lines: Path, out: Path | None, each: Path | None, as_json: bool) -> None:
    """Show what RUN proposes for each section of LINES: those with the fewest good lines first.

    RUN is the folder of `rollcheck run` or of `rollcheck match`, LINES the file it was made from. A
    section has one circulator. A good line is matched and repeats no earlier line. The machine
    proposes: of a line that is not good, look at the paper before you strike it.
    """
    found = _of_each_line(proposals(run), load_lines(lines), lines.name)
    counted = _counted(found)
    if out is not None:
        _write(out, ("section", "lines", "good", *OUTCOMES, REPEATS), counted)
    if each is not None:
        _write(each, OF_A_LINE, found)
    if as_json:
        print_json({"sections": counted})
    else:
        _print(counted)


def _of_each_line(
    proposed: Sequence[Mapping[str, Any]], lines: Lines, name: str
) -> list[dict[str, Any]]:
    """Return each line looked up, with its place; raise where the file is of another run."""
    places = {line_id: place for line_id, *place in lines.identities()}
    if any(line["line_id"] not in places for line in proposed):
        message = "lacks lines that the run has; name the file that the run was made from"
        raise RollcheckError([Problem(name, None, "line_id", "other_lines", message)])
    return [
        {
            **dict(zip(OF_A_LINE, (line["line_id"], *places[line["line_id"]]), strict=False)),
            "outcome": line["outcome"],
            "why": OUTCOMES[line["outcome"]],
            REPEATS: line["duplicate_of"],
        }
        for line in proposed
        if line["outcome"] is not None  # a line that is not in the count was not looked up
    ]


def _counted(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the counts of each section, that with the smallest share of good lines first."""
    of_section: dict[str, Counter[str]] = {}
    for line in found:
        counts = of_section.setdefault(line["section"], Counter())
        counts.update(["lines", line["outcome"]])
        counts[REPEATS] += line[REPEATS] is not None
        counts["good"] += line["outcome"] == GOOD and line[REPEATS] is None
    ordered = sorted(of_section.items(), key=lambda one: (one[1]["good"] / one[1]["lines"], one[0]))
    columns = ("lines", "good", *OUTCOMES, REPEATS)
    return [{"section": name, **{key: of[key] for key in columns}} for name, of in ordered]


def _write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    with whole_file(path, private=True) as file:
        file.write(csv_line(columns))
        file.writelines(csv_line(row[column] for column in columns) for row in rows)


def _print(counted: Sequence[Mapping[str, Any]]) -> None:
    lines, good = (sum(one[key] for one in counted) for key in ("lines", "good"))
    share = f" ({100 * good / lines:.1f} %)" if lines else ""
    click.echo(f"{good:,} of {lines:,} lines are good{share}: one voter, in time, no repeat.")
    click.echo(f"{'section':>12} {'lines':>8} {'good':>8} {'share':>8}  most of the others")
    for one in counted[:SHOWN]:
        others = sorted((-one[key], key) for key in (*OUTCOMES, REPEATS) if key != GOOD)
        told = ", ".join(f"{key} {-count:,}" for count, key in others[:3] if count)
        click.echo(
            f"{one['section']:>12} {one['lines']:>8,} {one['good']:>8,} "
            f"{100 * one['good'] / one['lines']:>6.1f} %  {told}"
        )
    if len(counted) > SHOWN:
        click.echo(f"… and {len(counted) - SHOWN:,} sections more; --out writes them all.")
