"""How a worker tells how far a task is, and hears that it is no longer its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from rollcheck.office.tasks.models import OPEN, Progress, Task

LOST_AFTER = timedelta(seconds=60)
"""A worker that has said nothing for so long is taken for dead, and its task is done again."""

TELL_EVERY = 0.5  # seconds
BEAT_EVERY = 2.0  # seconds: what is told from other threads, and a silent stage, is heard too


class NotOursError(Exception):
    """The task was cancelled, or another worker has taken it over."""


class Telling:
    """The ``Progress`` of one task by one worker. Raises ``NotOursError`` out of the work.

    Work may tell from any thread; the database is written to from two alone: the one that does the
    work, and one that beats every few seconds.
    """

    def __init__(self, task: Task, worker: str) -> None:
        self.task = task
        self._mine = Progress.objects.filter(task=task, worker=worker)
        self._home = threading.get_ident()
        self._told_at = 0.0
        self._said = ("", 0, 0)
        self._lost = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far the work is, twice a second at most."""
        self._said = (stage[:200], done, total)
        due = done in (0, total) or time.monotonic() - self._told_at >= TELL_EVERY
        if due and threading.get_ident() == self._home:
            self._write()
        if self._lost:
            raise NotOursError

    def still_ours(self) -> bool:
        """Tell, inside a transaction, whether this worker still holds the task."""
        return self._mine.select_for_update().exists()

    def forget(self) -> None:
        """Take the progress away: the task has ended."""
        self._mine.delete()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Say every few seconds, from a thread of its own, that the work goes on."""
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(over,), daemon=True)
        beat.start()
        try:
            yield
        finally:
            over.set()
            beat.join()

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(BEAT_EVERY):
            self._write()
        connection.close()

    def _write(self) -> None:
        self._told_at = time.monotonic()
        stage, done, total = self._said
        told = self._mine.filter(task__state__in=OPEN).update(
            stage=stage, done=done, total=total, seen_at=timezone.now()
        )
        self._lost = self._lost or not told
