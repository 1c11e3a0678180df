"""What the law says of a petition: asked of the core, shown with every step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck import law
from rollcheck.law import Computation, RuleSet
from rollcheck.office.petitions.models import Petition, RequiredNumber
from rollcheck.office.petitions.step_names import step_name
from rollcheck.problems import RollcheckError


def rules_for_required(petition: Petition) -> RuleSet:
    """Return the rules that give the required number: those of the day the form was approved."""
    day = petition.form_approved_on or petition.circulation_from or petition.filed_on
    return law.rule_set(petition.rules, day or timezone.localdate())


def rules_now(petition: Petition) -> RuleSet:
    """Return the rules that govern checking: those of the filing, or of today before it."""
    return law.rule_set(petition.rules, petition.filed_on or timezone.localdate())


def arithmetic(petition: Petition, number: RequiredNumber) -> Computation | None:
    """Return how a required number was computed, or None where it was given as it stands.

    Raises ``RollcheckError`` where the rules need more than the registration.
    """
    if number.registered is None:
        return None
    return law.required(rules_for_required(petition), registered=number.registered)


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
    known = {
        "approval_of_form": petition.form_approved_on,
        "filing": petition.filed_on,
    }
    events = {event: day for event, day in known.items() if day is not None}
    been = [
        (petition.form_approved_on, _("The form was approved")),
        (petition.circulation_from, _("First day of circulation")),
        (petition.circulation_to, _("Last day of circulation")),
        (petition.filed_on, _("The petition was filed")),
        *of_work,
    ]
    steps = [Step(day, label) for day, label in been if day is not None]
    steps += _deadlines(petition, events)
    return tuple(sorted(steps, key=lambda step: (step.day, step.due)))


def _deadlines(petition: Petition, events: dict[str, date]) -> list[Step]:
    if not events:
        return []
    registered = (
        petition.required_numbers.filter(replaced_at=None, claimed_by="")
        .values_list("registered", flat=True)
        .first()
    )
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
