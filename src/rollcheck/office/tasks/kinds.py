"""The kinds of long work: each a function of its arguments that tells how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from rollcheck.office.people.rights import Right
from rollcheck.office.tasks.models import Task
from rollcheck.problems import Progress

Work = Callable[[Task, Progress], dict[str, Any]]
"""Called with the task and a progress to tell; returns what came of it, as JSON values."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work, the right that asking for it takes, and what does it.

    The work may be done again after a crash, so it must not mind having been begun before.
    ``leads_to`` is the page to go to when it is done, of the petition where the work has one, and
    what the link says.
    """

    label: Promise
    right: Right
    work: Work
    leads_to: tuple[str, Promise] | None = None


KINDS: dict[str, Kind] = {}


def long_work(
    name: str, label: Promise, right: Right, leads_to: tuple[str, Promise] | None = None
) -> Callable[[Work], Work]:
    """Enter the decorated function in the table of kinds."""

    def enter(work: Work) -> Work:
        if name in KINDS:
            raise ValueError(f"two kinds of work are called {name}")
        KINDS[name] = Kind(label, right, work, leads_to)
        return work

    return enter


BETWEEN: list[Callable[[], None]] = []
"""What a worker does now and then between two tasks."""


def between_tasks(look: Callable[[], None]) -> Callable[[], None]:
    """Have every worker call the decorated function now and then, to ask for work."""
    BETWEEN.append(look)
    return look
