"""The steps of the work on a petition's page: what is next, for whom, and who is missing."""

from pathlib import Path

import pytest

from office.conftest import Hire
from office.reviewing import Browser, finds, opened
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.steps import steps_for, too_few
from rollcheck.record.events.people import PolicySet


def next_of(person: Person, about: Petition) -> list[str]:
    return [str(step.name) for step in steps_for(person, about) if step.next]


def test_what_is_next(petition: Petition, supervisor: Person, hire: Hire, roll: Path) -> None:
    assert next_of(supervisor, petition) == ["Set up"]
    said = steps_for(supervisor, petition)[0].stands
    assert "the days of circulation, the filing" in str(said)
    about = opened(petition, supervisor, roll, [(1,)])
    reviewer = hire(Role.REVIEWER)
    assert [str(step.name) for step in steps_for(reviewer, about)] == ["Review"]
    assert "Lines wait to be looked up." in [
        str(step.stands) for step in steps_for(reviewer, about)
    ]
    finds(reviewer, about, voter="v1")
    assert [step.done for step in steps_for(reviewer, about)] == [True]


def test_each_place_of_a_step_is_there(
    petition: Petition, supervisor: Person, roll: Path, signed_in: Browser
) -> None:
    about = opened(petition, supervisor, roll, [(1,)])
    browser = signed_in(supervisor)
    places = [place.url for step in steps_for(supervisor, about) for place in step.places]
    assert len(places) > 10
    for url in places:
        assert browser.get(url).status_code == 200, url


def to_come(person: Person, about: Petition) -> list[str]:
    return [str(step.name) for step in steps_for(person, about) if step.to_come]


def test_what_has_no_page_yet_has_its_place(
    petition: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    assert to_come(supervisor, petition) == ["Draw a sample", "Examine", "Audit"]
    assert to_come(hire(Role.AUDITOR), petition) == ["Audit"]
    assert to_come(hire(Role.REVIEWER), petition) == []
    page = signed_in(supervisor).get(f"/petitions/{petition.code}").content.decode()
    assert page.count("no page yet") == 3
    assert "The law lets a sample be checked first" in page
    petition.rules = "us-ca/none"
    said = [str(step.stands) for step in steps_for(supervisor, petition)]
    assert "What the law says of a sample is not known." in said


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ([], ["Rejecting takes 2 people for: Mismatch Signature, Illegible. Only 1 may look"]),
        ([Role.REVIEWER], ["Where two people differ"]),
        ([Role.REVIEWER, Role.REVIEWER], ["One person may settle"]),
        ([Role.REVIEWER, Role.ADJUDICATOR], []),
    ],
)
def test_who_is_missing(
    petition: Petition, supervisor: Person, hire: Hire, roles: list[Role], said: list[str]
) -> None:
    for role in roles:
        hire(role)
    act(PolicySet("people:illegible", "2", "to be sure"), by=supervisor, petition=petition)
    found = [str(one) for one in too_few(petition)]
    assert len(found) == len(said)
    for sentence, begins in zip(found, said, strict=True):
        assert sentence.startswith(begins)
