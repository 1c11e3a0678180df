"""The fit of the weights, and what the ceiling's trees see, on candidates made up by hand."""

import math
from importlib.util import find_spec

import numpy as np
import pytest
from bench.decision_ceiling import BEST, EVIDENCES, row_of
from bench.fit_weights import Shown, fitted, loss, model_of, together

from rollcheck.matching.levels import FIELDS
from rollcheck.matching.weights import load_weights

WEIGHTS = load_weights()
MODEL = model_of(WEIGHTS)
of_the_bench = pytest.mark.skipif(
    find_spec("scipy") is None, reason="the fit needs what `make bench` installs"
)
PLACES = np.cumsum([0, *(len(names) for names in FIELDS.values())])[:-1]


def place(field: str, level: str) -> int:
    """Return where a level stands among those of all fields."""
    return int(PLACES[list(FIELDS).index(field)]) + FIELDS[field].index(level)


def shown(lines: int, seed: int = 0) -> Shown:
    """Two candidates a line of levels at random, the first of every other line true."""
    dice = np.random.default_rng(seed)
    sizes = [len(names) for names in FIELDS.values()]
    levels = np.stack([dice.integers(0, size, 2 * lines) for size in sizes], axis=1) + PLACES
    return Shown(
        np.repeat(np.arange(lines), 2),
        levels,
        dice.uniform(0, 12, levels.shape),
        np.full(2 * lines, 17.0),
        np.arange(2 * lines) % 4 == 0,
    )


def of_initials(true: bool, lines: int = 400) -> Shown:
    """One candidate a line who has the first letter alone, always or never the true voter."""
    same = {"last_name": "exact", "first_name": "initial", "address": "building"}
    rest = {"middle_name": "missing", "suffix": "missing", "birth_year": "missing"}
    levels = {**same, **rest, "name_order": "as_written"}
    row = [place(field, levels[field]) for field in FIELDS]
    rarity = [8.0 if field in same else 0.0 for field in FIELDS]
    ones = np.ones((lines, 1))
    return Shown(
        np.arange(lines),
        (ones * row).astype(np.int64),
        ones * rarity,
        np.full(lines, 17.0),
        np.full(lines, true),
    )


def test_the_gradient_is_that_of_the_loss() -> None:
    seen = shown(30)
    found = MODEL.start + np.random.default_rng(1).normal(0, 0.3, len(MODEL.start)) * MODEL.moves
    _, gradient = loss(found, MODEL, seen)
    steps = 1e-6 * np.eye(len(found))
    slow = [loss(found + step, MODEL, seen)[0] - loss(found, MODEL, seen)[0] for step in steps]
    assert gradient == pytest.approx(np.array(slow) / 1e-6 * MODEL.moves, rel=1e-3, abs=1e-3)


@of_the_bench
def test_a_level_moves_with_the_truth() -> None:
    at = place("first_name", "initial")
    up, down = (fitted(WEIGHTS, of_initials(true)).levels[at].bits for true in (True, False))
    assert down < WEIGHTS.levels[at].bits < up


@of_the_bench
def test_what_says_nothing_and_what_no_candidate_has_stay() -> None:
    found = fitted(WEIGHTS, of_initials(True)).levels
    for field, level in (("middle_name", "missing"), ("suffix", "exact"), ("address", "elsewhere")):
        at = place(field, level)
        assert found[at] == WEIGHTS.levels[at], (field, level)


@of_the_bench
def test_bits_are_whole_hundredths_and_thresholds_stay() -> None:
    found = fitted(WEIGHTS, shown(50))
    assert all(one.bits % 10 == 0 and one.share % 10 == 0 for one in found.levels)
    apart = {name for name, value in found.scalars.items() if value != WEIGHTS.scalars[name]}
    assert apart <= {"registered_odds"}


def test_lines_of_several_petitions_stay_apart() -> None:
    both = together([shown(3), shown(4, 1)])
    assert both.line.tolist() == [n for line in range(7) for n in (line, line)]
    assert both.levels.shape == (14, len(FIELDS))


def test_what_the_trees_see() -> None:
    evidence = list(range(EVIDENCES))
    two = [{"score": score, "levels": evidence, "bits": evidence} for score in (9.0, 6.5)]
    row = row_of(two)
    assert row[:2] == [9.0, 0.0]
    assert row[2 + 2 * EVIDENCES : 4 + 2 * EVIDENCES] == [6.5, 2.5]
    assert len(row) == len(row_of([])) == BEST * (2 + 2 * EVIDENCES)
    assert all(math.isnan(one) for one in row_of([]))
