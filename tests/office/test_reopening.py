"""Opening a fixed raw count again: what hinders it, and that lines keep their identity."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from office.conftest import Hire
from office.paper import counted, entered
from office.reviewing import Browser, finds, line, opened, post
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.counting import waiting_sections, waiting_sheets
from rollcheck.office.receiving.models import Line, RawCount, Sheet
from rollcheck.office.receiving.reconciling import disagreeing, standing
from rollcheck.office.review.models import Assignment, LineState, Review
from rollcheck.office.review.opening import OPEN_REVIEW, REVIEW, prepare
from rollcheck.office.review.undoing import undo_last
from rollcheck.office.review.work import next_lines
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.problems import silent
from rollcheck.record.events.intake import (
    RawCountFixed,
    RawCountReopened,
    SheetCounted,
    SheetsToCountAgain,
)
from rollcheck.record.events.petition import StageEntered
from rollcheck.record.events.work import TaskAsked


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, [(3, 2)])


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


AGAIN = RawCountReopened("a section was found behind the shelf")


@pytest.mark.parametrize("role", [one for one in Role if one != Role.SUPERVISOR])
def test_a_supervisor_alone_reopens(role: Role, about: Petition, hire: Hire) -> None:
    with pytest.raises(PermissionDenied):
        act(AGAIN, by=hire(role, None), petition=about)
    assert RawCount.objects.filter(petition=about).exists()


def test_not_while_a_finding_stands(about: Petition, rita: Person, supervisor: Person) -> None:
    finds(rita, about, voter="v1")
    with pytest.raises(ValidationError, match="Findings on lines stand"):
        act(AGAIN, by=supervisor, petition=about)
    undo_last(rita, about)
    act(AGAIN, by=supervisor, petition=about)
    with pytest.raises(ValidationError, match="not fixed"):
        act(AGAIN, by=supervisor, petition=about)


def test_not_without_a_reason(about: Petition, supervisor: Person) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        act(RawCountReopened(" "), by=supervisor, petition=about)


def test_meanwhile_nobody_works_on_a_line(
    about: Petition, rita: Person, supervisor: Person, signed_in: Browser
) -> None:
    held = next_lines(rita, about)
    act(AGAIN, by=supervisor, petition=about)
    assert not Assignment.objects.filter(ended_at=None).exists()
    assert not Line.objects.filter(petition=about).exists()
    browser = signed_in(rita)
    assert browser.get(f"/petitions/{about.code}/review/next").status_code == 409
    said = {"line": held[0].line_id, "step": held[0].pk, "valid": True, "voter": "v1"}
    assert post(browser, about, "determine", said).status_code == 409


def test_lines_counted_again_keep_their_identity(
    about: Petition, rita: Person, supervisor: Person
) -> None:
    before = {one.ordinal: one.pk for one in Line.objects.filter(petition=about)}
    next_lines(rita, about)
    act(AGAIN, by=supervisor, petition=about)
    entered(about, supervisor, "2", 1)
    counted(about, supervisor, "2", [4])
    act(RawCountFixed(*standing(about).counted), by=supervisor, petition=about)
    assert RawCount.objects.get().lines == 9
    assert {one.ordinal: one.pk for one in Line.objects.filter(section__number="1")} == before
    task = TaskAsked("again", OPEN_REVIEW)
    act(task, by=supervisor, petition=about, aside={})
    assert work_until_idle() == 1
    assert Review.objects.get().lines == LineState.objects.filter(free=True).count() == 9
    assert next_lines(rita, about)[0].line == line(about, "1", 1)


def test_a_review_opens_with_every_line_ready(about: Petition, supervisor: Person) -> None:
    act(AGAIN, by=supervisor, petition=about)
    with pytest.raises(ValidationError, match="Fix the raw count"):
        act(StageEntered(REVIEW, ""), by=supervisor, petition=about)
    act(RawCountFixed(*standing(about).counted), by=supervisor, petition=about)
    with pytest.raises(ValidationError, match="not all made ready"):
        act(StageEntered(REVIEW, ""), by=supervisor, petition=about)
    prepare(about, silent)
    act(StageEntered(REVIEW, ""), by=supervisor, petition=about)
    assert Review.objects.get().lines == 5


def test_the_page_reopens(about: Petition, supervisor: Person, signed_in: Browser) -> None:
    browser = signed_in(supervisor)
    url = f"/petitions/{about.code}/receiving/"
    assert "Open the raw count again" in browser.get(url).content.decode()
    browser.post(f"{url}reopen", {"reason": "a box came late"})
    assert not RawCount.objects.exists()
    assert "Open the raw count again" not in browser.get(url).content.decode()


def test_a_miscounted_sheet_is_counted_again_by_the_same_people(
    about: Petition, supervisor: Person, signed_in: Browser
) -> None:
    again = SheetsToCountAgain("1", "2", "two signatures on one line")
    with pytest.raises(ValidationError, match="raw count is fixed"):
        act(again, by=supervisor, petition=about)
    act(AGAIN, by=supervisor, petition=about)
    section = about.sections.get()
    url = f"/petitions/{about.code}/receiving/sections/{section.pk}"
    browser = signed_in(supervisor)
    assert "Have sheets counted again" in browser.get(url).content.decode()
    assert browser.post(f"{url}/again", {"sheets": "2", "reason": ""}).status_code == 422
    assert browser.post(f"{url}/again", {"sheets": "9", "reason": "x"}).status_code == 422
    assert browser.post(f"{url}/again", {"sheets": "2", "reason": "x"}).status_code == 302
    assert waiting_sheets(section, supervisor) == [2]
    assert list(waiting_sections(about, supervisor)) == [section]
    assert standing(about).uncounted_sheets == 1
    assert browser.post(f"{url}/again", {"sheets": "2", "reason": "x"}).status_code == 422
    act(SheetCounted("1", "2", 1), by=supervisor, petition=about)
    act(RawCountFixed(*standing(about).counted), by=supervisor, petition=about)
    assert [one.ordinal for one in Line.objects.filter(section=section)] == [1, 2, 3, 4]
    assert list(section.sheets.get(number=2).counts.values_list("round", "lines")) == [
        (1, 2),
        (2, 1),
    ]
    prepare(about, silent)
    act(StageEntered(REVIEW, ""), by=supervisor, petition=about)
    assert Review.objects.get().lines == 4


def test_counts_that_differ_are_those_of_the_round(
    petition: Petition, supervisor: Person, hire: Hire
) -> None:
    carl, olga = (hire(Role.INTAKE_CLERK, petition) for _ in range(2))
    entered(petition, supervisor, "1", 1)
    for person, lines in ((carl, 9), (olga, 10)):
        counted(petition, person, "1", [lines])
    assert disagreeing(Sheet.objects.all()).count() == 1
    act(SheetsToCountAgain("1", "1", "start anew"), by=supervisor, petition=petition)
    assert not disagreeing(Sheet.objects.all()).exists()
    counted(petition, carl, "1", [10])
    assert not disagreeing(Sheet.objects.all()).exists()
    with pytest.raises(ValidationError, match="counted sheet 1 already"):
        counted(petition, carl, "1", [10])
    counted(petition, olga, "1", [10])
    assert Sheet.objects.get().lines == 10
