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
BEAT_EVERY = 10.0  # seconds: a stage that says nothing for long must still be heard


class NotOursError(Exception):
    """The task was cancelled, or another worker has taken it over."""


class Telling:
    """The ``Progress`` of one task by one worker. Raises ``NotOursError`` out of the work."""

    def __init__(self, task: Task, worker: str) -> None:
        self.task = task
        self._mine = Progress.objects.filter(task=task, worker=worker)
        self._told_at = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far the work is, twice a second at most."""
        now = time.monotonic()
        if done not in (0, total) and now - self._told_at < TELL_EVERY:
            return
        self._told_at = now
        told = self._mine.filter(task__state__in=OPEN).update(
            stage=stage[:200], done=done, total=total, seen_at=timezone.now()
        )
        if not told:
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
            self._mine.update(seen_at=timezone.now())
        connection.close()
