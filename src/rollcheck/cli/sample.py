"""``rollcheck sample``: commit to a universe of lines, and draw from it."""

import secrets
from itertools import repeat
from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.lines import load_lines
from rollcheck.sampling import (
    LineIdentity,
    commit_universe,
    read_universe,
    write_draw,
    write_universe,
)
from rollcheck.sampling import draw as draw_lines
from rollcheck.sampling.universe import SALT_BYTES

FILE = click.Path(path_type=Path)


@click.group()
def sample() -> None:
    """Fix the universe before the seed exists, then draw so that anyone can draw it again."""


@sample.command()
@click.argument("lines", type=FILE)
@click.option("--out", type=FILE, required=True, help="The universe file to write; keep it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def commit(lines: Path, out: Path, as_json: bool) -> None:
    """Commit to LINES and print the root: publish it before the seed is drawn.

    The universe file holds a secret salt for each line; the root tells nothing about any line.
    """
    identities = (LineIdentity(*one) for one in load_lines(lines).identities())
    salts = (secrets.token_bytes(length) for length in repeat(SALT_BYTES))
    universe = commit_universe(identities, salts)
    write_universe(out, universe)
    if as_json:
        print_json({"root": universe.root.hex(), "lines": len(universe.lines)})
        return
    click.echo(f"Committed to {len(universe.lines):,} lines in {out}.")
    click.echo(f"Root: {universe.root.hex()}")
    click.echo("Publish the root now, before anybody knows the seed.")


@sample.command()
@click.argument("universe", type=FILE)
@click.option("--seed", required=True, help="The public text that fixes the draw.")
@click.option("--size", type=int, required=True, help="How many lines to draw.")
@click.option("--out", type=FILE, required=True, help="The file of drawn lines to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def draw(universe: Path, seed: str, size: int, out: Path, as_json: bool) -> None:
    """Draw the SIZE lines with the smallest tickets from UNIVERSE.

    A larger size with the same seed begins with the smaller one's lines.
    """
    committed = read_universe(universe)
    drawn = draw_lines(committed, seed, size)
    write_draw(out, drawn)
    if as_json:
        print_json(
            {
                "root": committed.root.hex(),
                "lines": len(committed.lines),
                "seed": seed,
                "size": size,
                "indices": [one.index for one in drawn],
            }
        )
        return
    click.echo(f"Drew {size:,} of {len(committed.lines):,} lines into {out}.")
    click.echo(f"Root: {committed.root.hex()}")
