"""``make_demo``: a county, a petition and what people found, from a scale and a seed."""

from pathlib import Path

import numpy as np

from rollcheck.demo.county import make_county
from rollcheck.demo.filing import file_lines
from rollcheck.demo.folder import new_folder
from rollcheck.demo.noise import noise_settings
from rollcheck.demo.paper import LINE_COLUMNS, TRUTH_COLUMNS, key_lines
from rollcheck.demo.shape import shape_at
from rollcheck.problems import Progress, silent
from rollcheck.problems.delimited import write_csv

# Each part draws from a seed of its own, so that one can change without moving the others.
# Append only.
_PARTS = ("county", "filing", "noise", "people", "salts", "dice")


def make_demo(
    out: Path, *, scale: float, seed: int, noise: str, progress: Progress = silent
) -> None:
    """Write the folder ``out``: roll, history, lines, determinations, sample, petition; truth.

    ``scale`` is a share of the 2022 case (0.001 to 10), ``noise`` a name of
    ``noise_settings()``. The same three give the same bytes. A demo that stands at ``out`` is
    replaced. Raises ``RollcheckError`` when something else stands there.
    """
    shape = shape_at(scale)
    rates = noise_settings()[noise]
    seeds = dict(zip(_PARTS, np.random.SeedSequence(seed).spawn(len(_PARTS)), strict=True))
    with new_folder(out, {"scale": scale, "seed": seed, "noise": noise}) as folder:
        written = make_county(seeds["county"], shape, folder, progress)
        rng = np.random.Generator(np.random.PCG64(seeds["filing"]))
        filing = file_lines(rng, written, shape.lines)
        lines, truth = key_lines(seeds["noise"], filing, rates, progress)
        write_csv(folder / "lines.csv", lines, columns=LINE_COLUMNS)
        write_csv(folder / "truth.csv", truth, columns=TRUTH_COLUMNS)
