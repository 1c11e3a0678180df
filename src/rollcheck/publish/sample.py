"""The sample stage: what was drawn, and the two projections beside what decides."""

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from rollcheck.publish.counts import ChartRow, ReasonRow, WaitingRow, reason_rows, waiting_rows
from rollcheck.publish.headline import certified_number
from rollcheck.publish.node import Node
from rollcheck.publish.tracks import Axis, Dot, Label, Line, Mark, Span, ruler, track
from rollcheck.publish.words import NO_BREAK, count, counted, decision, percent


NO_PAIR_SEEN = (
    "No pair of lines by the same voter was found in the sample, so the two projections are the "
    "same. A pair shows only when both of its lines are drawn: none seen does not mean that there "
    "is none."
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table of projections: a number of valid signatures and what to hold it to."""

    label: str
    number: str
    share: str
    off: str


@dataclass(frozen=True, slots=True)
class SampleView:
    """Everything that the section on the sample shows."""

    facts: tuple[tuple[str, str], ...]
    chart: tuple[ChartRow, ...]
    chart_ruler: Markup
    measures: tuple[Measure, ...]
    knows_full_count: bool
    why_they_differ: tuple[str, ...]
    decision: str
    reasons: tuple[ReasonRow, ...]
    waiting: tuple[WaitingRow, ...]


def sample_view(result: Node) -> SampleView | None:
    """Return what to show of the sample; ``None`` where there was none."""
    sample = result.maybe_node("sample")
    if sample is None:
        return None
    full = _full_count(result)
    axis = _axis(sample, certified_number(result), full)
    return SampleView(
        facts=_facts(sample),
        chart=_chart(sample, axis, certified_number(result), full),
        chart_ruler=ruler(axis, _labels(sample, certified_number(result))),
        measures=_measures(sample, certified_number(result), full),
        knows_full_count=full is not None,
        why_they_differ=_why(sample, full),
        decision=decision(sample.maybe_text("decision")),
        reasons=reason_rows(sample, sample.number("size")),
        waiting=waiting_rows(sample, sample.number("size")),
    )


def _full_count(result: Node) -> int | None:
    counts = result.node("counts")
    if result.text("stage") != "full_check" or counts.number("waiting"):
        return None
    return counts.number("valid")


def _facts(sample: Node) -> tuple[tuple[str, str], ...]:
    size, universe = sample.number("size"), sample.number("universe_lines")
    counts = [f"{count(sample.number('valid'))} valid, {count(sample.number('invalid'))} invalid"]
    if sample.number("waiting"):
        counts.append(f"{count(sample.number('waiting'))} waiting")
    outside = sample.number("duplicates_outside")
    pairs = counted(sample.number("duplicates"), "pair", "pairs") + " with both lines in the sample"
    if outside:
        lines = counted(outside, "line repeats", "lines repeat")
        pairs += f"; {lines} a line outside it, which no projection may subtract"
    low, high = (sample.maybe_number(key) for key in ("insufficient_below", "sufficient_from"))
    cut_offs = "not known" if low is None or high is None else _between(low, high)
    return (
        ("Lines drawn", f"{count(size)} of {count(universe)} ({percent(size, universe)})"),
        ("Found in it", ", ".join(counts)),
        ("Duplicates in it", pairs),
        ("What would decide, without duplicates", cut_offs),
        ("Seed of the draw", sample.text("seed")),
        ("Root of the lines drawn from", sample.text("universe_root")),
    )


def _between(low: int, high: int) -> str:
    return f"fewer than {count(low)} valid: insufficient; {count(high)} or more: sufficient"


def _points(sample: Node, full: int | None) -> list[tuple[str, int, str]]:
    """Return the numbers that the picture marks: label, number, shape of the mark."""
    found = [
        ("Projected, duplicates not extrapolated", sample.maybe_number("naive_valid"), "ring"),
        ("Projected, corrected for duplicates", sample.maybe_number("projected_valid"), "circle"),
        ("Counted in the full check", full, "diamond"),
    ]
    return [(label, number, shape) for label, number, shape in found if number is not None]


def _cut_offs(sample: Node, required: int | None) -> list[tuple[str, str, int, str]]:
    """Return the numbers that decide: long label, short label, number, look of the line."""
    found = [
        (
            "Insufficient without a full check below",
            "insufficient below",
            sample.maybe_number("total_insufficient_below"),
            "cutoff",
        ),
        ("Required", "required", required, "certified"),
        (
            "Sufficient without a full check from",
            "sufficient from",
            sample.maybe_number("total_sufficient_from"),
            "cutoff",
        ),
    ]
    return [(name, short, at, kind) for name, short, at, kind in found if at is not None]


def _labels(sample: Node, required: int | None) -> list[Label]:
    return [
        Label(at, f"{short} {count(at)}" if kind == "cutoff" else f"{count(at)} {short}", kind)
        for _, short, at, kind in _cut_offs(sample, required)
    ]


def _range(sample: Node) -> tuple[int, int] | None:
    bounds = sample.maybe_node("bounds")
    low = bounds.maybe_number("lowest_projected") if bounds else None
    high = bounds.maybe_number("highest_projected") if bounds else None
    return None if low is None or high is None or low == high else (low, high)


def _axis(sample: Node, required: int | None, full: int | None) -> Axis:
    """Return a scale that holds every number shown, with an eighth to spare on either side.

    Marks on a scale need no zero, as bars do; the page says that the scale has none.
    """
    numbers = [number for _, number, _ in _points(sample, full)]
    numbers += [at for _, _, at, _ in _cut_offs(sample, required)]
    numbers += _range(sample) or ()
    low, high = (min(numbers), max(numbers)) if numbers else (0, 1)
    spare = max((high - low) // 8, 1)
    return Axis(low - spare, high + spare)


def _chart(
    sample: Node, axis: Axis, required: int | None, full: int | None
) -> tuple[ChartRow, ...]:
    low, high = (
        sample.maybe_number(key) for key in ("total_insufficient_below", "total_sufficient_from")
    )
    behind: list[Mark] = [] if low is None or high is None else [Span(low, high, "between")]
    behind += [Line(at, kind) for _, _, at, kind in _cut_offs(sample, required)]
    rows = [
        ChartRow(label, count(number), "part", track(axis, [*behind, Dot(number, shape)]))
        for label, number, shape in _points(sample, full)
    ]
    reach = _range(sample)
    if reach:
        marks = [*behind, Span(*reach, "reach")]
        number = f"{count(reach[0])} to {count(reach[1])}"
        rows.append(
            ChartRow("However the waiting lines turn out", number, "part", track(axis, marks))
        )
    return tuple(rows)


def _measures(sample: Node, required: int | None, full: int | None) -> tuple[Measure, ...]:
    rows = [(label, number, True) for label, number, _ in _points(sample, full)]
    rows += [(label, number, False) for label, _, number, _ in _cut_offs(sample, required)]
    return tuple(
        Measure(
            label=label,
            number=count(number),
            share=percent(number, required) if required else "",
            off=_off(number, full) if is_estimate else "",
        )
        for label, number, is_estimate in rows
    )


def _off(number: int, full: int | None) -> str:
    if full is None or number == full:
        return ""
    word = "too high" if number > full else "too low"
    return f"{count(abs(number - full))} {word} ({percent(abs(number - full), full)})"


def _why(sample: Node, full: int | None) -> tuple[str, ...]:
    naive, corrected = sample.maybe_number("naive_valid"), sample.maybe_number("projected_valid")
    if naive is None or corrected is None:
        return ("Nothing can be projected yet: no line of the sample is determined.",)
    if naive <= corrected:
        return (NO_PAIR_SEEN,)
    told = _why_lower(sample, naive - corrected)
    return (told,) if full is None else (told, _told_by_full(naive, corrected, full))


def _why_lower(sample: Node, gap: int) -> str:
    size, universe = sample.number("size"), sample.number("universe_lines")
    pairs = max(sample.number("duplicates"), 1)
    odds = round(Fraction(universe * universe, size * size)) if size else 0
    return (
        f"They differ because of {counted(pairs, 'pair', 'pairs')} of lines in the sample signed "
        f"by the same voter. When {count(size)} of {count(universe)} lines are drawn, both lines "
        f"of a pair are drawn together only about once in {count(odds)} times, so each pair seen "
        f"stands for many that were not. Corrected for that, the projection is {count(gap)} "
        f"lower: about {count(round(Fraction(gap, pairs)))} for each pair seen."
    )


def _told_by_full(naive: int, corrected: int, full: int) -> str:
    def off(number: int) -> str:
        return "exactly right" if number == full else _off(number, full).replace(NO_BREAK, " ")

    return (
        f"The full check counted {count(full)}: the uncorrected projection was {off(naive)}, "
        f"the corrected one {off(corrected)}."
    )
