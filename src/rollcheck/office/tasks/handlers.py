"""How acts on tasks change the rows."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.may import may
from rollcheck.office.tasks.kinds import KINDS
from rollcheck.office.tasks.models import OPEN, State, Task
from rollcheck.record.events import work


@handles(work.TaskAsked, right=None)
def ask(event: work.TaskAsked, done: Done) -> Task:
    """Add a task; who asks for it must hold the right that its kind takes."""
    if event.kind not in KINDS:
        raise ValidationError(_("There is no such kind of work."))
    if done.by is None or not may(done.by, KINDS[event.kind].right, done.petition).allowed:
        raise PermissionDenied(str(KINDS[event.kind].right))
    task = Task(
        code=event.task,
        kind=event.kind,
        arguments=done.aside,
        petition=done.petition,
        asked_by=done.by,
        asked_at=done.at,
    )
    task.save()
    return task


@handles(work.TaskCancelled, right=None)
def cancel(event: work.TaskCancelled, done: Done) -> Task:
    """End a task that has not ended; a worker that holds it stops at its next word."""
    task = _open(event.task)
    if done.by is None or not may(done.by, KINDS[task.kind].right, task.petition).allowed:
        raise PermissionDenied(str(KINDS[task.kind].right))
    return _end(task, State.CANCELLED, done)


@handles(work.TaskEnded, right=None)
def end(event: work.TaskEnded, done: Done) -> Task:
    """Keep what came of a task: ``aside`` is its result, or its problems."""
    if done.by is not None:
        raise PermissionDenied("a task is ended by the worker")
    task = _open(event.task)
    if event.done:
        task.result = done.aside
    else:
        task.problems = done.aside
    return _end(task, State.DONE if event.done else State.FAILED, done)


@handles(work.TaskBegun, right=None)
def begin(event: work.TaskBegun, done: Done) -> Task:
    """Mark a task as under way."""
    if done.by is not None:
        raise PermissionDenied("a task is begun by the worker")
    task = _open(event.task)
    task.state = State.RUNNING
    task.save()
    return task


def _open(code: str) -> Task:
    task = Task.objects.select_for_update().get(code=code)
    if task.state not in OPEN:
        raise ValidationError(_("This work has ended already."))
    return task


def _end(task: Task, state: State, done: Done) -> Task:
    task.state, task.ended_at = state, done.at
    task.save()
    return task
