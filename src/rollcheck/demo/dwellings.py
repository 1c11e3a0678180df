"""Houses, and buildings of two to nine hundred flats, along the streets of a county."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.demo.places import Places

ADDRESS_COLUMNS = (
    "house",
    "pre_dir",
    "street",
    "street_type",
    "post_dir",
    "unit",
    "city",
    "zip",
)
# Assumed: 45 % of dwellings are flats; building sizes fall off like a power law.
FLATS = 0.45
LARGEST_BUILDING = 900
_SIZE_POWER = 1.15
_TOWER = 50
# Assumed: towers whose number is a round hundred or fifty, other buildings with a round ten.
_ROUND_TOWERS = 0.5
_ROUND_HOUSES = 0.06
_HALF_NUMBERS = 0.01
_LETTERED_NUMBERS = 0.004
# How a roll writes a flat: "APT 12", "12", "# 12", "UNIT 12". One way for each building.
DESIGNATORS = ("APT ", "", "# ", "UNIT ")
_DESIGNATOR_ODDS = (0.5, 0.25, 0.15, 0.1)

Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Small = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Dwellings:
    """Dwellings sorted by street, so that an index close by is a place close by.

    ``stretch`` indexes the stretches of ``places``; ``tail`` is 0 for a plain house number,
    1 for one with a half, 2 for one with a letter; ``unit`` numbers the flat in its building
    from 1 (0: a house), ``flats`` the building's flats; ``designator`` indexes DESIGNATORS.
    """

    places: Places
    stretch: Ints
    house: Ints
    tail: Small
    unit: Ints
    flats: Ints
    designator: Small

    def __len__(self) -> int:
        return len(self.stretch)

    def addresses(self, which: Index) -> dict[str, pa.Array]:
        """Return the address columns of the dwellings indexed by ``which``."""
        places, stretch = self.places, self.stretch[which]
        zip_of = self.zips(which)
        number = pa.array(self.house[which]).cast(pa.string())
        tails = pa.array(["", " 1/2", "A"]).take(pa.array(self.tail[which]))
        return {
            "house": pc.binary_join_element_wise(number, tails, ""),
            "pre_dir": _take(places.before, stretch),
            "street": _take(places.name, stretch),
            "street_type": _take(places.kind, stretch),
            "post_dir": _take(places.behind, stretch),
            "unit": self._units(which),
            "city": _take(places.cities, zip_of),
            "zip": _take(places.zips, zip_of),
        }

    def _units(self, which: Index) -> pa.Array:
        """Return letters in small buildings, floors times hundred in large ones."""
        unit, flats = self.unit[which], self.flats[which]
        per_floor = np.clip(flats // 8, 6, 30)
        floor, door = np.divmod(np.maximum(unit - 1, 0), per_floor)
        by_floor = pa.array(100 * (floor + 1) + door + 1).cast(pa.string())
        counted = pa.array(unit).cast(pa.string())
        letters = pa.array(list("ABCDEFGH")).take(pa.array(np.clip(unit - 1, 0, 7)))
        lettered = pa.array((flats <= 8) & (self.designator[which] != 2))
        label = pc.if_else(lettered, letters, pc.if_else(pa.array(flats > 20), by_floor, counted))
        designators = pa.array(DESIGNATORS).take(pa.array(self.designator[which]))
        named = pc.binary_join_element_wise(designators, label, "")
        return pc.if_else(pa.array(unit > 0), named, pa.scalar(""))

    def zips(self, which: Index) -> Ints:
        """Return the zip codes of the dwellings indexed by ``which``, as indexes."""
        return self.places.zip_of[self.stretch[which]]

    def same_house(self, one: Index, other: Index) -> npt.NDArray[np.bool_]:
        """Tell which pairs of dwellings have the same number, street name and zip code."""
        places, street, opposite = self.places, self.stretch[one], self.stretch[other]
        same = self.house[one] == self.house[other]
        same &= self.zips(one) == self.zips(other)
        return np.asarray(same & (places.name[street] == places.name[opposite]), dtype=bool)

    def near(self, rng: np.random.Generator, which: Index) -> Index:
        """Return another dwelling close to each one given: next door to a few streets on."""
        step = 1 + (rng.pareto(0.8, len(which)) * 2).astype(np.int64) % 200
        side = np.where(rng.random(len(which)) < 0.5, -1, 1)
        return np.asarray((which + side * step) % len(self), dtype=np.int64)

    def far(self, rng: np.random.Generator, count: int) -> Index:
        """Return ``count`` dwellings anywhere."""
        return rng.integers(0, len(self), count)


def make_dwellings(
    rng: np.random.Generator, places: Places, count: int, part: tuple[int, int] = (0, 1)
) -> Dwellings:
    """Build ``count`` dwellings along every n-th street from the m-th, ``part`` being (m, n).

    House numbers are denser at the low end of a street, and many of them are round.
    """
    sizes = _building_sizes(rng, count)
    buildings = len(sizes)
    stretch = _stretches(rng, places, sizes, part)
    house = _house_numbers(rng, places, sizes, stretch)
    tail_draw = rng.random(buildings)
    tail = np.select([tail_draw < _HALF_NUMBERS, tail_draw > 1 - _LETTERED_NUMBERS], [1, 2], 0)
    designator = rng.choice(len(DESIGNATORS), buildings, p=_DESIGNATOR_ODDS)
    order = np.lexsort((house, stretch))
    building = np.repeat(order, sizes[order])
    flats = sizes[building]
    first = np.repeat(np.cumsum(sizes[order]) - sizes[order], sizes[order])
    unit = np.where(flats > 1, np.arange(len(building)) - first + 1, 0)
    return Dwellings(
        places=places,
        stretch=stretch[building].astype(np.int32),
        house=house[building].astype(np.int32),
        tail=tail[building].astype(np.int8),
        unit=unit.astype(np.int32),
        flats=np.where(flats > 1, flats, 0).astype(np.int32),
        designator=designator[building].astype(np.int8),
    )


def _stretches(
    rng: np.random.Generator, places: Places, sizes: Ints, part: tuple[int, int]
) -> Index:
    """Return the stretch of each building: houses in suburbs, towers among towers."""
    first, step = part
    mine = np.arange(first, len(places.zip_of), step)
    odds = np.cumsum(places.weights[:, mine], axis=1)
    lots = rng.random(len(sizes))
    kinds = (sizes == 1, (sizes > 1) & (sizes < _TOWER), sizes >= _TOWER)
    chosen = np.zeros(len(sizes), dtype=np.int64)
    for of_kind, cumulated in zip(kinds, odds, strict=True):
        lot = lots[of_kind] * cumulated[-1]
        chosen[of_kind] = np.searchsorted(cumulated, lot, side="right")
    return mine[np.minimum(chosen, len(mine) - 1)]


def _house_numbers(rng: np.random.Generator, places: Places, sizes: Ints, stretch: Index) -> Ints:
    buildings = len(sizes)
    low = places.low[stretch]
    along = rng.beta(0.9, 1.3, buildings)
    house = low + (along * (places.high[stretch] - low)).astype(np.int32)
    lot = rng.random(buildings)
    step = np.where(house >= 1000, 100, 50)
    step = np.where(sizes >= _TOWER, np.where(lot < _ROUND_TOWERS, step, 1), 1)
    step = np.where((sizes < _TOWER) & (lot < _ROUND_HOUSES), 10, step)
    return np.maximum(house // step * step, low)


def _building_sizes(rng: np.random.Generator, count: int) -> Ints:
    """Return building sizes that sum to ``count``: houses of one, and the flats' buildings."""
    houses = round(count * (1 - FLATS))
    left = count - houses
    drawn = 2 * (1 - rng.random(max(left, 1))) ** (-1 / _SIZE_POWER)
    # In a small county no building holds more than a fiftieth of all.
    largest = max(2, min(LARGEST_BUILDING, count // 50))
    sizes = np.minimum(drawn, largest).astype(np.int32)
    total = np.cumsum(sizes)
    kept = sizes[: int(np.searchsorted(total, left, side="right"))]
    rest = left - int(kept.sum())
    ends = [rest] if rest else []
    return np.concatenate([np.ones(houses, dtype=np.int32), kept, np.array(ends, dtype=np.int32)])


def _take(words: npt.NDArray[np.str_], which: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(which))
