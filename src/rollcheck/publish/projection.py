"""The two projections, what decides, and why the projections differ."""

from dataclasses import dataclass
from fractions import Fraction

from rollcheck.publish.language import say
from rollcheck.publish.node import Node
from rollcheck.publish.words import NO_BREAK, count, counted, decimals, percent

NO_PAIR_SEEN = (
    "No line of the sample was found to repeat another line in it, so the two projections are the "
    "same. A pair shows only when both of its lines are drawn: none seen does not mean that there "
    "is none."
)
ABOUT_INTERVALS = (
    "A 95 % interval is what the luck of the draw leaves open. The one of the projection without "
    "correction knows nothing of voters with only one of their lines in the sample: it is narrow, "
    "and narrow around a number that can be wrong."
)
PROJECTED = (
    "Projected, duplicates not extrapolated",
    "Projected, corrected for duplicates",
)
SO_FAR = (
    "Projected so far, duplicates not extrapolated",
    "Projected so far, corrected for duplicates",
)
NOTHING_YET = "Nothing can be projected yet."
STILL_OPEN = (
    "Lines of the sample still wait. The two projections stand for the lines found valid and the "
    "duplicates found so far, and will change. Where the corrected one can end is a range: at its "
    "lowest every waiting line is one more duplicate within the sample, at its highest every one "
    "is valid."
)


RARE = 10
"""From here on a number is told in wholes ("once in 10 times"), below it as a share."""


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


def lines_counted(bounds: Node) -> str:
    """Name the lines that the lowest and the highest count are of."""
    whole = {"petition": "valid in the petition", "sample": "valid in the sample"}
    return say(whole[bounds.text("of")])


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
    names = SO_FAR if sample.number("waiting") else PROJECTED
    intervals = [sample.maybe_interval(f"{key}_interval") for key in ("naive", "projected")]
    found = [
        (names[0], naive, "ring", intervals[0]),
        (names[1], corrected, "circle", intervals[1]),
        ("Counted in the full check", full, "diamond", None),
    ]
    return tuple(
        Point(say(label), valid, shape, interval)
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
        short = say("insufficient below {low}", low=count(low))
        label = say("Insufficient without a full check below")
        found.append(CutOff(label, short, low, "cutoff"))
    if required is not None:
        short = say("{required} required", required=count(required))
        found.append(CutOff(say("Required"), short, required, "certified"))
    if high is not None:
        short = say("sufficient from {high}", high=count(high))
        label = say("Sufficient without a full check from")
        found.append(CutOff(label, short, high, "cutoff"))
    return tuple(found)


def why_they_differ(sample: Node, full: int | None) -> tuple[str, ...]:
    """Say in words why the projections differ, and which of them the full check bore out."""
    naive, corrected = sample.maybe_number("naive_valid"), sample.maybe_number("projected_valid")
    if naive is None or corrected is None:
        return (say(NOTHING_YET),)
    if sample.number("waiting"):
        return (say(STILL_OPEN),)
    told = [_why_same(sample) if naive <= corrected else _why_lower(sample, naive - corrected)]
    if sample.maybe_interval("projected_interval"):
        told.append(say(ABOUT_INTERVALS))
    if full is not None:
        told.append(_borne_out(naive, corrected, full))
    return tuple(told)


def off(number: int, full: int) -> str:
    """Say how far a projection was from the full count."""
    if number == full:
        return say("exactly right")
    message = "{gap} too high ({share})" if number > full else "{gap} too low ({share})"
    gap = abs(number - full)
    return say(message, gap=count(gap), share=percent(gap, full))


def _why_same(sample: Node) -> str:
    copies = sample.number("duplicates")
    if not copies:
        return say(NO_PAIR_SEEN)
    return say(
        "The two projections are the same: {copies} in the sample takes nothing off beyond not "
        "being counted."
        if copies == 1
        else "The two projections are the same: {copies} in the sample take nothing off beyond "
        "not being counted.",
        copies=second_copies(sample),
    )


def _why_lower(sample: Node, gap: int) -> str:
    copies = sample.number("duplicates")
    if not copies:
        return say(
            "They differ by {gap}, which the rule takes off although no line of the sample was "
            "found to repeat another: the arithmetic below says what for.",
            gap=count(gap),
        )
    return say(
        "They differ because of {copies} in the sample: lines rejected as a duplicate of another "
        "line in it. {drawn} Corrected for that, the projection is {gap} lower: about {each} for "
        "each copy seen. One more or less, by the luck of the draw, moves it by that much.",
        copies=second_copies(sample),
        drawn=_both_drawn(sample),
        gap=count(gap),
        each=_each(Fraction(gap, copies)),
    )


def second_copies(sample: Node) -> str:
    """Count the lines of the sample that repeat another line in it."""
    return counted(sample.number("duplicates"), "second copy", "second copies")


def _both_drawn(sample: Node) -> str:
    """Say how often a draw takes both lines of a pair, and what follows for a pair seen."""
    size, universe = sample.number("size"), sample.maybe_number("universe_lines")
    if not size or not universe:
        return say("Both lines of a pair are seldom drawn, so each pair seen stands for others.")
    if sample.maybe_nodes("counties"):
        return say(
            "Each county drew its own sample, and both lines of a pair are drawn less often than "
            "one of them: the pairs seen stand for some that were not."
        )
    drawn = {"size": count(size), "universe": count(universe)}
    odds = Fraction(universe * universe, size * size)
    if odds < RARE:
        return say(
            "Both lines of a pair are drawn in about {share} of draws when {size} of {universe} "
            "are drawn, so the pairs seen stand for some that were not.",
            share=percent(size * size, universe * universe),
            **drawn,
        )
    return say(
        "Both lines of a pair are drawn only about once in {times} times when {size} of "
        "{universe} are drawn, so each pair seen stands for many that were not.",
        times=count(round(odds)),
        **drawn,
    )


def _each(weight: Fraction) -> str:
    """Write what one copy weighs: in wholes, a small weight to two decimals."""
    return count(round(weight)) if weight >= RARE else decimals(weight)


def _borne_out(naive: int, corrected: int, full: int) -> str:
    return say(
        "The full check counted {full}: the uncorrected projection was {naive}, the corrected one "
        "{corrected}.",
        full=count(full),
        naive=off(naive, full),
        corrected=off(corrected, full),
    ).replace(NO_BREAK, " ")
