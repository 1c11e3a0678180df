"""How results, problems and progress reach the terminal."""

import json
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from rollcheck.problems import Problem, Progress

SHOWN = 50
ROWS_SHOWN = 3  # of those that have one problem


def print_json(value: object) -> None:
    """Print one JSON document on standard output, keys in the order given."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def print_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Print every problem: as JSON on standard output, else as lines on standard error.

    On a terminal, of one problem that many rows have the first three are shown and the others
    counted, and beyond fifty lines the rest is only counted; JSON has them all.
    """
    found = list(problems)
    if as_json:
        print_json({"problems": [problem.as_json() for problem in found]})
        return
    click.echo(f"{len(found):,} problem{'s' if len(found) != 1 else ''} found:", err=True)
    alike = _alike(found)
    for first, *others in alike[:SHOWN]:
        for problem in [first, *others[: ROWS_SHOWN - 1]]:
            click.echo(f"  {problem}", err=True)
        if hidden := others[ROWS_SHOWN - 1 :]:
            rows = "1 row more has" if len(hidden) == 1 else f"{len(hidden):,} rows more have"
            click.echo(f"  … and {rows} this last problem; --json lists them all.", err=True)
    if left := sum(map(len, alike[SHOWN:])):
        click.echo(f"  … and {left:,} more; --json lists them all.", err=True)


def _alike(found: list[Problem]) -> list[list[Problem]]:
    """Return the problems by what they say of which column, in the order of the first of each."""
    groups: dict[object, list[Problem]] = {}
    for problem in found:
        said = (problem.file, problem.column, problem.code, problem.message)
        groups.setdefault(said if problem.row is not None else id(problem), []).append(problem)
    return list(groups.values())


def print_bug(bug: Exception) -> None:
    """Print a bug with where it happened, without the values it happened on.

    A traceback's source lines hold no person's data; the exception's own text may, so only
    its type is shown.
    """
    click.echo("This is a bug in Rollcheck; please report the lines below.", err=True)
    for frame in traceback.extract_tb(bug.__traceback__):
        click.echo(f"  {frame.filename}:{frame.lineno} in {frame.name}", err=True)
    click.echo(f"  {type(bug).__name__}", err=True)


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Show a bar for each stage of a long job on standard error, when that is a terminal."""
    console = Console(stderr=True)
    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not sys.stderr.isatty(),
    )
    stages = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in stages:
            stages[stage] = bars.add_task(stage, total=total or None)
        bars.update(stages[stage], completed=done, total=total or None)

    with bars:
        yield report
