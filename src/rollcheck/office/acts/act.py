"""``act(event)``: the only code that saves.

An act asks whether the person may, lets the event's handler change the rows and appends the entry
to the record, all in one transaction: either everything is kept or nothing is.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rollcheck.office.acts import clock
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.remembered import forget_all, reading_once
from rollcheck.office.acts.store import OfficeStore
from rollcheck.office.acts.turns import queueing
from rollcheck.record import Act, Event, KeyFolder, append_acts, type_of

if TYPE_CHECKING:
    from rollcheck.office.people.models import Person
    from rollcheck.office.people.rights import Right
    from rollcheck.office.petitions.models import Petition

THE_OFFICE = "office"
"""The actor of what the office does by itself, such as a task that ends."""


@dataclass(frozen=True, slots=True)
class Done:
    """Who did something, when, to which petition, for the handler of an event.

    ``aside`` is what the rows need and the record must never hold, such as a password's hash.
    ``entry`` is the number of the entry that the record will have of it.
    """

    by: "Person | None"
    at: datetime
    petition: "Petition | None"
    aside: Any
    entry: int


Change = Callable[[Any, Done], Any]


@dataclass(frozen=True, slots=True)
class Handler:
    """How an event changes the rows, and the right that it takes.

    ``right`` None: the handler itself decides who may.
    """

    change: Change
    right: "Right | None"


HANDLERS: dict[type[Event], Handler] = {}
_IN_TURN: ContextVar[bool] = ContextVar("in_turn", default=False)


def handles(event: type[Event], *, right: "Right | None") -> Callable[[Change], Change]:
    """Make the decorated function the one that changes rows when ``event`` happens.

    It is called with the event and a ``Done`` and may return what it made. It raises
    ``PermissionDenied`` or ``ValidationError`` where the event cannot happen.
    """

    def register(change: Change) -> Change:
        if event in HANDLERS:
            raise ValueError(f"{event.__name__} is handled twice")
        HANDLERS[event] = Handler(change, right)
        return change

    return register


@dataclass(frozen=True, slots=True)
class Doing:
    """An event that is to happen, the earlier entries that it refers to, and what goes aside."""

    event: Event
    refers_to: tuple[int, ...] = ()
    aside: Any = None


def act(
    event: Event,
    *,
    by: "Person | None",
    petition: "Petition | None" = None,
    refers_to: tuple[int, ...] = (),
    at: datetime | None = None,
    aside: Any = None,
) -> Any:
    """Do what ``event`` says in the name of ``by``, and record it; return what the handler made.

    Raises ``PermissionDenied`` where ``by`` may not, ``ValidationError`` where it cannot be; then
    nothing is changed.
    """
    return act_all([Doing(event, refers_to, aside)], by=by, petition=petition, at=at)[0]


def act_all(
    doings: Sequence[Doing],
    *,
    by: "Person | None",
    petition: "Petition | None" = None,
    at: datetime | None = None,
) -> list[Any]:
    """Do several things one after the other, or none of them; return what their handlers made.

    As so many calls of ``act`` in one transaction, for less: the record is asked once where it
    ends, and told once what was done.
    """
    _refuse_what_was_destroyed(petition, doings)
    with in_turn(), writing():
        store = OfficeStore()
        size = store.tree().size
        made, acts = [], []
        for place, doing in enumerate(doings):
            handler = HANDLERS[type(doing.event)]
            done = Done(by, at or clock.now(), petition, doing.aside, size + place)
            _refuse_without_right(handler.right, done)
            made.append(handler.change(doing.event, done))
            actor = THE_OFFICE if by is None else by.code
            about = "" if petition is None else petition.code
            acts.append(Act(doing.event, done.at, actor, about, doing.refers_to))
        keys = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes)
        append_acts(store, acts, keys, secrets.token_bytes)
    return made


@contextmanager
def in_turn() -> Iterator[None]:
    """Let nobody else act inside the block: what is seen in it still holds when it acts on it.

    What is done inside is kept together, or not at all. What rights and rules rest on is read anew,
    once: nobody else can change it meanwhile, since that is an act, too.
    """
    if _IN_TURN.get():
        with _forgetting(), transaction.atomic():
            yield
        return
    with queueing(), transaction.atomic():
        with writing():
            OfficeStore().tree()  # Locks the record: acts are done one after the other.
        token = _IN_TURN.set(True)
        try:
            with _forgetting(), reading_once():
                yield
        finally:
            _IN_TURN.reset(token)


@contextmanager
def _forgetting() -> Iterator[None]:
    """Forget what was read where the block fails: it may rest on what was not kept."""
    try:
        yield
    except BaseException:
        forget_all()
        raise


def _refuse_what_was_destroyed(petition: "Petition | None", doings: Sequence[Doing]) -> None:
    """Refuse what would be sealed where the key is gone, or goes now."""
    if petition is None or petition.destruction_at is None:
        return
    if any(type_of(doing.event).has_commitment for doing in doings):
        raise ValidationError(_("What was kept of this petition was destroyed."))


def _refuse_without_right(right: "Right | None", done: Done) -> None:
    # People import acts; what may be done is asked of them only when somebody acts.
    may = import_module("rollcheck.office.people.may").may
    if right is not None and (done.by is None or not may(done.by, right, done.petition).allowed):
        raise PermissionDenied(str(right))
