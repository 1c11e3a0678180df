"""What the ``rollcheck sample`` commands share on the terminal: tables, sentences, pages."""

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from rollcheck.problems.delimited import whole_file

WIDTH = 78
CONVENTIONS = (
    "The second copy of a voter is left out of the valid count and counted as a duplicate.",
    "Only pairs with both copies in the sample count as duplicates.",
)


def echo_wrapped(sentences: Iterable[str]) -> None:
    """Print sentences as one paragraph."""
    click.echo("\n".join(textwrap.wrap(" ".join(sentences), WIDTH, break_long_words=False)))


def echo_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, numbers to the right, as wide as it needs."""
    widths = [max(len(line[place]) for line in (titles, *rows)) for place in range(len(titles))]
    for line in (titles, *rows):
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        click.echo("  ".join(cells).rstrip())


def percent(share: float) -> str:
    """Write a probability so that no uncertain thing looks certain."""
    if share < 0.001:
        return "< 0.1 %"
    if share > 0.999:
        return "> 99.9 %"
    return f"{share * 100:.1f} %"


def write_page(path: Path, page: str) -> None:
    """Write a page whole or not at all, and say where it is."""
    with whole_file(path) as file:
        file.write(page)
