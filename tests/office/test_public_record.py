"""The public record: examiners, auditors and observers each see a whole page."""

from datetime import date
from html import escape

import pytest
from django.test import Client

from office.conftest import Hire
from office.reviewing import Browser
from rollcheck.office.acts.act import act
from rollcheck.office.checkpoints.outside import PARTS
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.petition import PetitionFiled


def page(browser: Client) -> str:
    answer = browser.get("/public")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def filed(petition: Petition, supervisor: Person) -> Petition:
    act(PetitionFiled(date(2022, 7, 6), 40), by=supervisor, petition=petition)
    return petition


@pytest.mark.parametrize("role", PARTS)
def test_each_learns_what_comes_and_when(role: Role, hire: Hire, signed_in: Browser) -> None:
    shown = page(signed_in(hire(role)))
    part = PARTS[role]
    assert all(escape(str(text)) in shown for text in (part.now, part.later, part.when, part.why))
    others = [escape(str(PARTS[one].later)) for one in PARTS if one != role]
    assert not any(text in shown for text in others)
    assert "There is no checkpoint yet" in shown


def test_an_examiner_learns_what_the_law_shows_of_their_petition_alone(
    filed: Petition, hire: Hire, signed_in: Browser
) -> None:
    theirs = page(signed_in(hire(Role.EXAMINER, filed)))
    assert filed.title in theirs
    assert "which signatures were disqualified" in theirs
    assert "Gov. Code 7924.110" in theirs
    assert filed.title not in page(signed_in(hire(Role.OBSERVER, filed)))
    assert filed.title not in page(signed_in(hire(Role.AUDITOR, filed)))


def test_what_is_not_filed_is_no_examiners(
    petition: Petition, hire: Hire, signed_in: Browser
) -> None:
    assert petition.title not in page(signed_in(hire(Role.EXAMINER)))


def test_the_record_leads_there_for_who_keeps_it(supervisor: Person, signed_in: Browser) -> None:
    browser = signed_in(supervisor)
    assert 'href="/public"' not in browser.get("/").content.decode()
    assert 'href="/public"' in browser.get("/record/").content.decode()
