"""Names drawn by their frequency in the census, first names to suit group, sex and birth year."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck.demo.customs import FAMILY_NAME_FIRST
from rollcheck.demo.fashions import PERIODS, births_by_name, periods
from rollcheck.demo.spellings import FIRST_NAMES, ONE_LETTER_SURNAMES, SURNAMES, fold

GROUPS = ("white", "black", "api", "hispanic")
# Assumed, near Los Angeles County: the census has .26, .08, .15, .48 of residents, and
# registered voters are older and more often citizens than residents.
GROUP_SHARES = (0.38, 0.09, 0.14, 0.39)
_ONE_LETTER_COUNT = 6_000
_API = GROUPS.index("api")
_MOSTLY = 800

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NameTables:
    """Every name that may be drawn.

    ``plain`` and ``accented`` spell the same name at the same index. ``surname_odds`` has a
    cumulated distribution for each group; ``first_odds`` has one for each (group, sex, five
    years of birth), all in one ascending array: the n-th runs from n to n + 1.
    ``family_first`` marks surnames that may be written first, ``asian_first`` first names
    that hardly anybody but Asian and Pacific people carries.
    """

    surnames: pa.StringArray
    accented_surnames: pa.StringArray
    first_names: pa.StringArray
    accented_first_names: pa.StringArray
    surname_odds: tuple[Floats, ...]
    first_odds: Floats
    family_first: Flags
    asian_first: Flags

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

    def draw_first_names(
        self, rng: np.random.Generator, groups: Ints, male: Flags, born: Ints
    ) -> Ints:
        """Return an index into ``first_names`` for each group, sex and day of birth given."""
        which = (groups * 2 + male) * PERIODS + periods(born)
        # Adding the whole number may round up to the next distribution; the first name of it
        # would be out of bounds.
        lots = np.minimum(which + rng.random(len(groups)), np.nextafter(which + 1.0, 0))
        drawn = np.searchsorted(self.first_odds, lots, side="right")
        index: Ints = (drawn - which * len(self.first_names)).astype(np.int32)
        return index


@cache
def name_tables() -> NameTables:
    """Load the census extract that the package carries."""
    folder = files("rollcheck.demo") / "data" / "census"
    with (folder / "surnames.parquet").open("rb") as source:
        surnames = pq.read_table(source)
    with (folder / "first_names.parquet").open("rb") as source:
        first = pq.read_table(source)
    every_surname = [*surnames["name"].to_pylist(), *ONE_LETTER_SURNAMES]
    return NameTables(
        *_spellings(every_surname, SURNAMES),
        *_spellings(first["name"].to_pylist(), FIRST_NAMES),
        surname_odds=tuple(_surname_odds(surnames, group) for group in GROUPS),
        first_odds=_first_odds(first),
        family_first=np.array([name in FAMILY_NAME_FIRST for name in every_surname]),
        asian_first=first[GROUPS[_API]].to_numpy() >= _MOSTLY,
    )


def _spellings(names: list[str], full: Mapping[str, str]) -> tuple[pa.StringArray, pa.StringArray]:
    accented = [full.get(name, name) for name in names]
    return pa.array([fold(name) for name in accented]), pa.array(accented)


def _surname_odds(table: pa.Table, group: str) -> Floats:
    counted = table["count"].to_numpy() * (table[group].to_numpy() / 1000)
    one_letter = [_ONE_LETTER_COUNT * (own == group) for own in ONE_LETTER_SURNAMES.values()]
    return _cumulated(np.concatenate([counted, one_letter]))


def _first_odds(table: pa.Table) -> Floats:
    """Return the odds of first names for each group, sex and five years, end to end."""
    counts = table["count"].to_numpy().astype(np.float64)
    male = table["male"].to_numpy() / 1000
    born = births_by_name(table["name"].to_pylist(), counts)
    of_sex = np.stack([1 - male, male])[:, np.newaxis] * born * counts
    odds = [
        _cumulated(of_sex[sex, period] * table[group].to_numpy())
        for group in GROUPS
        for sex in range(2)
        for period in range(PERIODS)
    ]
    return np.concatenate([which + one for which, one in enumerate(odds)])


def _cumulated(weights: Floats) -> Floats:
    total = np.cumsum(weights)
    return np.asarray(total / total[-1], dtype=np.float64)


def _draw(rng: np.random.Generator, odds: Floats, count: int) -> Ints:
    return np.searchsorted(odds, rng.random(count), side="right").astype(np.int32)
