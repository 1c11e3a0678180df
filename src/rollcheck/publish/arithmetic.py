"""Every step from the inputs to the decision, with its rule, its citation and how it is known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from rollcheck.publish.decisions import outcome
from rollcheck.publish.headline import by_sample
from rollcheck.publish.language import say
from rollcheck.publish.node import Node
from rollcheck.publish.words import count, counted, figure, mark, spoken

WAITING_ENDS = (
    "If every waiting line counted against the petition",
    "If every waiting line counted for the petition",
)
"""What the steps at the lowest and at the highest count assume while lines wait."""

UNVERIFIED_ENDS = (
    "If no line were valid; none was verified",
    "If every line filed were valid; none was verified",
)
"""The same where the raw count decides against the certified number, and no line is verified."""

AT_CERTIFIED = "as at the certified number"
ABOVE = "as above"


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
class Working:
    """Steps in one table; ``repeated`` says how many more stand already, and where."""

    caption: str
    steps: tuple[StepRow, ...]
    repeated: str | None


@dataclass(frozen=True, slots=True)
class StepGroup:
    """One computation: its heading, what came out, and its steps.

    The steps are one table, or while lines wait two: the ends between which it will come out.
    """

    heading: str
    outcome: str
    workings: tuple[Working, ...]


@dataclass(frozen=True, slots=True)
class Unverified:
    """A part of the rule set that nobody has read in the law's own text.

    ``rule`` says what was assumed where no step that is shown says it.
    """

    name: str
    citation: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class Unread:
    """What is known in one same way, short of the law's own text."""

    known: str
    rules: tuple[Unverified, ...]


def step_groups(result: Node) -> tuple[StepGroup, ...]:
    """Return the computations in the order in which they were made, leaving out empty ones.

    Steps that stand already, at the certified number or at the other end, are counted, not
    shown again.
    """
    found = [*_groups("The required number", result.nodes("required"), _Stage("value", _number))]
    sample = result.maybe_node("sample")
    if sample is not None:
        ends = WAITING_ENDS if sample.number("waiting") else None
        stage = _Stage("required", partial(outcome, result, sample), ends)
        found += _groups("The sample, held to", sample.nodes("decisions"), stage)
    # Where the sample decides, its decisions are the result's, and stand there already.
    if not by_sample(result):
        on_raw = result.text("stage") == "raw"
        name = "The raw count, held to" if on_raw else "The full check, held to"
        stage = _Stage("required", partial(outcome, result, result), _ends(result))
        found += _groups(name, result.nodes("decisions"), stage)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Stage:
    """How a computation is told: its number's key, what came out, its two ends if it is open."""

    number: str
    outcome: Callable[[Node], str]
    ends: tuple[str, str] | None = None


def _number(required: Node) -> str:
    return count(required.number("value"))


def _ends(result: Node) -> tuple[str, str] | None:
    if result.text("stage") == "raw":
        return UNVERIFIED_ENDS
    return WAITING_ENDS if result.node("counts").number("waiting") else None


def _groups(name: str, computed: tuple[Node, ...], stage: _Stage) -> Iterator[StepGroup]:
    certified: tuple[StepRow, ...] = ()
    certified_highest: tuple[StepRow, ...] = ()
    for one in computed:
        message = (
            "{name} {number} (certified)" if one.flag("certified") else "{name} {number} (claimed)"
        )
        heading = say(message, name=say(name), number=count(one.number(stage.number)))
        lowest, highest = _rows(one, "steps"), _rows(one, "steps_at_highest")
        # The raw count can settle one number and leave another open to what was not verified.
        settled = stage.ends is UNVERIFIED_ENDS and one.maybe_text("decision") is not None
        if stage.ends is None or settled:
            workings = [_working(heading, lowest, certified, AT_CERTIFIED)]
        else:
            workings = [_working(say(stage.ends[0]), lowest, certified, AT_CERTIFIED)]
            if highest:
                known = (*lowest, *certified_highest)
                workings.append(_working(say(stage.ends[1]), highest, known, ABOVE))
        if lowest:
            yield StepGroup(heading, stage.outcome(one), tuple(workings))
        certified, certified_highest = certified or lowest, certified_highest or highest


def _working(
    caption: str, rows: tuple[StepRow, ...], known: tuple[StepRow, ...], where: str
) -> Working:
    # The last step is what came out: a table without it would lead nowhere.
    new = tuple(row for row in rows if row not in known or row == rows[-1])
    left = len(rows) - len(new)
    told = counted(left, "more step is the same", "more steps are the same")
    return Working(caption, new, f"{told} {say(where)}." if left else None)


def unverified(result: Node) -> tuple[Unread, ...]:
    """Return what the result rests on that was not verified in the law's own text, by its mark.

    What a step assumes stands with the step, whose rule holds its numbers; it is not told twice.
    """
    told = {
        (row.code, row.citation)
        for group in step_groups(result)
        for working in group.workings
        for row in working.steps
    }
    found: dict[str, list[Unverified]] = {}
    for one in result.nodes("unverified"):
        code, citation = one.text("name"), one.text("citation")
        rule = None if (code, citation) in told else one.text("rule")
        found.setdefault(one.text("mark"), []).append(Unverified(spoken(code), citation, rule))
    return tuple(Unread(mark(code), tuple(rules)) for code, rules in found.items())


def _rows(one: Node, key: str) -> tuple[StepRow, ...]:
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
        for step in one.maybe_nodes(key)
    )
