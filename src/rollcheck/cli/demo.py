"""``rollcheck demo``: the whole job on synthetic data, or only the data."""

from pathlib import Path

import click

from rollcheck.cli.output import progress_bars
from rollcheck.demo import LARGEST_SCALE, SMALLEST_SCALE, make_demo, noise_settings

_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-out"),
    show_default=True,
    help="Folder to make; a demo that stands there already is replaced.",
)
_SCALE = click.option(
    "--scale",
    type=click.FloatRange(SMALLEST_SCALE, LARGEST_SCALE),
    default=0.01,
    show_default=True,
    help="Share of the case of 2022: 1 is the whole county.",
)
_SEED = click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Any whole number."
)
_NOISE = click.option(
    "--noise",
    type=click.Choice(sorted(noise_settings())),
    default="keyed",
    show_default=True,
    help="How well the lines were written, read and typed.",
)


@click.group(invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Do the whole job on synthetic data, from a roll and a petition to the decision."""


@demo.command()
@_OUT
@_SCALE
@_SEED
@_NOISE
def make(out: Path, scale: float, seed: int, noise: str) -> None:
    """Only make the data: roll, lines, determinations, petition; the truth apart."""
    with progress_bars() as progress:
        make_demo(out, scale=scale, seed=seed, noise=noise, progress=progress)
    click.echo(f"Made the demo in {out}.")
