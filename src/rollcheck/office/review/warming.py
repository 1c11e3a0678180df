"""Rolls opened for look-up before anybody asks, so that the first look-up is fast, too."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import connection

from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Review
from rollcheck.office.review.the_roll import candidates, roll_of
from rollcheck.office.rolls.opened import OPEN_AT_ONCE


def open_rolls_in_use() -> None:
    """Look somebody up once for each of the latest petitions under review, for the engine as well.

    A petition whose roll cannot be opened says so when it is worked on.
    """
    under_review = Review.objects.values("petition")
    worked_on = Petition.objects.filter(pk__in=under_review, closed_at=None)
    for petition in worked_on.select_related("snapshot").order_by("-pk")[:OPEN_AT_ONCE]:
        with suppress(ValidationError):
            folder, lookup = roll_of(petition)
            candidates(petition, folder, 0, lookup.find("a 1", top=1))


def open_rolls_apart() -> None:
    """Open them on a thread that ends then, and its connection with it."""
    try:
        open_rolls_in_use()
    finally:
        connection.close()
