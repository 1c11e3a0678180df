"""Names drawn by their frequency in the census, first names to suit the surname's group."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck.demo.spellings import FIRST_NAMES, ONE_LETTER_SURNAMES, SURNAMES, fold

GROUPS = ("white", "black", "api", "hispanic")
# Assumed, near Los Angeles County: the census has .26, .08, .15, .48 of residents, and
# registered voters are older and more often citizens than residents.
GROUP_SHARES = (0.38, 0.09, 0.14, 0.39)
_ONE_LETTER_COUNT = 6_000

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NameTables:
    """Every name that may be drawn.

    ``plain`` and ``accented`` spell the same name at the same index; ``surname_odds`` has a
    cumulated distribution for each group, ``first_odds`` for each (group, male).
    """

    surnames: pa.StringArray
    accented_surnames: pa.StringArray
    first_names: pa.StringArray
    accented_first_names: pa.StringArray
    surname_odds: tuple[Floats, ...]
    first_odds: tuple[tuple[Floats, Floats], ...]

    def draw_groups(self, rng: np.random.Generator, count: int) -> Ints:
        """Return ``count`` indexes into ``GROUPS``."""
        return _draw(rng, _cumulated(np.array(GROUP_SHARES)), count)

    def draw_surnames(self, rng: np.random.Generator, groups: Ints) -> Ints:
        """Return an index into ``surnames`` for each group given."""
        drawn = np.zeros(len(groups), dtype=np.int32)
        for group, odds in enumerate(self.surname_odds):
            where = np.flatnonzero(groups == group)
            drawn[where] = _draw(rng, odds, len(where))
        return drawn

    def draw_first_names(self, rng: np.random.Generator, groups: Ints, male: Flags) -> Ints:
        """Return an index into ``first_names`` for each group and sex given."""
        drawn = np.zeros(len(groups), dtype=np.int32)
        for group, by_sex in enumerate(self.first_odds):
            for sex, odds in enumerate(by_sex):
                where = np.flatnonzero((groups == group) & (male == bool(sex)))
                drawn[where] = _draw(rng, odds, len(where))
        return drawn


@cache
def name_tables() -> NameTables:
    """Load the census extract that the package carries."""
    folder = files("rollcheck.demo") / "data" / "census"
    with (folder / "surnames.parquet").open("rb") as source:
        surnames = pq.read_table(source)
    with (folder / "first_names.parquet").open("rb") as source:
        first = pq.read_table(source)
    return NameTables(
        *_spellings([*surnames["name"].to_pylist(), *ONE_LETTER_SURNAMES], SURNAMES),
        *_spellings(first["name"].to_pylist(), FIRST_NAMES),
        surname_odds=tuple(_surname_odds(surnames, group) for group in GROUPS),
        first_odds=tuple(_first_odds(first, group) for group in GROUPS),
    )


def _spellings(names: list[str], full: Mapping[str, str]) -> tuple[pa.StringArray, pa.StringArray]:
    accented = [full.get(name, name) for name in names]
    return pa.array([fold(name) for name in accented]), pa.array(accented)


def _surname_odds(table: pa.Table, group: str) -> Floats:
    counted = table["count"].to_numpy() * (table[group].to_numpy() / 1000)
    one_letter = [_ONE_LETTER_COUNT * (own == group) for own in ONE_LETTER_SURNAMES.values()]
    return _cumulated(np.concatenate([counted, one_letter]))


def _first_odds(table: pa.Table, group: str) -> tuple[Floats, Floats]:
    """Return the odds of women's and of men's first names."""
    counted = table["count"].to_numpy() * (table[group].to_numpy() / 1000)
    male = table["male"].to_numpy() / 1000
    return _cumulated(counted * (1 - male)), _cumulated(counted * male)


def _cumulated(weights: Floats) -> Floats:
    total = np.cumsum(weights)
    return np.asarray(total / total[-1], dtype=np.float64)


def _draw(rng: np.random.Generator, odds: Floats, count: int) -> Ints:
    return np.searchsorted(odds, rng.random(count), side="right").astype(np.int32)
