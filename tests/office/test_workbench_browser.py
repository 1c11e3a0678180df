"""The workbench in Chromium: lines by keyboard alone, undo, two people, splits, lost answers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from office.beginning import begun_office
from office.chromium import PASSWORD, Office, made_by, opened, sign_in, sound, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Petitions with so many lines, one for each test.
PETITIONS = {"fifty": 60, "split": 10, "lost": 10, "narrow": 10}
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
from django.contrib.auth.hashers import make_password
from office import reviewing
from rollcheck.office.acts.act import act
from rollcheck.office.people.at_the_machine import add_person
from rollcheck.office.people.roles import Role
from rollcheck.office.review.opening import REVIEW, prepare
from rollcheck.problems import silent
from rollcheck.record.events.people import PasswordSet
from rollcheck.record.events.petition import PetitionAmended, PetitionOpened, StageEntered
people = {{}}
password = make_password({PASSWORD!r})
for name, role in {PEOPLE!r}.items():
    person = people[name] = add_person(name, name.title(), Role(role))
    act(PasswordSet(person.code), by=person, aside=password)
sue = people["sue"]
roll = reviewing.small_roll(settings.PLACE.incoming)
for code, lines in {PETITIONS!r}.items():
    opened = PetitionOpened("Recall", "us-ca", "county-recall", "us-ca/county-recall")
    petition = act(opened, by=sue, aside={{"code": code}})
    if code == "fifty":
        reviewing.opened(petition, sue, roll, [[lines]])
    else:
        amended = PetitionAmended("snapshot", "0" * 64, "the same")
        petition = act(amended, by=sue, petition=petition)
        reviewing.fixed(petition, sue, [[lines]])
        prepare(petition, silent)
        act(StageEntered(REVIEW, ""), by=sue, petition=petition)
"""


@pytest.fixture(scope="module")
def made_office(tmp_path_factory: pytest.TempPathFactory, migrated: Path | None) -> Path:
    return made_by(STAFF, begun_office(tmp_path_factory.mktemp("review") / "office", migrated))


def begin(page: Page, name: str, petition: str) -> None:
    """Sign in and open the workbench of a petition, its first line shown."""
    sign_in(page, name, PASSWORD)
    page.wait_for_url("**/")
    page.goto(f"/petitions/{petition}/review/")
    page.locator("#workbench[data-ready]").wait_for()


def walks_to_the_workbench(page: Page, name: str, petition: str) -> None:
    """Sign in and go to the workbench by Tab and Enter alone."""
    page.goto(f"/account/login/?next=/petitions/{petition}")
    tab_to(page, "Name to sign in with")
    page.keyboard.type(name)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/petitions/{petition}")
    for link in ("Review", "Start reviewing"):
        page.get_by_role("link", name=link, exact=True).wait_for()
        tab_to(page, link)
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue" if link == "Review" else "**/review/")
    page.locator("#workbench[data-ready]").wait_for()


def shown(page: Page) -> str:
    """The line that is shown."""
    return page.locator("#workbench").get_attribute("data-line") or ""


LOOK = """
({name, before}) => {
  const line = document.querySelector(".review-line:not([hidden])");
  const chosen = line?.querySelector("[role=option][aria-selected=true]");
  const ahead = document.querySelector(".review-line[hidden]");
  return line?.dataset.line !== before && ahead && chosen?.textContent.includes(name);
}
"""


def looks_up(page: Page, text: str, name: str, before: str = "") -> None:
    """Type into the search field, which has the focus, until that voter is chosen."""
    page.keyboard.type(text)
    page.wait_for_function(LOOK, arg={"name": name, "before": before})


def sent(page: Page) -> None:
    """Wait until the office has everything."""
    page.locator("#workbench[data-sending=sent]").wait_for()


def line_on(page: Page) -> Locator:
    """The line that is shown."""
    return page.locator(".review-line:not([hidden])")


def left(page: Page, line: str) -> None:
    """Wait until another line is shown."""
    expect(page.locator("#workbench")).not_to_have_attribute("data-line", line)


