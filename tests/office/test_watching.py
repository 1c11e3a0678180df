"""What supervisors watch: counts that add up, a pace, people beside the others."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from office.conftest import Hire
from office.reviewing import Browser, finds, opened
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Finding
from rollcheck.office.review.standing import standing
from rollcheck.office.watching import charts, progress
from rollcheck.office.watching.circulators import circulators
from rollcheck.office.watching.provisional import provisional
from rollcheck.office.watching.reviewers import reviewers
from rollcheck.petition.pace import Forecast
from rollcheck.record.events.petition import PetitionFiled, RequiredSet


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, sections=((3,), (4,)))


@pytest.fixture
def worked(about: Petition, hire: Hire) -> Petition:
    """Seven lines: two valid, one rejected by two, one split, three untouched."""
    rita, ron = (hire(Role.REVIEWER, about, name=name) for name in ("rita", "ron"))
    finds(rita, about, voter="v1")
    finds(rita, about, reason="signature_mismatch", voter="v2")
    finds(rita, about, reason="signature_mismatch", voter="v4")
    finds(ron, about, reason="signature_mismatch", voter="v2")
    finds(ron, about, voter="v4")
    finds(ron, about, voter="v6")
    return about


def test_who_waits_for_whom(worked: Petition) -> None:
    queue = progress.queue_of(worked)
    assert (queue.untouched, queue.for_more, queue.splits, queue.held) == (3, 0, 1, 0)
    assert queue.untouched + queue.touched == standing(worked).whole.waits == 4


def expected(about: Petition) -> Forecast:
    by_day = progress.looks_by_day(about)
    assert sum(by_day.values()) == Finding.objects.count() == 6
    return progress.forecast_of(about, standing(about).whole, progress.queue_of(about), by_day)


def test_the_pace_comes_from_what_was_found(worked: Petition) -> None:
    found = expected(worked)
    # Three new lines, of which a third is rejected and takes a second look, and one split.
    assert found.to_come == 5
    assert found.per_day == 6
    assert found.done_on is not None


def test_first_looks_by_the_hour_and_by_person(worked: Petition) -> None:
    found = progress.by_hour(worked)
    assert sum(hour.looks for hour in found.whole) == 4
    each = {one.person.username: one.hours for one in reviewers(worked, found)}
    assert all(len(hours) == len(found.whole) for hours in each.values())
    looks = {name: sum(one.looks for one in hours if one) for name, hours in each.items()}
    rejected = {name: sum(one.rejected for one in hours if one) for name, hours in each.items()}
    assert looks == {"rita": 3, "ron": 1}
    assert rejected == {"rita": 2, "ron": 0}


def test_people_beside_the_others(worked: Petition) -> None:
    rita, ron = reviewers(worked, progress.by_hour(worked))
    assert (rita.person.username, rita.rejected.count, rita.rejected.of) == ("rita", 2, 3)
    assert (ron.rejected.count, ron.rejected.of, ron.others.of) == (0, 1, 3)
    assert (rita.agreement.pairs, rita.agreement.agreed) == (2, 1)
    assert ron.agreement == rita.agreement
    assert not rita.stands_out


def test_circulators(worked: Petition) -> None:
    first, second = circulators(standing(worked).by_circulator)
    assert (first.name, first.lines, first.valid.of) == ("circulator 1", 3, 2)
    assert (second.lines, second.valid.count) == (4, 1)


def test_the_provisional_decision_is_bounded(worked: Petition, supervisor: Person) -> None:
    for required, contested in ((2, False), (7, True)):
        event = RequiredSet(required, 0, "", contested)
        aside = "the proponents" if contested else ""
        act(event, by=supervisor, petition=worked, aside=aside)
    found = provisional(worked, standing(worked).whole)
    assert (found.count.lowest_valid, found.count.highest_valid) == (2, 6)
    each = [one.verdict for one in found.against]
    assert [verdict.required.value for verdict in each] == [2, 7]
    assert [verdict.certain for verdict in each] == [True, True]
    assert [verdict.at_lowest for verdict in each] == ["sufficient", "insufficient"]
    assert [one.claimed_by for one in found.against] == ["", "the proponents"]
    assert [one.districts for one in found.against] == [None, None]


def test_the_page(worked: Petition, supervisor: Person, signed_in: Browser) -> None:
    browser = signed_in(supervisor)
    page = browser.get(f"/petitions/{worked.code}/watch")
    assert page.status_code == 200
    text = page.content.decode()
    assert "3 of 7 lines are settled." in text
    assert "Rita" in text
    assert "circulator 2" in text
    spanish = browser.get(f"/petitions/{worked.code}/watch", headers={"accept-language": "es"})
    assert "3 de 7" in spanish.content.decode()


def test_before_any_line_is_reviewed(
    petition: Petition, supervisor: Person, signed_in: Browser
) -> None:
    page = signed_in(supervisor).get(f"/petitions/{petition.code}/watch")
    assert "No line is being reviewed yet." in page.content.decode()


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.SUPERVISOR, Role.CAMPAIGN}]
)
def test_nobody_else_sees_it(worked: Petition, hire: Hire, signed_in: Browser, role: Role) -> None:
    holder = hire(role, None if role is Role.ADMINISTRATOR else worked)
    assert signed_in(holder).get(f"/petitions/{worked.code}/watch").status_code in {403, 404}


def test_last_days_say_whether_the_check_is_done_by_then(
    worked: Petition, supervisor: Person
) -> None:
    act(PetitionFiled(timezone.localdate(), 7), by=supervisor, petition=worked)
    worked.refresh_from_db()
    by_day = progress.looks_by_day(worked)
    found = progress.dues(worked, expected(worked), by_day)
    assert found
    assert all(due.in_time for due in found if due.days_left > 10)


def test_a_last_day_that_has_passed_stays_on_the_page(
    worked: Petition, supervisor: Person, signed_in: Browser
) -> None:
    act(PetitionFiled(date(2022, 7, 6), 7), by=supervisor, petition=worked)
    worked.refresh_from_db()
    found = progress.dues(worked, expected(worked), progress.looks_by_day(worked))
    assert [due.in_time for due in found] == [False] * len(found)
    assert found[0].days_left < 0
    # What was done in time stays so, however late the page is looked at.
    done = Forecast(0, Decimal(6), timezone.localdate())
    assert all(due.in_time for due in progress.dues(worked, done, {date(2022, 7, 7): 6}))
    page = signed_in(supervisor).get(f"/petitions/{worked.code}/watch").content.decode()
    assert "<strong>passed</strong>" in page


def test_a_chart_fits_its_picture() -> None:
    made = charts.columns([(str(day), float(day)) for day in range(40)])
    assert len([column for column in made.columns if column.label]) <= charts.LABELS
    assert sum(column.stays for column in made.columns) <= charts.NARROW
    assert all(charts.HEAD <= float(column.y) <= charts.HEIGHT for column in made.columns)
    assert made.columns[36].figure == "36"
    assert made.columns[36].label == "36"
    assert charts.columns([]).columns == ()
    assert charts.percent(1, 0) == "0"
