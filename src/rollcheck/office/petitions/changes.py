"""What can be changed about a petition on its page: a form each, and the event it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms

from rollcheck import law
from rollcheck.office.petitions import forms, requirement_forms
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import INPUTS, rules_for_required
from rollcheck.problems import RollcheckError
from rollcheck.record import Event
from rollcheck.record.events import people, petition

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A form of the page and how what it was given becomes an event (and what stays aside)."""

    form: Callable[..., django_forms.Form]
    event: Callable[[Petition, Given], Event]
    aside: Callable[[Given], Any] = lambda _given: None


def _required(about: Petition, given: Given) -> petition.RequiredSet:
    measure = given.get("measure", "")
    numbers = {name: given[name] for name in INPUTS if given.get(name)}
    number, citation = given["required"], ""
    if number is None:
        try:
            answer = law.required(rules_for_required(about, measure), **numbers)
        except RollcheckError as error:
            raise django_forms.ValidationError(
                [problem.message for problem in error.problems]
            ) from None
        number = int(str(answer.values["required"]))
        citation = answer.steps[-1].citation
    return petition.RequiredSet(
        number,
        numbers.get("registered", 0),
        citation,
        bool(given["claimed_by"]),
        votes_cast=numbers.get("votes_cast", 0),
        measure=measure,
    )


def _districts(_about: Petition, given: Given) -> petition.DistrictCountsSet:
    rows = given["counts"]
    return petition.DistrictCountsSet(
        given["of"],
        tuple(name for name, _count in rows),
        tuple(str(count) for _name, count in rows),
        bool(given["claimed_by"]),
    )


CHANGES: dict[str, Change] = {
    "circulation": Change(
        forms.Circulation,
        lambda _about, given: petition.CirculationSet(given["first"], given["last"]),
    ),
    "filing": Change(
        forms.Filing, lambda _about, given: petition.PetitionFiled(given["on"], given["claimed"])
    ),
    "required": Change(requirement_forms.Required, _required, lambda given: given["claimed_by"]),
    "districts": Change(
        requirement_forms.DistrictCounts, _districts, lambda given: given["claimed_by"]
    ),
    "roll": Change(
        forms.OnRoll,
        lambda _about, given: petition.PetitionAmended(
            "snapshot", given["snapshot"].manifest, given["why"]
        ),
    ),
    "policy": Change(
        forms.Policy,
        lambda _about, given: people.PolicySet(
            f"people:{given['reason']}", str(given["people"]), given["why"]
        ),
    ),
    "close": Change(forms.Close, lambda _about, given: petition.PetitionClosed(given["closing"])),
    "earlier": Change(
        forms.Earlier, lambda _about, given: petition.AttemptLinked(given["earlier"].code)
    ),
}
