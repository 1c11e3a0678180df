"""The counts that the database keeps are those of the lines, whatever is done to them."""

import random
from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from office.conftest import Hire
from office.reviewing import finds, opened
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.reconciling import standing as counted
from rollcheck.office.review.counted import FILL
from rollcheck.office.review.models import ADJUDICATION, Counted, LineState, Stands
from rollcheck.office.review.opening import prepare
from rollcheck.office.review.standing import standing
from rollcheck.office.review.undoing import reopen, undo_last
from rollcheck.office.review.waiting import Kind, free_lines
from rollcheck.office.review.work import ask_lead, next_lines, skip
from rollcheck.office.watching.progress import queue_of
from rollcheck.petition.duplicates import one_per_voter
from rollcheck.petition.settle import State
from rollcheck.petition.tally import Tally, tally
from rollcheck.problems import silent
from rollcheck.record.events.intake import RawCountFixed, RawCountReopened
from rollcheck.record.events.people import PolicySet

Row = tuple[object, ...]
STEPS = 60


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, [(3,), (4, 2)])


def kept(about: Petition) -> Counter[Row]:
    """What the database keeps."""
    columns = ("section_id", "state", "step", "touched", "confidential", "result", "reason")
    rows = Counted.objects.filter(petition=about, lines__gt=0).values_list(*columns, "lines")
    return Counter({tuple(kind): lines for *kind, lines in rows})


def plainly(about: Petition) -> Counter[Row]:
    """The same, line by line."""
    found = {None: 0, True: 1, False: 2}
    return Counter(
        (
            *(one.line.section_id, one.state, one.step, one.people > 0),
            *(one.confidential, found[one.valid], one.reason),
        )
        for one in LineState.objects.filter(petition=about).select_related("line")
    )


def waits(about: Petition) -> Counter[Kind]:
    """The lines that nobody has, line by line; and how all that wait stand."""
    lines = LineState.objects.filter(petition=about, free=True)
    queue = queue_of(about)
    waiting = LineState.objects.filter(petition=about, state__in=("waiting", "held"))
    assert (queue.untouched, queue.touched, queue.splits, queue.held, queue.confidential) == (
        waiting.filter(people=0).count(),
        waiting.filter(people__gt=0).count(),
        waiting.filter(step=ADJUDICATION).count(),
        waiting.filter(state="held").count(),
        waiting.filter(confidential=True).count(),
    )
    return Counter((one.petition_id, one.step, one.confidential) for one in lines)


def tally_of(about: Petition) -> Tally:
    """The tally by the core's own functions, line by line."""
    states = {}
    lines = LineState.objects.filter(petition=about).exclude(state=Stands.VOID)
    for one in lines.order_by("order"):
        if one.state == Stands.SETTLED:
            status = "valid" if one.valid else "invalid"
            reason, voter = one.reason or None, one.voter or None
            states[str(one.pk)] = State(status, reason=reason, voter_id=voter)
        elif one.people:
            waits = "more_people" if one.step else "disagreement"
            states[str(one.pk)] = State("waiting", waits_for=waits)
        else:
            waits = "confidential" if one.confidential else "no_determination"
            states[str(one.pk)] = State("waiting", waits_for=waits)
    rules = rules_now(about)
    alone = one_per_voter(states, list(states), rules.duplicates.counts)
    return tally(alone.values(), raw=len(states), reasons=rules.reasons, further={})


def one_step(about: Petition, people: list[Person], supervisor: Person, lot: random.Random) -> None:
    """Somebody does something, if it can be done."""
    person = lot.choice(people)
    held = next_lines(person, about)
    what = lot.choice(("accept", "accept", "reject", "reject", "undo", "reopen", "skip", "lead"))
    if what == "undo":
        undo_last(person, about)
    elif what == "reopen":
        settled = LineState.objects.filter(petition=about, state=Stands.SETTLED).order_by("pk")
        if settled:
            reopen(supervisor, about, lot.choice(list(settled)), "again")
    elif held and what in ("skip", "lead"):
        (skip if what == "skip" else ask_lead)(person, about, held[0].line_id, "why")
    elif held and what == "accept":
        finds(person, about, voter=lot.choice(("v1", "v2", "v3", "v5")))
    elif held:
        finds(person, about, reason=lot.choice(("not_registered", "illegible")))


@pytest.mark.parametrize("seed", [1, 2])
def test_they_are_those_of_the_lines_after_every_step(
    about: Petition, hire: Hire, supervisor: Person, seed: int
) -> None:
    act(PolicySet("people:not_registered", "1", "alone"), by=supervisor, petition=about)
    people = [hire(Role.REVIEWER, about, name=f"r{number}") for number in range(3)]
    people.append(hire(Role.ADJUDICATOR, about, name="ad"))
    lot = random.Random(seed)
    seen = set()
    for _ in range(STEPS):
        try:
            one_step(about, people, supervisor, lot)
        except ValidationError:
            continue
        assert kept(about) == plainly(about)
        assert +free_lines([about.pk]) == waits(about)
        whole = standing(about).whole
        assert whole == tally_of(about)
        seen.add(str(whole))
    assert len(seen) > STEPS // 6


def test_a_reopened_raw_count_leaves_none(about: Petition, supervisor: Person) -> None:
    act(RawCountReopened("a sheet was found"), by=supervisor, petition=about)
    assert kept(about) == plainly(about)
    assert {kind[1] for kind in kept(about)} == {Stands.VOID}
    assert not +free_lines([about.pk])
    act(RawCountFixed(*counted(about).counted), by=supervisor, petition=about)
    prepare(about, silent)
    assert kept(about) == plainly(about)
    assert {kind[1] for kind in kept(about)} == {Stands.WAITING}


def test_an_office_that_was_there_before_is_counted(about: Petition, hire: Hire) -> None:
    finds(hire(Role.REVIEWER, about), about, voter="v1")
    before = kept(about)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM review_counted")
        cursor.execute(FILL)
    assert kept(about) == before == plainly(about)
