"""The first page says what waits for whom: counted for each role, and nothing of any result."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from office.conftest import Hire
from office.paper import entered
from office.reviewing import Browser, finds, opened
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import last_days
from rollcheck.office.receiving.models import Line
from rollcheck.office.review.models import LineState
from rollcheck.office.review.waiting import waiting
from rollcheck.office.review.work import ask_lead, next_lines
from rollcheck.office.tasks.models import Task
from rollcheck.record.events.intake import BoxReceived, SealChecked, SheetCheckedOut, SheetCounted
from rollcheck.record.events.matching import LineKeyed, SheetGivenToKey
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.petition import PetitionFiled, PetitionOpened


def things(browser: Client) -> dict[str, str]:
    """What waits, with the page that each leads to; every link stands there and leads somewhere."""
    page = browser.get("/")
    found = {thing.words: thing.url for one in page.context["waits"] for thing in one.things}
    for words, url in found.items():
        assert f'<a href="{url}">{words}</a>' in page.content.decode()
        assert browser.get(url.partition("#")[0]).status_code == 200, url
    return found


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    """Nine lines to review."""
    return opened(petition, supervisor, roll, sections=((9,),))


@pytest.fixture
def worked(about: Petition, hire: Hire) -> dict[str, Person]:
    """Two lines of one voter, a split, one to look at again, one that a lead is asked about."""
    rita, ron = (hire(Role.REVIEWER, about, name=name) for name in ("rita", "ron"))
    finds(rita, about, voter="v1")
    finds(rita, about, voter="v1")
    finds(rita, about, reason="signature_mismatch", voter="v2")
    finds(ron, about, voter="v2")
    finds(rita, about, reason="signature_mismatch", voter="v4")
    (held, *_others) = next_lines(rita, about, 1)
    ask_lead(rita, about, held.line_id, "which?")
    return {"rita": rita, "ron": ron}


def test_what_waits_for_each(
    worked: dict[str, Person], about: Petition, hire: Hire, signed_in: Browser
) -> None:
    adam = hire(Role.ADJUDICATOR, about, name="adam")
    assert things(signed_in(worked["rita"])) == {"3 lines to look at": queue(about)}
    # Ron may look again where Rita rejects; apart from new lines he is not told of it.
    assert things(signed_in(worked["ron"])) == {
        "1 line that I have begun": f"/petitions/{about.code}/review/",
        "4 lines to look at": queue(about),
    }
    assert things(signed_in(adam)) == {
        "4 lines to look at": queue(about),
        "1 split to settle": queue(about),
        "1 question to a lead": f"{queue(about)}#questions",
        "1 voter with several accepted lines": f"/petitions/{about.code}/duplicates/",
    }
    for one in (*worked.values(), adam):
        waits = waiting(one, about)
        said = " ".join(things(signed_in(one)))
        assert f"{waits.looks} lines to look at" in said
    next_lines(adam, about, 1)
    assert "1 line that I have begun" in things(signed_in(adam))
    clerk = signed_in(hire(Role.INTAKE_CLERK, about))
    assert things(clerk) == {}
    assert "Nothing waits for you now." in clerk.get("/").content.decode()
    spanish = signed_in(adam).get("/", headers={"accept-language": "es"}).content.decode()
    assert "1 línea que he empezado" in spanish


def queue(about: Petition) -> str:
    return f"/petitions/{about.code}/review/queue"


def test_confidential_lines_wait_for_the_cleared_alone(
    about: Petition, hire: Hire, signed_in: Browser, administrator: Person
) -> None:
    with writing():
        LineState.objects.filter(petition=about).update(confidential=True)
    rita = hire(Role.REVIEWER, about)
    assert things(signed_in(rita)) == {}
    with writing():
        Person.objects.filter(pk=rita.pk).update(cleared=True)
    assert things(signed_in(rita)) == {"9 lines to look at": queue(about)}


def test_entries_that_differ_wait_for_a_third(
    about: Petition, hire: Hire, signed_in: Browser, supervisor: Person
) -> None:
    act(PolicySet("keying:lines", "every", "so"), by=supervisor, petition=about)
    clerks = [hire(Role.INTAKE_CLERK, about) for _ in range(3)]
    line = Line.objects.filter(petition=about).first()
    for number, (clerk, name) in enumerate(zip(clerks, ("Ann", "Anna"), strict=False), start=1):
        act(SheetGivenToKey("1", "1", number), by=clerk, petition=about)
        keyed = LineKeyed(str(line), number, f'{{"printed_name": "{name}"}}')
        act(keyed, by=clerk, petition=about, aside="")
    waits = [things(signed_in(clerk)) for clerk in clerks]
    third = {"1 line that two people keyed differently": f"/petitions/{about.code}/keying/"}
    assert waits == [{}, {}, third]


def test_paper_that_does_not_fit_waits_for_clerks(
    petition: Petition, hire: Hire, signed_in: Browser
) -> None:
    first, second = (hire(Role.INTAKE_CLERK, petition) for _ in range(2))
    act(BoxReceived("B", "S1", 1, ""), by=first, petition=petition, aside="shelf")
    entered(petition, first, "1", 2, box="B")
    for clerk, lines in ((first, 4), (second, 5)):
        act(SheetCounted("1", "1", lines), by=clerk, petition=petition)
    act(SheetCheckedOut("1", "2", "to scan"), by=first, petition=petition)
    act(SealChecked("B", "S1", whole=False), by=first, petition=petition)
    at = f"/petitions/{petition.code}/receiving/"
    assert things(signed_in(second)) == {
        "1 sheet that people counted differently": at,
        "1 box whose seal was not as written down": at,
        "1 sheet out of its box": at,
    }
    act(SealChecked("B", "S1", whole=True), by=second, petition=petition)
    assert "1 box whose seal was not as written down" not in things(signed_in(second))


def filed(petition: Petition, day: date) -> Petition:
    return Petition(rules=petition.rules, filed_on=day)


def test_days_and_failures_wait_for_supervisors(
    petition: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    today = timezone.localdate()
    petition.filed_on = next(
        day
        for day in (today - timedelta(days) for days in range(1, 90))
        if any(
            today < step.day < today + timedelta(7)
            for step in last_days(filed(petition, day), None)
        )
    )
    act(PetitionFiled(petition.filed_on, 7), by=supervisor, petition=petition)
    with writing():
        for ended in (timezone.now(), timezone.now() - timedelta(days=8)):
            Task.objects.create(
                code=f"t{ended:%d}", kind="match_lines", arguments={}, petition=petition,
                asked_by=supervisor, asked_at=ended, state="failed", ended_at=ended,
            )  # fmt: skip
    found = things(signed_in(supervisor))
    assert found["1 task failed in the last week"] == "/tasks/"
    due = [words for words, url in found.items() if url.endswith("#timeline")]
    assert due
    assert all("last day" in words for words in due)
    assert things(signed_in(hire(Role.EXAMINER))) == {}


def test_it_takes_as_many_queries_for_many_petitions(
    worked: dict[str, Person], about: Petition, supervisor: Person, signed_in: Browser
) -> None:
    browser = signed_in(supervisor)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as made:
            assert browser.get("/").status_code == 200
        counts.append(len(made))
        event = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
        other = act(event, by=supervisor, aside={"code": f"other{number}"})
        act(PetitionFiled(timezone.localdate(), 7), by=supervisor, petition=other)
    assert counts[0] == counts[1] == counts[2] <= 25
