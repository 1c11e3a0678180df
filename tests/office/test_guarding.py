"""What guards every page: cookies, headers, hosts, links that lead elsewhere, logs."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from office.conftest import PASSWORD, Hire
from office.reviewing import Browser, opened, post
from rollcheck.office.pages.logs import WithoutData
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace, make_place
from rollcheck.office.review.work import next_lines

LOGIN = "/account/login/"
ELSEWHERE = (
    "https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org",
    "javascript:alert(1)", "https:evil.example.org", "///evil.example.org", "\thttps://evil.example.org",
)  # fmt: skip
TYPED = "Vandersloot"


@pytest.fixture
def rita(hire: Hire, petition: Petition) -> Person:
    return hire(Role.REVIEWER, petition, name="rita")


def signs_in(browser: Client, **more: str) -> str:
    """Where a browser is led that has signed in."""
    answer = browser.post(LOGIN, {"login": "rita", "password": PASSWORD, **more})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_session_is_another_one_after_signing_in(rita: Person, petition: Petition) -> None:
    browser = Client()
    browser.get(LOGIN)
    browser.cookies["sessionid"] = "a" * 32
    before = browser.cookies["sessionid"].value
    token = browser.get(LOGIN).cookies.get("csrftoken")
    signs_in(browser)
    session = browser.cookies["sessionid"]
    assert session.value != before
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
    after = browser.cookies["csrftoken"]
    assert (after["httponly"], after["samesite"]) == (True, "Lax")
    assert token is None or after.value != token.value
    kept = browser.cookies["sessionid"].value
    browser.post("/account/logout/")
    again = Client()
    again.cookies["sessionid"] = kept
    assert again.get("/me").headers["Location"].startswith(LOGIN)


def test_cookies_insist_on_https_where_the_office_does(tmp_path: Path) -> None:
    environment = {**os.environ, "ROLLCHECK_DATA": str(tmp_path), "ROLLCHECK_HTTPS": "1"}
    environment["ROLLCHECK_HOSTS"] = "office.example.gov, , other.example.gov"
    environment["DJANGO_SETTINGS_MODULE"] = "rollcheck.office.settings"
    asked = (
        "import json; from django.conf import settings as s; print(json.dumps([s.ALLOWED_HOSTS, "
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, "
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.DEBUG]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, check=True
    )
    hosts, *rest = json.loads(said.stdout)
    assert hosts == ["office.example.gov", "other.example.gov"]
    assert rest == [True, True, True, True, True, False]


@pytest.mark.parametrize("host", ["evil.example.org", "localhost.evil.example.org", "a b", "@", ""])
def test_a_host_that_is_not_ours_gets_no_page(rita: Person, host: str) -> None:
    assert Client().get(LOGIN, headers={"Host": host}).status_code == 400
    if host:
        forwarded = Client().get(LOGIN, headers={"X-Forwarded-Host": host})
        assert host not in forwarded.content.decode()


@pytest.mark.parametrize("to", ELSEWHERE)
def test_no_link_of_ours_leads_elsewhere(rita: Person, to: str) -> None:
    browser = Client()
    assert f'href="{to}' not in browser.get(LOGIN, {"next": to}).content.decode()
    assert signs_in(browser, next=to) == "/"
    answer = browser.post("/language/setlang/", {"language": "es", "next": to})
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))
    again = browser.post("/account/reauthenticate/", {"password": PASSWORD, "next": to})
    assert "evil" not in again.headers.get("Location", "")
    out = browser.post("/account/logout/", {"next": to})
    assert "evil" not in out.headers["Location"]


def test_no_answer_is_stored_or_framed(rita: Person, petition: Petition) -> None:
    browser = Client()
    signs_in(browser)
    for path in ("/", "/me", "/rights", f"/petitions/{petition.code}", "/nowhere", LOGIN):
        answer = browser.get(path)
        headers = answer.headers
        assert "no-store" in headers["Cache-Control"], path
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("origin", ["https://evil.example.org", "null", "http://localhost:81"])
def test_the_origin_must_be_ours(rita: Person, origin: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    token = browser.get(LOGIN).context["csrf_token"]
    sent = {"login": "rita", "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    answer = browser.post(LOGIN, sent, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "sessionid" not in browser.cookies
    ours = browser.post(LOGIN, sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours.status_code == 302


@pytest.fixture
def logged() -> Callable[[], str]:
    """Everything that any logger says, at its most talkative, as the office's handler writes it."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(WithoutData("{name} {message}", style="{"))
    root, django = logging.getLogger(), logging.getLogger("django")
    levels = root.level, django.level
    for logger in (root, django):
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)

    def read() -> str:
        for logger, level in zip((root, django), levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
        return said.getvalue()

    return read


def test_logs_hold_nothing_that_was_typed(
    petition: Petition,
    supervisor: Person,
    roll: Path,
    signed_in: Browser,
    logged: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = signed_in(supervisor)
    about = opened(petition, supervisor, roll)
    at = f"/petitions/{about.code}"
    line = next_lines(supervisor, about)[0].line_id
    assert post(browser, about, "lookup", {"line": line, "q": TYPED}).status_code == 200
    assert post(browser, about, "skip", {"line": line, "note": f"{TYPED}\ud800"}).status_code == 409
    assert browser.post(f"{at}/circulators", {"name": f"{TYPED}\x07"}).status_code == 400
    assert browser.post(f"{at}/circulators", {"name": TYPED * 99}).status_code == 422
    assert browser.post(f"{at}/circulators", {"name": TYPED}).status_code == 302
    page = browser.get(f"{at}/circulators").content.decode()
    assert TYPED in page
    assert f"={TYPED}" not in page
    assert browser.get("/rights", {"petition": TYPED}).status_code == 404
    Client().post(LOGIN, {"login": TYPED, "password": TYPED})
    Client(enforce_csrf_checks=True).post(LOGIN, {"login": TYPED, "password": TYPED})

    def fails(*_: object, **__: object) -> None:
        raise ValueError(f"{TYPED} cannot be encoded")

    monkeypatch.setattr("rollcheck.office.petitions.circulators._rows", fails)
    browser.raise_request_exception = False
    assert browser.post(f"{at}/circulators", {"name": TYPED * 99}).status_code == 500
    said = logged()
    assert "builtins.ValueError" in said
    assert "circulators" in said
    assert TYPED not in said


BEGINS = """
import os
from pathlib import Path

os.umask(0)
from rollcheck.office.ready import make_ready

place = make_ready()
from rollcheck.office.people.founding import found_office

found_office("ada", "Ada", "seven dry paper boats")
(place.outgoing / "new").write_text("new")
paths = [place.folder, *place.folder.rglob("*")]
print(*(path for path in paths if path.stat().st_mode & 0o077))
print(*sorted(path.name for path in paths if path.name.startswith("office.sqlite3")))
"""


def test_everything_that_an_office_writes_is_its_owners_alone(tmp_path: Path) -> None:
    """From the first start on, with the mask of somebody careless; an older office is mended."""
    place = OfficePlace(tmp_path / "office", None)
    begun = subprocess.run(
        [sys.executable, "-c", BEGINS],
        env={**os.environ, "ROLLCHECK_DATA": str(place.folder), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    open_to_others, names = begun.stdout.split("\n")[:2]
    assert open_to_others == ""
    assert names == "office.sqlite3 office.sqlite3-shm office.sqlite3-wal"
    left = place.sqlite_path.with_name("office.sqlite3-wal")
    for path in (place.sqlite_path, left):
        path.touch()
        path.chmod(0o644)
    make_place(place)
    assert {path.stat().st_mode & 0o777 for path in (place.sqlite_path, left)} == {0o600}
