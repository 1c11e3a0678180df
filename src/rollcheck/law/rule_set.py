"""A place's rules for one kind of petition, as its file states them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rollcheck.law.afterwards import (
    Examination,
    Failure,
    ResultLabels,
    Retention,
    WorkingDays,
)
from rollcheck.law.counting import (
    Circulation,
    DistrictMinimum,
    Effective,
    FullCheck,
    RawCount,
    Requirement,
)
from rollcheck.law.disclosure import Disclosure
from rollcheck.law.fields import Field
from rollcheck.law.line_rules import (
    Address,
    Circulator,
    Duplicates,
    Registration,
    Review,
    Sheet,
    Signatures,
    Signer,
    Withdrawals,
)
from rollcheck.law.reasons import Reason
from rollcheck.law.stage_rules import Stage
from rollcheck.problems import Problem, RollcheckError

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "approval_of_form": "the approval of the form",
        "filing": "the filing",
        "notice": "the notice to verify",
        "certification": "the certification of the result",
        "examination_begun": "the beginning of the examination",
    }
)
"""What days may be counted from, in the order in which they happen, and its words."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A number of days or months from an event: ``days.value`` of what ``counted`` says.

    ``event`` is one of ``EVENTS``; ``when`` says in words when the deadline applies.
    """

    name: str
    title: str
    event: str
    counted: str
    when: str
    days: Field


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what ``question`` must answer for ``inputs``."""

    question: str
    inputs: Mapping[str, int | str]
    outputs: Mapping[str, int | str | bool]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One form of one place's rules. Values are plain; ``fields`` has each one's source.

    ``fields`` maps a field's dotted name, such as ``stages.1.sample.percent``, to the field.
    ``file`` and ``sha256`` say which file of rules was read. ``measure`` is the measure chosen (see
    ``for_measure``), None while none is.
    """

    place: str
    kind: str
    title: str
    place_name: str
    file: str
    sha256: str
    fields: Mapping[str, Field]
    reasons: Mapping[str, Reason]
    deadlines: tuple[Deadline, ...]
    examples: tuple[Example, ...]
    effective: Effective
    requirement: Requirement
    circulation: Circulation | None
    raw_count: RawCount
    stages: tuple[Stage, ...]
    full_check: FullCheck
    district_minimum: DistrictMinimum | None
    registration: Registration
    address: Address
    duplicates: Duplicates
    withdrawals: Withdrawals | None
    signer: Signer
    circulator: Circulator | None
    sheet: Sheet
    signatures: Signatures | None
    review: Review
    disclosure: Disclosure
    examination: Examination | None
    retention: Retention | None
    failure: Failure | None
    working_days: WorkingDays | None
    result_labels: ResultLabels
    measure: str | None = None

    @property
    def identifier(self) -> str:
        """Place and kind, such as ``us-ca/county-recall``."""
        return f"{self.place}/{self.kind}"

    @property
    def effective_from(self) -> date:
        """First day of this form of the rules."""
        return self.effective.first_day

    @property
    def effective_to(self) -> date | None:
        """Last day of this form of the rules; None while it is still the law."""
        return self.effective.last_day

    @property
    def draws_in_county(self) -> bool:
        """Whether each county draws a sample of its own lines."""
        return bool(self.stages) and self.stages[0].sample.drawn_in == "county"

    @property
    def machine_may_accept(self) -> bool:
        """Whether a machine may accept a line without a person."""
        return self.review.machine_may_accept

    @property
    def unverified(self) -> tuple[Field, ...]:
        """Every field whose text was not read, in the order of the file."""
        return tuple(field for field in self.fields.values() if not field.verified)

    @property
    def verified(self) -> bool:
        """Whether the text behind every field and every reason was read."""
        return not self.unverified and all(reason.verified for reason in self.reasons.values())

    def covers(self, on: date) -> bool:
        """Whether this form applies to an act of that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


def form_on(known: Sequence[RuleSet], on: date) -> RuleSet:
    """Return the form of the rules, of all forms ``known`` of one place, that covers a day.

    Raises ``RollcheckError`` where none does.
    """
    for rules in known:
        if rules.covers(on):
            return rules
    spans = "; ".join(f"{rules.effective_from} to {rules.effective_to or 'now'}" for rules in known)
    message = (
        f"No rules of {known[0].identifier} cover {on}; there are rules for {spans}. "
        "Check the date."
    )
    raise RollcheckError([Problem(file="", row=None, column=None, code="date", message=message)])
