"""Every address of the office, asked by everybody: as the table of who may, and nothing else.

The addresses come from the resolver: one that is added without a row in the table fails.
"""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from office.addresses import EVERY, address, things
from office.conftest import Hire
from office.reviewing import Browser, fixed, opened
from office.rights_of_addresses import (
    ELSEWHERE,
    NOBODY,
    OF_SIGNING_IN,
    OWN,
    REMOVED,
    VISITOR,
    Row,
)
from rollcheck.office.acts.act import act
from rollcheck.office.pages import errors
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import OF_THE_OFFICE, Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.opening import REVIEW, prepare
from rollcheck.problems import silent
from rollcheck.record.events.people import ClearanceChanged, PersonRemoved, RoleGiven
from rollcheck.record.events.petition import PetitionAmended, PetitionOpened, StageEntered

SIGN_IN = "/account/login/"
REFUSED = {403, 404}
SAID_NO = {200, 302, 409, 422}
"""What answers a request without content from whoever may ask: a page, or what is missing."""


@pytest.fixture(autouse=True)
def _bare_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand refusals need no page each; what they look like is another test's."""
    monkeypatch.setattr(
        errors, "render", lambda _request, _page, _context, status: HttpResponse(status=status)
    )


def test_every_address_has_a_row() -> None:
    assert set(EVERY) == set(OWN) | set(OF_SIGNING_IN)


class Everybody:
    """A browser for each kind of person; each request leaves nothing behind."""

    def __init__(self) -> None:
        self.browsers: dict[str, tuple[Client, str]] = {}

    def add(self, who: str, browser: Client) -> None:
        self.browsers[who] = browser, browser.cookies.output(header="", sep=";")

    def ask(self, who: str, method: str, url: str, sent: dict[str, str] | None = None) -> Any:
        browser, cookies = self.browsers[who]
        browser.cookies = SimpleCookie(cookies)
        with transaction.atomic():
            answer = browser.get(url) if method == "GET" else browser.post(url, sent or {})
            transaction.set_rollback(True)
            b"".join(answer)  # A file is closed once it was read.
        return answer


@pytest.fixture(autouse=True)
def _without_warnings() -> Iterator[None]:
    """A thousand refusals are not worth a log each."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, [(3, 2)])


@pytest.fixture
def other(about: Petition, supervisor: Person) -> Petition:
    """Another petition, with a review of its own."""
    made = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    other: Petition = act(made, by=supervisor, aside={"code": "other"})
    other = act(PetitionAmended("snapshot", "0" * 64, "x"), by=supervisor, petition=other)
    fixed(other, supervisor, [(2,)])
    prepare(other, silent)
    act(StageEntered(REVIEW, ""), by=supervisor, petition=other)
    return other


@pytest.fixture
def everybody(about: Petition, other: Petition, hire: Hire, signed_in: Browser) -> Everybody:
    found = Everybody()
    for role in Role:
        found.add(role, signed_in(hire(role, name=f"one-{role}")))
    elsewhere = hire(None, name="elsewhere")
    administrator = Person.objects.get(username="ada")
    for role in set(Role) - OF_THE_OFFICE:
        act(RoleGiven(elsewhere.code, role.value), by=administrator, petition=other)
    act(ClearanceChanged(elsewhere.code, cleared=True), by=administrator)
    found.add(ELSEWHERE, signed_in(elsewhere))
    found.add(NOBODY, signed_in(hire(None, name="nobody")))
    found.add(VISITOR, Client())
    removed = hire(Role.SUPERVISOR, name="removed")
    found.add(REMOVED, signed_in(removed))
    act(PersonRemoved(removed.code, "left"), by=administrator)
    return found


def wrong(who: str, method: str, allowed: frozenset[str] | None, answer: Any) -> bool:
    """Tell whether an answer is not what the table says."""
    status, to = answer.status_code, answer.headers.get("Location", "")
    if status >= 500:
        return True
    if allowed is not None and who in allowed:
        return status not in SAID_NO or to.startswith(SIGN_IN)
    if who in {VISITOR, REMOVED}:
        return not (status in REFUSED | {401, 405} or (status == 302 and to.startswith(SIGN_IN)))
    return status not in REFUSED | ({405} if allowed is None else set())


@pytest.fixture
def its(about: Petition, everybody: Everybody, supervisor: Person) -> dict[str, Any]:
    return things(about, supervisor)


@pytest.fixture
def theirs(other: Petition, everybody: Everybody, supervisor: Person) -> dict[str, Any]:
    return things(other, supervisor)


@pytest.mark.slow
def test_everybody_at_every_address(
    about: Petition, everybody: Everybody, its: dict[str, Any], theirs: dict[str, Any]
) -> None:
    found = []
    for name, row in OWN.items():
        url = address(name, about, row, its)
        for who in everybody.browsers:
            for method, allowed in (("GET", row.get), ("POST", row.post)):
                # What nobody is asked like this is tried by two alone.
                if allowed is None and who not in {VISITOR, Role.SUPERVISOR}:
                    continue
                answer = everybody.ask(who, method, url)
                if wrong(who, method, allowed, answer):
                    found.append((name, str(who), method, answer.status_code))
    for name, row in OWN.items():
        found += of_another_petition(name, row, about, theirs, everybody)
    for name, may in OF_SIGNING_IN.items():
        found += of_signing_in(name, may, about, everybody)
    assert found == [], "\n".join(map(str, found))


def of_another_petition(
    name: str, row: Row, about: Petition, theirs: dict[str, Any], everybody: Everybody
) -> list[Any]:
    """What goes wrong where an object of another petition, or none, is asked for."""
    if row.of in {"", "task", "signature"}:
        return []
    url = address(name, about, row, theirs)
    numbers = [url.replace(f"/{theirs[row.of].pk}", f"/{n}") for n in (0, 2**63, 10**40)]
    found = []
    for method, allowed in (("GET", row.get), ("POST", row.post)):
        some = sorted((allowed or set()) | {ELSEWHERE})[:3] if allowed is not None else []
        asked = [(who, url) for who in some] + [(Role.SUPERVISOR, one) for one in numbers]
        for who, one in asked if allowed is not None else ():
            status = everybody.ask(who, method, one).status_code
            if status not in REFUSED:
                found.append((name, str(who), method, one, status))
    return found


def of_signing_in(
    name: str, may: frozenset[str], about: Petition, everybody: Everybody
) -> list[Any]:
    """What goes wrong at an address of signing in, for a visitor and for somebody without role."""
    url = address(name, about, None, {})
    found = []
    for who in (VISITOR, NOBODY):
        for method in ("GET", "POST"):
            answer = everybody.ask(who, method, url)
            to = answer.headers.get("Location", "")
            away = answer.status_code in REFUSED | {405} or to.startswith("/account/")
            if answer.status_code >= 500 or (who not in may and not away):
                found.append((name, who, method, answer.status_code, to))
    return found
