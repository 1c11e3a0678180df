"""What the law says of a petition: asked of the core, shown with every step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck import law
from rollcheck.law import Computation, District, RuleSet
from rollcheck.office.petitions.models import DistrictCounts, Petition, RequiredNumber
from rollcheck.office.petitions.step_names import step_name
from rollcheck.problems import RollcheckError


def rules_for_required(petition: Petition, measure: str | None = None) -> RuleSet:
    """Return the rules that give the required number: those of the day the form was approved.

    They are for ``measure``, or where none is named for the petition's own.
    """
    day = petition.form_approved_on or petition.circulation_from or petition.filed_on
    rules = law.rule_set(petition.rules, day or timezone.localdate())
    return _for_measure(rules, petition.measure if measure is None else measure)


def rules_now(petition: Petition, measure: str | None = None) -> RuleSet:
    """Return the rules that govern checking: those of the filing, or of today before it.

    They are for ``measure``, or where none is named for the petition's own.
    """
    rules = law.rule_set(petition.rules, petition.filed_on or timezone.localdate())
    return _for_measure(rules, petition.measure if measure is None else measure)


def _for_measure(rules: RuleSet, measure: str) -> RuleSet:
    """Choose the measure where this form of the rules knows it; another day's may not."""
    known = {one.name for one in rules.requirement.measures}
    return law.for_measure(rules, measure) if measure in known else rules


INPUTS = ("registered", "votes_cast")
"""Numbers that a requirement may be computed from, by the names that the law has for them."""


def arithmetic(petition: Petition, number: RequiredNumber) -> Computation | None:
    """Return how a required number was computed, or None where it was given as it stands.

    Raises ``RollcheckError`` where no rules cover the petition.
    """
    rules = rules_for_required(petition, number.measure)
    given = {name: value for name in INPUTS if (value := getattr(number, name)) is not None}
    if set(law.takes(rules, "required").needed) != set(given):
        return None
    answer = law.required(rules, **given)
    stated = given or answer.values["required"] == number.required
    return answer if stated else None


def districts_of(counts: DistrictCounts, valid: Mapping[str, int] | None = None) -> list[District]:
    """Return counts as the law takes them, with how many are ``valid`` in each where that is known.

    ``valid`` is by name; a district that it lacks has none.
    """
    found = []
    for name, number in counts.rows:
        numbers = {counts.of: number}
        if valid is not None:
            numbers["valid"] = valid.get(name, 0)
        found.append(District(name, numbers))
    return found


def declared(petition: Petition) -> tuple[tuple[str, ...], str]:
    """Return what the law asks of a circulator's declaration, and where; nothing where unknown."""
    try:
        rules = rules_now(petition)
    except RollcheckError:
        return (), ""
    if rules.circulator is None:
        return (), ""
    return rules.circulator.declares, rules.fields["circulator.declares"].citation


@dataclass(frozen=True, slots=True)
class Step:
    """A day in a petition's life: what, when, under which law; ``due`` where it is a last day."""

    day: date
    label: Promise | str
    rule: str = ""
    citation: str = ""
    verified: bool = True
    due: bool = False


def timeline(petition: Petition, of_work: Iterable[tuple[date, Promise]] = ()) -> tuple[Step, ...]:
    """Return the days that have been and the legal deadlines that follow from them, in order.

    ``of_work`` are days of the work at the petition, which other parts of the office know.
    """
    been = [
        (petition.form_approved_on, _("The form was approved")),
        (petition.circulation_from, _("First day of circulation")),
        (petition.circulation_to, _("Last day of circulation")),
        (petition.filed_on, _("The petition was filed")),
        *of_work,
    ]
    steps = [Step(day, label) for day, label in been if day is not None]
    own = petition.required_numbers.filter(replaced_at=None, claimed_by="")
    steps += last_days(petition, own.values_list("registered", flat=True).first())
    return tuple(sorted(steps, key=lambda step: (step.day, step.due)))


def last_days(petition: Petition, registered: int | None) -> list[Step]:
    """Return the last days that the law gives, from the days that are known.

    ``registered`` is the registration that the required number was computed from, where it was.
    """
    known = {
        "approval_of_form": petition.form_approved_on,
        "filing": petition.filed_on,
    }
    events = {event: day for event, day in known.items() if day is not None}
    if not events:
        return []
    try:
        answer = law.deadlines(law.forms(petition.rules), events, registered=registered)
    except RollcheckError:
        return []
    return [
        Step(
            date.fromisoformat(str(step.value)),
            step_name(step.name),
            step.rule,
            step.citation,
            verified=step.verified,
            due=True,
        )
        for step in answer.steps
        if step.name in answer.values and step.name not in events and step.value
    ]
