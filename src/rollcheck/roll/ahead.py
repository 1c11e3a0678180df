"""Reading ahead: the next batch of a file is parsed while this one is worked on."""

from collections.abc import Generator
from contextlib import closing
from typing import TypeVar

from rollcheck.problems import Threads

Item = TypeVar("Item")


def read_ahead(items: Generator[Item]) -> Generator[Item]:
    """Yield the items in their order, each fetched by another thread while the last is used.

    An error in fetching is raised where the item would have come. Whoever stops early closes this,
    which waits for the item under way, so that nothing reads on behind their back.
    """
    end = object()
    with closing(items), Threads(1) as reader:
        coming = reader.submit(next, items, end)
        while True:
            item = coming.result()
            if item is end:
                return
            coming = reader.submit(next, items, end)
            yield item  # type: ignore[misc]  # anything but the end is an item
