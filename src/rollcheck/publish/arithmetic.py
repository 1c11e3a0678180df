"""Every step from the inputs to the decision, with its rule, its citation and how it is known."""

from dataclasses import dataclass

from rollcheck.publish.headline import by_sample
from rollcheck.publish.node import Node
from rollcheck.publish.words import count, figure, mark, spoken


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; ``known`` says in words how its rule is known."""

    code: str
    name: str
    value: str
    rule: str
    citation: str
    verified: bool
    known: str


@dataclass(frozen=True, slots=True)
class StepGroup:
    """The steps of one computation under one heading."""

    heading: str
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Unverified:
    """A part of the rule set that nobody has read in the law's own text."""

    code: str
    name: str
    rule: str
    citation: str
    known: str


def step_groups(result: Node) -> tuple[StepGroup, ...]:
    """Return the computations in the order in which they were made, leaving out empty ones."""
    groups = [
        StepGroup(f"The required number, {_kind(one)}", _rows(one))
        for one in result.nodes("required")
    ]
    sample = result.maybe_node("sample")
    whole = "The raw count" if result.text("stage") == "raw" else "The full check"
    # Where the sample decides, its decisions are the result's, and stand there once.
    own = None if by_sample(result) else result
    for name, source in (("The sample", sample), (whole, own)):
        for one in source.nodes("decisions") if source else ():
            against = f"{count(one.number('required'))} ({_kind(one)})"
            groups.append(StepGroup(f"{name}, held to {against}", _rows(one)))
    return tuple(group for group in groups if group.steps)


def unverified(result: Node) -> tuple[Unverified, ...]:
    """Return what the result rests on that was not verified in the law's own text."""
    return tuple(
        Unverified(
            code=one.text("name"),
            name=spoken(one.text("name")),
            rule=one.text("rule"),
            citation=one.text("citation"),
            known=mark(one.text("mark")),
        )
        for one in result.nodes("unverified")
    )


def _kind(required: Node) -> str:
    return "certified" if required.flag("certified") else "claimed"


def _rows(one: Node) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(
            code=step.text("name"),
            name=spoken(step.text("name")),
            value=figure(step.text("value")),
            rule=step.text("rule"),
            citation=step.text("citation"),
            verified=step.flag("verified"),
            known=mark(step.text("mark")),
        )
        for step in one.nodes("steps")
    )
