"""Rolls are opened for look-up before anybody asks."""

from pathlib import Path

import pytest

from office.reviewing import opened, small_roll
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.warming import open_rolls_in_use
from rollcheck.office.rolls.opened import opened_roll
from rollcheck.record.events.petition import PetitionClosed

pytestmark = pytest.mark.django_db


def test_the_roll_of_a_review_is_opened(
    petition: Petition, supervisor: Person, tmp_path: Path
) -> None:
    about = opened(petition, supervisor, small_roll(tmp_path))
    opened_roll.cache_clear()
    open_rolls_in_use()
    assert opened_roll.cache_info().currsize == 1
    act(PetitionClosed("withdrawn"), by=supervisor, petition=about)
    opened_roll.cache_clear()
    open_rolls_in_use()
    assert opened_roll.cache_info().currsize == 0
