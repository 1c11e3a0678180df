"""An office served and opened in Chromium: what every browser test of it uses."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

PASSWORD = "seven dry paper boats"
TESTS = Path(__file__).parent.parent
# Links inside a sentence may be smaller (WCAG 2.2, 2.5.8, exception "inline").
SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, input, select, summary')]
  .filter(one => one.checkVisibility() && !one.closest('p, li, dd, td'))
  .filter(one => !one.matches('.usa-skipnav'))
  // What is pressed is the label of these: the field itself stands off the page.
  .filter(one => !one.matches('.usa-radio__input, .usa-checkbox__input'))
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


@contextmanager
def served(folder: Path, *, founded: bool = False) -> Iterator[Office]:
    """An office served from a folder of its own until the block ends; one that is new has a key."""
    command = [sys.executable, "-u", "-m", "rollcheck", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--data", str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        address = re.search(r"Rollcheck is at (\S+)/$", process.stdout.readline())
        assert address
        said = "" if founded else process.stdout.readline()
        key = re.search(r"key (\S+)", said)
        try:
            yield Office(address[1], key[1] if key else "")
        finally:
            # Also when the block fails: the process would be waited for without end.
            process.send_signal(signal.SIGINT)
            ended = process.wait()
        assert ended == 0


def made_by(script: str, folder: Path) -> Path:
    """Make an office in a folder by a script of its own process."""
    place = {**os.environ, "ROLLCHECK_DATA": str(folder), "PYTHONPATH": str(TESTS)}
    subprocess.run([sys.executable, "-c", script], env=place, check=True)
    return folder


@contextmanager
def opened(browser: Browser, office: Office, width: int = 1100) -> Iterator[Page]:
    """A page of a new visitor; fails on errors and on requests to other hosts."""
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
    page.evaluate("() => document.fonts.ready.then(() => true)")
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate(SMALL_TARGETS) == []
    assert not page.evaluate(SCROLLS_SIDEWAYS), page.url


def goes(page: Page, to: Locator) -> None:
    """Press what leads to another page, and be there; at once, the page before would be seen."""
    with page.expect_navigation():
        to.click()


def sets_up(page: Page, office: Office) -> None:
    """Set a new office up by the page for it, with Ada as its administrator."""
    page.get_by_label("Key").fill(office.key)
    page.get_by_label("Name to sign in with").fill("ada")
    page.get_by_label("Full name").fill("Ada Administrator")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set up this office").click()
    page.wait_for_url("**/account/login/**")


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in through the page; it is done when another one is there."""
    page.goto("/account/login/")
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"^(?!.*/account/login/)"))


def tab_to(page: Page, label: str) -> None:
    """Go to a field, button or link by Tab alone; fail where the focus is not seen there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const one = document.activeElement;"
            " return (one.labels?.[0]?.innerText || one.innerText || '').trim(); }"
        )
        if name == label:
            # Polled: an outline may come with a transition.
            page.wait_for_function(FOCUS_IS_SEEN)
            return
    pytest.fail(f"{label} is not reached by Tab")
