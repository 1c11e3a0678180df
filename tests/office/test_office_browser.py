"""The office in Chromium, as people meet it: by mouse, by keyboard alone, on a phone."""

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("office-browser")]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PASSWORD = "seven dry paper boats"
# Links inside a sentence may be smaller (WCAG 2.2, 2.5.8, exception "inline").
SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, input, select, summary')]
  .filter(one => one.checkVisibility() && !one.closest('p, li, dd, td'))
  .filter(one => !one.matches('.usa-skipnav'))
  .filter(one => { const box = one.getBoundingClientRect(); return box.width && box.height < 24; })
  .map(one => one.outerHTML.slice(0, 120))
"""
SCROLLS_SIDEWAYS = (
    "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
)
FOCUS_IS_SEEN = """
() => { const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; }
"""


@dataclass
class Office:
    """A served office: its address, and the key with which it is set up."""

    address: str
    key: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("served") / "office"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "rollcheck", "serve", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--data", str(folder)], stdout=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout
        assert "Rollcheck is at" in served.stdout.readline()
        key = re.search(r"key (\S+)", served.stdout.readline())
        assert key
        yield Office(f"http://localhost:{port}", key[1])
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=30) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "no Chromium: run `make setup-system`"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Browser, office: Office, width: int = 1100) -> Iterator[Page]:
    """A page of a new visitor; what the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=office.address)
    page = context.new_page()
    wrong: list[str] = []

    def elsewhere(url: str) -> list[str]:
        return [] if url.startswith(office.address) else [url]

    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.extend([said.text] * (said.type == "error")))
    page.on("request", lambda asked: wrong.extend(elsewhere(asked.url)))
    yield page
    context.close()
    assert wrong == []


def sound(page: Page) -> None:
    """Fail on what axe finds, on small targets and on pages that must be scrolled sideways."""
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate(SMALL_TARGETS) == []
    assert not page.evaluate(SCROLLS_SIDEWAYS), page.url


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture(scope="module")
def founded(office: Office, browser: Browser) -> Office:
    """The office with an administrator, set up through the page."""
    with opened(browser, office) as page:
        page.goto("/setup")
        sound(page)
        page.get_by_label("Key").fill(office.key)
        page.get_by_label("Name to sign in with").fill("ada")
        page.get_by_label("Full name").fill("Ada Administrator")
        page.get_by_label("New password").fill(PASSWORD)
        page.get_by_label("The same again").fill(PASSWORD)
        page.get_by_role("button", name="Set up this office").click()
        page.wait_for_url("**/account/login/**")
    return office


@pytest.fixture(scope="module")
def staffed(founded: Office, browser: Browser) -> Office:
    """The office with a supervisor, added by the administrator, who set their own password."""
    with opened(browser, founded) as page:
        sign_in(page, "ada", PASSWORD)
        page.get_by_role("link", name="People", exact=True).click()
        sound(page)
        page.get_by_label("Name to sign in with").fill("sue")
        page.get_by_label("Full name").fill("Sue Supervisor")
        page.get_by_role("button", name="Add this person").click()
        page.get_by_label("Role").select_option("Supervisor")
        page.get_by_role("button", name="Give this role").click()
        page.get_by_role("button", name="Make a link to set a password").click()
        sound(page)
        link = page.locator(".usa-alert code").inner_text()
    with opened(browser, founded) as hers:
        hers.goto(link)
        sound(hers)
        hers.get_by_label("New password").fill(PASSWORD)
        hers.get_by_label("The same again").fill(PASSWORD)
        hers.get_by_role("button", name="Set this password").click()
        hers.wait_for_url("**/account/login/**")
    return founded


def test_a_supervisor_sets_a_petition_up(staffed: Office, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, staffed) as page:
        sign_in(page, "sue", PASSWORD)
        sound(page)
        page.get_by_role("link", name="Set up a petition").click()
        sound(page)
        page.get_by_label("Title").fill("Recall of the District Attorney")
        page.get_by_label("Law").select_option("us-ca/county-recall")
        page.get_by_label("Form approved on").fill("2022-01-27")
        page.get_by_role("button", name="Set up this petition").click()
        page.get_by_text("Set or contest the required number").click()
        page.get_by_label("Registered voters it is computed from").fill("5668569")
        page.get_by_role("button", name="Keep this number").click()
        assert page.get_by_role("heading", name="566,857").is_visible()
        page.get_by_text("Enter the filing", exact=True).click()
        page.get_by_label("Filed on").fill("2022-07-06")
        page.get_by_label("Lines counted at filing").fill("715833")
        page.get_by_role("button", name="Keep this filing").click()
        assert page.get_by_text("people for 30 working days").is_visible()
        sound(page)
        for path in ("/rights", "/log/", "/tasks/", "/me", "/account/2fa/", "/account/sessions/"):
            page.goto(path)
            sound(page)


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (640, 2)])
def test_a_phone_and_a_page_twice_as_large(
    staffed: Office, browser: Browser, width: int, zoom: int
) -> None:
    with opened(browser, staffed, width=width // zoom) as page:
        sign_in(page, "sue", PASSWORD)
        for path in ("/", "/petitions/new", "/rights", "/log/", "/me"):
            page.goto(path)
            sound(page)
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="What I may do").click()
        assert page.url.endswith("/rights")


def test_a_petition_is_set_up_by_keyboard_alone(staffed: Office, browser: Browser) -> None:
    with opened(browser, staffed) as page:
        page.goto("/account/login/")

        def tab_to(label: str) -> None:
            for _ in range(60):
                page.keyboard.press("Tab")
                name = page.evaluate(
                    "() => { const one = document.activeElement;"
                    " return (one.labels?.[0]?.innerText || one.innerText || '').trim(); }"
                )
                if name == label:
                    assert page.evaluate(FOCUS_IS_SEEN), f"{label}: the focus is not seen"
                    return
            pytest.fail(f"{label} is not reached by Tab")

        tab_to("Name to sign in with")
        page.keyboard.type("sue")
        tab_to("Password")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Set up a petition").wait_for()
        tab_to("Set up a petition")
        page.keyboard.press("Enter")
        page.wait_for_url("**/petitions/new")
        tab_to("Title")
        page.keyboard.type("By keyboard alone")
        tab_to("Set up this petition")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="By keyboard alone").wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.innerText") == "Skip to main content"
