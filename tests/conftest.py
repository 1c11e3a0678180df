"""What holds for every test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from launching import launcher


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in a browser two more tries.

    Chromium is a program of its own that now and then answers late or dies on a busy machine. Each
    further try is printed, and what needed one is a thing to mend.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[[], Browser]]:
    """Call it for Chromium: one for the module, another where that has died."""
    with launcher() as launch:
        yield launch


@pytest.fixture
def browser(launch: Callable[[], Browser]) -> Browser:
    return launch()
