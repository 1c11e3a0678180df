"""An intake clerk in Chromium: a stack of sections by keyboard alone, custody, scans, the count."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from office.beginning import begun_office
from office.chromium import PASSWORD, Office, goes, made_by, opened, sign_in, sound, tab_to
from office.paper import scan

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAFF = f"""
from rollcheck.office.ready import make_ready
make_ready()
from rollcheck.office.acts.act import act
from rollcheck.office.people.at_the_machine import add_person
from rollcheck.office.people.roles import Role
from rollcheck.record.events.people import PasswordSet
from rollcheck.record.events.petition import PetitionOpened
for name, role in (("sue", "supervisor"), ("carl", "intake_clerk"), ("olga", "intake_clerk")):
    person = add_person(name, name.title(), Role(role))
    person.set_password({PASSWORD!r})
    act(PasswordSet(person.code), by=person, aside=person.password)
    if name == "sue":
        opened = PetitionOpened("Recall", "us-ca", "county-recall", "us-ca/county-recall")
        act(opened, by=person, aside={{"code": "recall22"}})
"""
AT = "/petitions/recall22/receiving/"


@pytest.fixture(scope="module")
def made_office(tmp_path_factory: pytest.TempPathFactory, migrated: Path | None) -> Path:
    return made_by(STAFF, begun_office(tmp_path_factory.mktemp("receiving") / "office", migrated))


def typed(page: Page, *words: str) -> None:
    """What a clerk or a scanner sends, once the page is ready: each word with Enter after it."""
    page.locator("form[data-ready]").wait_for()
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Enter")


def test_a_stack_of_paper_by_two_clerks(office: Office, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, office) as page:
        sign_in(page, "carl", PASSWORD)
        page.get_by_role("link", name="Recall").click()
        goes(page, page.get_by_role("link", name="Receiving"))
        sound(page)
        receives_a_box(page)
        enters_sections(page)
        attaches_scans(page, tmp_path)
    with opened(browser, office) as hers:
        sign_in(hers, "olga", PASSWORD)
        counts_by_keyboard(hers)
    with opened(browser, office) as page:
        sign_in(page, "sue", PASSWORD)
        page.goto(AT)
        page.get_by_role("button", name="Fix the raw count at 22 lines").click()
        page.get_by_text("Fixed at 2 sections, 3 sheets and 22 lines").wait_for()
        sound(page)


def receives_a_box(page: Page) -> None:
    page.get_by_label("Box", exact=True).fill("B00001")
    page.get_by_label("Number on its seal").fill("S-77")
    page.get_by_label("Sections in it, as said").fill("2")
    page.get_by_label("Where it is put").fill("vault")
    page.get_by_role("button", name="Receive this box").click()
    goes(page, page.get_by_role("link", name="B00001").first)
    sound(page)
    page.get_by_text("Move it", exact=True).click()
    page.get_by_label("Where it goes").fill("room 4")
    page.get_by_label("Second person: name to sign in with").fill("olga")
    page.get_by_label("Second person: password").fill(PASSWORD)
    sound(page)
    page.get_by_role("button", name="Move this box").click()
    page.get_by_role("cell", name="Carl, Olga").wait_for()


def enters_sections(page: Page) -> None:
    page.get_by_role("link", name="Enter sections of this box").click()
    page.wait_for_url("**/enter?box=B00001")
    typed(page, "00012", "2", "10", "9")
    page.get_by_text("Section 12: 2 sheets, 19 lines.").wait_for()
    typed(page, "7", "1")
    page.keyboard.type("3")
    page.get_by_text("1 of 1 sheets, 3 lines").wait_for()
    sound(page)
    page.keyboard.press("Enter")
    page.get_by_text("Section 7: 1 sheet, 3 lines.").wait_for()
    expect(page.get_by_label("Box", exact=True)).to_have_value("B00001")


def attaches_scans(page: Page, folder: Path) -> None:
    files = {"12.pdf": scan("PDF", pages=2), "odd name.png": scan(text="odd")}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    page.goto(f"{AT}scans")
    page.get_by_label("Files").set_input_files([folder / name for name in files])
    page.get_by_role("button", name="Keep these scans").click()
    page.get_by_role("heading", name="1 page waits for its sheet").wait_for()
    sound(page)
    waiting = page.locator(".office-box")
    waiting.get_by_label("Section").fill("7")
    waiting.get_by_label("Sheet").fill("1")
    goes(page, waiting.get_by_role("button", name="It shows this"))
    page.goto(f"{AT}sections")
    goes(page, page.get_by_role("link", name="12", exact=True))
    sound(page)
    goes(page, page.get_by_role("link", name="2", exact=True))
    sound(page)
    drawn = "() => [...document.images].some(one => one.naturalWidth > 100)"
    page.wait_for_function(drawn)


def counts_by_keyboard(page: Page) -> None:
    page.get_by_role("link", name="Recall").wait_for()
    tab_to(page, "Recall")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recall22")
    tab_to(page, "Receiving")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receiving/")
    tab_to(page, "Count lines")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="2 sections wait for a count by you").wait_for()
    sound(page)
    for section, lines in (("7", ["3"]), ("00012", ["10", "9"])):
        page.keyboard.type(section)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=f"Section {section.lstrip('0')}").wait_for()
        sound(page)
        typed(page, *lines)
        page.get_by_text(f"Section {section.lstrip('0')} is counted.").wait_for()


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (640, 2)])
def test_a_phone_and_a_page_twice_as_large(
    office: Office, browser: Browser, width: int, zoom: int
) -> None:
    with opened(browser, office, width=width // zoom) as page:
        sign_in(page, "carl", PASSWORD)
        for path in (
            "",
            "enter",
            "count",
            "sections",
            "scans",
            "labels?kind=section&first=1&count=3",
        ):
            page.goto(AT + path)
            sound(page)
