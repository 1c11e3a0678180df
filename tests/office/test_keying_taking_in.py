"""Lines read beforehand: a file taken in whole, or every problem of it told."""

from collections.abc import Callable

import pytest
from django.test import Client

from office.conftest import Hire
from office.keyed import ANNA, fixed, given, keyed
from rollcheck.office.keying.models import LineRead
from rollcheck.office.keying.read import mark_of, read_of
from rollcheck.office.keying.taking_in import take_in_lines
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.receiving.models import Line
from rollcheck.office.tasks.models import State, Task
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.problems import silent
from rollcheck.record.files import place_of

HEAD = "line_id,section,sheet,line_no,printed_name,address,city,zip,birth_year,signed_on,struck\n"
GOOD = (
    HEAD
    + "a,0012,1,1,ANNA BELL,12 MAIN ST,COVINA,91722,,2022-03-31,\n"
    + "b,12,1,3,BO DIAZ,7 ELM AVE,,,1975,,yes\n"
)
PATH = "/petitions/recall22/keying/"


@pytest.fixture
def lines(petition: Petition, supervisor: Person) -> list[Line]:
    return fixed(petition, supervisor)


@pytest.fixture
def take_in(
    place: OfficePlace, supervisor: Person, signed_in: Callable[[Person], Client]
) -> Callable[[str], Task]:
    def taken(text: str) -> Task:
        (place.incoming / "read.csv").write_text(text, encoding="utf-8")
        answer = signed_in(supervisor).post(f"{PATH}take-in", {"file": "read.csv"})
        assert answer.status_code == 302
        work_until_idle()
        return Task.objects.order_by("-pk")[0]

    return taken


def test_lines_are_taken_in(
    take_in: Callable[[str], Task], lines: list[Line], place: OfficePlace
) -> None:
    task = take_in(GOOD)
    assert task.result == {
        "lines_in_the_file": 2,
        "lines_of_the_petition": 5,
        "lines_without_a_text": 3,
    }
    assert read_of(lines[0]) == {**ANNA, "signed_on": "2022-03-31"}
    assert read_of(lines[1]) is None
    assert (read_of(lines[2]) or {})["birth_year"] == "1975"
    assert mark_of(lines[2]) == "struck"
    origin = LineRead.objects.values_list("origin", flat=True).distinct().get()
    assert place_of(place.images, origin).read_text() == GOOD
    assert take_in_lines(task, silent) == task.result


def test_every_problem_is_told_and_nothing_is_kept(
    take_in: Callable[[str], Task], lines: list[Line]
) -> None:
    wrong = GOOD + "a,12,2,1,X,Y,,,75,,\n" + "d,12,2,2,X,Y,,,,2022-02-30,\n"
    task = take_in(wrong)
    assert task.state == State.FAILED
    assert [(one["row"], one["column"]) for one in task.problems] == [
        (4, "line_id"),
        (4, "birth_year"),
        (5, "signed_on"),
    ]
    strangers = GOOD + "c,12,9,1,X,Y,,,,,\n" + "d,13,1,1,X,Y,,,,,\n" + "e,12,01,1,X,Y,,,,,\n"
    task = take_in(strangers)
    assert [(one["row"], one["code"]) for one in task.problems] == [
        (4, "unknown_line"),
        (5, "unknown_line"),
        (6, "duplicate_line"),
    ]
    assert not LineRead.objects.exists()


def test_what_is_keyed_stands_before_what_was_read(
    take_in: Callable[[str], Task], lines: list[Line], hire: Hire
) -> None:
    petition = lines[0].petition
    for number, name in ((1, "carl"), (2, "olga")):
        clerk = hire(Role.INTAKE_CLERK, petition, name=name)
        given(petition, clerk, 1, number)
        keyed(clerk, lines[0], number, printed_name="ANNE BELL")
    take_in(GOOD)
    assert read_of(lines[0]) == {"printed_name": "ANNE BELL"}
    take_in(GOOD.replace("BO DIAZ", "BOB DIAZ"))
    assert (read_of(lines[2]) or {})["printed_name"] == "BOB DIAZ"


def test_before_the_count_nothing_is_taken_in(
    take_in: Callable[[str], Task], petition: Petition
) -> None:
    assert take_in(GOOD).problems[0]["code"] == "not_counted"


def test_only_files_of_lines_are_offered_and_a_clerk_takes_none_in(
    lines: list[Line],
    place: OfficePlace,
    supervisor: Person,
    hire: Hire,
    signed_in: Callable[[Person], Client],
) -> None:
    (place.incoming / "roll.csv").write_text("voter_id,last\n")
    (place.incoming / "read.csv").write_text(GOOD)
    said = signed_in(supervisor).get(PATH).content.decode()
    assert "read.csv" in said
    assert "roll.csv" not in said
    browser = signed_in(supervisor)
    assert browser.post(f"{PATH}take-in", {"file": "../secret"}).status_code == 422
    clerk = signed_in(hire(Role.INTAKE_CLERK, lines[0].petition, name="carl"))
    assert clerk.post(f"{PATH}take-in", {"file": "read.csv"}).status_code == 403
