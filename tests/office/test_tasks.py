"""Long work as rows: done once, watched, cancelled, done again after a crash."""

import ast
import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.tasks import kinds, worker
from rollcheck.office.tasks.kinds import KINDS, Kind
from rollcheck.office.tasks.models import Progress, State, Task
from rollcheck.office.tasks.results import LISTED, RESULTS, in_words
from rollcheck.office.tasks.telling import LOST_AFTER, Telling
from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems import Progress as Tell
from rollcheck.record.events.work import TaskAsked, TaskCancelled

Ask = Callable[[Callable[..., Any]], Task]


@pytest.fixture
def ask(supervisor: Person) -> Iterator[Ask]:
    """Ask for one piece of work, done by the function given."""

    def asked(work: Callable[[Task, Tell], dict[str, Any]]) -> Task:
        kinds.KINDS["tested"] = Kind("Tested", Right.IMPORT_ROLL, work)  # type: ignore[arg-type]
        task: Task = act(TaskAsked("t-1", "tested"), by=supervisor, aside={"of": 3})
        return task

    yield asked
    kinds.KINDS.pop("tested", None)


def test_work_is_done_once(ask: Ask) -> None:
    def work(task: Task, tell: Tell) -> dict[str, Any]:
        tell("Counting", 3, 3)
        return {"counted": task.arguments["of"]}

    task = ask(work)
    assert worker.work_until_idle() == 1
    task.refresh_from_db()
    assert (task.state, task.result) == (State.DONE, {"counted": 3})
    assert not Progress.objects.exists()


def test_problems_are_kept(ask: Ask) -> None:
    def work(task: Task, tell: Tell) -> dict[str, Any]:
        raise RollcheckError([Problem("roll.csv", 7, "zip", "bad", "mend it")])

    task = ask(work)
    worker.work_until_idle()
    task.refresh_from_db()
    assert task.state == State.FAILED
    assert task.problems[0]["row"] == 7


def test_a_bug_ends_the_task_and_not_the_worker(ask: Ask) -> None:
    def work(task: Task, tell: Tell) -> dict[str, Any]:
        raise ZeroDivisionError

    task = ask(work)
    worker.work_until_idle()
    task.refresh_from_db()
    assert (task.state, task.problems) == (State.FAILED, [{"message": worker.BUG}])


def test_a_cancelled_task_stops_at_its_next_word(ask: Ask, supervisor: Person) -> None:
    reached = []

    def work(task: Task, tell: Tell) -> dict[str, Any]:
        act(TaskCancelled("t-1"), by=supervisor)
        tell("Counting", 0, 3)
        reached.append("past the cancelling")
        return {}

    task = ask(work)
    worker.work_until_idle()
    task.refresh_from_db()
    assert (task.state, reached) == (State.CANCELLED, [])


def test_a_task_whose_worker_died_is_done_again(ask: Ask) -> None:
    task = ask(lambda task, tell: {})
    died = timezone.now() - LOST_AFTER - timedelta(seconds=1)
    Progress.objects.create(task=task, worker="dead", seen_at=died)
    assert worker.work_until_idle() == 1
    task.refresh_from_db()
    assert task.state == State.DONE


def test_a_task_whose_worker_lives_is_left_alone(ask: Ask) -> None:
    task = ask(lambda task, tell: {})
    Progress.objects.create(task=task, worker="alive", seen_at=timezone.now())
    assert worker.work_until_idle() == 0


def test_a_task_that_keeps_crashing_is_given_up(ask: Ask) -> None:
    task = ask(lambda task, tell: {})
    died = timezone.now() - LOST_AFTER - timedelta(seconds=1)
    Progress.objects.create(task=task, worker="dead", seen_at=died, attempt=worker.ATTEMPTS)
    worker.work_until_idle()
    task.refresh_from_db()
    assert (task.state, task.problems) == (State.FAILED, [{"message": worker.CRASHED}])


def test_a_worker_taken_for_dead_keeps_nothing(ask: Ask) -> None:
    def work(task: Task, tell: Tell) -> dict[str, Any]:
        Progress.objects.update(worker="another")
        return {"kept": "by the wrong one"}

    task = ask(work)
    worker.work_once("slow")
    task.refresh_from_db()
    assert (task.state, task.result) == (State.RUNNING, None)
    assert Telling(task, "another").still_ours()


def test_the_page_shows_the_progress(
    ask: Ask, supervisor: Person, signed_in: Callable[[Person], Client]
) -> None:
    task = ask(lambda task, tell: {})
    now = timezone.now()
    Progress.objects.create(
        task=task, worker="w", seen_at=now, stage="Reading", done=1500, total=3000
    )
    page = signed_in(supervisor).get("/tasks/t-1").content.decode()
    assert 'max="3000" value="1500"' in page
    assert "Reading" in page
    signed_in(supervisor).post("/tasks/t-1/cancel")
    task.refresh_from_db()
    assert task.state == State.CANCELLED


def result_names() -> set[str]:
    """The names of every result that a kind of long work returns, as its module writes them."""
    found = {"added", "skipped", "superseded", "unchanged"}  # of the roll's own changes
    for kind in KINDS.values():
        module = inspect.getmodule(kind.work)
        assert module is not None
        tree = ast.parse(inspect.getsource(module))
        for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
            if function.name not in {kind.work.__name__, "_told"}:
                continue
            given = (ast.Return, ast.AnnAssign)
            for node in (one for one in ast.walk(function) if isinstance(one, given)):
                if isinstance(node.value, ast.Dict):
                    keys = (key for key in node.value.keys if isinstance(key, ast.Constant))
                    found |= {str(key.value) for key in keys}
    return found


def test_what_came_of_long_work_has_a_name() -> None:
    names = result_names() - {LISTED}
    assert {"lines_matched", "signatures_taken"} <= names
    assert names <= RESULTS.keys()
    assert in_words({"lines_matched": 3, LISTED: ["a.png"]}) == [("Lines matched", 3)]
