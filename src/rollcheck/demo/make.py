"""``make_demo``: a county, a petition and what people found, from a scale and a seed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from rollcheck import law
from rollcheck.demo.county import make_county, write_table
from rollcheck.demo.determining import (
    DETERMINATION_COLUMNS,
    FULL_DAYS,
    SAMPLE_DAYS,
    cases,
    determine,
    office_at,
)
from rollcheck.demo.filing import Filing, file_lines
from rollcheck.demo.folder import new_folder
from rollcheck.demo.noise import noise_settings
from rollcheck.demo.paper import Row, key_lines
from rollcheck.demo.petition_file import petition_toml, required_numbers, rules_of_filing
from rollcheck.demo.shape import RAW_COUNT, SEED_DRAWN_ON, Shape, shape_at
from rollcheck.lines import LINE_COLUMNS
from rollcheck.problems import Progress, silent
from rollcheck.problems.delimited import write_csv
from rollcheck.sampling import LineIdentity, commit_universe, draw, write_universe

# Each part draws from a seed of its own, so that one can change without moving the others.
# Append only.
_PARTS = ("county", "filing", "noise", "people", "salts", "dice", "left_out")
_DICE = 10
# Mixed into the seed of the dice. Chosen so that seed 1 runs the course of the case at the usual
# scales: in a sample of 500 from 7,158 lines one pair of duplicates moves the projection by 3 % of
# the required number, so that about every third seed does not (docs/demo.md).
_SERIES = 362
_SALT_BYTES = 16


def make_demo(  # noqa: PLR0913  (each is one word of the recipe)
    out: Path,
    *,
    scale: float,
    seed: int,
    noise: str,
    undetermined: float = 0.0,
    voters: int | None = None,
    lines: int | None = None,
    keenness: Mapping[str, float] = MappingProxyType({}),
    progress: Progress = silent,
) -> pa.Table:
    """Write the folder ``out``: roll, history, lines, determinations, sample, petition; truth.

    The truth about each line, in the order of lines.csv, is returned too, for what draws the paper.

    ``scale`` is a share of the 2022 case (0.001 to 10), ``noise`` a name of
    ``noise_settings()``, ``undetermined`` the share of lines that nobody has determined in the
    full check. For benches ``voters`` and ``lines`` choose the number of active voters and of
    lines apart from the scale, and ``keenness`` says of groups of names (``NAME_GROUPS``) how
    much more readily their bearers' homes sign than others (1 where it says nothing), so that
    a petition holds more of a rare group while the roll stays as it is. The same words give
    the same bytes. A demo that stands at ``out`` is replaced.
    Raises ``RollcheckError`` when something else stands there or a number is out of bounds,
    ``KeyError`` for a noise setting that does not exist.
    """
    shape = shape_at(scale, voters=voters, lines=lines)
    rates = noise_settings()[noise]
    spawned = np.random.SeedSequence(seed).spawn(len(_PARTS))
    seeds = dict(zip(_PARTS, spawned, strict=True))
    seeds["dice"] = np.random.SeedSequence((seed, _SERIES))
    made_with: dict[str, object] = {"scale": scale, "seed": seed, "noise": noise}
    made_with |= {"undetermined": undetermined, "voters": shape.registered}
    made_with |= {"lines": shape.raw_count, "keenness": dict(keenness)}
    with new_folder(out, made_with) as folder:
        written = make_county(seeds["county"], shape, folder, keenness, progress)
        filing = file_lines(_generator(seeds["filing"]), written, shape.lines)
        keyed, truth = key_lines(seeds["noise"], filing, rates, progress)
        write_csv(folder / "lines.csv", keyed, columns=LINE_COLUMNS)
        write_table(folder / "truth.csv", truth)
        drawn = _draw_sample(folder, keyed, shape, seeds, progress)
        left_out = _generator(seeds["left_out"]).random(len(keyed)) < undetermined
        rows = {
            "sample-determinations.csv": (SAMPLE_DAYS, drawn),
            "determinations.csv": (FULL_DAYS, np.flatnonzero(~left_out).tolist()),
        }
        progress("Determining lines", 0, len(keyed))
        _determine(folder, filing, truth, rows, seeds["people"])
        progress("Determining lines", len(keyed), len(keyed))
    return truth


def _determine(
    folder: Path,
    filing: Filing,
    truth: pa.Table,
    rows: Mapping[str, tuple[tuple[int, int], Sequence[int]]],
    seed: np.random.SeedSequence,
) -> None:
    """Write what people found: for each file the working days and the rows of the filing."""
    luck, *times = seed.spawn(1 + len(rows))
    office = office_at(truth.num_rows / RAW_COUNT, rules_of_filing())
    met = cases(_generator(luck), filing, truth, office)
    for (name, (days, chosen)), own_seed in zip(rows.items(), times, strict=True):
        found = determine(_generator(own_seed), filing, met, office, days=days, lines=chosen)
        write_csv(folder / name, found, columns=DETERMINATION_COLUMNS)


def _draw_sample(
    folder: Path,
    lines: Sequence[Row],
    shape: Shape,
    seeds: dict[str, np.random.SeedSequence],
    progress: Progress,
) -> list[int]:
    """Commit the universe, roll the dice, write petition.toml; return the rows drawn."""
    progress("Committing the universe", 0, 0)
    salts = _generator(seeds["salts"]).bytes(_SALT_BYTES * len(lines))
    identities = [
        LineIdentity(*(str(line[name]) for name in ("line_id", "section", "sheet", "line_no")))
        for line in lines
    ]
    cut = (salts[i : i + _SALT_BYTES] for i in range(0, len(salts), _SALT_BYTES))
    universe = commit_universe(identities, cut)
    write_universe(folder / "universe.csv", universe)
    dice = _generator(seeds["dice"]).integers(1, 7, _DICE).tolist()
    seed_text = f"{SEED_DRAWN_ON} dice {' '.join(map(str, dice))}"
    sizing = law.sample(rules_of_filing(), raw=shape.raw_count, required=required_numbers(shape)[0])
    # No sample is drawn where too few lines were filed in the first place.
    size = int(str(sizing.values["sample_size"] or 0))
    (folder / "petition.toml").write_text(petition_toml(shape, seed_text, size), encoding="utf-8")
    if not size:
        return []
    row_of = {str(line["line_id"]): row for row, line in enumerate(lines)}
    return [row_of[one.line.identity.line_id] for one in draw(universe, seed_text, size)]


def _generator(seed: np.random.SeedSequence) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))
