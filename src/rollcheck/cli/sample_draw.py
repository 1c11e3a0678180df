"""``rollcheck sample draw``: the lines with the smallest tickets, so that anyone can draw them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from rollcheck.cli.on_record import goes_on_record, recording, stored
from rollcheck.cli.output import print_json
from rollcheck.cli.sample_lines import echo_roots, law_named, read_column, roots_json
from rollcheck.cli.values import Day
from rollcheck.law import RuleSet, county_sizes
from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table, whole_file
from rollcheck.record.events.sampling import SampleDrawn, SeedMade
from rollcheck.sampling import (
    Drawn,
    Stratum,
    draw_strata,
    passed_over,
    pull_lines,
    pull_list_html,
    read_strata,
    write_strata_draw,
)

FILE = click.Path(path_type=Path)
BOX = "box"
NOT_LOCATED = "stages.1.sample.not_located"

Draws = tuple[tuple[Stratum, tuple[Drawn, ...]], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished draw: with what seed, what was drawn, and what was passed over, by stratum.

    ``not_located`` lines could not be found; ``rules`` say what becomes of them.
    """

    seed: str
    strata: tuple[Stratum, ...]
    draws: Draws
    passed: Mapping[str, tuple[int, ...]]
    not_located: int
    rules: RuleSet | None


@click.command()
@click.argument("universe", type=FILE)
@click.option("--seed", required=True, help="The public text that fixes the draw.")
@click.option("--how", metavar="TEXT", help="How the seed was made, for the record.")
@click.option("--size", type=int, help="How many lines to draw; from each stratum, or all of it.")
@click.option("--sizes", type=FILE, help="CSV of stratum and size, one row for each stratum.")
@click.option("--out", type=FILE, required=True, help="The file of drawn lines to write.")
@click.option("--not-located", type=FILE, help="CSV of line_id: lines drawn that nobody can find.")
@click.option("--not-counted", type=FILE, help="CSV of line_id: lines not in the count after all.")
@click.option("--rules", metavar="ID", help="Whose law says what becomes of a line not found.")
@click.option("--on", type=Day(), help="Day of the filing, which fixes the form of those rules.")
@click.option("--pull-list", type=FILE, help="Also write a page to pull the sheets by (HTML).")
@click.option("--lines", type=FILE, help="The lines file, where it has a column box.")
@goes_on_record
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def draw(
    universe: Path,
    *,
    seed: str,
    how: str | None,
    size: int | None,
    sizes: Path | None,
    out: Path,
    not_located: Path | None,
    not_counted: Path | None,
    rules: str | None,
    on: date | None,
    pull_list: Path | None,
    lines: Path | None,
    record: Path | None,
    by: str | None,
    petition: str | None,
    as_json: bool,
) -> None:
    """Draw the SIZE lines with the smallest tickets from UNIVERSE.

    A larger size with the same seed begins with the smaller one's lines. In a universe with
    strata each is drawn by itself; one with fewer lines than --size is taken whole. Where the law
    of --rules draws in each county, each has the size that the law gives it, without --size.
    Lines that nobody can find are replaced by the next where the law says so; --rules and --on say
    whose. With --record, --how says how the seed was made in public.
    """
    law = law_named(rules, on)
    by_law = law is not None and law.draws_in_county and size is None and sizes is None
    if (size is None) == (sizes is None) and not by_law:
        raise click.UsageError("Give --size or --sizes, one of the two.")
    if lines and not pull_list:
        raise click.UsageError("--lines is for the boxes of a --pull-list; name that too.")
    if how and not record:
        raise click.UsageError("--how goes with --record.")
    if not_located and (law is None or not law.stages):
        raise click.UsageError("--not-located needs --rules and --on of a place that samples.")
    strata = read_strata(universe)
    boxes = read_column(lines, BOX) if lines else {}
    missing = _named(not_located, strata)
    stray = _named(not_counted, strata)
    replaced = missing if law and _replaces(law) else frozenset()
    without = replaced | stray
    wanted = _by_law(law, strata, stray) if law and by_law else _sizes(strata, size, sizes, without)
    draws = draw_strata(strata, seed, wanted, without=without)
    passed = {
        stratum.name: passed_over(stratum.universe, seed, drawn, without)
        for stratum, drawn in draws
        if without
    }
    if not_located:
        raise_if_any(_not_drawn(not_located, missing, draws, passed))
    drawing = Drawing(seed, strata, draws, passed, len(missing), law)
    with recording(record, by, petition) as put:
        write_strata_draw(out, draws)
        # The places among the leaves: they are public, and tell of no line.
        listed = stored(record, json.dumps(_as_json(drawing)))
        made = [SeedMade(seed, how)] if how else []
        put([*made, *(_drawn(seed, stratum, drawn, listed) for stratum, drawn in draws)])
    if pull_list:
        _write_pull_list(pull_list, drawing, boxes)
    if as_json:
        print_json(_as_json(drawing))
        return
    _echo(drawing, out, pull_list)


