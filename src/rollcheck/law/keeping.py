"""How long a petition is kept: the last day on which nothing of it may be destroyed."""

from dataclasses import dataclass
from datetime import date

from rollcheck.law.rule_set import RuleSet
from rollcheck.law.working_days import after_months


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day of keeping, the months that lead to it, from what, and where the law says so."""

    until: date
    months: int
    counted_from: str
    citation: str
    verified: bool


def kept_until(rules: RuleSet, since: date) -> Kept | None:
    """Return until when a petition is kept, counted from ``since``; None where no rule says it.

    ``since`` is the day that ``retention.counted_from`` names. The source is the rule file's
    citation of ``retention.months``; months end on the same day of the month, or on its last.
    Raises ``OverflowError`` or ``ValueError`` for a last day that no calendar has.
    """
    if rules.retention is None:
        return None
    source = rules.fields["retention.months"]
    months = rules.retention.months
    return Kept(
        until=after_months(since, months),
        months=months,
        counted_from=rules.retention.counted_from,
        citation=source.citation,
        verified=source.verified,
    )
