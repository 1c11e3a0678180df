"""The pages of a publication in Chromium, offline: phone, keyboard, dark, paper, axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from published_pages import publication, whole_result

from rollcheck.publish.site import pages_of

pytestmark = pytest.mark.browser

# A function: the pages allow no evaluation of text, so that text would be tried only once.
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, content in pages_of(whole_result(), publication()).items():
        (folder / name).write_bytes(content)
    return folder


class Opened:
    """Opens pages offline, and keeps what they complained of."""

    def __init__(self, browser: Browser, site: Path) -> None:
        self.browser, self.site = browser, site
        self.console: list[str] = []
        self.requests: list[str] = []

    def __call__(self, name: str, width: int, scheme: Scheme = "light") -> Page:
        page = self.browser.new_page(
            viewport={"width": width, "height": 640},
            color_scheme=scheme,
            offline=True,
        )
        page.on("console", lambda message: self.console.append(message.text))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto((self.site / name).as_uri())
        return page


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Opened]:
    """Every test with a page also proves that it asked for nothing and nothing was blocked."""
    opened = Opened(browser, site)
    yield opened
    for context in browser.contexts:
        context.close()
    assert opened.console == []
    assert [url for url in opened.requests if not url.startswith("file:")] == []


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("index.html", 1280, "light"),
        ("es.html", 320, "dark"),
        ("certificate.html", 320, "light"),
        ("certificate.es.html", 1280, "dark"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    opened: Opened, name: str, width: int, scheme: Scheme
) -> None:
    page = opened(name, width, scheme)
    page.wait_for_function(FITS)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_one_presses_through_to_the_certificate_and_the_other_language(opened: Opened) -> None:
    page = opened("index.html", 640)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Español")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/es.html")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("h1")).to_contain_text("La petición es insuficiente")
    page.get_by_role("link", name="El certificado como página").press("Enter")
    page.wait_for_url("**/certificate.es.html")
    expect(page.get_by_role("heading", name="Quién decidió qué")).to_be_visible()


def test_the_links_on_a_phone_are_large_enough_to_hit(opened: Opened) -> None:
    page = opened("index.html", 320)
    page.wait_for_function(
        """() => {
             const links = [...document.querySelectorAll('nav a, .papers a, .languages a')];
             return links.length > 3
               && links.every(link => link.getBoundingClientRect().height >= 24); }"""
    )


def test_on_a_phone_a_count_shares_a_line_only_with_the_share_that_follows_it(
    opened: Opened,
) -> None:
    page = opened("index.html", 320)
    shown = """([id, pairs]) => {
        const rows = [...document.querySelectorAll(`[aria-labelledby=${id}] tbody tr`)];
        const beside = row => [...row.querySelectorAll("td")]
            .filter(cell => getComputedStyle(cell).display === "inline-grid").length;
        return rows.length > 0 && rows.every(row => beside(row) === 2 * pairs);
    }"""
    page.wait_for_function(shown, arg=["people", 1])
    page.wait_for_function(shown, arg=["circulators", 0])


def test_on_a_phone_a_day_of_the_timeline_stands_on_one_line(opened: Opened) -> None:
    page = opened("es.html", 375)
    page.wait_for_function(
        """() => {
            const days = [...document.querySelectorAll(".days time")];
            return days.length > 0 && days.every(day => day.getClientRects().length === 1);
        }"""
    )


def test_on_paper_the_page_is_light_without_navigation_and_fits(opened: Opened) -> None:
    page = opened("index.html", 1280, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function(
        "() => getComputedStyle(document.documentElement).backgroundColor === 'rgb(255, 255, 255)'"
    )
    expect(page.locator("nav")).to_be_hidden()
    page.set_viewport_size({"width": 680, "height": 900})
    page.wait_for_function(FITS)
