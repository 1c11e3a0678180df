"""Every page of the office in Chromium: light and dark, at 200 and 400 %, and where focus is seen.

WCAG 2.2: text to 200 % (1.4.4) is a window of 1,280 pixels seen as 640, and reflow (1.4.10) is one
of 320, which is 400 %: a browser that enlarges a page gives it so many fewer pixels.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from office.chromium import (
    SCROLLS_SIDEWAYS,
    SMALL_TARGETS,
    Office,
    goes,
)
from office.pages_of_addresses import PAGES, VISITOR, Shown
from office.pictures_of_pages import as_somebody

HEIGHT = 900
ENLARGED = {"200 %": 640, "400 %": 320}
# What stands where a text or a value is missing, or was put in by a program's own word for nothing.
GAPS = re.compile(
    r"\b(?:None|null|undefined|NaN)\b|\{\w*\}|%\(\w+\)|\(\s*\)|\w[ \u00a0]+[,;:.](?:\s|$)"
)
# What is focused off the page shows it on its label; a page's main part is no control.
UNSEEN_FOCUS = """
() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(one => one.checkVisibility() && !one.disabled)
  .filter(one => !one.matches(
    '.usa-radio__input, .usa-checkbox__input, .usa-file-input__input'))
  .filter(one => { one.focus({preventScroll: true}); const style = getComputedStyle(one);
    return document.activeElement === one
      && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2); })
  .map(one => one.outerHTML.slice(0, 120))
"""


def go(page: Page, shown: Shown) -> None:
    """Open a page, and do what leads to it."""
    page.goto(shown.path)
    if shown.then:
        button = page.get_by_role("button", name=re.compile(shown.then))
        link = page.get_by_role("link", name=re.compile(shown.then))
        goes(page, button.or_(link).first)
    expect(page.locator("h1").first).to_be_visible()


def wrong_with(page: Page) -> Iterator[str]:
    """Say what is wrong with the page that is open."""
    yield from (f"says {one!r}" for one in GAPS.findall(page.inner_text("body")))
    page.evaluate("() => document.fonts.ready.then(() => true)")
    axe = Axe()
    for scheme, rules in (("light", None), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(
            "scheme => matchMedia(`(prefers-color-scheme: ${scheme})`).matches", arg=scheme
        )
        for one in axe.run(page, options=rules).response["violations"]:
            yield f"{scheme}: {one['id']} {one['nodes'][0]['html'][:150]}"
    page.emulate_media(color_scheme="light")
    page.keyboard.press("Tab")
    yield from (f"focus unseen: {one}" for one in page.evaluate(UNSEEN_FOCUS))
    for name, width in {"100 %": 1280, **ENLARGED}.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.wait_for_function("width => window.innerWidth === width", arg=width)
        yield from (f"{name}: small {one}" for one in page.evaluate(SMALL_TARGETS))
        if page.evaluate(SCROLLS_SIDEWAYS):
            yield f"{name}: scrolls sideways"


def wrong_on_every_page(browser: Browser, office: Office) -> list[str]:
    """Walk the table of pages, each by whom it is for, and say what is wrong on which."""
    found = []
    for who, rows in groupby(PAGES.items(), key=lambda row: row[1].who):
        # A link that is void answers 410, and the console says so: `opened` would mind.
        context = browser.new_context(base_url=office.address, reduced_motion="reduce")
        page = context.new_page()
        if who != VISITOR:
            as_somebody(page, who)
        for name, shown in rows:
            page.set_viewport_size({"width": 1280, "height": HEIGHT})
            go(page, shown)
            found += [f"{name}: {wrong}" for wrong in wrong_with(page)]
        context.close()
    return found
