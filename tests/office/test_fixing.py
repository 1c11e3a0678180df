"""Fixing a large raw count: as long work, in pieces, begun again where it stopped."""

from collections.abc import Callable

import pytest
from django.test import Client

from office.conftest import Hire
from office.paper import counted, entered
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import COUNTING, Petition
from rollcheck.office.receiving import numbering, overview
from rollcheck.office.receiving.fixing import fix_the_count
from rollcheck.office.receiving.models import Line, RawCount
from rollcheck.office.receiving.numbering import number_lines
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.tasks import worker
from rollcheck.office.tasks.models import State, Task
from rollcheck.office.tasks.telling import NotOursError
from rollcheck.problems import silent
from rollcheck.record.events.intake import RawCountFixed, SheetCounted, SheetsToCountAgain
from rollcheck.record.events.people import PolicySet, RoleTaken
from rollcheck.record.events.work import TaskCancelled

SECTIONS = {"1": [2, 0, 3], "2": [4], "10": [1, 1]}


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take any count for a large one, and a section for a piece."""
    monkeypatch.setattr(overview, "AT_ONCE", 0)
    monkeypatch.setattr(numbering, "CHUNK", 1)


@pytest.fixture
def about(petition: Petition, supervisor: Person) -> Petition:
    act(PolicySet(f"people:{COUNTING}", "1", "alone"), by=supervisor, petition=petition)
    for number, lines in SECTIONS.items():
        entered(petition, supervisor, number, sheets=len(lines))
        counted(petition, supervisor, number, lines)
    return petition


@pytest.fixture
def browser(supervisor: Person, signed_in: Callable[[Person], Client]) -> Client:
    return signed_in(supervisor)


def shown(about: Petition) -> dict[str, int]:
    """What the page sends."""
    return dict(zip(("sections", "sheets", "lines"), standing(about).counted, strict=True))


def fix(browser: Client, about: Petition, **other: int) -> Task:
    """Ask for it on the page."""
    answer = browser.post(f"/petitions/{about.code}/receiving/fix", shown(about) | other)
    return Task.objects.get(code=answer["Location"].rstrip("/").rpartition("/")[2])


def identities(about: Petition) -> list[tuple[str, int, int, int]]:
    """Every line that counts: section, ordinal, sheet, place on it."""
    lines = Line.objects.filter(petition=about).order_by("section_id", "ordinal")
    return list(lines.values_list("section__number", "ordinal", "sheet__number", "on_sheet"))


def plainly(sections: dict[str, list[int]]) -> list[tuple[str, int, int, int]]:
    """The same, by the definition."""
    found = []
    for section, sheets in sections.items():
        places = [(sheet, place) for sheet, n in enumerate(sheets, 1) for place in range(1, n + 1)]
        found += [(section, ordinal, *one) for ordinal, one in enumerate(places, 1)]
    return found


def test_it_is_long_work_and_says_what_comes_next(about: Petition, browser: Client) -> None:
    page = f"/petitions/{about.code}/receiving/"
    task = fix(browser, about)
    assert "is being fixed" in browser.get(page).content.decode()
    assert fix(browser, about) == task  # not twice
    assert worker.work_until_idle() == 1
    task.refresh_from_db()
    assert (task.state, task.result) == (State.DONE, {"lines": 11})
    assert RawCount.objects.get().lines == 11
    assert identities(about) == plainly(SECTIONS)
    queue = f"/petitions/{about.code}/review/queue"
    for address in (f"/tasks/{task.code}", page):
        assert queue in browser.get(address, follow=True).content.decode()


def test_another_count_than_was_shown_is_refused(about: Petition, browser: Client) -> None:
    task = fix(browser, about, lines=12)
    worker.work_until_idle()
    task.refresh_from_db()
    assert task.state == State.FAILED
    assert "changed meanwhile" in task.problems[0]["message"]
    assert not Line.objects.exists()


def test_it_goes_on_where_it_stopped(about: Petition, browser: Client, supervisor: Person) -> None:
    def stopping(stage: str, done: int, total: int) -> None:
        if done:
            raise NotOursError

    task = fix(browser, about)
    with pytest.raises(NotOursError):
        fix_the_count(task, stopping)
    assert identities(about) == plainly({"1": SECTIONS["1"]})
    assert not RawCount.objects.exists()
    kept = set(Line.objects.values_list("pk", flat=True))
    act(TaskCancelled(task.code), by=supervisor, petition=about)
    # Meanwhile a sheet that was numbered is counted again, and has fewer lines.
    act(SheetsToCountAgain("1", "3", "one was struck out"), by=supervisor, petition=about)
    act(SheetCounted("1", "3", 2), by=supervisor, petition=about)
    fix(browser, about)
    worker.work_until_idle()
    assert RawCount.objects.get().lines == 10
    assert identities(about) == plainly(SECTIONS | {"1": [2, 0, 2]})
    again = set(Line.objects.filter(section__number="1").values_list("pk", flat=True))
    assert again < kept
    assert Line.every.filter(void=True).count() == 1


def test_lines_numbered_beforehand_are_looked_at_anew(about: Petition, supervisor: Person) -> None:
    number_lines(about, silent)
    for section, sheet, lines in (("2", "1", 3), ("10", "2", 2)):  # as many in all
        act(SheetsToCountAgain(section, sheet, "again"), by=supervisor, petition=about)
        act(SheetCounted(section, sheet, lines), by=supervisor, petition=about)
    act(RawCountFixed(3, 6, 11), by=supervisor, petition=about)
    assert identities(about) == plainly(SECTIONS | {"2": [3], "10": [1, 2]})


def test_after_a_crash_at_the_end_it_is_not_fixed_twice(about: Petition, browser: Client) -> None:
    task = fix(browser, about)
    assert fix_the_count(task, silent) == fix_the_count(task, silent) == {"lines": 11}


def test_it_takes_the_right_when_asked_and_when_done(
    about: Petition,
    browser: Client,
    hire: Hire,
    supervisor: Person,
    administrator: Person,
    signed_in: Callable[[Person], Client],
) -> None:
    clerk = hire(Role.INTAKE_CLERK)
    asked = signed_in(clerk).post(f"/petitions/{about.code}/receiving/fix", shown(about))
    assert asked.status_code == 403
    task = fix(browser, about)
    act(RoleTaken(supervisor.code, Role.SUPERVISOR.value), by=administrator)
    worker.work_until_idle()
    task.refresh_from_db()
    assert task.state == State.FAILED
    assert "may not fix" in task.problems[0]["message"]
    assert not RawCount.objects.exists()
