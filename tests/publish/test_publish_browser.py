"""The page in Chromium: for a screen reader, on a phone, enlarged, in the dark and on paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from publish_states import STATES

from rollcheck.publish import report_html

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
A4_AND_LETTER = ("A4", "Letter")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    paths = {name: folder / f"{name}.html" for name in STATES}
    for name, path in paths.items():
        path.write_text(report_html(STATES[name]()), encoding="utf-8")
    return paths


class Opened:
    """Opens reports offline, and keeps what a page asked for and complained of."""

    def __init__(self, browser: Browser, reports: dict[str, Path]) -> None:
        self.browser = browser
        self.reports = reports
        self.requests: list[str] = []
        self.console: list[str] = []

    def __call__(self, name: str, width: int, scheme: Scheme = "light") -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 640}, color_scheme=scheme, offline=True
        )
        page = context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.console.append(message.text))
        page.goto(self.reports[name].as_uri())
        return page


@pytest.fixture
def opened(browser: Browser, reports: dict[str, Path]) -> Iterator[Opened]:
    """Every test with a page also proves that it asked for nothing and nothing was blocked."""
    opened = Opened(browser, reports)
    yield opened
    for context in browser.contexts:
        context.close()
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []
    assert len(opened.requests) == 1
    assert opened.console == []


FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def becomes(page: Page, expression: str) -> None:
    """Wait until ``expression`` is true: what a click or another medium changes takes a while.

    As a function, since the page forbids that texts are evaluated, which polling an expression is.
    """
    page.wait_for_function(f"() => {expression}")


AXE_STATES = ["with_files", "provisional_open", "sample_open", "equality", "lines_lost", "hostile"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("name", AXE_STATES)
def test_axe_finds_nothing(opened: Opened, name: str, width: int, scheme: Scheme) -> None:
    page = opened(name, width, scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", STATES)
def test_no_sideways_scrolling_on_a_phone_or_enlarged(opened: Opened, name: str) -> None:
    page = opened(name, 320)
    becomes(page, FITS)
    # 200 % of a 1280 pixel window, then the same with the text alone doubled.
    page.set_viewport_size({"width": 640, "height": 512})
    becomes(page, FITS)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    becomes(page, FITS)
    page.set_viewport_size({"width": 1280, "height": 800})
    becomes(page, FITS)


@pytest.mark.parametrize("name", ["with_files", "sample_open", "twenty_reasons", "zero_lines"])
@pytest.mark.parametrize("width", [320, 740, 1280])
def test_no_two_texts_of_a_picture_overlap(opened: Opened, name: str, width: int) -> None:
    page = opened(name, width)
    boxes = page.evaluate(
        """[...document.querySelectorAll('.label, .chart-label, .chart-number')].map(node => {
             const range = document.createRange(); range.selectNodeContents(node);
             const box = range.getBoundingClientRect();
             return [box.left, box.top, box.right, box.bottom].concat(node.textContent) })"""
    )
    assert len(boxes) > 3
    for position, one in enumerate(boxes):
        assert one[0] >= 0, f"{one[4]} begins left of the page"
        assert one[2] <= width, f"{one[4]} ends right of the page"
        for other in boxes[position + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0]
            above = one[3] <= other[1] + 1 or other[3] <= one[1] + 1
            assert apart or above, f"{one[4]} runs into {other[4]}"


def test_links_are_large_enough_to_hit(opened: Opened) -> None:
    page = opened("with_files", 320)
    heights = page.evaluate(
        "[...document.querySelectorAll('nav a')].map(link => link.getBoundingClientRect().height)"
    )
    assert len(heights) == 7
    assert min(heights) >= 24


def test_the_skip_link_comes_first_and_shows_when_focused(opened: Opened) -> None:
    page = opened("with_files", 640)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    becomes(page, "document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    becomes(page, "document.activeElement.id === 'report'")
    page.keyboard.press("Tab")
    becomes(page, "getComputedStyle(document.activeElement).outlineStyle === 'solid'")


def test_tables_stay_tables_on_a_phone(opened: Opened) -> None:
    page = opened("with_files", 320)
    table = page.get_by_role("table", name="Lines found invalid, by reason").first
    assert table.get_by_role("row").count() == 8
    assert table.get_by_role("columnheader").count() == 5
    assert table.get_by_role("rowheader", name="Different Address").count() == 1


def test_the_picture_has_a_name_and_a_description(opened: Opened) -> None:
    page = opened("with_files", 1280)
    picture = page.get_by_role("img", name="Valid and invalid lines against the required number")
    assert picture.count() == 1
    told = picture.locator("desc").text_content() or ""
    assert told.replace("\N{NO-BREAK SPACE}", " ") == (
        "Of 715,833 lines, 520,050 are valid (72.65 %), 195,783 invalid and 0 waiting. "
        "Required: 566,857 certified and 543,840 claimed."
    )


@pytest.mark.parametrize("paper", [(680, 1_000), (703, 925)])  # A4, Letter within the margins
def test_three_numbers_stand_side_by_side_on_paper(opened: Opened, paper: tuple[int, int]) -> None:
    page = opened("three_numbers", 1280)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": paper[0], "height": paper[1]})
    expect(page.locator(".card")).to_have_count(3)
    becomes(
        page,
        """[...document.querySelectorAll('.card')].map(card => card.getBoundingClientRect())
             .every((box, _, all) => box.top === all[0].top && box.bottom < innerHeight)""",
    )


SEEN = """[...document.querySelectorAll('details tr')].filter(row =>
    row.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
    && row.getBoundingClientRect().height > 0).length"""


def test_the_steps_are_folded_and_open_with_the_keyboard(opened: Opened) -> None:
    page = opened("with_files", 320)
    becomes(page, f"{SEEN} === 0")
    summary = page.locator("#arithmetic ~ details summary").first
    assert "566,857" in (summary.text_content() or "")
    summary.focus()
    becomes(page, "getComputedStyle(document.activeElement).outlineStyle !== 'none'")
    page.keyboard.press("Enter")
    becomes(page, f"{SEEN} > 3")
    page.keyboard.press("Enter")
    becomes(page, f"{SEEN} === 0")


def test_the_steps_unfolded_keep_to_the_page_and_axe_finds_nothing(opened: Opened) -> None:
    page = opened("provisional_open", 320)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    becomes(page, FITS)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_cell_on_a_phone_keeps_its_words_together(opened: Opened) -> None:
    page = opened("with_files", 320)
    # Each is a grid of its name and one thing more: a second would begin a row of its own.
    loose = page.evaluate(
        """[...document.querySelectorAll('td')].filter(cell =>
             [...cell.childNodes].filter(node => node.textContent.trim()).length > 1).length"""
    )
    assert loose == 0


def test_a_report_is_no_endless_scroll_on_a_phone(opened: Opened) -> None:
    page = opened("with_files", 320)
    becomes(page, "document.documentElement.scrollHeight < 14500")


def test_the_link_to_what_is_not_verified_leads_to_something_seen(opened: Opened) -> None:
    page = opened("with_files", 320)
    page.emulate_media(reduced_motion="reduce")  # so that the jump is over at once
    page.get_by_role("link", name="see which").click()
    expect(page.locator("#not-verified")).to_be_in_viewport()
    expect(page.locator("#not-verified")).to_be_visible()
    expect(page.locator(".rules li").first).to_be_visible()


@pytest.mark.parametrize("name", ["with_files", "provisional_open"])
def test_every_step_is_seen_on_paper(opened: Opened, name: str) -> None:
    page = opened(name, 1280)
    page.emulate_media(media="print")
    becomes(page, f"{SEEN} === document.querySelectorAll('details tr').length")


@pytest.mark.parametrize("name", ["with_files", "provisional_open"])
def test_every_step_is_printed(opened: Opened, name: str) -> None:
    page = opened(name, 1280)
    folded = page.pdf(format="A4").count(b"/Type /Page\n")
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == folded
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.remove() })")
    assert page.pdf(format="A4").count(b"/Type /Page\n") < folded


@pytest.mark.parametrize("paper", A4_AND_LETTER)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_whole_and_light(opened: Opened, paper: str, scheme: Scheme) -> None:
    page = opened("with_files", 1280, scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    becomes(
        page,
        "getComputedStyle(document.documentElement).backgroundColor === 'rgb(255, 255, 255)'",
    )
    expect(page.locator("nav")).to_be_hidden()
    page.set_viewport_size({"width": 680, "height": 900})
    becomes(page, FITS)
    printed = page.pdf(format=paper)
    assert printed.startswith(b"%PDF-")
    assert 4 <= printed.count(b"/Type /Page\n") <= 12
