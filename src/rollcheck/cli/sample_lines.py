"""What committing and drawing share: the law named, the roots, columns of a lines file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from rollcheck.cli.law_flags import known_forms
from rollcheck.law import RuleSet, form_on
from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table
from rollcheck.sampling import Stratum, strata_root


def law_named(rules: str | None, on: date | None) -> RuleSet | None:
    """Return the rules that --rules and --on name, ``None`` without both."""
    if rules is not None and on is not None:
        return form_on(known_forms(rules), on)
    if rules is not None or on is not None:
        raise click.UsageError("--rules and --on go together: the place and the day of filing.")
    return None


def roots_json(strata: tuple[Stratum, ...]) -> dict[str, object]:
    """Return the root and the number of lines, and those of each stratum where there are any."""
    lines = sum(len(one.universe.lines) for one in strata)
    if [one.name for one in strata] == [""]:
        return {"root": strata[0].universe.root.hex(), "lines": lines}
    each = [
        {"stratum": one.name, "root": one.universe.root.hex(), "lines": len(one.universe.lines)}
        for one in strata
    ]
    return {"root": strata_root(strata).hex(), "lines": lines, "strata": each}


def echo_roots(strata: tuple[Stratum, ...]) -> None:
    """Print the root, and where there are strata each one's."""
    if [one.name for one in strata] == [""]:
        click.echo(f"Root: {strata[0].universe.root.hex()}")
        return
    for one in strata:
        click.echo(f"{one.name}: {len(one.universe.lines):,} lines")
        click.echo(f"  {one.universe.root.hex()}")
    click.echo(f"Root over the strata: {strata_root(strata).hex()}")


def read_column(lines: Path, name: str) -> Mapping[str, str]:
    """Return one more column of a lines file by line_id; an empty cell is a problem."""
    table, problems = read_table(lines, TableFormat(), required=("line_id", name))
    found: dict[str, str] = {}
    columns = [table.column(column).to_pylist() for column in ("line_id", name, "_row")]
    for line_id, value, row in zip(*columns, strict=True):
        if not value.strip():
            message = f"the {name} is missing; fill it in"
            problems.append(Problem(lines.name, row, name, "missing", message))
        found[line_id.strip()] = value.strip()
    raise_if_any(problems)
    return found
