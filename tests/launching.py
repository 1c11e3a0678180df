"""Chromium as every test in a browser has it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
# The same names that tools/setup-system.sh looks for.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Milliseconds: a busy machine is slow.
expect.set_options(timeout=30_000)


@contextmanager
def launcher() -> Iterator[Callable[[], Browser]]:
    """A call that gives a running Chromium, until the block ends: another where one has died."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "no Chromium: run `make setup-system`"
    with sync_playwright() as playwright:
        running: list[Browser] = []

        def launch() -> Browser:
            if not running or not running[-1].is_connected():
                running.append(playwright.chromium.launch(executable_path=found, args=FLAGS))
            return running[-1]

        yield launch
        for browser in running:
            browser.close()


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, until the block ends."""
    with launcher() as launch:
        yield launch()
