"""Two clerks and a third in Chromium: a sheet keyed by keyboard alone, a difference settled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from office.beginning import begun_office
from office.chromium import PASSWORD, Office, made_by, opened, sign_in, sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAFF = f"""
from rollcheck.office.ready import make_ready
make_ready()
from rollcheck.office.acts.act import act
from rollcheck.office.people.at_the_machine import add_person
from rollcheck.office.people.roles import Role
from rollcheck.record.events import intake
from rollcheck.record.events.people import PasswordSet, PolicySet
from rollcheck.record.events.petition import PetitionOpened
staff = [("sue", "supervisor")] + [(name, "intake_clerk") for name in ("carl", "olga", "theo")]
people = {{}}
for name, role in staff:
    person = people[name] = add_person(name, name.title(), Role(role))
    person.set_password({PASSWORD!r})
    act(PasswordSet(person.code), by=person, aside=person.password)
sue = people["sue"]
opened = PetitionOpened("Recall", "us-ca", "county-recall", "us-ca/county-recall")
about = act(opened, by=sue, aside={{"code": "recall22"}})
for name, value in (("people:raw_count", "1"), ("keying:lines", "every")):
    act(PolicySet(name, value, "for the test"), by=sue, petition=about)
act(intake.SectionRegistered("12", "", 1, ""), by=sue, petition=about)
act(intake.SheetCounted("12", "1", 2), by=sue, petition=about)
act(intake.RawCountFixed(1, 1, 2), by=sue, petition=about)
"""
AT = "/petitions/recall22/keying/"


@pytest.fixture(scope="module")
def made_office(tmp_path_factory: pytest.TempPathFactory, migrated: Path | None) -> Path:
    return made_by(STAFF, begun_office(tmp_path_factory.mktemp("keying") / "office", migrated))


def begins(page: Page, name: str) -> None:
    """Sign in and be given a sheet, by keyboard."""
    sign_in(page, name, PASSWORD)
    page.get_by_role("link", name="Recall").click()
    page.get_by_role("link", name="Keying").click()
    page.wait_for_url(f"**{AT}")
    sound(page)
    expect(page.get_by_role("button", name=re.compile("Key the next sheet|Go on"))).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("form[data-ready]").wait_for()


def keys(page: Page, *words: str) -> None:
    """Type each word with Enter after it; the last one keeps the line."""
    before = page.url
    page.locator("form[data-ready]").wait_for()
    for word in words:
        if word:
            page.keyboard.type(word)
        page.keyboard.press("Enter")
    expect(page).not_to_have_url(before)


def test_two_clerks_and_a_third(office: Office, browser: Browser) -> None:
    for name, street in (("carl", "12 MAIN ST"), ("olga", "21 MAIN ST")):
        with opened(browser, office) as page:
            begins(page, name)
            sound(page)
            keys(page, "ANNA BELL", street, "COVINA", "91722", "3/31/22")
            expect(page.get_by_label("City")).to_have_value("COVINA")
            keys(page, "BO DIAZ", '"', "", "", "")
            expect(page.get_by_text("No line waits for you now.")).to_be_visible()
    with opened(browser, office) as page:
        begins(page, "theo")
        expect(page.get_by_role("button", name="2: 21 MAIN ST")).to_be_visible()
        sound(page)
        keys(page, "", "2", "", "", "")
        page.locator("form[data-ready]").wait_for()
        keys(page, "", "1", "", "", "")
        expect(page.get_by_text("No line waits for you now.")).to_be_visible()
        expect(page.locator("dt:has-text('keyed to an end') + dd")).to_have_text("2")


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (640, 2)])
def test_a_phone_and_a_page_twice_as_large(
    office: Office, browser: Browser, width: int, zoom: int
) -> None:
    with opened(browser, office, width=width // zoom) as page:
        sign_in(page, "sue", PASSWORD)
        for path in ("keying/", "proposals/", "duplicates/"):
            page.goto(f"/petitions/recall22/{path}")
            sound(page)
