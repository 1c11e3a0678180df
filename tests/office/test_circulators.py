"""Circulators: entered with what the law asks, linked with their sections; the timeline's names."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from office.conftest import Hire
from office.paper import entered
from rollcheck import law
from rollcheck.office.acts.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Circulator, Petition
from rollcheck.office.petitions.step_names import STEP_NAMES
from rollcheck.office.petitions.the_law import declared, timeline

SignedIn = Callable[[Person], Client]
AT = "/petitions/recall22/circulators"


@pytest.fixture
def clerk(hire: Hire, petition: Petition) -> Person:
    return hire(Role.INTAKE_CLERK, petition)


def test_a_circulator_is_entered_and_linked(
    clerk: Person, petition: Petition, signed_in: SignedIn
) -> None:
    entered(petition, clerk, "1", circulator="Cleo Carrier")
    entered(petition, clerk, "2", circulator="Dan Doubt")
    browser = signed_in(clerk)
    asked, citation = declared(petition)
    assert citation
    page = browser.get(AT).content.decode()
    assert "Dan Doubt" in page
    assert citation in page
    given = {"name": "Cleo Carrier", "address": "1 Oak St", "gathered_from": "2022-02-01",
             "gathered_to": "2022-02-09", "lacks": [asked[1]]}  # fmt: skip
    assert browser.post(AT, given).status_code == 302
    one = Circulator.objects.get()
    assert (one.gathered_to, one.lacks) == (date(2022, 2, 9), [asked[1]])
    assert browser.post(AT, {**given, "lacks": []}).status_code == 302
    one = Circulator.objects.get()
    assert one.lacks == []
    answer = browser.get(AT)
    [(shown, of)] = answer.context["rows"]
    assert (shown.name, of["sections"]) == ("Cleo Carrier", 1)
    assert [row["circulator"] for row in answer.context["unknown"]] == ["Dan Doubt"]
    entry = bytes(Entry.objects.latest("pk").entry)
    assert b"circulator_registered" in entry
    assert b"Cleo" not in entry


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"gathered_from": "2022-03-01"},
        {"lacks": ["a bribe"]},
        {"name": "x" * 201},
    ],
)
def test_what_cannot_be_is_refused(
    wrong: dict[str, str], clerk: Person, petition: Petition, signed_in: SignedIn
) -> None:
    given = {"name": "Cleo", "gathered_from": "2022-02-01", "gathered_to": "2022-02-09"}
    assert signed_in(clerk).post(AT, given | wrong).status_code == 422
    assert not Circulator.objects.exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.OBSERVER])
def test_circulators_are_for_those_who_receive(
    role: Role, petition: Petition, hire: Hire, signed_in: SignedIn
) -> None:
    assert signed_in(hire(role, petition)).get(AT).status_code in (403, 404)


def test_every_deadline_of_a_rule_file_has_a_name() -> None:
    named = set()
    for identifier in law.identifiers():
        for form in law.forms(identifier):
            named |= {deadline.name for deadline in form.deadlines}
    assert named <= set(STEP_NAMES)


def test_the_timeline_speaks_spanish(petition: Petition) -> None:
    petition.circulation_from, petition.filed_on = date(2022, 1, 27), date(2022, 7, 6)
    with translation.override("es"):
        labels = [str(step.label) for step in timeline(petition)]
    assert "Se presentó la petición" in labels
    assert not {"The petition was filed", "verification"} & set(labels)
