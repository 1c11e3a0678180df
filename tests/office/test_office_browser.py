"""The office in Chromium, as people meet it: by mouse, by keyboard alone, on a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from office.beginning import begun_office
from office.chromium import PASSWORD, Office, goes, opened, served, sets_up, sign_in, sound, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("office-browser")]


@pytest.fixture(scope="module")
def staffed(
    tmp_path_factory: pytest.TempPathFactory,
    migrated: Path | None,
    launch: Callable[[], Browser],
) -> Iterator[Office]:
    """An office set up through its pages; where that fails, a further try begins from nothing."""
    with served(begun_office(tmp_path_factory.mktemp("served") / "office", migrated)) as office:
        founds(office, launch())
        staffs(office, launch())
        yield office


def founds(office: Office, browser: Browser) -> None:
    """Set the office up with an administrator."""
    with opened(browser, office) as page:
        page.goto("/account/login/")
        sound(page)
        goes(page, page.get_by_role("link", name="Set up this office"))
        sound(page)
        sets_up(page, office)
        expect(page.get_by_text("This office is set up.")).to_be_visible()


def staffs(office: Office, browser: Browser) -> None:
    """Let the administrator add a supervisor, who sets their own password."""
    with opened(browser, office) as page:
        sign_in(page, "ada", PASSWORD)
        goes(page, page.get_by_role("link", name="People", exact=True))
        sound(page)
        page.get_by_label("Name to sign in with").fill("sue")
        page.get_by_label("Full name").fill("Sue Supervisor")
        page.get_by_role("button", name="Add this person").click()
        page.get_by_label("Role").select_option("Supervisor")
        page.get_by_role("button", name="Give this role").click()
        goes(page, page.get_by_role("button", name="Make a link to set a password"))
        sound(page)
        link = page.locator(".usa-alert code").inner_text()
    with opened(browser, office) as hers:
        hers.goto(link)
        sound(hers)
        hers.get_by_label("New password").fill(PASSWORD)
        hers.get_by_label("The same again").fill(PASSWORD)
        hers.get_by_role("button", name="Set this password").click()
        hers.wait_for_url("**/account/login/**")


def test_a_supervisor_sets_a_petition_up(staffed: Office, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, staffed) as page:
        sign_in(page, "sue", PASSWORD)
        sound(page)
        goes(page, page.get_by_role("link", name="Set up a petition"))
        sound(page)
        page.get_by_label("Title").fill("Recall of the District Attorney")
        page.get_by_label("Law").select_option("us-ca/county-recall")
        page.get_by_label("Form approved on").fill("2022-01-27")
        page.get_by_role("button", name="Set up this petition").click()
        page.get_by_label("Registered voters it is computed from").fill("5668569")
        page.get_by_role("button", name="Keep this number").click()
        page.get_by_role("heading", name="566,857").wait_for()
        page.get_by_text("Enter the filing", exact=True).click()
        page.get_by_label("Filed on").fill("2022-07-06")
        page.get_by_label("Lines counted at filing").fill("715833")
        page.get_by_role("button", name="Keep this filing").click()
        page.get_by_text("people for 30 working days").wait_for()
        sound(page)


def test_votes_and_counties_are_entered(staffed: Office, browser: Browser) -> None:
    """A law that computes the number of votes, and asks some counties for a minimum each."""
    with opened(browser, staffed, width=320) as page:
        sign_in(page, "sue", PASSWORD)
        page.goto("/petitions/new")
        page.get_by_label("Title").fill("Recall of the Governor")
        page.get_by_label("Law").select_option("us-ca/state-recall")
        page.get_by_label("Form approved on").fill("2025-06-02")
        page.get_by_role("button", name="Set up this petition").click()
        expect(page.get_by_label("Registered voters it is computed from")).to_have_count(0)
        page.get_by_label("What the petition is for").select_option("statewide-officer")
        page.get_by_label("Votes it is computed from").fill("12464235")
        page.get_by_role("button", name="Keep this number").click()
        expect(page.get_by_role("heading", name="1,495,709")).to_be_visible()
        rows = page.get_by_label("Counties: a row for each")
        rows.fill("County\tVotes\nAlpine\t612\nInyo\t8,001")
        page.get_by_role("button", name="Keep these numbers").click()
        page.get_by_text("What each must give").first.click()
        expect(page.get_by_role("row", name="Inyo")).to_contain_text("81")
        sound(page)


def test_the_menu_on_a_phone(staffed: Office, browser: Browser) -> None:
    with opened(browser, staffed, width=320) as page:
        sign_in(page, "sue", PASSWORD)
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="What I may do").click()
        page.wait_for_url("**/rights")


def test_a_petition_is_set_up_by_keyboard_alone(staffed: Office, browser: Browser) -> None:
    with opened(browser, staffed) as page:
        page.goto("/account/login/")
        tab_to(page, "Name to sign in with")
        page.keyboard.type("sue")
        tab_to(page, "Password")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Set up a petition").wait_for()
        tab_to(page, "Set up a petition")
        page.keyboard.press("Enter")
        page.wait_for_url("**/petitions/new")
        tab_to(page, "Title")
        page.keyboard.type("By keyboard alone")
        tab_to(page, "Law")
        page.keyboard.type("Recall of a county")
        tab_to(page, "Set up this petition")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="By keyboard alone").wait_for()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
