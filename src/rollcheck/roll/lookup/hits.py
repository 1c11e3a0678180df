"""What a look-up finds: voters in order, each with why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A token that speaks for a voter: what was typed, the field it fits, how closely.

    ``how`` is one of exact, swapped, year, nickname, prefix, joined, one_edit, far, which
    docs/lookup.md explains. ``value`` is the field's normal form, '' where it is not to be
    shown. ``bits`` is what the token adds to the score.
    """

    typed: str
    field: str
    how: str
    value: str
    bits: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A voter as a list shows them, in the normal forms of the roll."""

    last: str
    first: str
    middle: str
    suffix: str
    birth: str
    house: str
    street: str
    unit: str
    city: str
    zip: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One voter found. ``row`` is that of voters.parquet; ``score`` is in bits, higher is closer.

    ``confidential`` tells that the voter's record is confidential; ``shown`` is None for such a
    voter unless the caller may see them.
    """

    voter_id: str
    row: int
    score: float
    status: str
    confidential: bool
    shown: Shown | None
    reasons: tuple[Reason, ...]