def test_fifty_lines_by_keyboard_alone(office: Office, browser: Browser) -> None:
    signers = (("garc mar", "MARIA"), ("nguy", "BOB"), ("okaf", "DORA"))
    with opened(browser, office) as page:
        walks_to_the_workbench(page, "rita", "fifty")
        sound(page)
        line = ""
        for number in range(50):
            looks_up(page, *signers[number % 3], before=line)
            line = shown(page)
            page.keyboard.press("Enter")
        expect(page.get_by_text("50 lines by you today")).to_be_visible()
        sent(page)
        # Each time from one line to the next is there to be measured.
        page.wait_for_function("() => performance.getEntriesByName('next-line').length === 50")
        # Undo, by its key: the line before comes back, then its finding is given anew.
        looks_up(page, "okaf", "DORA", before=line)
        page.keyboard.press("Alt+u")
        page.get_by_text(f"Undone. Line {line} is yours again.").wait_for()
        expect(page.locator("#workbench")).to_have_attribute("data-line", line)
        expect(page.get_by_text("49 lines by you today")).to_be_visible()
        looks_up(page, "nguy", "BOB")
        page.keyboard.press("Enter")
        left(page, line)
        sent(page)
        page.get_by_role("link", name="My line history").click()
        page.get_by_role("button", name=f"Undo line {line}").click()
        page.locator(f"#workbench[data-line='{line}'][data-ready]").wait_for()


def test_two_people_reject_and_a_split_is_adjudicated(office: Office, browser: Browser) -> None:
    with opened(browser, office) as his:
        begin(his, "ron", "split")
        line = shown(his)
        looks_up(his, "garc mar", "MARIA")
        rejects(his, "Mismatch Signature", "2 people, each by themselves")
        sent(his)
    with opened(browser, office) as hers:
        begin(hers, "rosa", "split")
        assert shown(hers) == line
        expect(line_on(hers)).not_to_contain_text("Finding A")
        looks_up(hers, "garc mar", "MARIA")
        hers.keyboard.press("Enter")
        left(hers, line)
        sent(hers)
    with opened(browser, office) as page:
        begin(page, "adam", "split")
        expect(line_on(page)).to_have_attribute("data-line", line)
        for found in ("Two findings differ", "Mismatch Signature", "Valid"):
            expect(line_on(page).locator("[data-part=adjudication]")).to_contain_text(found)
        # The voter whom the findings name is there without looking up.
        looks_up(page, "", "MARIA")
        sound(page)
        page.keyboard.press("Enter")
        left(page, line)
        sent(page)


def rejects(page: Page, reason: str, people: str) -> None:
    """Reject by keyboard: the reasons, one of them, what it takes, the act."""
    line = shown(page)
    page.keyboard.press("Alt+r")
    button = line_on(page).get_by_role("button", name=reason)
    expect(button).to_be_visible()
    sound(page)
    page.keyboard.press(button.locator("kbd").inner_text())
    act = line_on(page).get_by_role("button", name=f"Reject line {line}")
    expect(act).to_be_focused()
    expect(line_on(page)).to_contain_text(people)
    expect(line_on(page)).to_contain_text("2 CCR 20960")
    sound(page)
    page.keyboard.press("Enter")
    left(page, line)


