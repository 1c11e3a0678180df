"""Lines that people accepted although a defect of their sheet or section voids every line."""

from collections.abc import Collection, Iterable, Mapping

from rollcheck.law import RuleSet
from rollcheck.petition.defects import Place, voided_by
from rollcheck.petition.settle import State

Defective = Mapping[Place, Collection[str]]
"""The sections and sheets on which somebody noted defects, with the reasons of these."""


def citations_of(reasons: Collection[str], rules: RuleSet) -> str:
    """Return by which citations defects for these reasons void every line; empty for none."""
    found = {voided_by(reason, rules) for reason in reasons}
    return "; ".join(sorted(one for one in found if one))


def told_of(lines: str, sections: str, citation: str) -> str:
    """Return the sentence that tells of so many such ``lines`` in so many ``sections``."""
    return (
        "Accepted lines in sections or sheets whose recorded defect by the law voids every line "
        f"({citation}): {lines}; sections they stand in: {sections}. They count as valid until "
        "somebody who may says that the defect voids them."
    )


def accepted_despite(
    defective: Defective,
    identities: Iterable[tuple[str, str, str, str]],
    states: Mapping[str, State],
    rules: RuleSet,
) -> tuple[str, ...]:
    """Return the caveat of a result whose lines were accepted despite such defects, if any were.

    ``identities`` are line_id, section, sheet and line_no of every line. Where the place publishes
    no small totals of reasons, few lines are not told exactly: once they are rejected, this would
    be the number of a rare reason.
    """
    void = {place: found for place in defective if (found := _voiding(defective[place], rules))}
    if not void:
        return ()
    lines = 0
    sections: set[str] = set()
    reasons: set[str] = set()
    for line_id, section, sheet, _ in identities:
        if line_id in states and states[line_id].status == "valid":
            found = void.get((section, ""), frozenset()) | void.get((section, sheet), frozenset())
            if found:
                lines += 1
                sections.add(section)
                reasons |= found
    if not lines:
        return ()
    rule = rules.disclosure
    few = rule.totals != "exact" and lines < rule.smallest_cell
    # The number of sections would be the least that the lines can be.
    fewer = f"fewer than {rule.smallest_cell:,}"
    numbers = (fewer, fewer) if few else (f"{lines:,}", f"{len(sections):,}")
    return (told_of(*numbers, citations_of(reasons, rules)),)


def _voiding(reasons: Collection[str], rules: RuleSet) -> frozenset[str]:
    return frozenset(one for one in reasons if voided_by(one, rules) is not None)
