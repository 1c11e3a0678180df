"""Noise of hand-written, keyed lines: kinds in the order they befall a line, rates as data."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from rollcheck.demo import misreadings as read
from rollcheck.demo import variants as write
from rollcheck.demo.spellings import fold

Fields = Mapping[str, list[str]]
Draws = tuple[float, float]
Change = Callable[[Fields, int, Draws], None]
Marks = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Kind:
    """One kind of noise: its name in the settings, the fields it may touch, what it does."""

    name: str
    touches: tuple[str, ...]
    change: Change


def _written(name: str, field: str, variant: Callable[[str, float], str]) -> Kind:
    """Return a kind that writes one field in another way."""

    def change(fields: Fields, line: int, draws: Draws) -> None:
        fields[field][line] = variant(fields[field][line], draws[0])

    return Kind(name, (field,), change)


def _misread(name: str, field: str, mistake: Callable[[str, float, float], str]) -> Kind:
    """Return a kind that reads or types one field wrongly."""

    def change(fields: Fields, line: int, draws: Draws) -> None:
        fields[field][line] = mistake(fields[field][line], *draws)

    return Kind(name, (field,), change)


def _gone(name: str, *emptied: str) -> Kind:
    """Return a kind that leaves fields out."""

    def change(fields: Fields, line: int, _draws: Draws) -> None:
        for field in emptied:
            fields[field][line] = ""

    return Kind(name, emptied, change)


def _drop_accents(fields: Fields, line: int, _draws: Draws) -> None:
    for field in ("first", "middle", "last"):
        fields[field][line] = fold(fields[field][line])


def _swap_names(fields: Fields, line: int, draws: Draws) -> None:
    """Write the last name first, with or without a comma."""
    first, middle, last = (fields[name][line] for name in ("first", "middle", "last"))
    comma = "," if draws[0] < 0.4 and last else ""
    fields["first"][line], fields["middle"][line], fields["last"][line] = (
        last + comma,
        first,
        middle,
    )


def _swap_first_and_middle(fields: Fields, line: int, _draws: Draws) -> None:
    first, middle = fields["first"], fields["middle"]
    if middle[line]:
        first[line], middle[line] = middle[line], first[line]


def _title_case(fields: Fields, line: int, _draws: Draws) -> None:
    for field in ("first", "middle", "last", "street", "street_type", "city"):
        fields[field][line] = fields[field][line].title()


def _double_space(fields: Fields, line: int, _draws: Draws) -> None:
    fields["street"][line] += " " * (fields["street"][line] != "")


NAMES = ("first", "middle", "last")
TITLED = (*NAMES, "street", "street_type", "city")
KINDS: tuple[Kind, ...] = (
    Kind("accents_dropped", NAMES, _drop_accents),
    _written("nickname", "first", write.nickname),
    _written("middle_initial", "middle", write.initial),
    Kind("first_middle_swapped", ("first", "middle"), _swap_first_and_middle),
    _gone("middle_dropped", "middle"),
    _written("first_initial", "first", write.initial),
    _gone("suffix_dropped", "suffix"),
    _written("surname_part_dropped", "last", write.one_part),
    _written("surname_joined", "last", write.joined),
    _gone("first_missing", "first"),
    _gone("last_missing", "last"),
    _written("ordinal_spelt_out", "street", write.ordinal_word),
    _written("ordinal_bare", "street", write.bare_ordinal),
    _written("street_word_shortened", "street", write.shortened_words),
    _gone("type_dropped", "street_type"),
    _written("type_other_abbreviation", "street_type", write.other_abbreviation),
    _written("type_spelt_out", "street_type", write.spelt_out),
    _gone("direction_dropped", "pre_dir", "post_dir"),
    _written("direction_spelt_out", "pre_dir", write.spelt_out),
    _written("fraction_dropped", "house", write.without_fraction),
    _gone("house_missing", "house"),
    _written("unit_wrong", "unit", write.other_unit),
    _written("unit_restyled", "unit", write.restyled_unit),
    _gone("unit_missing", "unit"),
    _written("city_variant", "city", write.city_variant),
    _gone("city_missing", "city"),
    _gone("zip_missing", "zip"),
    _gone("birth_year_missing", "birth_year"),
    _misread("first_misread", "first", read.misread_letters),
    _misread("last_misread", "last", read.misread_letters),
    _misread("first_typo", "first", read.mistype),
    _misread("last_typo", "last", read.mistype),
    _misread("house_misread", "house", read.misread_digit),
    _misread("house_transposed", "house", read.transpose_digits),
    _misread("street_misread", "street", read.misread_letters),
    _misread("street_typo", "street", read.mistype),
    _misread("city_misread", "city", read.misread_letters),
    _misread("zip_misread", "zip", read.misread_digit),
    _misread("birth_year_misread", "birth_year", read.misread_year),
    Kind("names_swapped", NAMES, _swap_names),
    Kind("title_case", TITLED, _title_case),
    Kind("double_space", ("street",), _double_space),
)


@cache
def noise_settings() -> Mapping[str, Mapping[str, float]]:
    """Return the rate of every kind of noise for every named setting."""
    source = files("rollcheck.demo") / "data" / "noise.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    known = {kind.name for kind in KINDS}
    for name, rates in tables.items():
        if strange := set(rates) - known:
            raise ValueError(f"noise setting {name} names unknown kinds: {sorted(strange)}")
    return {name: {kind: rates.get(kind, 0.0) for kind in known} for name, rates in tables.items()}


def add_noise(rng: np.random.Generator, fields: Fields, rates: Mapping[str, float]) -> Marks:
    """Change the lines in place; return a bit for each kind that changed each line."""
    count = len(fields["last"])
    marks = np.zeros(count, dtype=np.int64)
    for bit, kind in enumerate(KINDS):
        rate = rates[kind.name]
        hit = np.flatnonzero(rng.random(count) < rate) if rate else np.empty(0, dtype=np.int64)
        lots = rng.random((len(hit), 2)).tolist()
        for line, (one, other) in zip(hit.tolist(), lots, strict=True):
            before = [fields[name][line] for name in kind.touches]
            kind.change(fields, line, (one, other))
            if before != [fields[name][line] for name in kind.touches]:
                marks[line] |= 1 << bit
    return marks


def kinds_of(marks: int) -> tuple[str, ...]:
    """Return the names of the kinds whose bits are set."""
    return tuple(kind.name for bit, kind in enumerate(KINDS) if marks >> bit & 1)
