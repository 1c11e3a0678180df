"""A county that does not exist: zip codes, streets and house numbers, all invented by seed."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from rollcheck.demo.names import name_tables

DIRECTIONS = ("", "N", "S", "E", "W")
# Assumed: a third of the stretches of a street carry a direction, few of them behind the name.
_DIRECTION_ODDS = (0.66, 0.09, 0.09, 0.08, 0.08)
_DIRECTION_BEHIND = 0.03
_WITHOUT_TYPE = 0.04
_OTHER_TYPE = 0.25
_TYPE_IN_FRONT = ("AVENIDA ", "CALLE ", "CAMINO ", "VIA ", "PASEO ")

Ints = npt.NDArray[np.int32]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True)
class City:
    """One city: its name, its county, its zip codes' prefix and number, other spellings."""

    name: str
    county: str
    zip_prefix: str
    zips: int
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """The streets of one county.

    ``zips`` and ``cities`` are aligned: one entry per zip code. The other arrays are aligned
    too: one entry per stretch of a street within one zip code, sorted by zip code. House
    numbers of a stretch run from ``low`` to ``high``; ``odds`` is the cumulated chance that a
    dwelling stands there.
    """

    county: str
    zips: Words
    cities: Words
    zip_of: Ints
    name: Words
    kind: Words
    before: Words
    behind: Words
    low: Ints
    high: Ints
    odds: npt.NDArray[np.float64]


@cache
def cities() -> tuple[City, ...]:
    """Return the cities that the package's table lists."""
    text = (files("rollcheck.demo") / "data" / "places" / "cities.csv").read_text(encoding="utf-8")
    return tuple(
        City(
            name=row["city"],
            county=row["county"],
            zip_prefix=row["zip_prefix"],
            zips=int(row["zips"]),
            variants=tuple(row["variants"].split(";")),
        )
        for row in csv.DictReader(text.splitlines())
    )


def make_places(rng: np.random.Generator, county: str, scale: float) -> Places:
    """Invent the streets of ``county``; a smaller scale has fewer zip codes, as dense."""
    zips, names = _zips(rng, county, scale)
    per_zip = rng.integers(60, 140, len(zips))
    zip_of = np.repeat(np.arange(len(zips), dtype=np.int32), per_zip)
    total = len(zip_of)
    pool, pool_types = _street_names(rng)
    # The same names recur all over a county: a few everywhere, most in one or two places.
    street = np.minimum((len(pool) * rng.random(total) ** 1.8).astype(np.int64), len(pool) - 1)
    types = np.where(
        (rng.random(total) < _OTHER_TYPE) & (pool_types[street] != ""),
        _draw_types(rng, total),
        pool_types[street],
    )
    direction = rng.choice(np.array(DIRECTIONS), total, p=_DIRECTION_ODDS)
    is_behind = rng.random(total) < _DIRECTION_BEHIND
    low = 100 * np.minimum(1 + rng.lognormal(2.4, 1.1, total).astype(np.int32), 250)
    blocks = 1 + np.minimum(rng.lognormal(1.7, 0.9, total).astype(np.int32), 60)
    odds = np.cumsum(blocks * rng.lognormal(0, 0.5, total))
    return Places(
        county=county,
        zips=zips,
        cities=names,
        zip_of=zip_of,
        name=pool[street],
        kind=types,
        before=np.where(is_behind, "", direction),
        behind=np.where(is_behind, direction, ""),
        low=low.astype(np.int32),
        high=(low + 100 * blocks - 1).astype(np.int32),
        odds=odds / odds[-1],
    )


def _zips(rng: np.random.Generator, county: str, scale: float) -> tuple[Words, Words]:
    """Return zip codes and their cities; half the zips at a quarter of the scale."""
    every = [
        (f"{city.zip_prefix}{number:02d}", city.name)
        for prefix in sorted({city.zip_prefix for city in cities()})
        for number, city in enumerate(_zips_under(prefix), start=1)
        if city.county == county
    ]
    kept = max(min(12, len(every)), round(len(every) * min(1.0, scale) ** 0.5))
    chosen = np.sort(rng.choice(len(every), kept, replace=False))
    return (
        np.array([every[i][0] for i in chosen]),
        np.array([every[i][1] for i in chosen]),
    )


def _zips_under(prefix: str) -> list[City]:
    """Return the city of each zip code under a prefix, both counties', in order."""
    return [city for city in cities() if city.zip_prefix == prefix for _ in range(city.zips)]


def _street_names(rng: np.random.Generator) -> tuple[Words, Words]:
    """Return the county's street names in random order of fame, and each one's usual type."""
    words = _vocabulary().words
    names = [_ordinal(number) for number in range(1, 190)]
    names += [*words["trees"], *words["features"], *words["spanish"]]
    names += [f"{one} {two}" for one in words["before"] for two in words["features"]]
    names += [f"{one} {two}" for one in words["spanish_before"] for two in words["spanish"]]
    names += [f"SAN {saint}" for saint in words["saints"]]
    names += [f"SANTA {saint}" for saint in words["santas"]]
    tables = name_tables()
    after_people = [*tables.surnames[:1200].to_pylist(), *tables.first_names[:300].to_pylist()]
    unique = np.array(list(dict.fromkeys([*names, *after_people])))
    order = rng.permutation(len(unique))
    # Spanish streets often carry their type in front, as part of the name.
    typeless = np.array([name.startswith(_TYPE_IN_FRONT) for name in unique.tolist()])
    types = np.where(typeless, "", _draw_types(rng, len(unique)))
    return unique[order], types[order]


def _draw_types(rng: np.random.Generator, count: int) -> Words:
    weights = _vocabulary().types
    odds = np.array(list(weights.values()))
    drawn = rng.choice(np.array(list(weights)), count, p=odds / odds.sum())
    return np.where(rng.random(count) < _WITHOUT_TYPE, "", drawn)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of streets.toml by list, and how often each type of street comes."""

    words: Mapping[str, tuple[str, ...]]
    types: Mapping[str, float]


@cache
def _vocabulary() -> _Vocabulary:
    folder = files("rollcheck.demo") / "data" / "places"
    tables = tomllib.loads((folder / "streets.toml").read_text(encoding="utf-8"))
    lists = {key: text.split("|" if "|" in text else None) for key, text in tables["words"].items()}
    return _Vocabulary({key: tuple(words) for key, words in lists.items()}, tables["types"])


def _ordinal(number: int) -> str:
    teen = number % 100 in {11, 12, 13}
    suffix = "TH" if teen else {1: "ST", 2: "ND", 3: "RD"}.get(number % 10, "TH")
    return f"{number}{suffix}"
