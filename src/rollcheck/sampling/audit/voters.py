"""What a re-review says about the number of distinct voters: the unit of the audit.

A voter counts once, however many lines they signed. Let G be a voter's lines that are valid in
truth. Each line is given a share of the voter such that the shares of all lines add up to the
number of distinct voters with a valid line, exactly:

- a line that is not valid: 0;
- an accepted line in G: one over the number of accepted lines in G;
- a rejected line in G: 0 where an accepted line is in G (the voter counts already), otherwise
  one over the number of lines in G.

The number of lines that a voter signed, valid or not, would not do as a divisor: if of three
rejected lines only one is genuine, one third would be added where a whole voter is missing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.sampling.audit.frame import INVALID, VALID, Finding
from rollcheck.sampling.audit.question import INSUFFICIENT

NOT_FOUND = "not_found"
FINDINGS = (VALID, INVALID, NOT_FOUND)
FIRST = "first"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Review:
    """One re-reviewer's finding on one line, made without seeing the first finding.

    ``finding`` is valid, invalid or not_found (the line is not where the record says).
    ``copies`` are the line ids of all other lines of the same voter that are valid too.
    """

    line_id: str
    reviewer: str
    finding: str
    copies: tuple[str, ...] = ()


Reviews = Mapping[str, Sequence[Review]]
"""All reviews so far, by line."""


def harms(
    reviews: Reviews, findings: Mapping[str, Finding], *, decision: str, counts: str
) -> dict[str, Fraction]:
    """Return how far each reviewed line moves the count of voters against the decision, -1 to 1.

    ``counts`` is the place's rule on copies: the ``first`` counts, or ``none`` of them. Doubt
    goes against the decision: of reviewers who differ the worst share is taken; not found is
    the worst possible share; a copy that its own re-review does not bear out is no copy where
    that is the worse, and is one where that is.
    """
    named = _named_by(reviews)
    found = {}
    for line_id, several in reviews.items():
        shares = []
        for one in several:
            if one.finding != VALID:
                worst = one.finding == NOT_FOUND and decision == INSUFFICIENT
                shares.append(Fraction(worst))
                continue
            if decision == INSUFFICIENT:
                copies = _undisputed(one, reviews)
            else:
                copies = {*one.copies, *named.get(line_id, ())}
            shares.append(_share(line_id, copies, findings, counts))
        counted = Fraction(findings[line_id].status == VALID)
        worse = max(shares) - counted if decision == INSUFFICIENT else counted - min(shares)
        found[line_id] = worse
    return found


def _share(
    line_id: str, copies: Collection[str], findings: Mapping[str, Finding], counts: str
) -> Fraction:
    """Return a valid line's share of its voter, given the voter's other valid lines."""
    if copies and counts == NONE:
        return Fraction(0)
    accepted = sum(findings[copy].status == VALID for copy in copies)
    if findings[line_id].status == VALID:
        return Fraction(1, 1 + accepted)
    return Fraction(0) if accepted else Fraction(1, 1 + len(copies))


def _undisputed(review: Review, reviews: Reviews) -> set[str]:
    """Return the copies that no re-review of the copy itself speaks against."""
    return {
        copy
        for copy in review.copies
        if all(
            other.finding == VALID and review.line_id in other.copies
            for other in reviews.get(copy, ())
        )
    }


def _named_by(reviews: Reviews) -> Mapping[str, set[str]]:
    """Return, for each line that a review names as a copy, the lines whose reviews do."""
    named: dict[str, set[str]] = {}
    for line_id, several in reviews.items():
        for copy in {copy for one in several for copy in one.copies}:
            named.setdefault(copy, set()).add(line_id)
    return named
