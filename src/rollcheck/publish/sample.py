"""The sample stage as the report shows it: what was drawn, picture and table of projections."""

from dataclasses import dataclass

from markupsafe import Markup

from rollcheck.publish.counts import ChartRow, ReasonRow, WaitingRow, reason_rows, waiting_rows
from rollcheck.publish.decisions import outcome
from rollcheck.publish.headline import certified_number
from rollcheck.publish.language import say
from rollcheck.publish.node import Node
from rollcheck.publish.projection import (
    CutOff,
    Point,
    cut_offs,
    full_count,
    lines_counted,
    off,
    points,
    projected_range,
    second_copies,
    why_they_differ,
)
from rollcheck.publish.tracks import Axis, Dot, Label, Line, Mark, Span, ruler, track
from rollcheck.publish.words import count, counted, decision, percent


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table of projections: a number of valid signatures and what to hold it to."""

    label: str
    number: str
    interval: str
    share: str
    off: str


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A row of the table of counties that each drew a sample of their own."""

    name: str
    lines: str
    size: str
    valid: str
    naive: str
    projected: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """Everything that the section on the sample shows."""

    facts: tuple[tuple[str, str], ...]
    chart: tuple[ChartRow, ...]
    chart_ruler: Markup
    measures: tuple[Measure, ...]
    knows_full_count: bool
    knows_intervals: bool
    why_they_differ: tuple[str, ...]
    decision: str
    invalid: str
    reasons: tuple[ReasonRow, ...]
    waiting: tuple[WaitingRow, ...]
    counties: tuple[CountyRow, ...]


def sample_view(result: Node) -> SampleView | None:
    """Return what to show of the sample; ``None`` where there was none."""
    sample = result.maybe_node("sample")
    if sample is None:
        return None
    full = full_count(result)
    lines = cut_offs(sample, certified_number(result))
    axis = _axis(sample, lines, full)
    return SampleView(
        facts=_facts(sample),
        chart=_chart(sample, axis, lines, full),
        chart_ruler=ruler(axis, [Label(one.valid, one.short, one.kind) for one in lines]),
        measures=tuple(_measures(sample, lines, certified_number(result), full)),
        knows_full_count=full is not None,
        knows_intervals=any(one.interval for one in points(sample, full)),
        why_they_differ=why_they_differ(sample, full),
        decision=_outcome(result, sample),
        invalid=counted(sample.number("invalid"), "line", "lines"),
        reasons=reason_rows(sample, sample.number("size")),
        waiting=waiting_rows(sample, sample.number("size")),
        counties=tuple(_county(one) for one in sample.maybe_nodes("counties")),
    )


def _county(one: Node) -> CountyRow:
    lines, size, valid, naive, projected = (
        count(one.number(key))
        for key in ("lines", "size", "valid", "naive_valid", "projected_valid")
    )
    return CountyRow(one.text("name"), lines, size, valid, naive, projected)


def _outcome(result: Node, sample: Node) -> str:
    certified = next(iter(sample.nodes("decisions")), None)
    if certified is None:
        return decision(sample.maybe_text("decision"))
    return outcome(result, sample, certified)


def _facts(sample: Node) -> tuple[tuple[str, str], ...]:
    size, universe = sample.number("size"), sample.maybe_number("universe_lines")
    drawn = count(size)
    if universe is not None:
        drawn = say(
            "{size} of {universe} ({share})",
            size=drawn,
            universe=count(universe),
            share=percent(size, universe),
        )
    facts = [
        ("Lines drawn", drawn),
        ("Found in it", _found(sample)),
        ("Where it can end", _can_end(sample)),
        ("Duplicates in it", _duplicates(sample)),
        ("What would decide, without duplicates", _would_decide(sample)),
        ("Seed of the draw", sample.maybe_text("seed")),
        ("Root of the lines drawn from", sample.maybe_text("universe_root")),
    ]
    return tuple((say(name), value) for name, value in facts if value is not None)


