"""A voter file becomes a snapshot: asked for on a page, done by a worker, chosen by a petition."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from rollcheck.demo import make_demo
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.tasks.models import Task
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.roll import open_lookup

SignedIn = Callable[[Person], Client]


@pytest.fixture
def browser(place: OfficePlace, supervisor: Person, signed_in: SignedIn, tmp_path: Path) -> Client:
    """A supervisor's browser; a small voter file waits in the folder for it."""
    make_demo(tmp_path / "demo", scale=0.001, seed=3, noise="keyed")
    for name in ("roll.csv", "history.csv"):
        (tmp_path / "demo" / name).rename(place.incoming / name)
    return signed_in(supervisor)


def asked(browser: Client, **other: str) -> Task:
    given = {"file": "roll.csv", "layout": "plain", "as_of": "2022-07-06", "history": "history.csv"}
    answer = browser.post("/rolls/", given | other)
    assert answer.status_code == 302, answer.content.decode()
    return Task.objects.get()


def test_a_voter_file_becomes_a_snapshot(
    browser: Client, place: OfficePlace, petition: Petition
) -> None:
    task = asked(browser)
    assert work_until_idle() == 1
    task.refresh_from_db()
    assert task.state == "done", task.problems
    snapshot = RollSnapshot.objects.get()
    assert task.result is not None
    assert snapshot.voters == task.result["rows_kept"] > 5000
    assert open_lookup(place.snapshots / snapshot.code).find("garcia")
    answer = browser.post(f"/petitions/{petition.code}/roll", {"snapshot": snapshot.pk, "why": "x"})
    assert answer.status_code == 302
    assert Petition.objects.get().snapshot == snapshot


def test_what_is_wrong_with_a_file_is_said(browser: Client, place: OfficePlace) -> None:
    (place.incoming / "roll.csv").write_text("voter_id,first\n1,2\n")
    task = asked(browser)
    work_until_idle()
    task.refresh_from_db()
    assert task.state == "failed"
    assert task.problems[0]["file"] == "roll.csv"
    assert list(place.snapshots.iterdir()) == []
    assert "roll.csv" in browser.get(f"/tasks/{task.code}").content.decode()


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "nothing.csv"])
def test_only_files_of_the_folder_can_be_named(browser: Client, name: str) -> None:
    answer = browser.post("/rolls/", {"file": name, "layout": "plain", "as_of": "2022-07-06"})
    assert answer.status_code == 200
    assert not Task.objects.exists()
