"""The error rate of the findings: of all lines drawn from, by reason and by person.

The error of a finding is a number of voters from 0 to 1: of a rejection the share of a voter that
it withheld, of an acceptance the share that it counted too much. Doubt counts as an error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.sampling.audit.confidence import Interval, interval
from rollcheck.sampling.audit.frame import VALID, Finding, Frame
from rollcheck.sampling.audit.order import audited
from rollcheck.sampling.audit.plan import Plan
from rollcheck.sampling.audit.question import INSUFFICIENT, SUFFICIENT
from rollcheck.sampling.audit.supermartingale import Part, Reviewed
from rollcheck.sampling.audit.voters import NOT_FOUND, Reviews, harms

LOOKS = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that share something: how many there are, how many were reviewed, how wrong.

    ``wrong`` is in voters; ``interval`` bounds the voters in all lines of the group.
    """

    name: str
    lines: int
    reviewed: int
    wrong: Fraction
    interval: Interval


@dataclass(frozen=True, slots=True)
class Look:
    """The bounds after so many reviews."""

    reviews: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What one re-reviewer did: lines, findings unlike the first one, not found, splits."""

    name: str
    reviewed: int
    differ: int
    not_found: int
    split: int


@dataclass(frozen=True, slots=True)
class Errors:
    """The errors found in an audit, in the order of the draw, and the bounds they give."""

    frame: Frame
    plan: Plan
    found: Mapping[str, Fraction]

    def whole(self) -> Group:
        """Return all lines drawn from as one group."""
        parts, reviewed = self._population()
        bounds = self._interval(parts, reviewed)
        wrong = sum(self.found.values(), Fraction(0))
        return Group(self.plan.of, bounds.lines, len(reviewed), wrong, bounds)

    def sequence(self) -> list[Look]:
        """Return the bounds at up to some forty looks on the way, which hold all together."""
        parts, reviewed = self._population()
        every = max(1, len(reviewed) // LOOKS)
        looks = sorted({*range(0, len(reviewed), every), len(reviewed)})
        return [Look(n, self._interval(parts, reviewed[:n])) for n in looks]

    def by_reason(self) -> list[Group]:
        """Return a group for each stratum: within one, all lines are drawn equally often."""
        return self._groups(lambda one: [one.reason or one.status])

    def by_first_finder(self) -> list[Group]:
        """Return a group for each person whose findings were reviewed.

        Without weights the lines of one person are drawn equally often, so that bounds hold;
        with weights they are not, and no groups are returned.
        """
        if any(weight != 1 for weight in self.plan.weights.values()):
            return []
        return [one for one in self._groups(lambda one: one.people) if one.reviewed]

    def _population(self) -> tuple[list[Part], list[Reviewed]]:
        strata = audited(self.frame, self.plan.of)
        parts = [Part(len(one.lines), self.plan.weights.get(one.name, 1), 1) for one in strata]
        part_of = {(one.status, one.reason): i for i, one in enumerate(strata)}
        findings = self.frame.findings
        return parts, [
            Reviewed(part_of[findings[line_id].status, findings[line_id].reason], error)
            for line_id, error in self.found.items()
        ]

    def _groups(self, names: Callable[[Finding], Sequence[str]]) -> list[Group]:
        sizes: dict[str, int] = {}
        for stratum in audited(self.frame, self.plan.of):
            for line in stratum.lines:
                for name in names(line.finding):
                    sizes[name] = sizes.get(name, 0) + 1
        errors: dict[str, list[Fraction]] = {}
        for line_id, error in self.found.items():
            for name in names(self.frame.findings[line_id]):
                errors.setdefault(name, []).append(error)
        return [self._group(name, sizes[name], errors.get(name, [])) for name in sorted(sizes)]

    def _group(self, name: str, lines: int, errors: Sequence[Fraction]) -> Group:
        bounds = self._interval([Part(lines, 1, 1)], [Reviewed(0, error) for error in errors])
        return Group(name, lines, len(errors), sum(errors, Fraction(0)), bounds)

    def _interval(self, parts: Sequence[Part], reviewed: Sequence[Reviewed]) -> Interval:
        return interval(parts, reviewed, self.plan.rule, risk=float(self.plan.risk))


def errors_of(frame: Frame, plan: Plan, reviews: Reviews, copies: str) -> Errors:
    """Return the errors of the reviewed findings; ``copies`` is the place's rule on copies."""
    of_rejections = harms(reviews, frame.findings, decision=INSUFFICIENT, counts=copies)
    of_acceptances = harms(reviews, frame.findings, decision=SUFFICIENT, counts=copies)
    return Errors(
        frame,
        plan,
        {
            line_id: (of_acceptances if accepted else of_rejections)[line_id]
            for line_id, accepted in (
                (line_id, frame.findings[line_id].status == VALID) for line_id in reviews
            )
        },
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
