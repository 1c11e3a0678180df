"""Linked attempts beside each other: each step of their timelines, with the day that each had."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from rollcheck.office.acts.on_request import me
from rollcheck.office.people.asking import petition_for
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition, RequiredNumber
from rollcheck.office.petitions.the_law import Step, timeline
from rollcheck.office.steps import days_of_work

Key = tuple[str, bool]
"""A step's name, and whether it is a last day."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of the linked petitions, its required number where one is set, and its steps."""

    petition: Petition
    required: RequiredNumber | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A step by its name, and the days that each attempt has it on; ``due`` for a last day."""

    label: Promise | str
    due: bool
    cells: tuple[tuple[Attempt, tuple[Step, ...]], ...]


@require_safe
def attempts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the timelines of linked attempts beside each other."""
    about = petition_for(request, code, Right.SEE_PETITION)
    beside = [_attempt(one) for one in linked(me(request), about)]
    context = {"petition": about, "attempts": beside, "rows": rows_of(beside)}
    return render(request, "petitions/attempts.html", context)


def linked(person: Person, about: Petition) -> list[Petition]:
    """Return a petition and every attempt linked with it that somebody may see, first ones first.

    An attempt that they may not see hides none behind it.
    """
    first = about
    while first.earlier is not None:  # Never in a circle: none can be linked so.
        first = first.earlier
    found, todo = [], [first]
    while todo:
        one = todo.pop(0)
        found.append(one)
        todo += one.later.order_by("opened_at", "pk")
    return [one for one in found if may(person, Right.SEE_PETITION, one).allowed]


def _attempt(one: Petition) -> Attempt:
    required = one.required_numbers.filter(replaced_at=None, claimed_by="").first()
    return Attempt(one, required, timeline(one, days_of_work(one)))


def rows_of(beside: Iterable[Attempt]) -> list[Row]:
    """Return each step that an attempt has, in the order in which they come, with all its days."""
    attempts = list(beside)
    order: list[Key] = []
    labels: dict[Key, Promise | str] = {}
    for attempt in attempts:
        keys = [(str(step.label), step.due) for step in attempt.steps]
        labels = dict(zip(keys, (step.label for step in attempt.steps), strict=True)) | labels
        for place, key in enumerate(keys):
            if key not in order:
                order.insert(_place(order, keys[:place], keys[place:]), key)
    return [_row(labels[key], key, attempts) for key in order]


def _place(order: list[Key], before: list[Key], after: list[Key]) -> int:
    """Return where a step goes among those there: behind the one before it, or else before one."""
    if before:
        return order.index(before[-1]) + 1
    return min((order.index(key) for key in after if key in order), default=len(order))


def _row(label: Promise | str, key: Key, attempts: list[Attempt]) -> Row:
    cells = (
        (one, tuple(step for step in one.steps if (str(step.label), step.due) == key))
        for one in attempts
    )
    return Row(label, key[1], tuple(cells))
