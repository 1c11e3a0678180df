"""``rollcheck sample``: commit to the lines, draw from them, and say what a sample says."""

import secrets
from collections.abc import Mapping
from itertools import repeat
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.cli.sample_estimate import estimate
from rollcheck.cli.sample_plan import plan
from rollcheck.cli.sample_simulate import simulate
from rollcheck.lines import load_lines
from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table, whole_file
from rollcheck.sampling import (
    Drawn,
    LineIdentity,
    Stratum,
    commit_strata,
    draw_strata,
    pull_lines,
    pull_list_html,
    read_strata,
    strata_root,
    write_leaves,
    write_strata,
    write_strata_draw,
)
from rollcheck.sampling.universe import SALT_BYTES

FILE = click.Path(path_type=Path)
BOX = "box"


@click.group()
def sample() -> None:
    """Fix the universe before the seed exists, draw so that anyone can, say what a sample says."""


sample.add_command(estimate)
sample.add_command(simulate)
sample.add_command(plan)


@sample.command()
@click.argument("lines", type=FILE)
@click.option("--out", type=FILE, required=True, help="The universe file to write; keep it.")
@click.option("--leaves", type=FILE, help="Also write what may be published: every leaf.")
@click.option("--stratum", metavar="COLUMN", help="A universe for each value of this column.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def commit(lines: Path, out: Path, leaves: Path | None, stratum: str | None, as_json: bool) -> None:
    """Commit to LINES and print the root: publish it before the seed is drawn.

    The universe file holds a secret salt for each line; the root and the leaves tell nothing about
    any line. With --stratum, such as county, every stratum gets a root of its own. A commitment is
    never replaced: an existing file is left alone.
    """
    raise_if_any(_in_the_way(path) for path in (out, leaves) if path and path.exists())
    identities = [LineIdentity(*one) for one in load_lines(lines).identities()]
    names = _column(lines, stratum) if stratum else {}
    salts = (secrets.token_bytes(length) for length in repeat(SALT_BYTES))
    strata = commit_strata(((names.get(one.line_id, ""), one) for one in identities), salts)
    write_strata(out, strata)
    if leaves:
        write_leaves(leaves, strata)
    if as_json:
        print_json(_roots(strata))
        return
    click.echo(f"Committed to {len(identities):,} lines in {out}.")
    _echo_roots(strata)
    click.echo("Publish the root now, before anybody knows the seed.")


def _in_the_way(path: Path) -> Problem:
    message = "exists already; name a new file, since a commitment is never replaced"
    return Problem(str(path), None, None, "exists", message)


@sample.command()
@click.argument("universe", type=FILE)
@click.option("--seed", required=True, help="The public text that fixes the draw.")
@click.option("--size", type=int, help="How many lines to draw; from each stratum, or all of it.")
@click.option("--sizes", type=FILE, help="CSV of stratum and size, one row for each stratum.")
@click.option("--out", type=FILE, required=True, help="The file of drawn lines to write.")
@click.option("--pull-list", type=FILE, help="Also write a page to pull the sheets by (HTML).")
@click.option("--lines", type=FILE, help="The lines file, where it has a column box.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def draw(
    universe: Path,
    seed: str,
    size: int | None,
    sizes: Path | None,
    out: Path,
    pull_list: Path | None,
    lines: Path | None,
    as_json: bool,
) -> None:
    """Draw the SIZE lines with the smallest tickets from UNIVERSE.

    A larger size with the same seed begins with the smaller one's lines. In a universe with
    strata each is drawn by itself; one with fewer lines than --size is taken whole.
    """
    if (size is None) == (sizes is None):
        raise click.UsageError("Give --size or --sizes, one of the two.")
    if lines and not pull_list:
        raise click.UsageError("--lines is for the boxes of a --pull-list; name that too.")
    strata = read_strata(universe)
    boxes = _column(lines, BOX) if lines else {}
    draws = draw_strata(strata, seed, _sizes(strata, size, sizes))
    write_strata_draw(out, draws)
    drawn = sum(len(one) for _, one in draws)
    if pull_list:
        facts = (f"Seed: {seed}", *(f"Root{_of(one)}: {one.universe.root.hex()}" for one in strata))
        page = pull_list_html(pull_lines(draws, boxes), facts)
        with whole_file(pull_list) as file:
            file.write(page)
    if as_json:
        print_json(_draw_json(strata, seed, draws))
        return
    total = sum(len(one.universe.lines) for one in strata)
    click.echo(f"Drew {drawn:,} of {total:,} lines into {out}.")
    if pull_list:
        click.echo(f"Pull list: {pull_list}, by box, section, sheet and line.")
    _echo_roots(strata)


def _draw_json(
    strata: tuple[Stratum, ...], seed: str, draws: tuple[tuple[Stratum, tuple[Drawn, ...]], ...]
) -> dict[str, object]:
    indices = {stratum.name: [one.index for one in drawn] for stratum, drawn in draws}
    size = sum(len(drawn) for _, drawn in draws)
    found = {**_roots(strata), "seed": seed, "size": size}
    return {**found, "indices": indices.get("", []) if "" in indices else indices}


def _roots(strata: tuple[Stratum, ...]) -> dict[str, object]:
    """Return the root and the number of lines, and those of each stratum where there are any."""
    lines = sum(len(one.universe.lines) for one in strata)
    if [one.name for one in strata] == [""]:
        return {"root": strata[0].universe.root.hex(), "lines": lines}
    each = [
        {"stratum": one.name, "root": one.universe.root.hex(), "lines": len(one.universe.lines)}
        for one in strata
    ]
    return {"root": strata_root(strata).hex(), "lines": lines, "strata": each}


def _echo_roots(strata: tuple[Stratum, ...]) -> None:
    if [one.name for one in strata] == [""]:
        click.echo(f"Root: {strata[0].universe.root.hex()}")
        return
    for one in strata:
        click.echo(f"{one.name}: {len(one.universe.lines):,} lines")
        click.echo(f"  {one.universe.root.hex()}")
    click.echo(f"Root over the strata: {strata_root(strata).hex()}")


def _of(stratum: Stratum) -> str:
    return f" of {stratum.name}" if stratum.name else ""


def _sizes(strata: tuple[Stratum, ...], size: int | None, file: Path | None) -> Mapping[str, int]:
    """Return the size for each stratum: from the file, or the same for all large enough."""
    if file:
        return _read_sizes(file)
    wanted = size or 0
    if [one.name for one in strata] == [""]:
        return {"": wanted}
    if wanted < 1:
        message = f"a sample of {wanted:,} lines shows nothing; choose 1 or more"
        raise_if_any([Problem("", None, "size", "out_of_range", message)])
    return {one.name: min(wanted, len(one.universe.lines)) for one in strata}


def _read_sizes(file: Path) -> Mapping[str, int]:
    table, problems = read_table(file, TableFormat(), required=("stratum", "size"))
    sizes: dict[str, int] = {}
    for cells in table.to_pylist():
        name, text, row = cells["stratum"], cells["size"].strip(), cells["_row"]
        if not text.isdecimal():
            message = "no whole number; write how many lines to draw, such as 500"
            problems.append(Problem(file.name, row, "size", "not_a_number", message))
        elif name in sizes:
            message = "this stratum stands twice; give it one size"
            problems.append(Problem(file.name, row, "stratum", "twice", message))
        else:
            sizes[name] = int(text)
    raise_if_any(problems)
    return sizes


def _column(lines: Path, name: str) -> Mapping[str, str]:
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
