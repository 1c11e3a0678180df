"""What holds for every test."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test in a browser two more tries.

    Chromium is a program of its own that now and then answers late or dies on a busy machine. Each
    further try is printed, and what needed one is a thing to mend.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))
