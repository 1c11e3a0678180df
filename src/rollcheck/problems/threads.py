"""Threads beside the main one, all of whose work has ended when their block has, however it ends.

An interrupt is raised in the main thread alone, wherever that is: while it hands out work, or waits
for it. Python's pool then takes a thread for ended that works on (``Thread.join`` of Python 3.11
does), or does not know of it, so that an engine is closed, or the process left, under its hands.
"""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Made = TypeVar("Made")


class _Job:
    """Work that is either begun, and then ends, or given up before."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self._taken: dict[str, object] = {}

    def take(self, by: object) -> bool:
        """Take it, to do it or to give it up; false where another did before."""
        return self._taken.setdefault("by", by) is by


class Threads(ThreadPoolExecutor):
    """A pool of threads for a ``with`` block; one that fails begins no more of its work."""

    def __init__(self, max_workers: int | None = None) -> None:
        super().__init__(max_workers)
        self._jobs: set[_Job] = set()

    def submit(
        self, fn: Callable[Asked, Made], /, *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Future[Made]:
        """Have a thread do this; return where its result will be."""
        job = _Job()

        def work() -> Made:
            if not job.take(job):
                raise CancelledError
            try:
                return fn(*args, **kwargs)
            finally:
                self._jobs.discard(job)
                job.ended.set()

        # Known before a thread can have it: an interrupt may come between any two steps.
        self._jobs.add(job)
        return super().submit(work)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wait for the work under way; give up what was not begun where something went wrong."""
        self.finish(give_up=kind is not None)

    def finish(self, *, give_up: bool = False) -> None:
        """Do all work, or only finish what was begun; an interrupt meanwhile is raised after it."""
        interrupted: KeyboardInterrupt | None = None
        while self._jobs:
            try:
                if give_up:
                    self._jobs.difference_update([job for job in set(self._jobs) if job.take(self)])
                for job in set(self._jobs):
                    job.ended.wait()
            except KeyboardInterrupt as told:
                interrupted, give_up = told, True
        self.shutdown()
        if interrupted is not None:
            raise interrupted
