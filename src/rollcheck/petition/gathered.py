"""Problems of several loaders, raised together."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from rollcheck.problems import Problem, RollcheckError, raise_if_any

Read = TypeVar("Read")


class Gathered:
    """Problems of several loaders: each runs, and what all of them found is raised together.

    A problem that names no file is the petition file's: what it says led there.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []

    def load(self, loader: Callable[[], Read], *, key: str | None = None) -> Read | None:
        """Run one loader; keep its problems and return ``None`` if it has any.

        ``key`` is the petition file's key that a problem without a file is about.
        """
        try:
            return loader()
        except RollcheckError as error:
            for problem in error.problems:
                column = problem.column or key
                own = replace(problem, file=self._file, column=column)
                self._problems.append(problem if problem.file else own)
            return None

    def add(self, key: str, code: str, message: str) -> None:
        """Keep a problem of one of the petition file's keys."""
        self._problems.append(Problem(self._file, None, key, code, message))

    def raise_if_any(self) -> None:
        """Raise what was found so far, if anything was, each problem once."""
        raise_if_any(dict.fromkeys(self._problems))
