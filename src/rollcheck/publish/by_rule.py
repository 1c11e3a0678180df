"""What the law did by itself, every sample beside the others, and the districts' minimum."""

from dataclasses import dataclass

from rollcheck.publish.decisions import outcome
from rollcheck.publish.language import say
from rollcheck.publish.node import Node
from rollcheck.publish.words import count, mark


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One field of the law and what it did here; ``known`` says how the rule is known."""

    sentence: str
    code: str
    value: str
    lines: str
    citation: str
    verified: bool
    known: str


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One stage of sampling in short."""

    name: str
    size: str
    valid: str
    projected: str
    decision: str


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """A county or district against its minimum."""

    name: str
    valid: str
    required: str
    short_by: str


def rule_rows(result: Node) -> tuple[RuleRow, ...]:
    """Return what the law did by itself, in the order in which it came into play."""
    return tuple(
        RuleRow(
            sentence=one.text("sentence"),
            code=one.text("rule"),
            value=one.text("value"),
            lines="" if one.maybe_number("lines") is None else count(one.number("lines")),
            citation=one.text("citation"),
            verified=one.flag("verified"),
            known=mark(one.text("mark")),
        )
        for one in result.maybe_nodes("by_rule")
    )


def sample_rows(result: Node) -> tuple[SampleRow, ...]:
    """Return every sample where there is more than one, in order."""
    samples = result.maybe_nodes("samples")
    if len(samples) < 2:
        return ()
    return tuple(
        SampleRow(
            name=say("Sample {number}", number=count(one.number("stage"))),
            size=count(one.number("size")),
            valid=count(one.number("valid")),
            projected=_projected(one),
            decision=outcome(result, one, one.nodes("decisions")[0]),
        )
        for one in samples
    )


def _projected(sample: Node) -> str:
    projected = sample.maybe_number("projected_valid")
    return "\N{EN DASH}" if projected is None else count(projected)


def district_rows(result: Node) -> tuple[DistrictRow, ...]:
    """Return the counties or districts; the minimum is the same at every required number."""
    first = next(iter(result.nodes("decisions")), None)
    return tuple(
        DistrictRow(
            name=one.text("name"),
            valid=count(one.number("valid")),
            required=count(one.number("required")),
            short_by=count(one.number("short_by")),
        )
        for one in (first.maybe_nodes("districts") if first else ())
    )
