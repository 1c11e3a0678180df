"""Why a line was proposed as it was: a page for the restricted room, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rollcheck.matching import FIELD_LABELS, LEVEL_LABELS, OUTCOMES
from rollcheck.publish.counts import ChartRow
from rollcheck.publish.node import Node
from rollcheck.publish.report import filled
from rollcheck.publish.tracks import Axis, Label, Line, Mark, Span, ruler, track
from rollcheck.publish.words import MINUS

PER_BIT = 1_000
"""A chart is drawn in thousandths of bits, which are whole."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One field of a candidate: what was found, its weight, and the sum with those before it."""

    field: str
    level: str
    bits: str
    total: str


@dataclass(frozen=True, slots=True)
class CandidateView:
    """One candidate: picture and table say the same; ``silent`` fields say nothing either way."""

    heading: str
    chart: tuple[ChartRow, ...]
    ruler: object
    rows: tuple[EvidenceRow, ...]
    silent: str


def evidence_html(line: Mapping[str, object]) -> str:
    """Return the page of one line, as ``explain_line`` returns it.

    It names voters by their number, so it belongs where ``restricted`` is: it is never published.
    """
    node = Node(line)
    outcome = node.text("outcome")
    candidates = node.nodes("candidates")
    sums = [total for one in candidates for total in _sums(_weighty(one))]
    axis = Axis(min([0, *sums]), max([1, *sums]))
    return filled(
        "evidence.html.j2",
        line_id=node.text("line_id"),
        outcome=outcome,
        meaning=OUTCOMES[outcome],
        candidates=tuple(
            _candidate(place, one, axis) for place, one in enumerate(candidates, start=1)
        ),
    )


def _candidate(place: int, candidate: Node, axis: Axis) -> CandidateView:
    weighty = _weighty(candidate)
    silent = [
        FIELD_LABELS[one.text("field")]
        for one in candidate.nodes("evidence")
        if not _thousandths(one)
    ]
    score = _bits(sum(map(_thousandths, weighty)))
    return CandidateView(
        heading=f"{place}. Voter {candidate.text('voter_id')}: {score} bits",
        chart=tuple(_chart(weighty, axis)),
        ruler=ruler(axis, [Label(0, "0 bits: even odds", "certified")]),
        rows=tuple(_rows(weighty)),
        silent=", ".join(silent),
    )


def _weighty(candidate: Node) -> tuple[Node, ...]:
    return tuple(one for one in candidate.nodes("evidence") if _thousandths(one))


def _thousandths(entry: Node) -> int:
    return round(float(str(entry.values["bits"])) * PER_BIT)


def _sums(entries: tuple[Node, ...]) -> list[int]:
    sums = [0]
    for one in entries:
        sums.append(sums[-1] + _thousandths(one))
    return sums


def _chart(entries: tuple[Node, ...], axis: Axis) -> Iterator[ChartRow]:
    sums = _sums(entries)
    for one, before, after in zip(entries, sums, sums[1:], strict=False):
        kind = "valid" if after > before else "invalid"
        marks: list[Mark] = [
            Line(0, "certified"),
            Span(min(before, after), max(before, after), kind),
        ]
        yield ChartRow(_field(one), _bits(after - before), "part", track(axis, marks))
    end = sums[-1]
    total: list[Mark] = [Line(0, "certified"), Span(min(0, end), max(0, end), "raw")]
    yield ChartRow("All together", _bits(end), "total", track(axis, total))


def _rows(entries: tuple[Node, ...]) -> Iterator[EvidenceRow]:
    for one, total in zip(entries, _sums(entries)[1:], strict=True):
        level = LEVEL_LABELS[one.text("field")][one.text("level")]
        yield EvidenceRow(_field(one), level, _bits(_thousandths(one)), _bits(total))


def _field(entry: Node) -> str:
    return FIELD_LABELS[entry.text("field")]


def _bits(thousandths: int) -> str:
    """Write thousandths of bits in bits with a sign and one decimal, half to even: ``+13.5``."""
    rounded = Decimal(thousandths) / PER_BIT
    sign = MINUS if thousandths < 0 else "+"
    return f"{sign}{abs(rounded):,.1f}"
