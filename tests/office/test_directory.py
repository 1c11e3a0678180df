"""An office's own directory (OpenID Connect): it says who somebody is, and gives nobody a right."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from pytest_django import Settings

from office.conftest import Hire
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.directory import origins, read_directory
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.problems import RollcheckError
from rollcheck.record.events.people import PersonRemoved

LOGIN = "/account/oidc/directory/login/"
ANY = 'name="a"\nserver_url={}\nclient_id="c"\nclient_secret="d"\n'
SECRET = "a secret of the client alone, long enough"


class Directory(ThreadingHTTPServer):
    """A directory in which one person is signed in: whose name it is, is for the test to say."""

    who, number = "rita", "one"
    audience = "rollcheck"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def answers(self, path: str) -> dict[str, Any]:
        """What it says under a path."""
        if path.startswith("/.well-known/"):
            places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{self.url}/{at}" for name, at in places.items()}
            return found | {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        person = {"sub": f"{self.who}-{self.number}", "preferred_username": self.who}
        if path == "/userinfo":
            return person
        now = int(time.time())
        claims = person | {"iss": self.url, "aud": self.audience, "iat": now, "exp": now + 600}
        return {
            "access_token": "a token",
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, SECRET, algorithm="HS256"),
        }


class Answering(BaseHTTPRequestHandler):
    """The directory's side of one request."""

    server: Directory

    def do_GET(self) -> None:
        """Answer in JSON."""
        said = json.dumps(self.server.answers(urlsplit(self.path).path)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def do_POST(self) -> None:
        """Take the form, and answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *said: Any) -> None:
        """Say nothing."""


@pytest.fixture
def directory(settings: Settings, tmp_path: Path) -> Iterator[Directory]:
    with Directory(("127.0.0.1", 0), Answering) as made:
        told = tmp_path / "directory.toml"
        told.write_text(
            f'name = "The county"\nserver_url = "{made.url}"\n'
            f'client_id = "rollcheck"\nclient_secret = "{SECRET}"\n'
        )
        settings.SOCIALACCOUNT_PROVIDERS = read_directory(str(told))
        serving = threading.Thread(target=made.serve_forever, daemon=True)
        serving.start()
        yield made
        made.shutdown()
        serving.join()


def comes_back(browser: Client) -> Any:
    """Go to the directory and come back from it, as a browser does."""
    asked = browser.post(LOGIN)["Location"]
    given = parse_qs(urlsplit(asked).query)
    assert given["client_id"] == ["rollcheck"]
    assert given["code_challenge_method"] == ["S256"]
    return browser.get(f"{LOGIN}callback/", {"code": "a code", "state": given["state"][0]})


def is_in(browser: Client) -> bool:
    return browser.get("/me").status_code == 200


def test_who_was_added_comes_in_under_the_directorys_name(directory: Directory, hire: Hire) -> None:
    rita = hire(Role.REVIEWER, name="rita")
    browser = Client()
    page = browser.get("/account/login/").content.decode()
    assert "Sign in with The county" in page
    assert f'action="{LOGIN}?process=login"' in page
    assert comes_back(browser).status_code == 302
    assert is_in(browser)
    assert Entry.objects.filter(type="signed_in", actor=rita.code).exists()
    again = Client()
    comes_back(again)
    assert is_in(again)
    assert "/people/" not in again.get("/").content.decode()


@pytest.mark.parametrize("who", ["stranger", "removed", ""])
def test_nobody_else_does(
    directory: Directory, hire: Hire, administrator: Person, who: str
) -> None:
    gone = hire(Role.REVIEWER, name="removed")
    act(PersonRemoved(gone.code, "left"), by=administrator)
    people = Person.objects.count()
    directory.who = who
    browser = Client()
    comes_back(browser)
    assert not is_in(browser)
    assert Person.objects.count() == people


def test_who_is_removed_does_not_come_back(
    directory: Directory, hire: Hire, administrator: Person
) -> None:
    rita = hire(Role.REVIEWER, name="rita")
    browser = Client()
    comes_back(browser)
    act(PersonRemoved(rita.code, "left"), by=administrator)
    assert not is_in(browser)
    comes_back(browser)
    assert not is_in(browser)


def test_another_account_of_the_same_name_is_nobody_here(directory: Directory, hire: Hire) -> None:
    hire(Role.REVIEWER, name="rita")
    comes_back(Client())
    directory.number = "another"
    browser = Client()
    comes_back(browser)
    assert not is_in(browser)


def test_a_token_for_another_office_is_refused(directory: Directory, hire: Hire) -> None:
    hire(Role.REVIEWER, name="rita")
    directory.audience = "somebody else"
    browser = Client()
    comes_back(browser)
    assert not is_in(browser)


def test_a_state_that_was_not_given_out_is_refused(directory: Directory, hire: Hire) -> None:
    hire(Role.REVIEWER, name="rita")
    browser = Client()
    browser.get(f"{LOGIN}callback/", {"code": "a code", "state": "made up"})
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('name = "x"', ["missing_key"] * 3),
        ("not toml", ["unreadable"]),
        (ANY.format('"https://b"') + "more=1", ["unknown_key"]),
        (ANY.format('"directory.example.gov"'), ["no_address"]),
        (ANY.format('"ftp://b"'), ["no_address"]),
        (ANY.format('"https://["'), ["no_address"]),
        (ANY.format('"https:///realm"'), ["no_address"]),
        (ANY.format("7") + "more=1", ["unknown_key", "no_address"]),
    ],
)
def test_what_is_wrong_with_its_file_is_told(tmp_path: Path, text: str, codes: list[str]) -> None:
    told = tmp_path / "directory.toml"
    told.write_text(text)
    with pytest.raises(RollcheckError) as caught:
        read_directory(str(told))
    assert [problem.code for problem in caught.value.problems] == codes


def test_a_form_may_lead_to_the_directory(directory: Directory, settings: Settings) -> None:
    assert origins(settings.SOCIALACCOUNT_PROVIDERS) == [directory.url]
    assert origins({}) == []
