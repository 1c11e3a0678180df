"""The error rate by reason and by person, each with what can be said about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.sampling.audit.confidence import Interval, interval
from rollcheck.sampling.audit.evidence import parts_of, reviewed_lines
from rollcheck.sampling.audit.frame import INVALID, VALID, Finding, Frame
from rollcheck.sampling.audit.order import audited
from rollcheck.sampling.audit.plan import Plan
from rollcheck.sampling.audit.question import INSUFFICIENT
from rollcheck.sampling.audit.supermartingale import Part, Reviewed
from rollcheck.sampling.audit.voters import NOT_FOUND, Reviews, harms


@dataclass(frozen=True, slots=True)
class Group:
    """Reviewed lines that share a reason or a first finder.

    ``lines`` are all such lines in the frame, ``wrong`` the voters by which the reviewed ones
    were wrong, ``interval`` the bounds for all of them.
    """

    name: str
    lines: int
    reviewed: int
    wrong: Fraction
    interval: Interval


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What one re-reviewer did: lines, findings unlike the first one, not found, splits."""

    name: str
    reviewed: int
    differ: int
    not_found: int
    split: int


def whole(frame: Frame, plan: Plan, reviews: Reviews, decision: str, copies: str) -> Interval:
    """Return the bounds for all lines drawn from."""
    strata = audited(frame, plan.of)
    found = harms(reviews, frame.findings, decision=decision, counts=copies)
    reviewed = reviewed_lines(strata, frame.findings, found)
    parts = parts_of(strata, plan.weights, decision)
    return interval(parts, reviewed, plan.rule, risk=float(plan.risk))


def by_reason(
    frame: Frame, plan: Plan, reviews: Reviews, decision: str, copies: str
) -> list[Group]:
    """Return a group for each stratum drawn from: within one, all lines are equally likely."""
    groups = _groups(frame, plan, reviews, decision, copies, lambda one: [one.reason or one.status])
    return [groups[name] for name in sorted(groups)]


def by_first_finder(
    frame: Frame, plan: Plan, reviews: Reviews, decision: str, copies: str
) -> list[Group]:
    """Return a group for each person whose first findings were reviewed.

    Without weights the lines of one person are drawn equally often, so that bounds hold; with
    weights they are not, and no groups are returned.
    """
    if any(weight != 1 for weight in plan.weights.values()):
        return []
    groups = _groups(frame, plan, reviews, decision, copies, lambda one: one.people)
    return [groups[name] for name in sorted(groups) if groups[name].reviewed]


def _groups(
    frame: Frame,
    plan: Plan,
    reviews: Reviews,
    decision: str,
    copies: str,
    names: Callable[[Finding], Sequence[str]],
) -> dict[str, Group]:
    sizes: dict[tuple[str, str], int] = {}
    for stratum in audited(frame, plan.of):
        for line in stratum.lines:
            for name in names(line.finding):
                key = (name, stratum.status)
                sizes[key] = sizes.get(key, 0) + 1
    found = harms(reviews, frame.findings, decision=decision, counts=copies)
    of_name: dict[str, list[tuple[str, Fraction]]] = {}
    for line_id, harm in found.items():
        finding = frame.findings[line_id]
        for name in names(finding):
            of_name.setdefault(name, []).append((finding.status, harm))
    return {
        name: _group(name, sizes, of_name.get(name, []), plan, decision)
        for name in {name for name, _ in sizes}
    }


def _group(
    name: str,
    sizes: Mapping[tuple[str, str], int],
    found: Sequence[tuple[str, Fraction]],
    plan: Plan,
    decision: str,
) -> Group:
    statuses = [status for status in (INVALID, VALID) if (name, status) in sizes]
    harmful = INVALID if decision == INSUFFICIENT else VALID
    parts = [Part(sizes[name, status], 1, int(status == harmful)) for status in statuses]
    reviewed = [Reviewed(statuses.index(status), harm) for status, harm in found]
    return Group(
        name=name,
        lines=sum(part.lines for part in parts),
        reviewed=len(found),
        wrong=sum((harm for _, harm in found), Fraction(0)),
        interval=interval(parts, reviewed, plan.rule, risk=float(plan.risk)),
    )


def by_reviewer(frame: Frame, reviews: Reviews) -> list[Reviewer]:
    """Return what each re-reviewer did; lines are not given to them at random, so no bounds."""
    rows: dict[str, list[int]] = {}
    for line_id, several in reviews.items():
        split = len({one.finding for one in several}) > 1
        for one in several:
            row = rows.setdefault(one.reviewer, [0, 0, 0, 0])
            row[0] += 1
            row[1] += one.finding not in (frame.findings[line_id].status, NOT_FOUND)
            row[2] += one.finding == NOT_FOUND
            row[3] += split
    return [Reviewer(name, *row) for name, row in sorted(rows.items())]
