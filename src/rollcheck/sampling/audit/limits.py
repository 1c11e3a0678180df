"""What an audit of lines cannot settle and cannot see: said in every report."""

from collections.abc import Sequence

QUESTIONS_OF_LAW = (
    (
        "The required number: which registered voters it is a share of, and on what day they are "
        "counted. The risk is stated for each number given; which one is right is not tested."
    ),
    (
        "What makes a line valid: the rules on registration, address, dates, copies, "
        "withdrawals, circulators and sheets. Re-reviewers apply the rules of the first finding."
    ),
    (
        "A minimum in each county or district, where the place requires one: the total alone is "
        "tested, and each minimum is a decision of its own."
    ),
    "Whether the petition was filed, examined and decided in time and by the right office.",
)
CANNOT_SEE = (
    (
        "Errors of the roll: a voter who is registered but missing from the snapshot is not found "
        "by the re-review either."
    ),
    (
        "Custody: sheets that were exchanged, added or removed before the count, and whole "
        "sections missing from the record."
    ),
    (
        "Forged circulation: lines written by one hand that pass for the voters' own in the first "
        "review and in the second."
    ),
    (
        "Lines that left the count before it was checked: struck out, on sheets that are void, or "
        "excluded. They are not drawn from."
    ),
    "Errors that a re-reviewer repeats, such as a copy of a line that neither search finds.",
)
ON_TRUST = (
    "The raw count: no sections were drawn for a manifest audit, so that lines left out of the "
    "record are not bounded."
)


def contested(required: Sequence[int]) -> list[str]:
    """Return what is contested among the inputs: nothing where only one number was given."""
    if len(required) < 2:
        return []
    certified, *claimed = (f"{number:,}" for number in required)
    return [f"Contested here: {certified} certified, {' and '.join(claimed)} claimed as required."]
