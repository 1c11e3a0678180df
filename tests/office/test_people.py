"""Who may do what, asked on the server; a removed person is out at once."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from office.conftest import PASSWORD, Hire
from rollcheck.office.acts.act import act
from rollcheck.office.people.founding import found_office, founding_key
from rollcheck.office.people.links import password_link
from rollcheck.office.people.may import may, who_may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import RIGHTS, Right
from rollcheck.office.people.roles import DOES, LABELS, OF_THE_OFFICE, Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.people import ClearanceChanged, PersonRemoved, RoleGiven, RoleTaken
from rollcheck.record.events.petition import PetitionOpened

SignedIn = Callable[[Person], Client]


def test_the_tables_name_every_role_and_right() -> None:
    assert set(LABELS) == set(DOES) == set(Role)
    assert set(RIGHTS) == set(Right)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_has_the_rights_of_the_table(role: Role, hire: Hire) -> None:
    person = hire(role)
    for right, granted in RIGHTS.items():
        answer = may(person, right)
        assert answer.allowed == (role in granted.roles and not granted.cleared), right
        assert bool(answer.through) == answer.allowed


@pytest.mark.parametrize("role", list(Role))
def test_confidential_voters_take_a_role_and_clearance(
    role: Role, hire: Hire, administrator: Person
) -> None:
    person = hire(role)
    cleared = act(ClearanceChanged(person.code, cleared=True), by=administrator)
    granted = RIGHTS[Right.SEE_CONFIDENTIAL]
    assert may(cleared, Right.SEE_CONFIDENTIAL).allowed == (role in granted.roles)
    ended = act(ClearanceChanged(person.code, cleared=False), by=administrator)
    assert not may(ended, Right.SEE_CONFIDENTIAL).allowed


def test_an_administrator_alone_clears_people(
    hire: Hire, supervisor: Person, administrator: Person, signed_in: SignedIn
) -> None:
    reviewer = hire(Role.REVIEWER)
    with pytest.raises(PermissionDenied):
        act(ClearanceChanged(reviewer.code, cleared=True), by=supervisor)
    with pytest.raises(ValidationError):
        act(ClearanceChanged(reviewer.code, cleared=False), by=administrator)
    url = f"/people/{reviewer.pk}/clear"
    assert signed_in(supervisor).post(url, {"cleared": "1"}).status_code == 403
    browser = signed_in(administrator)
    assert browser.post(url, {"cleared": "1"}).status_code == 302
    assert Person.objects.get(pk=reviewer.pk).cleared
    assert "End the clearance" in browser.get(f"/people/{reviewer.pk}").content.decode()
    assert browser.post(url, {"cleared": "0"}).status_code == 302
    assert not Person.objects.get(pk=reviewer.pk).cleared


def test_a_role_for_one_petition_counts_for_that_one(petition: Petition, hire: Hire) -> None:
    reviewer = hire(Role.REVIEWER, petition)
    assert may(reviewer, Right.SEE_PETITION, petition).allowed
    other = Petition(pk=petition.pk + 1, title="Other")
    assert not may(reviewer, Right.SEE_PETITION, other).allowed


def test_an_administrator_is_one_of_the_whole_office(
    petition: Petition, administrator: Person, hire: Hire
) -> None:
    somebody = hire(None)
    with pytest.raises(ValidationError):
        act(RoleGiven(somebody.code, "administrator"), by=administrator, petition=petition)


def test_who_may_is_whoever_may_one_by_one(
    petition: Petition, hire: Hire, administrator: Person
) -> None:
    made = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    other: Petition = act(made, by=hire(Role.SUPERVISOR), aside={"code": "other"})
    for role in Role:
        people = [hire(role), hire(None), hire(None), hire(role)]
        for one, about in zip(people[1:3], (petition, other), strict=True):
            if role not in OF_THE_OFFICE:
                act(RoleGiven(one.code, role.value), by=administrator, petition=about)
        act(ClearanceChanged(people[0].code, cleared=True), by=administrator)
        if role != Role.ADMINISTRATOR:
            act(RoleTaken(people[3].code, role.value), by=administrator)
    act(PersonRemoved(people[0].code, "left"), by=administrator)
    for right in Right:
        found = {one for one in Person.objects.all() if may(one, right, petition).allowed}
        assert set(who_may(right, petition)) == found, right


def test_an_office_keeps_an_administrator(administrator: Person) -> None:
    with pytest.raises(ValidationError):
        act(RoleTaken(administrator.code, "administrator"), by=administrator)
    with pytest.raises(ValidationError):
        act(PersonRemoved(administrator.code, "leaves"), by=administrator)


def test_an_office_is_founded_once(administrator: Person) -> None:
    with pytest.raises(PermissionDenied):
        found_office("eve", "Eve", PASSWORD)


def test_setting_up_takes_the_key(db: None) -> None:
    given = {"username": "ada", "full_name": "Ada", "password": PASSWORD, "again": PASSWORD}
    browser = Client()
    assert browser.post("/setup", given | {"key": "0000-0000-0000-0000"}).status_code == 200
    assert not Person.objects.exists()
    assert browser.post("/setup", given | {"key": founding_key()}).status_code == 302
    assert may(Person.objects.get(), Right.MANAGE_PEOPLE).allowed
    assert browser.get("/setup").status_code == 404


def test_a_removed_person_is_out_at_once(
    administrator: Person, supervisor: Person, signed_in: SignedIn
) -> None:
    browser = signed_in(supervisor)
    assert browser.get("/").status_code == 200
    act(PersonRemoved(supervisor.code, "left"), by=administrator)
    assert browser.get("/").status_code == 302
    assert not Client().login(username="sue", password=PASSWORD)


def test_a_link_to_set_a_password_is_good_once(hire: Hire) -> None:
    person = hire(None)
    link = password_link(person)
    browser = Client()
    new = {"password": "four wet stone houses", "again": "four wet stone houses"}
    assert browser.post(link, new).status_code == 302
    assert browser.post(link, new).status_code == 404
    assert browser.login(username=person.username, password="four wet stone houses")


@pytest.mark.parametrize("path", ["/", "/people/", "/rights", "/log/", "/tasks/", "/me"])
def test_nothing_is_shown_to_strangers(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", ["/people/", "/log/"])
def test_a_reviewer_is_refused(path: str, hire: Hire, signed_in: SignedIn) -> None:
    answer = signed_in(hire(Role.REVIEWER)).get(path)
    assert answer.status_code == 403


def test_somebody_elses_petition_is_not_there(
    petition: Petition, hire: Hire, signed_in: SignedIn
) -> None:
    stranger = signed_in(hire(None))
    assert stranger.get(f"/petitions/{petition.code}").status_code == 404
    assert stranger.post(f"/petitions/{petition.code}/filing").status_code == 404
    reviewer = signed_in(hire(Role.REVIEWER))
    assert reviewer.get(f"/petitions/{petition.code}").status_code == 200
    assert reviewer.post(f"/petitions/{petition.code}/filing").status_code == 403


def test_the_page_of_rights_says_why(hire: Hire, signed_in: SignedIn) -> None:
    page = signed_in(hire(Role.REVIEWER)).get("/rights").content.decode()
    assert "Add and remove people" in page
    assert re.search(r"These roles have it:\s+Administrator", page)


def test_pages_speak_spanish(administrator: Person, signed_in: SignedIn) -> None:
    browser = signed_in(administrator)
    browser.post("/language/setlang/", {"language": "es"})
    page = browser.get("/").content.decode()
    assert 'lang="es"' in page
    assert "Peticiones" in page
