"""The workbench in Chromium: lines by keyboard alone, undo, two people, splits, lost answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from office.chromium import PASSWORD, Office, launched, opened, served, sign_in, sound

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("office-browser")]

LINES = 70
PEOPLE = {
    "sue": "supervisor",
    "rita": "reviewer",
    "ron": "reviewer",
    "rosa": "reviewer",
    "adam": "adjudicator",
}
STAFF = f"""
from pathlib import Path
from rollcheck.office.ready import make_ready
make_ready()
from django.conf import settings
from office import reviewing
from rollcheck.office.acts.act import act
from rollcheck.office.people.at_the_machine import add_person
from rollcheck.office.people.roles import Role
from rollcheck.record.events.people import PasswordSet
from rollcheck.record.events.petition import PetitionOpened
people = {{}}
for name, role in {PEOPLE!r}.items():
    person = people[name] = add_person(name, name.title(), Role(role))
    person.set_password({PASSWORD!r})
    act(PasswordSet(person.code), by=person, aside=person.password)
sue = people["sue"]
opened = PetitionOpened("Recall", "us-ca", "county-recall", "us-ca/county-recall")
petition = act(opened, by=sue, aside={{"code": "recall22"}})
roll = reviewing.small_roll(settings.PLACE.incoming)
reviewing.opened(petition, sue, roll, [[10] * {LINES // 10}])
"""
AT = "/petitions/recall22/review/"
TESTS = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("review") / "office"
    place = {**os.environ, "ROLLCHECK_DATA": str(folder), "PYTHONPATH": str(TESTS)}
    subprocess.run([sys.executable, "-c", STAFF], env=place, check=True, timeout=120)
    with served(folder, founded=True) as office:
        yield office


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def begin(page: Page, name: str) -> None:
    """Sign in and open the workbench, its first line shown."""
    sign_in(page, name, PASSWORD)
    page.wait_for_url("**/")
    page.goto(AT)
    page.locator("#workbench[data-ready]").wait_for()


def shown(page: Page) -> str:
    """The line that is shown."""
    return page.locator("#workbench").get_attribute("data-line") or ""


def looks_up(page: Page, text: str, name: str) -> None:
    """Type into the search field, which has the focus, until that voter is chosen."""
    page.keyboard.type(text)
    chosen = page.locator(".review-line:not([hidden]) [role=option][aria-selected=true]")
    expect(chosen).to_contain_text(name)


def fetched_ahead(page: Page) -> None:
    """Wait until the next line lies hidden behind the one that is shown."""
    page.locator(".review-line[hidden]").wait_for(state="attached")


def sent(page: Page) -> None:
    """Wait until the office has everything."""
    page.locator("#workbench[data-sending=sent]").wait_for()


def test_fifty_lines_by_keyboard_alone(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        begin(page, "rita")
        sound(page)
        for number in range(50):
            fetched_ahead(page)
            line = shown(page)
            text, name = (("garc mar", "Maria"), ("nguy", "Bob"), ("okaf", "Dora"))[number % 3]
            looks_up(page, text, name.upper())
            page.keyboard.press("Enter")
            expect(page.locator("#workbench")).not_to_have_attribute("data-line", line)
        expect(page.get_by_text("50 lines by you today")).to_be_visible()
        sent(page)
        page.reload()
        expect(page.get_by_text("50 lines by you today")).to_be_visible()
