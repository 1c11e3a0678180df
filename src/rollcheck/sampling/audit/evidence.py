"""Where an audit stands: the risk for each required number, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rollcheck.sampling.audit.frame import INVALID, VALID, Finding, Frame, Stratum
from rollcheck.sampling.audit.order import audited
from rollcheck.sampling.audit.plan import Plan
from rollcheck.sampling.audit.question import (
    BOTH,
    INSUFFICIENT,
    SUFFICIENT,
    Counts,
    Question,
    question,
)
from rollcheck.sampling.audit.supermartingale import Part, Reviewed, money, risk
from rollcheck.sampling.audit.voters import Reviews, harms

CONFIRMED = "confirmed"
GO_ON = "go_on"
FULL_REVIEW = "full_re_review"
NOT_DRAWN = "not_drawn"

CONCLUSIONS: Mapping[str, str] = {
    CONFIRMED: "Confirmed: the risk limit is reached",
    GO_ON: "Go on: the risk limit is not reached yet",
    FULL_REVIEW: "Re-review every line: this audit cannot confirm the decision",
    NOT_DRAWN: "Not tested: the lines that could make this decision wrong were not drawn from",
}
"""What follows for a required number: code to sentence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the audit stands against one required number.

    ``money`` is what the test holds after each review; ``risk_of_lines`` one over the most of
    it; ``risk`` adds what the manifest audit may have missed. ``contradicted`` tells that the
    reviews show at the same risk limit that the decision is wrong, doubts at their best for it.
    ``harm`` is the harm found, doubts at their worst.
    """

    question: Question
    conclusion: str
    risk: Decimal
    risk_of_lines: Decimal
    money: tuple[Decimal, ...]
    harm: Fraction
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """What the audit is about: the frame, its counts, and the place's rule on copies."""

    frame: Frame
    counts: Counts
    copies: str


def standing(
    basis: Basis, plan: Plan, required: int, reviews: Reviews, *, missing: int
) -> Standing:
    """Return where the audit stands against one required number.

    ``reviews`` are by line in the order of the draw, without a gap; ``missing`` is the bound of
    the manifest audit.
    """
    asked = question(required, basis.counts, missing=missing)
    if plan.of not in (asked.frame, BOTH):
        one = Decimal(1)
        return Standing(asked, NOT_DRAWN, one, one, (), Fraction(0), contradicted=False)
    found = harms(reviews, basis.frame.findings, decision=asked.decision, counts=basis.copies)
    strata = audited(basis.frame, plan.of)
    reviewed = reviewed_lines(strata, basis.frame.findings, found)
    margin, parts = Fraction(asked.margin), parts_of(strata, plan.weights, asked.decision)
    held = money(margin, parts, reviewed, plan.rule) if margin > 0 else []
    of_lines = risk(margin, parts, held) if margin > 0 else Decimal(1)
    spent = plan.manifest_risk if asked.decision == INSUFFICIENT and plan.sections else Fraction(0)
    total = min(Decimal(1), of_lines + _decimal(spent))
    against = contradicted(basis, plan, asked, reviews)
    return Standing(
        question=asked,
        conclusion=_conclusion(
            plan,
            total,
            asked.margin,
            len(reviews),
            ended=against or len(reviews) == sum(part.lines for part in parts),
        ),
        risk=total,
        risk_of_lines=of_lines,
        money=tuple(held),
        harm=sum(found.values(), Fraction(0)),
        contradicted=against,
    )


def parts_of(strata: Sequence[Stratum], weights: Mapping[str, int], decision: str) -> list[Part]:
    """Return the population under test: a part for each stratum."""
    harmful = INVALID if decision == INSUFFICIENT else VALID
    return [
        Part(len(one.lines), weights.get(one.name, 1), int(one.status == harmful)) for one in strata
    ]


def reviewed_lines(
    strata: Sequence[Stratum],
    findings: Mapping[str, Finding],
    found: Mapping[str, Fraction],
) -> list[Reviewed]:
    """Return each reviewed line's part and harm in the order of the draw."""
    part = {(one.status, one.reason): i for i, one in enumerate(strata)}
    return [
        Reviewed(part[findings[one].status, findings[one].reason], harm)
        for one, harm in found.items()
    ]


def contradicted(basis: Basis, plan: Plan, asked: Question, reviews: Reviews) -> bool:
    """Tell whether the same test refutes "the decision is right" at the risk limit.

    The harms turned round: while the decision is right, whole voters add up to less than the
    margin, so that the negated harms add up to one less than the margin, negated, or more. Doubt
    goes for the decision here: not found and split lines have the least harm there is, which is
    the worst for the opposite decision; lines that wait are no voters, and none are missing.
    """
    settled = Counts(basis.counts.valid, basis.counts.invalid + basis.counts.waiting)
    margin = Fraction(question(asked.required, settled).margin)
    opposite = SUFFICIENT if asked.decision == INSUFFICIENT else INSUFFICIENT
    least = harms(reviews, basis.frame.findings, decision=opposite, counts=basis.copies)
    strata = audited(basis.frame, plan.of)
    turned = mirrored(parts_of(strata, plan.weights, asked.decision))
    held = money(1 - margin, turned, reviewed_lines(strata, basis.frame.findings, least), plan.rule)
    return risk(1 - margin, turned, held) <= _decimal(plan.risk)


def mirrored(parts: Sequence[Part]) -> list[Part]:
    """Return the parts as they are for negated harms."""
    return [Part(one.lines, one.weight, 1 - one.most) for one in parts]


def _conclusion(plan: Plan, total: Decimal, margin: int, reviews: int, *, ended: bool) -> str:
    if total <= _decimal(plan.risk):
        return CONFIRMED
    over = plan.limit is not None and reviews >= plan.limit
    # Before the first review more sections can be counted, which may leave a margin.
    hopeless = margin < 1 and reviews > 0
    return FULL_REVIEW if ended or over or hopeless else GO_ON


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
