"""Every page of the demonstration that people work with, in Chromium, and the pictures of them."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from office.chromium import FOCUS_IS_SEEN, Office, opened, sound, tab_to
from office.every_page import ENLARGED, wrong_on_every_page
from office.pages_of_addresses import NO_PAGE, PAGES
from office.pictures_of_pages import AT, KEPT, SHOWN, as_somebody, take, works
from office.rights_of_addresses import OF_SIGNING_IN, OWN
from rollcheck.office.learning.cases import every_case

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL, LARGEST = 4_000, 150_000
"""Bytes of a picture: fewer would be an empty page, more is too much to keep."""


@pytest.fixture(scope="module")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "office"
    works(folder, 12, 105)
    return folder


def test_pictures_of_the_main_pages(office: Office, browser: Browser, tmp_path: Path) -> None:
    take(browser, office, tmp_path)
    taken = {path.name: path for path in tmp_path.glob("office-*.png")}
    kept = {path.name: path for path in KEPT.glob("office-*.png")}
    assert taken.keys() == kept.keys() == {f"office-{name}.png" for name in SHOWN}
    for path in (*taken.values(), *kept.values()):
        assert SMALL < path.stat().st_size < LARGEST, path.name
        with Image.open(path) as picture:
            assert (picture.format, picture.width) == ("PNG", 1280)
            assert picture.height in {height for *_, height in SHOWN.values()}


def test_every_page_in_both_schemes_and_enlarged(office: Office, browser: Browser) -> None:
    # Before anybody settles the one voter with several lines, whose page is among them.
    with opened(browser, office) as page:
        as_somebody(page, "Carl Clerk")
        page.goto(f"{AT}/receiving/sections/1")
        page.get_by_text("Note what is amiss").click()
        page.get_by_label("What is amiss").select_option("sheet_defect")
        page.get_by_role("button", name="Keep what I found").click()
        page.get_by_role("link", name="What it does, or take it back").click()
        expect(page.get_by_role("heading", name="Defect of section 1")).to_be_visible()
    found = wrong_on_every_page(browser, office)
    assert found == [], "\n".join(found)


def test_a_reviewer_practises_by_keyboard(office: Office, browser: Browser) -> None:
    # Cases come in an order drawn anew each time: this answer is wrong whichever come first.
    assert "not_own_hand" not in {case.answer for case in every_case()}
    with opened(browser, office) as page:
        as_somebody(page, "Rita Reviewer")
        page.goto(f"{AT}/practice/")
        sound(page)
        tab_to(page, "Begin")
        page.keyboard.press("Enter")
        for number in (1, 2, 3):
            expect(page.get_by_role("heading", name=f"Practice line {number} of")).to_be_visible()
            # The keys are those of the workbench; the page has them once its module has run.
            key = page.get_by_role("button", name="Not written by the signer").locator("kbd")
            expect(key).to_have_text("c")
            if number == 1:
                tab_to(page, "Not written by the signer\nc")
                sound(page)
                page.keyboard.press("Enter")
            else:
                page.keyboard.press("c")
            expect(page.get_by_role("status")).to_contain_text("Not so:")
            expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
            page.wait_for_function(FOCUS_IS_SEEN)
            if number == 1:
                sound(page)
            page.keyboard.press("Enter")
        # There before another page is gone to, which else would be left for this one.
        expect(page.get_by_role("heading", name="Practice line 4 of")).to_be_visible()
        page.goto(f"{AT}/practice/card")
        expect(page.get_by_role("heading", name="Decision card")).to_be_visible()
        sound(page)


def test_a_supervisor_watches_and_plants_a_known_line(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        as_somebody(page, "Sue Supervisor")
        page.goto(f"{AT}/watch")
        expect(page.get_by_text("lines are settled.")).to_be_visible()
        expect(page.get_by_role("rowheader", name="Rosa Reviewer")).to_be_visible()
        sound(page)
        page.get_by_role("link", name="Known lines").click()
        page.get_by_text("Plant one line that you looked at yourself").click()
        page.get_by_label("Line (section:line)").fill("1:1")
        sound(page)
        page.get_by_role("button", name="Plant").last.click()
        expect(page.get_by_role("rowheader", name="1:1", exact=True)).to_be_visible()


def test_duplicates_are_settled(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        as_somebody(page, "Adam Adjudicator")
        page.goto(f"{AT}/duplicates/")
        sound(page)
        page.get_by_role("link", name="Lines 3:4 and 4:16").click()
        expect(page.get_by_role("heading", name="Line 4:16")).to_be_visible()
        sound(page)
        tab_to(page, "They are one person's")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Lines 3:4 and 4:16: one person's.")).to_be_visible()
        page.goto(f"{AT}/duplicates/")
        expect(page.get_by_role("heading", name="Duplicates")).to_be_visible()
        expect(page.get_by_role("link", name="Lines 3:4 and 4:16")).to_have_count(0)


def done(page: Page, said: str | re.Pattern[str]) -> None:
    """Wait on the page of a task until its work is done, and says so much of itself first."""
    expect(page.locator("#watched")).to_contain_text("Done", timeout=600_000)
    expect(page.locator("#watched dd").first).to_have_text(said)
    sound(page)


def test_signatures_come_in_and_a_file_goes_back(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        as_somebody(page, "Sue Supervisor")
        page.goto("/connections/")
        sound(page)
        page.get_by_role("button", name="Take these signatures in").click()
        done(page, "3")
        page.goto(f"{AT}/back/")
        page.get_by_label("For whom, or which system").fill("the voter system")
        page.get_by_role("button", name="Make this file").click()
        done(page, re.compile("^[1-9]"))
        page.goto(f"{AT}/back/")
        sound(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert "3:4" in download.value.path().read_text(encoding="utf-8")


def test_a_policy_is_forecast_before_it_is_kept(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        as_somebody(page, "Sue Supervisor")
        page.goto(AT)
        page.get_by_label("Reason", exact=True).select_option("Illegible")
        page.get_by_label("People that a rejection for it would take").fill("2")
        page.get_by_role("button", name="See what it costs").click()
        expect(page.get_by_role("heading", name="Illegible: 2 instead of 1")).to_be_visible()
        expect(page.locator("#change")).to_contain_text("looks instead of")
        sound(page)
        page.locator("#change").get_by_label("Why").fill("two pairs of eyes")
        page.get_by_role("button", name="Switch this policy on").click()
        row = page.get_by_role("row").filter(has=page.locator("code", has_text="illegible"))
        expect(row).to_contain_text("policy of this office")
        expect(page.get_by_text("looks in all")).to_be_visible()


def test_every_address_with_a_page_is_looked_at() -> None:
    asked = {name for name, row in OWN.items() if row.get is not None} | set(OF_SIGNING_IN)
    assert asked == PAGES.keys() | NO_PAGE
    assert not PAGES.keys() & NO_PAGE


@pytest.mark.parametrize("width", ENLARGED.values(), ids=ENLARGED.keys())
def test_by_keyboard_alone_on_an_enlarged_page(
    office: Office, browser: Browser, width: int
) -> None:
    with opened(browser, office, width=width) as page:
        as_somebody(page, "Ada Administrator")
        page.goto("/people/")
        tab_to(page, "Name to sign in with")
        page.keyboard.type(f"new{width}")
        tab_to(page, "Full name")
        page.keyboard.type(f"Nora New {width}")
        tab_to(page, "Add this person")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=f"Nora New {width}")).to_be_visible()
    with opened(browser, office, width=width) as page:
        as_somebody(page, "Adam Adjudicator")
        page.goto(f"{AT}/review/queue#questions")
        asked = page.get_by_role("heading", level=3)
        line = asked.first.inner_text()
        tab_to(page, "Answer")
        page.keyboard.type("It is theirs: the law presumes so.")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Review", level=1)).to_be_visible()
        expect(page.get_by_role("heading", name=line, exact=True)).to_have_count(0)
    with opened(browser, office, width=width) as page:
        as_somebody(page, "Aude Auditor")
        tab_to(page, "Recall of the District Attorney (synthetic)")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
