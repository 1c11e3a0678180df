"""Every page at thousands of rows: it stays small, asks little, and leads to the rest."""

import os
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from office.addresses import address, things
from office.conftest import Hire
from office.many import MANY, fill
from office.pages_of_addresses import NO_PAGE
from office.reviewing import Browser, opened
from office.rights_of_addresses import OWN
from rollcheck.office.acts.act import act
from rollcheck.office.pages.offering import MOST, latest
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.people import RoleGiven

SIGNS, QUERIES = 150_000, 70
TURNED = re.compile(r'<a class="office-page" href="([^"]*[?&;](\w+)=2(?:#\w+)?)"')
LISTS = {
    "circulators": {"page", "unknown"}, "connections": {"watched"},
    "duplicates": {"page", "groups"}, "handing_back": {"page"}, "home": {"page"},
    "known_lines": {"people", "lines"}, "people": {"page"}, "person": {"page"},
    "practice": {"page"}, "public_record": {"heads"},
    "receive_box": {"steps", "sections"}, "receive_images": {"page"},
    "receive_section": {"page", "defects"}, "receive_sections": {"page"},
    "receive_sheet": {"page"}, "receiving": {"boxes"}, "record": {"earlier", "kept"},
    "review_mine": {"page"}, "review_queue": {"page"}, "rights": {"page"}, "rolls": {"page"},
    "tasks": {"page"}, "watch": {"people", "circulators"},
}  # fmt: skip
"""The lists of each page that has some, as the address calls them."""


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, [(3, 2)])


@pytest.fixture
def browser(about: Petition, supervisor: Person, hire: Hire, signed_in: Browser) -> Client:
    """Of somebody who may see every page."""
    for role in (Role.ADMINISTRATOR, Role.INTAKE_CLERK, Role.ADJUDICATOR, Role.REVIEWER):
        act(RoleGiven(supervisor.code, role.value), by=None)
    return signed_in(supervisor)


@pytest.mark.slow
def test_every_page_at_thousands_of_rows(
    about: Petition, browser: Client, supervisor: Person
) -> None:
    its = things(about, supervisor)
    fill(about, supervisor)
    wrong, lists = [], dict[str, set[str]]()
    for name, row in OWN.items():
        if row.get is None or name in NO_PAGE:
            continue
        url = address(name, about, row, its)
        url = reverse("person", args=[supervisor.pk]) if name == "person" else url
        with CaptureQueriesContext(connection) as made:
            answer = browser.get(url)
        text = answer.content.decode()
        if len(text) > SIGNS or len(made) > QUERIES:
            wrong.append((name, len(text), len(made)))
        found = {of: link for link, of in TURNED.findall(text)}
        for link in found.values():
            asked = link if link.startswith("/") else url.partition("?")[0] + link
            if browser.get(asked.replace("&amp;", "&")).status_code != 200:
                wrong.append((name, asked, 0))
        if found:
            lists[name] = set(found)
    assert wrong == []
    assert lists == LISTS
    at = f"/petitions/{about.code}/receiving/"
    assert browser.get(at).content.decode().count(f"… {MANY:,} in all") == 3
    for of in ("differ", "missing"):
        assert browser.get(f"{at}sections?of={of}").context["page"].paginator.count == MANY


def test_of_many_files_those_that_came_last_are_offered(tmp_path: Path) -> None:
    names = [f"{number:04d}.csv" for number in range(MOST + 2)]
    for name in names:
        (tmp_path / name).touch()
    os.utime(tmp_path / names[0], ns=(2**62, 2**62))
    assert latest(tmp_path, names[:MOST]) == names[:MOST]
    found = latest(tmp_path, names)
    assert len(found) == MOST
    assert found[0] == names[0]
    assert found == sorted(found)
