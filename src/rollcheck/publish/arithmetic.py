"""Every step from the inputs to the decision, with its rule, its citation and how it is known."""

from collections.abc import Iterator
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
    """The steps of one computation under one heading.

    ``repeated`` says how many more there are that repeat those at the certified number.
    """

    heading: str
    steps: tuple[StepRow, ...]
    repeated: int


@dataclass(frozen=True, slots=True)
class Unverified:
    """A part of the rule set that nobody has read in the law's own text."""

    code: str
    name: str
    rule: str
    citation: str
    known: str


def step_groups(result: Node) -> tuple[StepGroup, ...]:
    """Return the computations in the order in which they were made, leaving out empty ones.

    Steps at a claimed number that repeat the certified one's are counted, not shown again.
    """
    found = [*_groups("The required number", result.nodes("required"), "value")]
    sample = result.maybe_node("sample")
    if sample is not None:
        found += _groups("The sample, held to", sample.nodes("decisions"), "required")
    # Where the sample decides, its decisions are the result's, and stand there already.
    if not by_sample(result):
        on_raw = result.text("stage") == "raw"
        name = "The raw count, held to" if on_raw else "The full check, held to"
        found += _groups(name, result.nodes("decisions"), "required")
    return tuple(found)


def _groups(name: str, computed: tuple[Node, ...], number: str) -> Iterator[StepGroup]:
    shown: frozenset[StepRow] = frozenset()
    for one in computed:
        standing = "certified" if one.flag("certified") else "claimed"
        rows = _rows(one)
        new = tuple(row for row in rows if row not in shown)
        shown = shown or frozenset(rows)
        if rows:
            heading = f"{name} {count(one.number(number))} ({standing})"
            yield StepGroup(heading, new, len(rows) - len(new))


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