def _drawn(seed: str, stratum: Stratum, drawn: Sequence[Drawn], listed: str) -> SampleDrawn:
    return SampleDrawn(stratum.universe.root.hex(), seed, len(drawn), listed)


def _by_law(law: RuleSet, strata: tuple[Stratum, ...], stray: frozenset[str]) -> Mapping[str, int]:
    """Return each county's size; a universe without strata is no county's."""
    if [one.name for one in strata] == [""]:
        message = "each county draws a sample: commit with --stratum county, or name one --size"
        raise_if_any([Problem("", None, "stratum", "no_strata", message)])
    return county_sizes(law, {one.name: _left(one, stray) for one in strata})


def _replaces(law: RuleSet) -> bool:
    return law.stages[0].sample.not_located == "next_line"


def _named(file: Path | None, strata: tuple[Stratum, ...]) -> frozenset[str]:
    """Return the line ids of a file; one that was not committed to is a problem."""
    if file is None:
        return frozenset()
    table, problems = read_table(file, TableFormat(), required=("line_id",))
    known = {line.identity.line_id for one in strata for line in one.universe.lines}
    found = set()
    for cells in table.to_pylist():
        line_id = (cells["line_id"] or "").strip()
        found.add(line_id)
        if line_id not in known:
            message = "the universe has no such line; mend the line_id or leave the row out"
            problems.append(Problem(file.name, cells["_row"], "line_id", "unknown_line", message))
    raise_if_any(problems)
    return frozenset(found)


def _not_drawn(
    file: Path, missing: frozenset[str], draws: Draws, passed: Mapping[str, tuple[int, ...]]
) -> list[Problem]:
    """Find lines that were never drawn, so that nobody looked for them either."""
    drawn = {one.line.identity.line_id for _, several in draws for one in several}
    drawn |= {
        stratum.universe.lines[index].identity.line_id
        for stratum, _ in draws
        for index in passed.get(stratum.name, ())
    }
    lost = len(missing - drawn)
    message = f"{lost:,} of its lines were not drawn, so nobody looked for them; leave them out"
    return [Problem(file.name, None, "line_id", "not_drawn", message)] if lost else []


def _write_pull_list(path: Path, drawing: Drawing, boxes: Mapping[str, str]) -> None:
    roots = [f"Root{_of(one)}: {one.universe.root.hex()}" for one in drawing.strata]
    facts = (f"Seed: {drawing.seed}", *roots)
    with whole_file(path) as file:
        file.write(pull_list_html(pull_lines(drawing.draws, boxes), facts))


def _echo(drawing: Drawing, out: Path, pull_list: Path | None) -> None:
    drawn = sum(len(one) for _, one in drawing.draws)
    total = sum(len(one.universe.lines) for one in drawing.strata)
    click.echo(f"Drew {drawn:,} of {total:,} lines into {out}.")
    over = sum(len(one) for one in drawing.passed.values())
    if over:
        click.echo(f"Passed over, the next lines in their place: {over:,}.")
    if drawing.not_located and drawing.rules:
        field = drawing.rules.fields[NOT_LOCATED]
        became = "replaced" if _replaces(drawing.rules) else "invalid, and none drawn instead"
        click.echo(f"Not found: {drawing.not_located:,}, {became} ({field.citation}).")
    if pull_list:
        click.echo(f"Pull list: {pull_list}, by box, section, sheet and line.")
    echo_roots(drawing.strata)


def _as_json(drawing: Drawing) -> dict[str, object]:
    indices = {stratum.name: [one.index for one in drawn] for stratum, drawn in drawing.draws}
    size = sum(len(drawn) for _, drawn in drawing.draws)
    found: dict[str, object] = {
        **roots_json(drawing.strata),
        "seed": drawing.seed,
        "size": size,
        "indices": indices.get("", []) if "" in indices else indices,
    }
    if drawing.passed:
        passed = {name: list(several) for name, several in drawing.passed.items()}
        found["passed_over"] = passed.get("", []) if "" in passed else passed
    if drawing.not_located and drawing.rules:
        field = drawing.rules.fields[NOT_LOCATED]
        found["not_located"] = {
            "lines": drawing.not_located,
            "rule": field.value,
            "citation": field.citation,
            "verified": field.verified,
        }
    return found


def _of(stratum: Stratum) -> str:
    return f" of {stratum.name}" if stratum.name else ""


def _sizes(
    strata: tuple[Stratum, ...], size: int | None, file: Path | None, without: frozenset[str]
) -> Mapping[str, int]:
    """Return the size for each stratum: from the file, or the same for all large enough."""
    if file:
        return _read_sizes(file)
    wanted = size or 0
    if [one.name for one in strata] == [""]:
        return {"": wanted}
    if wanted < 1:
        message = f"a sample of {wanted:,} lines shows nothing; choose 1 or more"
        raise_if_any([Problem("", None, "size", "out_of_range", message)])
    return {one.name: min(wanted, _left(one, without)) for one in strata}


def _left(stratum: Stratum, without: frozenset[str]) -> int:
    return sum(line.identity.line_id not in without for line in stratum.universe.lines)


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
