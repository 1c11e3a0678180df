"""The counts: from what was filed to what is valid, in the office's own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from rollcheck.law.language import reason_in
from rollcheck.publish.headline import adds_up, by_sample, excluded
from rollcheck.publish.language import said, say, spoken_language
from rollcheck.publish.node import Node
from rollcheck.publish.tracks import Axis, Label, Line, Mark, Span, overview, ruler, track
from rollcheck.publish.words import MINUS, count, counted, percent

EXCLUDED = "Taken out before the check"
"""What the lines are called that left the raw count before any was verified."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason, as the table shows it."""

    code: str
    label: str
    lines: str
    share: str
    people: str
    citation: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Why lines wait, and how many."""

    code: str
    label: str
    lines: str
    share: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of a chart: words, a number and its picture. ``kind`` names the look."""

    label: str
    number: str
    kind: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend under the overview."""

    kind: str
    label: str
    lines: str
    share: str


def reason_rows(counts: Node, whole: int) -> tuple[ReasonRow, ...]:
    """Return every reason, the most frequent first, "other" last; shares are of ``whole``."""
    return tuple(
        ReasonRow(
            code=reason.text("code"),
            label=reason_label(reason),
            lines=count(reason.number("lines")),
            share=percent(reason.number("lines"), whole),
            people=_people(reason),
            citation=reason.text("citation"),
        )
        for reason in _in_order(counts.nodes("reasons"))
    )


def waiting_rows(counts: Node, whole: int) -> tuple[WaitingRow, ...]:
    """Return what lines wait for, where any do; shares are of ``whole``."""
    return tuple(
        WaitingRow(
            code=one.text("code"),
            label=said(one.text("label")),
            lines=count(one.number("lines")),
            share=percent(one.number("lines"), whole),
        )
        for one in counts.nodes("waiting_for")
        if one.number("lines")
    )


def waiting_word(result: Node) -> str:
    """Name the lines without a determination: where the raw count decides, none waits for one."""
    return say("Not verified" if result.text("stage") == "raw" else "Waiting")


def legend(result: Node) -> tuple[Key, ...]:
    """Return valid, invalid and (where any line waits) waiting, with numbers and shares."""
    counts = result.node("counts")
    raw = counts.number("raw")
    names = [
        ("valid", say("Valid"), counts.number("valid")),
        ("invalid", say("Invalid"), counts.number("invalid")),
        ("waiting", waiting_word(result), counts.number("waiting")),
        ("excluded", say(EXCLUDED), excluded(counts)),
    ]
    return tuple(
        Key(kind, name, count(lines), percent(lines, raw))
        for kind, name, lines in names
        if lines or kind in {"valid", "invalid"}
    )


def overview_picture(result: Node) -> Markup:
    """Draw the whole filing as one bar, with a line at each required number."""
    counts = result.node("counts")
    valid, waiting = counts.number("valid"), counts.number("waiting")
    invalid, raw, out = counts.number("invalid"), counts.number("raw"), excluded(counts)
    spans = [
        Span(0, valid, "valid"),
        Span(valid, valid + waiting, "waiting"),
        Span(valid + waiting, valid + waiting + invalid, "invalid"),
        Span(valid + waiting + invalid, valid + waiting + invalid + out, "excluded"),
    ]
    required = say(" and ").join(
        _with_standing(one.number("value"), certified=one.flag("certified"))
        for one in result.nodes("required")
    )
    description = say(
        "Of {lines}, {valid} ({share}), {invalid} invalid and {waiting} {waiting_word}.",
        lines=counted(raw, "line", "lines"),
        valid=counted(valid, "is valid", "are valid"),
        share=percent(valid, raw),
        invalid=count(invalid),
        waiting=count(waiting),
        waiting_word=waiting_word(result).lower(),
    )
    if out:
        message = "{lines} of them left before the check."
        description += " " + say(message, lines=counted(out, "line", "lines"))
    if required:
        description += " " + say("Required: {numbers}.", numbers=required)
    return overview(
        _axis(result),
        spans,
        required_labels(result),
        title=say("Valid and invalid lines against the required number"),
        description=description,
    )


def waterfall(result: Node) -> tuple[ChartRow, ...]:
    """Return the rows from the raw count down to the valid count, each taking its part away."""
    axis, lines = _axis(result), _required_lines(result)
    return tuple(
        ChartRow(label, number, kind, track(axis, [*lines, *marks]))
        for label, number, kind, marks in _falls(result.node("counts"), waiting_word(result))
    )


def waterfall_ruler(result: Node) -> Markup:
    """Draw the names of the upright lines of the waterfall."""
    return ruler(_axis(result), required_labels(result))


def required_labels(result: Node) -> list[Label]:
    """Return a short label for each required number."""
    many = len(result.nodes("required")) > 1
    return [
        Label(
            one.number("value"),
            _with_standing(one.number("value"), certified=one.flag("certified"))
            if many
            else say("{required} required", required=count(one.number("value"))),
            _line_kind(one),
        )
        for one in result.nodes("required")
    ]


def _with_standing(required: int, *, certified: bool) -> str:
    message = "{required} certified" if certified else "{required} claimed"
    return say(message, required=count(required))


def _line_kind(required: Node) -> str:
    return "certified" if required.flag("certified") else "claimed"


def _required_lines(result: Node) -> list[Mark]:
    return [Line(one.number("value"), _line_kind(one)) for one in result.nodes("required")]


def _axis(result: Node) -> Axis:
    required = [one.number("value") for one in result.nodes("required")]
    counts = result.node("counts")
    total = counts.number("valid") + counts.number("invalid") + counts.number("waiting")
    total += excluded(counts)
    return Axis(0, max([counts.number("raw"), total, 1, *required]))


def _falls(counts: Node, waiting_name: str) -> Iterator[tuple[str, str, str, list[Mark]]]:
    left = counts.number("raw")
    yield say("Filed: the raw count"), count(left), "total", [Span(0, left, "raw")]
    out = excluded(counts)
    if out:
        yield say(EXCLUDED), _minus(out), "part", [Span(left - out, left, "excluded")]
        left -= out
    for reason in _in_order(counts.nodes("reasons")):
        lines = reason.number("lines")
        if lines:
            marks: list[Mark] = [Span(left - lines, left, "invalid")]
            yield reason_label(reason), _minus(lines), "part", marks
            left -= lines
    waiting = counts.number("waiting")
    if waiting:
        yield waiting_name, _minus(waiting), "part", [Span(left - waiting, left, "waiting")]
        left -= waiting
    valid = counts.number("valid")
    if not adds_up(counts):
        yield say("Not accounted for"), _minus(left - valid), "part", [Span(valid, left, "lost")]
    yield say("Valid"), count(valid), "total", [Span(0, valid, "valid")]


def _minus(lines: int) -> str:
    return f"{MINUS}{count(lines)}" if lines > 0 else f"+{count(-lines)}"


def _in_order(reasons: Iterable[Node]) -> list[Node]:
    return sorted(
        reasons, key=lambda reason: (reason.text("code") == "other", -reason.number("lines"))
    )


def _people(reason: Node) -> str:
    people = counted(reason.number("people"), "person", "people")
    basis = {"law": "the law says so", "policy": "office policy"}[reason.text("people_basis")]
    return f"{people} ({say(basis)})"


def reason_label(reason: Node) -> str:
    """Return the office's own words for a reason; in another language those of the catalogue."""
    return reason_in(reason.text("code"), spoken_language()) or reason.text("label")


def reconciliation(result: Node) -> str:
    """Spell the sum out: raw = valid + each reason + what left before + waiting."""
    counts = result.node("counts")
    sign = "=" if adds_up(counts) else "\N{NOT EQUAL TO}"
    valid, raw = counts.number("valid"), counts.number("raw")
    parts = [say("{lines} valid", lines=count(valid))]
    parts += [
        f"{count(reason.number('lines'))} {reason_label(reason)}"
        for reason in _in_order(counts.nodes("reasons"))
        if reason.number("lines")
    ]
    if excluded(counts):
        parts.append(f"{count(excluded(counts))} {say(EXCLUDED).lower()}")
    waiting = counts.number("waiting")
    if by_sample(result):
        waits = result.node("sample").number("waiting")
        parts.append(say("{lines} not in the sample", lines=count(waiting - waits)))
        waiting = waits
    parts.append(f"{count(waiting)} {waiting_word(result).lower()}")
    return say("{lines} raw", lines=count(raw)) + f" {sign} {' + '.join(parts)}"
