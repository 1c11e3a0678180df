"""Long work that a worker does: asked for, begun, ended, cancelled."""

from dataclasses import dataclass

from rollcheck.record.event_type import Event, Group, event

WORK = Group("work", "Long work", "What was asked of a worker and what came of it.")


@event(WORK, "task_asked", "Long work asked for")
@dataclass(frozen=True, slots=True)
class TaskAsked(Event):
    """Somebody asked for a piece of long work of this kind."""

    task: str
    kind: str


@event(WORK, "task_begun", "Long work begun")
@dataclass(frozen=True, slots=True)
class TaskBegun(Event):
    """A worker took it up, for the first time or again after another stopped."""

    task: str


@event(WORK, "task_ended", "Long work ended")
@dataclass(frozen=True, slots=True)
class TaskEnded(Event):
    """It was done, or it failed."""

    task: str
    done: bool


@event(WORK, "task_cancelled", "Long work cancelled")
@dataclass(frozen=True, slots=True)
class TaskCancelled(Event):
    """Somebody cancelled it before it ended."""

    task: str
