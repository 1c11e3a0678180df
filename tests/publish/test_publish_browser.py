"""The page in Chromium: for a screen reader, on a phone, enlarged, in the dark and on paper."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from publish_states import STATES

from rollcheck.publish import report_html

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("publish-browser")]

Scheme = Literal["light", "dark"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
A4_AND_LETTER = ("A4", "Letter")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium")
    assert found, "no Chromium: run `make setup-system`"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    paths = {name: folder / f"{name}.html" for name in STATES}
    for name, path in paths.items():
        path.write_text(report_html(STATES[name]()), encoding="utf-8")
    return paths


def opened(browser: Browser, path: Path, width: int, scheme: Scheme = "light") -> Page:
    """Open a report offline; it fails the test when it asks for, or complains of, anything."""
    context = browser.new_context(viewport={"width": width, "height": 640}, color_scheme=scheme)
    context.set_offline(True)
    page = context.new_page()
    page.on("request", lambda request: _only_itself(request.url))
    page.on("console", lambda message: pytest.fail(f"console: {message.text}"))
    page.goto(path.as_uri())
    return page


def _only_itself(url: str) -> None:
    assert url.startswith(("file:", "data:")), f"asked for {url}"


def overflow(page: Page) -> int:
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


AXE_STATES = ["with_files", "provisional_open", "sample_open", "equality", "lines_lost", "hostile"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", AXE_STATES)
def test_axe_finds_nothing(
    browser: Browser, reports: dict[str, Path], name: str, width: int, scheme: Scheme
) -> None:
    page = opened(browser, reports[name], width, scheme)
    found = Axe().run(page)
    page.context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", STATES)
def test_no_sideways_scrolling_on_a_phone_or_enlarged(
    browser: Browser, reports: dict[str, Path], name: str
) -> None:
    page = opened(browser, reports[name], 320)
    assert overflow(page) <= 0
    # 200 % of a 1280 pixel window, then the same with the text alone doubled.
    page.set_viewport_size({"width": 640, "height": 512})
    assert overflow(page) <= 0
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    assert overflow(page) <= 0
    page.context.close()


@pytest.mark.parametrize("name", ["with_files", "sample_open", "twenty_reasons", "zero_lines"])
@pytest.mark.parametrize("width", [320, 740, 1280])
def test_no_two_texts_of_a_picture_overlap(
    browser: Browser, reports: dict[str, Path], name: str, width: int
) -> None:
    page = opened(browser, reports[name], width)
    boxes = page.evaluate(
        """[...document.querySelectorAll('.label, .chart-label, .chart-number')].map(node => {
             const range = document.createRange(); range.selectNodeContents(node);
             const box = range.getBoundingClientRect();
             return [box.left, box.top, box.right, box.bottom].concat(node.textContent) })"""
    )
    page.context.close()
    assert len(boxes) > 3
    for position, one in enumerate(boxes):
        assert one[0] >= 0, f"{one[4]} begins left of the page"
        assert one[2] <= width, f"{one[4]} ends right of the page"
        for other in boxes[position + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0]
            above = one[3] <= other[1] + 1 or other[3] <= one[1] + 1
            assert apart or above, f"{one[4]} runs into {other[4]}"


def test_links_are_large_enough_to_hit(browser: Browser, reports: dict[str, Path]) -> None:
    page = opened(browser, reports["with_files"], 320)
    heights = page.evaluate(
        "[...document.querySelectorAll('nav a')].map(link => link.getBoundingClientRect().height)"
    )
    page.context.close()
    assert len(heights) == 7
    assert min(heights) >= 24


def test_the_skip_link_comes_first_and_shows_when_focused(
    browser: Browser, reports: dict[str, Path]
) -> None:
    page = opened(browser, reports["with_files"], 640)
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "[document.activeElement.className, document.activeElement.getBoundingClientRect().top]"
    )
    assert focused[0] == "skip"
    assert focused[1] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.context.close()
    assert outline == "solid"


def test_tables_stay_tables_on_a_phone(browser: Browser, reports: dict[str, Path]) -> None:
    page = opened(browser, reports["with_files"], 320)
    table = page.get_by_role("table", name="Lines found invalid, by reason").first
    assert table.get_by_role("row").count() == 8
    assert table.get_by_role("columnheader").count() == 5
    assert table.get_by_role("rowheader", name="Different Address").count() == 1
    page.context.close()


def test_the_picture_has_a_name_and_a_description(
    browser: Browser, reports: dict[str, Path]
) -> None:
    page = opened(browser, reports["with_files"], 1280)
    picture = page.get_by_role("img", name="Valid and invalid lines against the required number")
    assert picture.count() == 1
    told = picture.locator("desc").text_content() or ""
    page.context.close()
    assert told.replace("\N{NO-BREAK SPACE}", " ") == (
        "Of 715,833 lines, 520,050 are valid (72.65 %), 195,783 invalid and 0 waiting. "
        "Required: 566,857 certified and 543,840 claimed."
    )


@pytest.mark.parametrize("paper", A4_AND_LETTER)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_whole_and_light(
    browser: Browser, reports: dict[str, Path], paper: str, scheme: Scheme
) -> None:
    page = opened(browser, reports["with_files"], 1280, scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert page.locator("nav").is_hidden()
    page.set_viewport_size({"width": 680, "height": 900})
    assert overflow(page) <= 0
    printed = page.pdf(format=paper)
    page.context.close()
    assert printed.startswith(b"%PDF-")
    assert 4 <= printed.count(b"/Type /Page\n") <= 12
