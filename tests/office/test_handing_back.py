"""A file for the office's own system: its columns, its codes, who may have it."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from office.conftest import Hire
from office.reviewing import finds, opened, small_roll
from rollcheck.office.acts.models import Entry
from rollcheck.office.handing_back.models import HandedOut
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.tasks.models import Task
from rollcheck.office.tasks.worker import work_until_idle

SignedIn = Callable[[Person], Client]
AT = "/petitions/recall22/back/"
OURS = """
[[columns]]
name = "=LINE"
is = "line"
[[columns]]
name = "RESULT"
is = "code"
[[columns]]
name = "VRN"
is = "voter"
[codes]
valid = "-OK"
waiting = "OPEN"
illegible = "NR"
"""


@pytest.fixture(scope="module")
def roll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_roll(tmp_path_factory.mktemp("roll"))


@pytest.fixture
def browser(
    petition: Petition, supervisor: Person, roll: Path, hire: Hire, signed_in: SignedIn
) -> Client:
    """A supervisor's browser; of three lines one is valid, one illegible."""
    opened(petition, supervisor, roll, ((3,),))
    first, second = hire(Role.REVIEWER, petition), hire(Role.REVIEWER, petition)
    finds(first, petition, voter="v1")
    finds(second, petition, reason="illegible")
    return signed_in(supervisor)


def made(browser: Client, layout: str) -> Task:
    answer = browser.post(AT, {"layout": layout, "for_whom": "the voter system"})
    assert answer.status_code == 302, answer.content.decode()
    work_until_idle()
    return Task.objects.latest("pk")


def fetched(browser: Client) -> list[list[str]]:
    answer = browser.post(f"{AT}{HandedOut.objects.latest('pk').pk}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    content = answer.getvalue()
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


def test_what_is_settled_goes_back(browser: Client) -> None:
    task = made(browser, "plain")
    assert task.state == "done", task.problems
    assert fetched(browser) == [
        ["line", "voter_id", "code"],
        ["1:1", "v1", "valid"],
        ["1:3", "", "illegible"],
    ]
    kept = list(Entry.objects.values_list("type", flat=True))
    assert "data_exported" in kept
    assert kept[-1] == "file_fetched"


def test_the_offices_own_columns_and_codes(browser: Client, place: OfficePlace) -> None:
    (place.layouts / "back").mkdir()
    (place.layouts / "back" / "ours.toml").write_text(OURS)
    task = made(browser, "ours.toml")
    assert task.state == "done", task.problems
    rows = fetched(browser)
    assert rows[0] == ["'=LINE", "RESULT", "VRN"]
    assert rows[1] == ["1:1", "'-OK", "v1"]
    assert [row[1] for row in rows[2:]] == ["OPEN", "NR"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not toml", "bad_layout"),
        ("[codes]\nvalid = 1\n", "bad_layout"),
        ('[[columns]]\nname = "x"\nis = "password"\n', "bad_layout"),
        ('[[columns]]\nname = "x"\nis = "line"\n[codes]\ninvalid = "N"\n', "no_code"),
    ],
)
def test_a_layout_that_will_not_do_is_refused(
    browser: Client, place: OfficePlace, text: str, code: str
) -> None:
    (place.layouts / "back").mkdir()
    (place.layouts / "back" / "bad.toml").write_text(text)
    task = made(browser, "bad.toml")
    assert task.state == "failed"
    assert {problem["code"] for problem in task.problems} == {code}
    assert not HandedOut.objects.exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.INTAKE_CLERK, Role.AUDITOR, Role.OBSERVER])
def test_it_is_for_those_who_see_findings(
    browser: Client, role: Role, hire: Hire, signed_in: SignedIn, petition: Petition
) -> None:
    made(browser, "plain")
    pk = HandedOut.objects.get().pk
    other = signed_in(hire(role, petition))
    for answer in (
        other.get(AT),
        other.post(AT, {"layout": "plain", "for_whom": "me"}),
        other.post(f"{AT}{pk}"),
    ):
        assert answer.status_code in (403, 404)
    assert browser.post(f"{AT}{pk + 1}").status_code == 404
    assert browser.post(AT, {"layout": "../plain", "for_whom": "x"}).status_code == 422
