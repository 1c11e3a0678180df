"""Pictures of the office's main pages, taken in the demonstration's office.

``python -m office.pictures_of_pages``, in ``tests``, takes those that the documentation shows.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from launching import launched
from office.chromium import Office, opened, served

TESTS = Path(__file__).parent.parent
KEPT = TESTS.parent / "docs" / "images"
WIDTH = 1280
COLOURS = 64
AT = "/petitions/demo"
ALL_DRAWN = """
() => document.fonts.status === "loaded"
  && [...document.images].every(one => !one.checkVisibility() || one.naturalWidth > 0)
"""


def as_somebody(page: Page, name: str) -> None:
    """Sign in as one of the demonstration's people."""
    page.goto("/account/login/")
    page.get_by_role("button", name=f"As {name}").click()
    expect(page.get_by_text(f"Signed in as {name}")).to_be_visible()


def long_work_is_done(page: Page) -> None:
    """Wait until the worker has matched lines and looked for duplicates: pages show both."""
    for task in ("demo-match-lines", "demo-find-duplicates"):
        page.goto(f"/tasks/{task}")
        expect(page.locator("#watched")).to_contain_text("Done", timeout=600_000)


def works(folder: Path, sheets: int, percent: int) -> None:
    """Make an office in which people have looked at so many percent of the lines."""
    command = [sys.executable, "-m", "office.at_work", str(folder), str(sheets), str(percent)]
    place = {**os.environ, "PYTHONPATH": str(TESTS)}
    subprocess.run(command, env=place, check=True, capture_output=True)


def looks_somebody_up(page: Page) -> None:
    """Have a voter with signatures chosen: the matcher's, or one who is looked up."""
    page.locator("#workbench[data-ready]").wait_for()
    line = page.locator(".review-line:not([hidden])")
    if not line.get_by_role("option").count():
        page.keyboard.type("elena rivera 5502")
        expect(line.get_by_role("option").first).to_contain_text("5502")
    expect(line.locator(".review-frame img")).to_have_count(3)


def sees_duplicates(page: Page) -> None:
    """Go to the first lines that were accepted for one voter."""
    page.get_by_role("link", name=re.compile(r"^Lines \d")).first.click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()


def keys_a_line(page: Page) -> None:
    """Be given a sheet, and be at its first line."""
    page.get_by_role("button", name=re.compile("Key the next sheet|Go on")).click()
    page.locator("form[data-ready]").wait_for()


def practises(page: Page) -> None:
    """Begin, and be at the first line."""
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Practice line 1")).to_be_visible()


def stays(page: Page) -> None:
    """Show the page as it opens."""


SHOWN: dict[str, tuple[str, str, Callable[[Page], None], int]] = {
    "petitions": ("Sue Supervisor", "/", stays, 740),
    "petition": ("Sue Supervisor", AT, stays, 1280),
    "receiving": ("Sue Supervisor", f"{AT}/receiving/", stays, 1000),
    "watching": ("Sue Supervisor", f"{AT}/watch", stays, 1600),
    "duplicates": ("Sue Supervisor", f"{AT}/duplicates/", sees_duplicates, 1000),
    "rights": ("Sue Supervisor", "/rights", stays, 1000),
    "keying": ("Carl Clerk", f"{AT}/keying/", keys_a_line, 1000),
    "practice": ("Ravi Reviewer", f"{AT}/practice/", practises, 900),
    "workbench": ("Ravi Reviewer", f"{AT}/review/", looks_somebody_up, 960),
}
"""What is shown: by whom it is opened, where, what is done there, and so many pixels of it."""


def take(browser: Browser, office: Office, into: Path) -> None:
    """Write one picture of each page, in few colours."""
    with opened(browser, office) as page:
        as_somebody(page, "Sue Supervisor")
        long_work_is_done(page)
    for name, (who, path, does, height) in SHOWN.items():
        with opened(browser, office, width=WIDTH) as page:
            as_somebody(page, who)
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.goto(path)
            does(page)
            page.wait_for_function(ALL_DRAWN)
            picture = Image.open(io.BytesIO(page.screenshot()))
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(into / f"office-{name}.png", optimize=True)


def main() -> None:
    """Take the documentation's pictures in a whole demonstration."""
    with tempfile.TemporaryDirectory() as scratch:
        works(Path(scratch) / "office", 60, 45)
        with served(Path(scratch) / "office", founded=True) as office, launched() as browser:
            take(browser, office, KEPT)


if __name__ == "__main__":
    main()
