"""What a long job tells the person who waits for it."""

from collections.abc import Callable

# (stage in plain words, units done, units in all or 0 where that is not known yet)
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
    _ = stage, done, total
