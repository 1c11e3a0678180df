"""Confidence sequences hold at every number of reviews, and the manifest's bound holds too."""

import random
from fractions import Fraction

import pytest

from rollcheck.sampling.audit import STANDARD
from rollcheck.sampling.audit.confidence import interval
from rollcheck.sampling.audit.manifest import Manifest, SectionCount, audit_manifest
from rollcheck.sampling.audit.supermartingale import Part, Reviewed

LOOKS = (5, 10, 20, 40, 80, 160)
RUNS = 120


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5])
def test_the_true_total_is_within_the_bounds_at_every_look(rate: float) -> None:
    lines = 400
    wrong = round(rate * lines)
    population = [Reviewed(0, Fraction(n < wrong)) for n in range(lines)]
    chance, missed = random.Random(1), 0
    for _ in range(RUNS):
        drawn = chance.sample(population, LOOKS[-1])
        bounds = [interval([Part(lines, 1, 1)], drawn[:n], STANDARD, risk=0.1) for n in LOOKS]
        missed += not all(one.low <= wrong <= one.high for one in bounds)
    assert missed <= 0.1 * RUNS


def test_with_weights_and_harm_to_both_sides_the_bounds_hold() -> None:
    parts = [Part(100, 3, 1), Part(200, 1, 0)]
    harms = [*(Reviewed(0, Fraction(n < 30)) for n in range(100))]
    harms += [Reviewed(1, Fraction(-(n < 20))) for n in range(200)]
    truth, chance, missed = 10, random.Random(2), 0
    for _ in range(RUNS):
        order = sorted(harms, key=lambda one: chance.random() ** (1 / parts[one.part].weight))
        bounds = [interval(parts, order[::-1][:n], STANDARD, risk=0.1) for n in LOOKS]
        missed += not all(one.low <= truth <= one.high for one in bounds)
    assert missed <= 0.1 * RUNS


def test_before_any_review_everything_is_possible_and_after_all_nothing_is_open() -> None:
    parts = [Part(30, 1, 1)]
    nothing = interval(parts, [], STANDARD, risk=0.05)
    assert (nothing.low, nothing.high, nothing.rates) == (0, 30, (0.0, 1.0))
    every = [Reviewed(0, Fraction(n % 5 == 0)) for n in range(30)]
    whole = interval(parts, every, STANDARD, risk=0.05)
    assert (whole.low, whole.high) == (6, 6)


def test_thirds_of_voters_do_not_make_a_total_impossible() -> None:
    reviewed = [Reviewed(0, Fraction(1, 3)) for _ in range(3)]
    assert interval([Part(3, 1, 1)], reviewed, STANDARD, risk=0.05).high >= 1


# The manifest audit.

SPACES = 10


def sections(number: int) -> Manifest:
    chance = random.Random(number)
    return Manifest({f"S{n:03}": chance.randint(4, SPACES) for n in range(number)}, SPACES)


def counted(manifest: Manifest, drawn: list[str], missing: dict[str, int]) -> dict[
    str, list[SectionCount]
]:  # fmt: skip
    return {
        name: [SectionCount(name, "c", manifest.sections[name] + missing.get(name, 0))]
        for name in drawn
    }


def test_the_bound_covers_the_lines_missing() -> None:
    manifest = sections(120)
    chance, missed = random.Random(5), 0
    missing = {name: chance.randint(0, n) for name, n in manifest.room.items()}
    for run in range(60):
        drawn = manifest.order(f"seed {run}", 30)
        found = audit_manifest(
            manifest, counted(manifest, drawn, missing), Fraction(1, 10), STANDARD
        )
        missed += found.missing_at_most < sum(missing.values())
    assert missed <= 6


def test_more_sections_bound_more_tightly_and_all_of_them_exactly() -> None:
    manifest = sections(80)
    order = manifest.order("seed", 80)
    bounds = [
        audit_manifest(manifest, counted(manifest, order[:n], {}), Fraction(1, 100), STANDARD)
        for n in (0, 10, 40, len(order))
    ]
    limits = [one.missing_at_most for one in bounds]
    assert limits == sorted(limits, reverse=True)
    assert limits[0] == sum(manifest.room.values())
    assert limits[-1] == 0
    three = counted(
        manifest, order, {order[0]: 1, order[5]: 2 if manifest.room[order[5]] > 1 else 1}
    )
    exact = audit_manifest(manifest, three, Fraction(1, 100), STANDARD)
    assert exact.missing_at_most == exact.missing > 0


def test_a_section_not_found_counts_as_full_and_of_two_counts_the_higher_one_stands() -> None:
    manifest = Manifest({"A": 4, "B": 10, "C": 7}, SPACES)
    assert sorted(manifest.order("seed", 9)) == ["A", "C"]
    found = audit_manifest(
        manifest,
        {
            "A": [SectionCount("A", "c", None)],
            "C": [SectionCount("C", "c", 5), SectionCount("C", "d", 8)],
        },
        Fraction(1, 100),
        STANDARD,
    )
    assert (found.missing, found.not_found, found.missing_at_most) == (7, 1, 7)


def test_sections_with_more_space_are_drawn_more_often() -> None:
    manifest = Manifest({"A": 9, "B": 7, "C": 10}, SPACES)
    first = [manifest.order(f"seed {n}", 1)[0] for n in range(2_000)]
    assert first.count("A") / 2_000 == pytest.approx(1 / 4, abs=0.04)
    assert "C" not in first
