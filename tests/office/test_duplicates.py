"""Duplicates: lines of one person side by side; people settle them, never the machine alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from office.conftest import Hire
from office.reviewing import finds, opened
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.duplicates import groups
from rollcheck.office.duplicates.finding import without_voter
from rollcheck.office.duplicates.models import Group, Settlement
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Line
from rollcheck.office.review.models import LineState
from rollcheck.office.review.standing import standing
from rollcheck.office.review.undoing import reopen
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.record.events.matching import LinesTakenIn
from rollcheck.record.events.people import ClearanceChanged, PolicySet
from rollcheck.record.events.review import DuplicatesSettled

SignedIn = Callable[[Person], Client]
PATH = "/petitions/recall22/duplicates/"
ANNA = {"printed_name": "Anna Bell", "address": "12 Main St", "zip": "91722"}
TWICE = DuplicatesSettled(("1:1", "1:2"), ("1:1",))


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll)


@pytest.fixture
def twice(about: Petition, hire: Hire, supervisor: Person) -> Petition:
    """The first two lines are accepted for one voter, the third for another; two must agree."""
    act(PolicySet("people:duplicate", "2", "with care"), by=supervisor, petition=about)
    rita = hire(Role.REVIEWER, about, name="rita")
    for voter in ("v1", "v1", "v2"):
        finds(rita, about, voter=voter)
    return about


@pytest.fixture
def adam(about: Petition, hire: Hire) -> Person:
    return hire(Role.ADJUDICATOR, about, name="adam")


def state(about: Petition, ordinal: int) -> LineState:
    return LineState.objects.get(petition=about, line__ordinal=ordinal)


def test_people_settle_lines_of_one_voter(
    twice: Petition, adam: Person, supervisor: Person
) -> None:
    line = Line.objects.get(ordinal=1)
    assert groups.by_voter(twice) == [line.pk]
    side = groups.of_voter_of(twice, line)
    assert side is not None
    assert [str(one) for one in groups.counting(twice, side)] == ["1:1"]
    assert standing(twice).whole.waiting["same_voter"] == 1
    first: Settlement = act(TWICE, by=adam, petition=twice)
    assert not first.stands
    assert state(twice, 2).valid
    with pytest.raises(ValidationError, match="another person"):
        act(TWICE, by=adam, petition=twice)
    second: Settlement = act(TWICE, by=supervisor, petition=twice)
    assert second.stands
    settled = state(twice, 2)
    assert (settled.valid, settled.reason, settled.repeats) == (False, "duplicate", line)
    assert state(twice, 1).valid
    assert groups.by_voter(twice) == []
    assert standing(twice).whole.reasons == {"duplicate": 1}


def test_a_duplicate_of_what_does_not_count_comes_up(
    twice: Petition, adam: Person, supervisor: Person, hire: Hire, signed_in: SignedIn
) -> None:
    for person in (adam, supervisor):
        act(TWICE, by=person, petition=twice)
    ways = (signed_in(adam), signed_in(supervisor))
    wait = f'<a href="{PATH}#uncounted">1 duplicate of a line that does not count</a>'
    first = state(twice, 1)
    reopen(supervisor, twice, first, "the signature was not seen")
    for browser in ways:
        assert "Duplicates of a line" not in browser.get(PATH).content.decode()
    for name in ("ron", "rosa"):
        again = state(twice, 1)
        assert again.state == "waiting"
        person = hire(Role.REVIEWER, twice, name=name)
        finds(person, twice, reason="signature_mismatch", voter="v1", at=again)
    assert state(twice, 1).reason == "signature_mismatch"
    lead, head = (browser.get(PATH).content.decode() for browser in ways)
    assert "<li>Line 1:2, a duplicate of line 1:1</li>" in lead
    link = f'<a href="/petitions/{twice.code}/review/line?line=1:2">'
    assert f"<li>{link}Line 1:2, a duplicate of line 1:1</a></li>" in head
    for browser in ways:
        assert wait in browser.get("/").content.decode()
    reopen(supervisor, twice, state(twice, 2), "the line that counted was rejected")
    for browser in ways:
        assert wait not in browser.get("/").content.decode()


def test_what_cannot_be_settled(twice: Petition, adam: Person) -> None:
    wrong = (
        DuplicatesSettled(("1:1", "1:2"), ("1:2",)),
        DuplicatesSettled(("1:1", "1:2"), ("1:1", "1:2")),
        DuplicatesSettled(("1:1", "1:3"), ("1:1",)),
        DuplicatesSettled(("1:2", "1:1"), ("1:2",)),
        DuplicatesSettled(("1:1",), ("1:1",)),
        DuplicatesSettled(("1:1", "1:1"), ("1:1",)),
        DuplicatesSettled(("1:1", "1:99"), ("1:1",)),
    )
    before = Entry.objects.count()
    for event in wrong:
        with pytest.raises(ValidationError):
            act(event, by=adam, petition=twice)
    assert Entry.objects.count() == before


def test_who_may_settle(twice: Petition, hire: Hire, signed_in: SignedIn) -> None:
    reviewer = hire(Role.REVIEWER, twice, name="ron")
    with pytest.raises(PermissionDenied):
        act(TWICE, by=reviewer, petition=twice)
    browser = signed_in(reviewer)
    assert browser.get(PATH).status_code == 403
    assert browser.post(f"{PATH}find").status_code == 403


def test_lines_without_a_voter(
    about: Petition, adam: Person, supervisor: Person, signed_in: SignedIn
) -> None:
    lines = list(Line.objects.order_by("ordinal"))
    other = {**ANNA, "printed_name": "Robert Bell"}
    texts = (ANNA, other, {**ANNA, "printed_name": "BELL, ANNA"})
    aside = [(line.pk, text, "") for line, text in zip(lines, texts, strict=False)]
    act(LinesTakenIn(3, "0" * 64), by=supervisor, petition=about, aside=aside)
    assert without_voter(about) == [line.pk for line in lines[:3]]
    browser = signed_in(supervisor)
    for _again in range(2):
        assert browser.post(f"{PATH}find").status_code == 302
        work_until_idle()
    group = Group.objects.get(replaced_at=None)
    page = signed_in(adam)
    listed = page.get(PATH).content.decode()
    assert f'groups/{group.pk}">Lines 1:1 and 1:3</a>' in listed
    assert "3 lines without a voter were compared on" in listed
    assert "to be compared" not in listed
    waits = f'<a href="{PATH}#groups">1 group of lines that may be one person&#x27;s</a>'
    assert waits in page.get("/").content.decode()
    said = page.get(f"{PATH}groups/{group.pk}").content.decode()
    for shown in (
        "Anna Bell",
        "BELL, ANNA",
        "the same words, in whatever order",
        "line 1:1 counts",
    ):
        assert shown in said
    assert "Robert" not in said
    assert page.post(f"{PATH}groups/{group.pk}", {"one": "yes"}).status_code == 302
    settled = Settlement.objects.get()
    assert (settled.lines, settled.counting, settled.stands) == (
        [lines[0].pk, lines[2].pk],
        [lines[0].pk],
        True,
    )
    assert groups.open_groups(about) == []
    assert waits not in page.get("/").content.decode()
    assert state(about, 3).state == "waiting"
    late = [(lines[3].pk, ANNA, "")]
    act(LinesTakenIn(1, "1" * 64), by=supervisor, petition=about, aside=late)
    assert "1 line with its text waits to be compared." in page.get(PATH).content.decode()


def test_the_page_of_a_voter(twice: Petition, adam: Person, signed_in: SignedIn) -> None:
    browser = signed_in(adam)
    first = Line.objects.get(ordinal=1)
    assert f"{PATH}lines/{first.pk}" in browser.get(PATH).content.decode()
    said = browser.get(f"{PATH}lines/{first.pk}").content.decode()
    assert "counts by the rule" in said
    assert "It takes 2 people" in said
    assert browser.post(f"{PATH}lines/{first.pk}", {"one": "yes"}).status_code == 302
    assert Settlement.objects.get().person == adam
    third = Line.objects.get(ordinal=3)
    assert browser.get(f"{PATH}lines/{third.pk}").status_code == 302


def test_the_list_names_lines_and_leads_from_one_to_the_next(
    twice: Petition, adam: Person, supervisor: Person, signed_in: SignedIn
) -> None:
    for _more in range(2):
        finds(Person.objects.get(username="rita"), twice, voter="v2")
    first, third = (Line.objects.get(ordinal=number) for number in (1, 3))
    browser = signed_in(adam)
    said = browser.get(PATH).content.decode()
    assert f'lines/{first.pk}">Lines 1:1 and 1:2</a></li>' in said
    assert f'lines/{third.pk}">Lines 1:3, 1:4 and 1 other</a></li>' in said
    assert "The lines without a voter were not compared yet." in said
    settled = browser.post(f"{PATH}lines/{first.pk}", {"one": "yes"})
    assert settled["Location"] == f"{PATH}lines/{third.pk}"
    assert "Lines 1:1 and 1:2: one person&#x27;s. Another" in browser.get(PATH).content.decode()
    assert browser.post(f"{PATH}lines/{third.pk}", {"one": "yes"})["Location"] == PATH
    told = "1:2</a> – 1 of 2 said so"
    assert f"{told}; another person settles it now</li>" in browser.get(PATH).content.decode()
    other = signed_in(supervisor)
    assert f"{told}</li>" in other.get(PATH).content.decode()
    # Each of the two is left out once it is settled; what comes before comes last.
    settled = other.post(f"{PATH}lines/{third.pk}", {"one": "yes"})
    assert settled["Location"] == f"{PATH}lines/{first.pk}"
    assert other.post(f"{PATH}lines/{first.pk}", {"one": "yes"})["Location"] == PATH
    assert groups.by_voter(twice) == []


def test_confidential_lines_take_a_clearance(
    about: Petition, hire: Hire, adam: Person, signed_in: SignedIn, administrator: Person
) -> None:
    rita = hire(Role.REVIEWER, about, name="rita")
    act(ClearanceChanged(rita.code, cleared=True), by=administrator)
    rita.refresh_from_db()
    for _twice in range(2):
        finds(rita, about, voter="v5")
    (first,) = groups.by_voter(about)
    assert signed_in(adam).get(f"{PATH}lines/{first}").status_code == 404
    with pytest.raises(PermissionDenied):
        act(TWICE, by=adam, petition=about)
