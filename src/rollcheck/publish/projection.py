"""The two projections, what decides, and why the projections differ."""

from dataclasses import dataclass
from fractions import Fraction

from rollcheck.publish.node import Node
from rollcheck.publish.words import NO_BREAK, count, counted, percent

NO_PAIR_SEEN = (
    "No pair of lines by the same voter was found in the sample, so the two projections are the "
    "same. A pair shows only when both of its lines are drawn: none seen does not mean that there "
    "is none."
)
ABOUT_INTERVALS = (
    "A 95 % interval is what the luck of the draw leaves open. The one of the projection without "
    "correction knows nothing of voters with only one of their lines in the sample: it is narrow, "
    "and narrow around a number that can be wrong."
)
NOTHING_YET = "Nothing can be projected yet."
STILL_OPEN = (
    "Lines of the sample still wait. The two projections stand for the lines found valid and the "
    "duplicates found so far, and will change. Where the corrected one can end is a range: at its "
    "lowest every waiting line is one more duplicate within the sample, at its highest every one "
    "is valid."
)


@dataclass(frozen=True, slots=True)
class Point:
    """A number of valid signatures that the sample or the full check gives.

    ``shape`` is its mark in the picture: ring, circle or diamond. ``interval`` is the 95 %
    interval of a projection, where it has one.
    """

    label: str
    valid: int
    shape: str
    interval: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class CutOff:
    """A number that decides. ``short`` is its label in the picture, ``kind`` the look there."""

    label: str
    short: str
    valid: int
    kind: str


def projected_range(sample: Node) -> tuple[int, int] | None:
    """Return the lowest and highest projection while lines of the sample wait, else ``None``.

    Never below zero, though the rule may take more off than there is: no count can be.
    """
    bounds = sample.maybe_node("bounds")
    if bounds is None or not sample.number("waiting"):
        return None
    low, high = bounds.maybe_number("lowest_projected"), bounds.maybe_number("highest_projected")
    return None if low is None or high is None else (max(low, 0), max(high, 0))


def full_count(result: Node) -> int | None:
    """Return the valid count of the full check once nothing waits in it."""
    counts = result.node("counts")
    settled = result.text("stage") == "full_check" and not counts.number("waiting")
    return counts.number("valid") if settled else None


def points(sample: Node, full: int | None) -> tuple[Point, ...]:
    """Return the projections, then the full count where it is known.

    No projection is shown before anything is determined: it would be zero and mean nothing.
    """
    begun = sample.number("valid") + sample.number("invalid") > 0
    corrected = sample.maybe_number("projected_valid") if begun else None
    naive = sample.maybe_number("naive_valid") if begun else None
    so_far = " so far" if sample.number("waiting") else ""
    intervals = [sample.maybe_interval(f"{key}_interval") for key in ("naive", "projected")]
    found = [
        (f"Projected{so_far}, duplicates not extrapolated", naive, "ring", intervals[0]),
        (f"Projected{so_far}, corrected for duplicates", corrected, "circle", intervals[1]),
        ("Counted in the full check", full, "diamond", None),
    ]
    return tuple(
        Point(label, valid, shape, interval)
        for label, valid, shape, interval in found
        if valid is not None
    )


def cut_offs(sample: Node, required: int | None) -> tuple[CutOff, ...]:
    """Return what decides without a full check, and the required number between."""
    low, high = (
        sample.maybe_number(key) for key in ("total_insufficient_below", "total_sufficient_from")
    )
    found = []
    if low is not None:
        short = f"insufficient below {count(low)}"
        found.append(CutOff("Insufficient without a full check below", short, low, "cutoff"))
    if required is not None:
        found.append(CutOff("Required", f"{count(required)} required", required, "certified"))
    if high is not None:
        short = f"sufficient from {count(high)}"
        found.append(CutOff("Sufficient without a full check from", short, high, "cutoff"))
    return tuple(found)


def why_they_differ(sample: Node, full: int | None) -> tuple[str, ...]:
    """Say in words why the projections differ, and which of them the full check bore out."""
    naive, corrected = sample.maybe_number("naive_valid"), sample.maybe_number("projected_valid")
    if naive is None or corrected is None:
        return (NOTHING_YET,)
    if sample.number("waiting"):
        return (STILL_OPEN,)
    told = [NO_PAIR_SEEN if naive <= corrected else _why_lower(sample, naive - corrected)]
    if sample.maybe_interval("projected_interval"):
        told.append(ABOUT_INTERVALS)
    if full is not None:
        told.append(_borne_out(naive, corrected, full))
    return tuple(told)


def off(number: int, full: int) -> str:
    """Say how far a projection was from the full count."""
    if number == full:
        return "exactly right"
    word = "too high" if number > full else "too low"
    return f"{count(abs(number - full))} {word} ({percent(abs(number - full), full)})"


def _why_lower(sample: Node, gap: int) -> str:
    size, universe = sample.number("size"), sample.maybe_number("universe_lines")
    pairs = max(sample.number("duplicates"), 1)
    seldom = "seldom"
    if size and universe:
        odds = count(round(Fraction(universe * universe, size * size)))
        seldom = f"about once in {odds} times when {count(size)} of {count(universe)} are drawn"
    return (
        f"They differ because of {counted(pairs, 'pair', 'pairs')} of lines in the sample signed "
        f"by the same voter. Both lines of a pair are drawn together only {seldom}, so each pair "
        f"seen stands for many that were not. Corrected for that, the projection is {count(gap)} "
        f"lower: about {count(round(Fraction(gap, pairs)))} for each pair seen. One pair more or "
        "less, by the luck of the draw, moves it by that much."
    )


def _borne_out(naive: int, corrected: int, full: int) -> str:
    return (
        f"The full check counted {count(full)}: the uncorrected projection was {off(naive, full)}, "
        f"the corrected one {off(corrected, full)}."
    ).replace(NO_BREAK, " ")