def holds(held: list[Route]) -> Callable[[Route], None]:
    """Let requests wait in a list."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


def test_the_next_line_is_there_and_nothing_is_lost(office: Office, browser: Browser) -> None:
    context = browser.new_context(base_url=office.address)
    page = context.new_page()
    begin(page, "sue", "lost")
    asked: list[str] = []
    held: list[Route] = []
    first = shown(page)
    looks_up(page, "garc mar", "MARIA")
    # The office has the finding, but its answer is lost; meanwhile the next line is on the page.
    page.route("**/determine", holds(held))
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_request("**/determine"):
        page.keyboard.press("Enter")
    left(page, first)
    second = shown(page)
    assert second
    assert [url for url in asked if not url.endswith("/determine")] == []
    held[0].fetch()
    held[0].abort()
    page.get_by_text("Your finding is kept in this window").wait_for()
    page.unroute("**/determine")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    sent(page)
    expect(page.get_by_text("1 line by you today")).to_be_visible()
    # What the office refuses comes back to the page, with why.
    looks_up(page, "nguy", "BOB")
    page.keyboard.press("Alt+r")
    line_on(page).get_by_role("button", name="Max Number of Times Signed").click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("No other line of this voter has been accepted.")
    expect(page.locator("#workbench")).to_have_attribute("data-line", second)
    expect(page.get_by_text("1 line by you today")).to_be_visible()
    # The session ends: what was decided goes to the office once the person is back.
    line_on(page).get_by_role("combobox").fill("")
    looks_up(page, "okaf", "DORA")
    context.clear_cookies()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sign in and come back").click()
    page.get_by_label("Name to sign in with").fill("sue")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("#workbench[data-ready]").wait_for()
    expect(page.get_by_text("2 lines by you today")).to_be_visible()
    page.goto("/petitions/lost/review/mine")
    expect(page.locator("tbody th")).to_have_text([second, first])
    context.close()


def test_keys_and_narrow_pages(office: Office, browser: Browser) -> None:
    with opened(browser, office, width=320) as page:
        begin(page, "ron", "narrow")
        page.keyboard.press("Alt+w")
        expect(line_on(page)).to_contain_text("A line without an address does not count.")
        sound(page)
        # A sign in the empty search field is a key: nobody's name begins with one.
        page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Keys")
        expect(keys).to_be_visible()
        sound(page)
        change = keys.get_by_role("button", name="Change the key of: Skip the line with a note")
        change.click()
        page.keyboard.press("u")
        expect(keys).to_contain_text("u is taken: Undo what you did last")
        change.click()
        page.keyboard.press("x")
        expect(keys).to_contain_text("The key is now x.")
        page.keyboard.press("Escape")
        expect(keys).to_be_hidden()
        page.reload()
        page.locator("#workbench[data-ready]").wait_for()
        page.keyboard.press("Escape")
        page.keyboard.press("x")
        note = page.get_by_role("dialog", name="Why do you skip")
        expect(note).to_be_visible()
        sound(page)
        page.keyboard.press("Escape")
        line_on(page).get_by_role("button", name="Reject…").click()
        expect(page.get_by_role("heading", name="Reject for which reason?")).to_be_visible()
        sound(page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("() => matchMedia('(prefers-color-scheme: dark)').matches")
        sound(page)
        for path in ("queue", "mine"):
            page.goto(f"/petitions/narrow/review/{path}")
            sound(page)


PICTURE = "/static/office/icon.svg"
ENTER_TWICE = """
() => {
  document.querySelector(".review-line:not([hidden]) input[role=combobox]").focus();
  const enter = { key: "Enter", bubbles: true, cancelable: true };
  const press = () => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", enter));
  press();
  press();
}
"""
NOT_WHITE = """
() => {
  const cut = document.querySelector(".review-line:not([hidden]) canvas");
  return cut.getContext("2d").getImageData(0, 0, cut.width, cut.height).data.some(one => one);
}
"""
SIGNED = {"url": PICTURE, "date": "2021-09-14", "source": "affidavit"}
EVIDENCE = [
    {"field": "last_name", "level": "exact", "label": "the same", "bits": 9},
    {"field": "zip", "level": "different", "label": "another zip code", "bits": -3},
    {"field": "suffix", "level": "none", "label": "none", "bits": 0},
]
CANDIDATE = {
    "voter": "v1",
    "name": "GARCIA, MARIA",
    "address": "900 MAIN ST",
    "birth_year": 1975,
    "status": "active",
    "registered": "2010-01-02",
    "party": None,
    "confidential": False,
    "accepted_on": "7:7",
    "why": EVIDENCE,
    "signatures": [SIGNED, {**SIGNED, "date": "2016-02-01"}],
}


def with_pictures(route: Route) -> None:
    """The office's answer, its lines with a picture and a candidate with signatures."""
    answer = route.fetch()
    said = answer.json()
    for line in said["lines"]:
        line |= {"image": PICTURE, "candidates": [CANDIDATE], "signed": [10, 60]}
    route.fulfill(response=answer, json=said)


