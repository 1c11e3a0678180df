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
# Assumed: stretches of the streets that nearly every city has, and of lanes numbered from 1.
_EVERYWHERE = 0.03
_BUSY = 3.0
_SHORT = 0.06
_TYPE_IN_FRONT = ("AVENIDA ", "CALLE ", "CAMINO ", "VIA ", "PASEO ")

Ints = npt.NDArray[np.int32]
Words = npt.NDArray[np.str_]
Floats = npt.NDArray[np.float64]


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
    numbers of a stretch run from ``low`` to ``high``. ``weights`` says how readily a house, a
    building of flats and a tower stand there, one row for each: zip codes range from suburbs
    to rows of towers. ``leaning`` says for each zip code which of the groups of names tend to
    live there.
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
    weights: Floats
    leaning: Floats


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
    per_zip = (rng.integers(60, 140, len(zips)) * max(1.0, scale)).astype(np.int64)
    zip_of = np.repeat(np.arange(len(zips), dtype=np.int32), per_zip)
    total = len(zip_of)
    everywhere = rng.random(total) < _EVERYWHERE
    name, kind = _named(rng, everywhere)
    direction = rng.choice(np.array(DIRECTIONS), total, p=_DIRECTION_ODDS)
    is_behind = rng.random(total) < _DIRECTION_BEHIND
    low, high = _numbered(rng, everywhere)
    busy = (high - low + 1) * rng.lognormal(0, 0.5, total) * np.where(everywhere, _BUSY, 1.0)
    towers = rng.beta(0.7, 1.5, len(zips))[zip_of]
    return Places(
        county=county,
        zips=zips,
        cities=names,
        zip_of=zip_of,
        name=name,
        kind=kind,
        before=np.where(is_behind, "", direction),
        behind=np.where(is_behind, direction, ""),
        low=low,
        high=high,
        weights=busy * np.stack([1.02 - towers, 0.02 + towers, 0.001 + towers**4]),
        leaning=rng.uniform(0, 3, len(zips)),
    )


def _named(rng: np.random.Generator, everywhere: npt.NDArray[np.bool_]) -> tuple[Words, Words]:
    """Return names and types of stretches: a few names everywhere, most in one or two places."""
    total = len(everywhere)
    pool, pool_types = _street_names(rng)
    street = np.minimum((len(pool) * rng.random(total) ** 1.8).astype(np.int64), len(pool) - 1)
    types = np.where(
        (rng.random(total) < _OTHER_TYPE) & (pool_types[street] != ""),
        _draw_types(rng, total),
        pool_types[street],
    )
    common = np.array([one.rsplit(" ", 1) for one in _vocabulary().words["everywhere"]])
    which = rng.integers(0, len(common), total)
    return (
        np.where(everywhere, common[which, 0], pool[street]),
        np.where(everywhere, common[which, 1], types),
    )


def _numbered(rng: np.random.Generator, everywhere: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return the first and the last house number of each stretch.

    The streets that every city has are numbered from its middle, so their numbers recur.
    """
    total = len(everywhere)
    low = 100 * np.minimum(1 + rng.lognormal(2.4, 1.1, total).astype(np.int32), 250)
    blocks = 1 + np.minimum(rng.lognormal(1.7, 0.9, total).astype(np.int32), 60)
    low = np.where(everywhere, 100, low)
    high = low + 100 * blocks - 1
    short = ~everywhere & (rng.random(total) < _SHORT)
    return (
        np.where(short, 1, low).astype(np.int32),
        np.where(short, 99, high).astype(np.int32),
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
