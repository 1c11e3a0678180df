"""Fixtures around the small petition."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_petition import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture
def codes() -> Callable[[BaseException], set[tuple[str, str | None, str]]]:
    """Return the (file, column, code) of every problem of an error."""

    def of(error: BaseException) -> set[tuple[str, str | None, str]]:
        problems = getattr(error, "problems", ())
        return {(problem.file, problem.column, problem.code) for problem in problems}

    return of
