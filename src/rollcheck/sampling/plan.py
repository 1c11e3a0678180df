"""How many lines a campaign must file to qualify with a chosen probability."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Literal

import numpy as np

from rollcheck.problems import raise_if_any
from rollcheck.sampling.counts import LARGEST, impossible
from rollcheck.sampling.prospects import SEED, Prospects
from rollcheck.sampling.shapes import sample_pairs
from rollcheck.sampling.variance import Floats, Linear

STEP = 1.02
MOST_TIMES = 20


@dataclass(frozen=True, slots=True)
class SampleRule:
    """A place's sample of one filing: its size, its projection, the projections that decide.

    Below ``insufficient_below`` it fails, from ``sufficient_from`` it qualifies (None: never on
    the sample); between them every line is checked.
    """

    sample: int
    projection: Linear
    insufficient_below: float | None
    sufficient_from: float | None


Obstacle = Literal["none_valid", "few_valid", "few_signers", "not_sure_enough"]

# The rule for a number of lines filed; None where so few are not sampled but all checked.
RuleAt = Callable[[int], SampleRule | None]


@dataclass(frozen=True, slots=True)
class Chances:
    """What comes of filing so many lines: shares of the possible petitions.

    ``signers`` is the mean number of different valid signers. ``on_sample``, ``full_check`` and
    ``fails_on_sample`` are None where no sample decides; in a sample every second copy is taken
    to make a pair.
    """

    filed: int
    signers: float
    qualifies: float
    on_sample: float | None = None
    full_check: float | None = None
    fails_on_sample: float | None = None


def chances(
    prospects: Prospects, filed: int, required: int, rule_at: RuleAt | None = None
) -> Chances:
    """Return what comes of filing ``filed`` lines, by the full count or by a place's sample."""
    signers = prospects.signers(filed)
    enough = signers >= required
    rule = rule_at(filed) if rule_at and filed >= required else None
    if rule is None:
        return Chances(filed, float(np.mean(signers)), float(np.mean(enough)))
    lines, pairs = sample_pairs(
        filed,
        prospects.valid_lines(filed).astype(np.int64),
        np.minimum(prospects.pairs(filed), prospects.valid_lines(filed) // 2).astype(np.int64),
        rule.sample,
        np.random.default_rng(SEED),
    )
    projected = rule.projection(lines.astype(float), pairs.astype(float))
    none = np.zeros(len(projected), dtype=bool)
    qualifies = none if rule.sufficient_from is None else projected >= rule.sufficient_from
    fails = none if rule.insufficient_below is None else projected < rule.insufficient_below
    between = ~qualifies & ~fails
    return Chances(
        filed,
        float(np.mean(signers)),
        float(np.mean(qualifies | (between & enough))),
        float(np.mean(qualifies)),
        float(np.mean(between)),
        float(np.mean(fails)),
    )


def lines_to_file(
    prospects: Prospects, required: int, probability: float, rule_at: RuleAt | None = None
) -> Chances | None:
    """Return the chances at the smallest filing that qualifies with ``probability``.

    None where no filing up to twenty times the requirement does, as when the pool of willing
    voters is too small. Filings are tried in steps of 2 %, the last step then by bisection, to a
    millionth of the requirement. Raises ``RollcheckError`` for a probability or requirement that
    cannot be.
    """
    _check(required, probability)
    below, filed = required, required
    while chances(prospects, filed, required, rule_at).qualifies < probability:
        below, filed = filed, ceil(filed * STEP)
        if filed > most_tried(required):
            return None
    while filed - below > max(1, required // 1_000_000):
        middle = (below + filed) // 2
        if chances(prospects, middle, required, rule_at).qualifies < probability:
            below = middle
        else:
            filed = middle
    return chances(prospects, filed, required, rule_at)


def most_tried(required: int) -> int:
    """Return the largest filing that is tried: twenty lines for each signature required."""
    return min(MOST_TIMES * required, LARGEST)


def obstacle(prospects: Prospects, required: int) -> Obstacle:
    """Say why no filing qualifies: the share of lines that are valid, the signers, or the sample.

    Judged at the largest filing tried, in the middle one of the possible petitions.
    """
    filed = most_tried(required)
    valid, signers = prospects.valid_lines(filed), prospects.signers(filed)
    if not np.median(valid):
        return "none_valid"
    if np.median(valid) < required or (prospects.growth == "rate" and _few(signers, required)):
        return "few_valid"
    return "few_signers" if _few(signers, required) else "not_sure_enough"


def _few(signers: Floats, required: int) -> bool:
    return bool(np.median(signers) < required)


def _check(required: int, probability: float) -> None:
    problems = []
    if not 1 <= required <= LARGEST:
        message = f"required is {required:,}; give a number from 1 to {LARGEST:,}"
        problems.append(impossible("required", message))
    if not 0.5 <= probability <= 0.999:
        message = f"{probability:g} cannot be aimed at; choose a probability from 0.5 to 0.999"
        problems.append(impossible("probability", message))
    raise_if_any(problems)


@dataclass(frozen=True, slots=True)
class Pace:
    """Lines still to collect, the days left for it, and so many a week, rounded up."""

    still_needed: int
    days: int
    per_week: int


def pace(*, to_file: int, collected: int, today: date, deadline: date) -> Pace:
    """Return the pace from ``today`` to the ``deadline``, the day of the deadline included.

    Raises ``RollcheckError`` for a deadline before today or a negative number collected.
    """
    days = (deadline - today).days + 1
    problems = []
    if days < 1:
        message = f"the deadline {deadline} is before {today}; check the days"
        problems.append(impossible("deadline", message))
    if collected < 0:
        problems.append(impossible("raw", "lines collected cannot be negative"))
    raise_if_any(problems)
    needed = max(0, to_file - collected)
    return Pace(needed, days, ceil(needed * 7 / max(days, 7)))
