"""Noise of a setting on lines as written: rates are data, kinds stand in ``kinds``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from rollcheck.demo.kinds import KINDS, Fields


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


def add_noise(rng: np.random.Generator, fields: Fields, rates: Mapping[str, float]) -> list[int]:
    """Change the lines in place; return for each line a bit for each kind that changed it."""
    count = len(fields["last"])
    marks = [0] * count
    for bit, kind in enumerate(KINDS):
        if not rates[kind.name]:
            continue
        hit = np.flatnonzero(rng.random(count) < rates[kind.name])
        lots = rng.random((len(hit), 2)).tolist()
        for line, (one, other) in zip(hit.tolist(), lots, strict=True):
            before = [fields[name][line] for name in kind.touches]
            kind.change(fields, line, (one, other))
            if before != [fields[name][line] for name in kind.touches]:
                marks[line] |= 1 << bit
    return marks


def kinds_of(marks: int) -> tuple[str, ...]:
    """Return the names of the kinds whose bits are set, in their order."""
    found = []
    while marks:
        lowest = marks & -marks
        found.append(KINDS[lowest.bit_length() - 1].name)
        marks ^= lowest
    return tuple(found)
