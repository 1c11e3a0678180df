"""What holds for every test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from launching import launcher


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in a browser two more tries, and begin with the files that take longest.

    Chromium is a program of its own that now and then answers late or dies on a busy machine. Each
    further try is printed, and what needed one is a thing to mend.
    Files go to the processes whole (see the Makefile), so that what a file makes for all its tests
    is made once; of two processes neither ends alone with a long file if those come first.
    """
    in_browser = {item.path for item in items if item.get_closest_marker("browser")}
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))
    items.sort(key=lambda item: (item.path not in in_browser, item.path not in slow))


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[[], Browser]]:
    """Call it for Chromium: one for the module, another where that has died."""
    with launcher() as launch:
        yield launch


@pytest.fixture
def browser(launch: Callable[[], Browser]) -> Browser:
    return launch()