def _found(sample: Node) -> str:
    parts = [
        say("{lines} valid", lines=count(sample.number("valid"))),
        say("{lines} invalid", lines=count(sample.number("invalid"))),
    ]
    if sample.number("waiting"):
        parts.append(say("{lines} waiting", lines=count(sample.number("waiting"))))
    return ", ".join(parts)


def _can_end(sample: Node) -> str | None:
    bounds = sample.maybe_node("bounds")
    if bounds is None or not sample.number("waiting"):
        return None
    low, high = count(bounds.number("lowest_valid")), count(bounds.number("highest_valid"))
    message = "from {low} to {high} lines {counted}"
    told = say(message, low=low, high=high, counted=lines_counted(bounds))
    reach = projected_range(sample)
    if reach is None:
        return told
    projected = "{told}; projected to the petition, from {low} to {high} valid"
    return say(projected, told=told, low=count(reach[0]), high=count(reach[1]))


def _duplicates(sample: Node) -> str:
    copies = say("{copies} of a line in the sample", copies=second_copies(sample))
    outside = sample.number("duplicates_outside")
    if not outside:
        return copies
    lines = counted(outside, "line repeats", "lines repeat")
    message = "{copies}; {lines} a line outside it, which no projection may subtract"
    return say(message, copies=copies, lines=lines)


def _would_decide(sample: Node) -> str | None:
    low, high = (sample.maybe_number(key) for key in ("insufficient_below", "sufficient_from"))
    if low is None or high is None:
        return None
    message = "fewer than {low} valid: insufficient; {high} or more: sufficient"
    return say(message, low=count(low), high=count(high))


def _axis(sample: Node, lines: tuple[CutOff, ...], full: int | None) -> Axis:
    """Return a scale that holds every number shown, with an eighth to spare on either side.

    Marks on a scale need no zero, as bars do; the page says that the scale has none.
    """
    numbers = [one.valid for one in points(sample, full)] + [one.valid for one in lines]
    numbers += [end for one in points(sample, full) for end in one.interval or ()]
    numbers += projected_range(sample) or ()
    low, high = (min(numbers), max(numbers)) if numbers else (0, 1)
    spare = max((high - low) // 8, 1)
    return Axis(low - spare, high + spare)


def _chart(
    sample: Node, axis: Axis, lines: tuple[CutOff, ...], full: int | None
) -> tuple[ChartRow, ...]:
    between = [one.valid for one in lines if one.kind == "cutoff"]
    behind: list[Mark] = [Span(between[0], between[1], "between")] if len(between) == 2 else []
    behind += [Line(one.valid, one.kind) for one in lines]
    rows = [
        ChartRow(one.label, count(one.valid), "part", track(axis, [*behind, *_marks(one)]))
        for one in points(sample, full)
    ]
    reach = projected_range(sample)
    if reach:
        number = _interval(reach)
        picture = track(axis, [*behind, Span(*reach, "reach")])
        rows.append(ChartRow(say("Where the corrected one can end"), number, "part", picture))
    return tuple(rows)


def _marks(point: Point) -> list[Mark]:
    interval: list[Mark] = [Span(*point.interval, "interval")] if point.interval else []
    return [*interval, Dot(point.valid, point.shape)]


def _interval(interval: tuple[int, int] | None) -> str:
    if interval is None:
        return ""
    return say("{low} to {high}", low=count(interval[0]), high=count(interval[1]))


def _measures(
    sample: Node, lines: tuple[CutOff, ...], required: int | None, full: int | None
) -> list[Measure]:
    def measure(
        label: str, valid: int, how_far: str = "", interval: tuple[int, int] | None = None
    ) -> Measure:
        share = percent(valid, required or 0)
        return Measure(label, count(valid), _interval(interval), share, how_far)

    rows = [
        measure(
            one.label,
            one.valid,
            off(one.valid, full) if full is not None and one.shape != "diamond" else "",
            one.interval,
        )
        for one in points(sample, full)
    ]
    low_and_high = ("Lowest the corrected one can end", "Highest the corrected one can end")
    reach = projected_range(sample) or ()
    rows += [measure(say(label), valid) for label, valid in zip(low_and_high, reach, strict=False)]
    return rows + [measure(one.label, one.valid) for one in lines]
