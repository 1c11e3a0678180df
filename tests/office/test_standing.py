"""What lines add up to: every line of the raw count once, by the core's own rules."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from office.conftest import Hire
from office.reviewing import finds, line, opened
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import LineState
from rollcheck.office.review.standing import standing
from rollcheck.office.review.undoing import reopen
from rollcheck.office.review.work import next_lines, skip
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.petition import PetitionAmended, PetitionClosed


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, [(3,), (4, 2)])


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


@pytest.fixture
def ron(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="ron")


def test_nothing_is_found_yet(about: Petition) -> None:
    whole = standing(about).whole
    assert whole.reconciles
    assert (whole.raw, whole.valid, whole.waiting) == (9, 0, {"no_determination": 9})


def test_it_reconciles_with_the_raw_count(
    about: Petition, rita: Person, ron: Person, supervisor: Person
) -> None:
    for reason in ("not_registered", "illegible"):
        act(PolicySet(f"people:{reason}", "2", "two"), by=supervisor, petition=about)
    finds(rita, about, voter="v1")
    first = finds(rita, about, reason="signature_mismatch", voter="v2")
    finds(ron, about, reason="signature_mismatch", voter="v2", at=first)
    second = finds(rita, about, reason="not_registered")
    finds(ron, about, voter="v4", at=second)
    finds(rita, about, reason="illegible")
    found = standing(about)
    assert found.whole.reconciles
    assert found.whole.reasons == {"signature_mismatch": 1}
    assert found.whole.valid == 1
    assert found.whole.waiting == {"no_determination": 5, "more_people": 1, "disagreement": 1}
    assert set(found.by_circulator) == {"circulator 1", "circulator 2"}
    parts = found.by_circulator.values()
    assert all(one.reconciles for one in parts)
    assert sum(one.raw for one in parts) == 9
    assert sum(one.valid for one in parts) == 1


def test_a_voter_counts_once(about: Petition, rita: Person) -> None:
    held = next_lines(rita, about)[0]
    skip(rita, about, held.line_id, "upside down")
    for _ in range(8):
        finds(rita, about, voter="v1")
    whole = standing(about).whole
    assert (whole.valid, whole.waiting["same_voter"]) == (1, 7)
    finds(rita, about, voter="v1")
    # The line that was skipped is the first in the order of filing: it is the one that counts.
    assert standing(about).by_circulator["circulator 1"].valid == 1
    assert standing(about).by_circulator["circulator 2"].valid == 0


def test_a_duplicate_names_the_line_it_repeats(
    about: Petition, rita: Person, supervisor: Person
) -> None:
    act(PolicySet("people:duplicate", "1", "alone"), by=supervisor, petition=about)
    with pytest.raises(ValidationError, match="No other line of this voter"):
        finds(rita, about, reason="duplicate", voter="v1")
    finds(rita, about, voter="v1")
    with pytest.raises(ValidationError, match="Choose the voter who signed before"):
        finds(rita, about, reason="duplicate")
    state = finds(rita, about, reason="duplicate", voter="v1")
    assert (state.state, state.repeats) == ("settled", line(about, "1", 1))
    assert standing(about).whole.reasons == {"duplicate": 1}


def test_a_reopened_line_waits_anew(about: Petition, rita: Person, supervisor: Person) -> None:
    state = finds(rita, about, voter="v1")
    reopen(supervisor, about, state, "the wrong Garcia")
    assert standing(about).whole.waiting == {"no_determination": 9}
    again = LineState.objects.get(pk=state.pk)
    assert (again.round, again.state, again.free, again.voter) == (2, "waiting", True, "")


def test_a_policy_of_one_person(about: Petition, rita: Person, supervisor: Person) -> None:
    act(PolicySet("people:signature_mismatch", "1", "alone"), by=supervisor, petition=about)
    state = finds(rita, about, reason="signature_mismatch", voter="v1")
    assert (state.state, state.valid) == ("settled", False)
    assert state.basis.endswith("office policy: 1")


def test_nothing_changes_once_a_petition_is_closed(
    about: Petition, rita: Person, supervisor: Person
) -> None:
    held = next_lines(rita, about)
    with pytest.raises(PermissionDenied):
        act(PetitionClosed("withdrawn"), by=rita, petition=about)
    act(PetitionClosed("withdrawn by its proponents"), by=supervisor, petition=about)
    for event in (PetitionClosed("again"), PetitionAmended("title", "Other", "why not")):
        with pytest.raises(ValidationError, match="closed"):
            act(event, by=supervisor, petition=about)
    assert next_lines(rita, about) == held
    with pytest.raises(ValidationError, match="closed"):
        finds(rita, about, voter="v1")
