"""The worker: takes a waiting task, does it, tells how far it is, and keeps what came of it."""

import logging
import os
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rollcheck.office.acts.act import act
from rollcheck.office.tasks.kinds import BETWEEN, KINDS
from rollcheck.office.tasks.models import OPEN, Progress, Task
from rollcheck.office.tasks.telling import LOST_AFTER, NotOursError, Telling
from rollcheck.problems import RollcheckError
from rollcheck.record.events.work import TaskBegun, TaskEnded

LOG = logging.getLogger(__name__)
ATTEMPTS = 3
LOOK_EVERY = 30.0  # seconds between two looks into watched folders
CRASHED = "The worker stopped in the middle of this three times. Look at its log."
BUG = "Something in Rollcheck itself went wrong. Nothing half-done was kept; the log says where."


def work_once(worker: str) -> bool:
    """Take one task and do it; return whether there was one."""
    taken = _take(worker)
    if taken is None:
        return False
    task, attempt = taken
    if attempt > ATTEMPTS:
        _end(Telling(task, worker), done=False, aside=[{"message": CRASHED}])
        return True
    _do(task, worker)
    return True


def work_for_ever(*, pause: float = 1.0) -> None:
    """Do tasks as they come, and look around for more every half minute, until interrupted."""
    worker, looked_at = new_worker(), 0.0
    while True:
        if time.monotonic() - looked_at >= LOOK_EVERY:
            look_around()
            looked_at = time.monotonic()
        if not work_once(worker):
            time.sleep(pause)


def look_around() -> None:
    """Call what is to be done between tasks; what goes wrong there is logged and stops nothing."""
    for look in BETWEEN:
        try:
            look()
        except Exception:  # the process's edge: a bug in one must not end the worker
            LOG.exception("between tasks")


def work_until_idle() -> int:
    """Do tasks until none is waiting; return how many."""
    worker, done = new_worker(), 0
    while work_once(worker):
        done += 1
    return done


def new_worker() -> str:
    """Return a name for a worker, unlike any other's."""
    return f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"


def _take(worker: str) -> tuple[Task, int] | None:
    """Take hold of the oldest task that nobody holds, and say which attempt at it this is."""
    now = timezone.now()
    with transaction.atomic():
        free = Q(progress=None) | Q(progress__seen_at__lt=now - LOST_AFTER)
        task = (
            Task.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(free, state__in=OPEN)
            .order_by("pk")
            .first()
        )
        if task is None:
            return None
        held, new = Progress.objects.get_or_create(
            task=task, defaults={"worker": worker, "seen_at": now}
        )
        if not new:
            held.worker, held.seen_at, held.attempt = worker, now, held.attempt + 1
            held.stage, held.done, held.total = "", 0, 0
            held.save()
    return task, held.attempt


def _do(task: Task, worker: str) -> None:
    telling = Telling(task, worker)
    try:
        act(TaskBegun(task.code), by=None, petition=task.petition)
        with telling.beating():
            result = KINDS[task.kind].work(task, telling)
    except NotOursError:
        telling.forget()
    except RollcheckError as error:
        _end(telling, done=False, aside=[asdict(problem) for problem in error.problems])
    except Exception:  # the process's edge: a bug ends the task, and the log says where
        LOG.exception("task %s", task.code)
        _end(telling, done=False, aside=[{"message": BUG}])
    else:
        _end(telling, done=True, aside=result)


def _end(telling: Telling, *, done: bool, aside: Any) -> None:
    """Keep what came of a task, if it is still this worker's and nobody cancelled it."""
    task = telling.task
    with transaction.atomic(), suppress(ValidationError):
        if telling.still_ours():
            act(TaskEnded(task.code, done), by=None, petition=task.petition, aside=aside)
    telling.forget()