def test_evidence_and_pictures_under_one_zoom(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        page.route("**/review/next", with_pictures)
        begin(page, "sue", "narrow")
        why = line_on(page).locator(".review-why")
        expect(why.get_by_role("row")).to_have_text(
            [
                "Last namethe same+for",
                "Zip codeanother zip code−against",
                "says nothingSuffix: none",
            ]
        )
        expect(line_on(page).get_by_role("option")).to_contain_text("accepted already on line 7:7")
        expect(line_on(page).get_by_text("1975")).to_be_hidden()
        page.keyboard.press("Alt+m")
        expect(line_on(page).get_by_text("1975")).to_be_visible()
        frames = line_on(page).locator(".review-frame")
        # The line, what is signed there, and two signatures on file, all under one zoom.
        expect(frames).to_have_count(4)
        on_the_line = line_on(page).get_by_role("img", name="The signature on line")
        expect(on_the_line).to_be_visible()
        page.wait_for_function(NOT_WHITE)
        page.keyboard.press("Alt++")
        each_at(page, "1.25", "0%")
        frames.first.focus()
        page.keyboard.press("ArrowRight")
        each_at(page, "1.25", "-10%")
        frames.last.hover()
        page.mouse.wheel(0, -100)
        each_at(page, "1.5625", "-12.5%")
        sound(page)
        page.keyboard.press("z")
        each_at(page, "1", "0%")
        # Enter twice at once accepts the line that was looked at, and not the next.
        line = shown(page)
        page.evaluate(ENTER_TWICE)
        left(page, line)
        expect(page.get_by_text("Look at this line first.")).to_be_visible()
        sent(page)
        expect(page.get_by_text("1 line by you today")).to_be_visible()


def test_what_is_rejected_is_what_is_shown(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        begin(page, "ron", "narrow")
        held: list[Route] = []
        page.route("**/lookup", holds(held))
        before = shown(page)
        with page.expect_request("**/lookup"):
            line_on(page).get_by_role("combobox").fill("garc mar")
        page.keyboard.press("Alt+r")
        line_on(page).get_by_role("button", name="Mismatch Signature").click()
        about = line_on(page).locator("[data-part=reject-voter]")
        expect(about).to_have_text("nobody on the roll")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Still looking.")).to_be_visible()
        assert shown(page) == before
        held[0].continue_()
        expect(about).to_contain_text("MARIA")
        page.keyboard.press("Enter")
        left(page, before)


def on_a_sheet(route: Route) -> None:
    """The office's answer, each line with a scan of its whole sheet and where it is on it."""
    answer = route.fetch()
    said = answer.json()
    for line in said["lines"]:
        line |= {"image": PICTURE, "band": [200, 300]}
    route.fulfill(response=answer, json=said)


def test_a_sheet_is_shown_at_the_line(office: Office, browser: Browser) -> None:
    with opened(browser, office) as page:
        page.route("**/review/next", on_a_sheet)
        begin(page, "rosa", "narrow")
        mark = line_on(page).locator(".review-band__mark")
        expect(mark).to_have_attribute("style", "--top: 20%; --high: 10%;")
        in_the_middle = """mark => { const frame = mark.closest(".review-frame");
          const [of, its] = [frame, mark].map(one => one.getBoundingClientRect());
          const off = of.top + of.height / 2 - its.top - its.height / 2;
          return its.height > 5 && Math.abs(off) < 3; }
        """
        page.wait_for_function(in_the_middle, arg=mark.element_handle())
        sound(page)
        page.keyboard.press("Alt+v")
        expect(mark).to_have_count(0)
        page.keyboard.press("Alt+v")
        expect(mark).to_be_visible()


def each_at(page: Page, scale: str, across: str) -> None:
    """Wait until every picture of the line is enlarged and moved alike."""
    for frame in line_on(page).locator(".review-frame").all():
        expect(frame).to_have_attribute("style", f"--scale: {scale}; --x: {across}; --y: 0%;")
