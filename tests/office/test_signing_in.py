"""Signing in: codes, the lock after failures, sessions that end."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from office.conftest import PASSWORD, Hire
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.people import PersonRemoved

SignedIn = Callable[[Person], Client]
LOGIN = "/account/login/"
CODES = "/account/2fa/totp/activate/"
AGAIN = "/account/reauthenticate/"
ASKED = "/account/2fa/authenticate/"


@pytest.fixture
def rita(hire: Hire) -> Person:
    return hire(Role.REVIEWER, name="rita")


def signs_in(browser: Client, name: str = "rita", password: str = PASSWORD) -> Any:
    return browser.post(LOGIN, {"login": name, "password": password})


def code_of(secret: str, back: int = 0) -> str:
    """The code of now, or of so many half minutes before."""
    counter = int(datetime.now(UTC).timestamp()) // 30
    return str(format_hotp_value(hotp_value(secret, counter - back)))


@pytest.fixture
def secret(rita: Person, settings: Settings) -> str:
    """Rita has turned codes on; one of a minute ago still counts, for tests are slow."""
    settings.MFA_TOTP_TOLERANCE = 4
    browser = Client()
    assert signs_in(browser)["Location"] == "/"
    if browser.get(CODES).status_code == 302:  # The password is asked for once more.
        assert browser.post(AGAIN, {"password": PASSWORD}).status_code == 302
    page = browser.get(CODES)
    found: str = page.context["form"].secret
    assert browser.post(CODES, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    assert browser.post(CODES, {"code": code_of(found)}).status_code == 302
    return found


def test_a_code_is_asked_for_and_good_once(secret: str) -> None:
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept
    browser = Client()
    assert signs_in(browser)["Location"].startswith(ASKED)
    assert browser.get("/").status_code == 302, "a password alone is not enough"
    assert browser.post(ASKED, {"code": "000000"}).status_code == 200
    assert browser.get("/").status_code == 302
    used = code_of(secret, back=1)
    assert browser.post(ASKED, {"code": used}).status_code == 302
    assert browser.get("/").status_code == 200
    again = Client()
    signs_in(again)
    assert again.post(ASKED, {"code": used}).status_code == 200
    assert again.get("/").status_code == 302, "a code was good twice"


def test_who_is_removed_has_no_use_of_a_code(
    secret: str, rita: Person, administrator: Person
) -> None:
    browser = Client()
    signs_in(browser)
    act(PersonRemoved(rita.code, "left"), by=administrator)
    browser.post(ASKED, {"code": code_of(secret, back=1)})
    assert browser.get("/").status_code == 302
    assert signs_in(Client()).status_code in {200, 302}
    late = Client()
    signs_in(late)
    assert late.get("/").status_code == 302


def test_five_failures_lock_a_name_out_and_no_other(rita: Person, hire: Hire) -> None:
    hire(Role.REVIEWER, name="ron")
    for _each in range(5):
        assert signs_in(Client(), password="not this one").status_code == 200
    browser = Client()
    assert "Too many failed login attempts" in signs_in(browser).content.decode()
    assert browser.get("/").status_code == 302
    assert signs_in(Client(), "ron")["Location"] == "/"
    refused = Entry.objects.filter(type="sign_in_refused")
    assert refused.count() >= 5
    assert not any(b"not this one" in bytes(one.entry) for one in refused)


@pytest.mark.parametrize(("minutes", "ended"), [(10, False), (16, True)])
def test_the_lock_ends_a_quarter_of_an_hour_after_the_last_failure(
    rita: Person, monkeypatch: pytest.MonkeyPatch, minutes: int, *, ended: bool
) -> None:
    for _each in range(5):
        signs_in(Client(), password="not this one")
    later = SimpleNamespace(**vars(time))
    later.time = lambda: time.time() + 60 * minutes
    monkeypatch.setattr(ratelimit, "time", later)
    browser = Client()
    signs_in(browser)
    assert (browser.get("/").status_code == 200) == ended


def test_a_session_ends(petition: Petition, rita: Person, signed_in: SignedIn) -> None:
    browser = signed_in(rita)
    assert browser.get("/").status_code == 200
    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    assert browser.get("/")["Location"] == f"{LOGIN}?next=/"
    answer = browser.get(f"/petitions/{petition.code}/review/next")
    assert answer.status_code == 401
    assert answer.json() == {"message": "You are not signed in."}


def test_every_session_of_a_removed_person_ends(rita: Person, administrator: Person) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        signs_in(browser)
        assert browser.get("/").status_code == 200
    act(PersonRemoved(rita.code, "left"), by=administrator)
    for browser in browsers:
        assert browser.get("/").status_code == 302
        assert signs_in(browser).status_code in {200, 302}
        assert browser.get("/").status_code == 302
