"""Other systems: signatures taken in and refused, nightly changes, watched folders."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from office.conftest import Hire
from office.paper import entered, scan
from office.test_receiving_scans import bomb
from rollcheck.office.acts.act import act
from rollcheck.office.connecting.models import ReferenceSignature, Watch
from rollcheck.office.connecting.signatures import signatures_of
from rollcheck.office.connecting.watching import day_in, look_into_folders
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.receiving.models import ImagePage
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.tasks.models import Task
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.record.events.people import RoleTaken
from rollcheck.record.events.petition import PetitionAmended

SignedIn = Callable[[Person], Client]
ROLL = "voter_id,status,first,last,house,street,city,zip\n"
ANN = "1,active,Ann,Abel,12,Oak St,Glendale,91201\n"
BOB = "2,confidential,Bob,Burr,14,Elm St,Glendale,91201\n"
LONG_AGO = 1_600_000_000


@pytest.fixture
def browser(supervisor: Person, signed_in: SignedIn) -> Client:
    return signed_in(supervisor)


@pytest.fixture
def folder(place: OfficePlace) -> Path:
    made = place.incoming / "signatures"
    made.mkdir()
    return made


@pytest.fixture
def snapshot(browser: Client, place: OfficePlace, petition: Petition) -> RollSnapshot:
    """A roll of two, in which the petition's lines are looked up."""
    (place.incoming / "roll.csv").write_text(ROLL + ANN + BOB)
    given = {"file": "roll.csv", "layout": "plain", "as_of": "2022-07-06", "history": ""}
    assert browser.post("/rolls/", given).status_code == 302
    assert work_until_idle() == 1
    taken: RollSnapshot = RollSnapshot.objects.get()
    amended = PetitionAmended("snapshot", taken.manifest, "filed")
    act(amended, by=Person.objects.get(username="sue"), petition=petition)
    return taken


def taken_in(browser: Client) -> Task:
    answer = browser.post("/connections/signatures", {"folder": "signatures"})
    assert answer.status_code == 302, answer.content.decode()
    work_until_idle()
    task: Task = Task.objects.latest("pk")
    assert task.state == "done", task.problems
    return task


def test_signatures_are_taken_in_once(browser: Client, folder: Path, petition: Petition) -> None:
    (folder / "1_2010-11-02_affidavit.png").write_bytes(scan("PNG", "Ann"))
    (folder / "1_20180304.tif").write_bytes(scan("TIFF", "Ann again", pages=2))
    (folder / "A77.png").write_bytes(scan("PNG", "Bob"))
    (folder / "index.csv").write_text(
        "affidavit,voter_id,date,source\nA77,2,2001-02-03,poll book\n"
    )
    task = taken_in(browser)
    assert task.result is not None
    assert task.result["signatures_taken"] == 4
    assert task.result["refused"] == 0
    found = signatures_of(petition, ["1", "2", "3"])
    assert [(one["date"], one["source"]) for one in found["1"]] == [
        ("2018-03-04", ""), ("2018-03-04", ""), ("2010-11-02", "affidavit")
    ]  # fmt: skip
    assert [(one["date"], one["source"]) for one in found["2"]] == [("2001-02-03", "poll book")]
    assert "3" not in found
    again = taken_in(browser)
    assert again.result is not None
    assert again.result["already_here"] == 4
    assert again.result["signatures_taken"] == 0


def test_what_is_no_signature_is_listed_by_file(
    browser: Client, place: OfficePlace, folder: Path
) -> None:
    (folder / "1.png").write_bytes(scan("PNG", "Ann"))
    (folder / "2.png").write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    (folder / "3.tif").write_text("<!doctype html><script>alert(1)</script>")
    (folder / "4.png").write_bytes(bomb(60_000))
    (folder / "5.png").write_bytes(scan("PNG", "half")[:150])
    (folder / "6.png").write_bytes(b"%PDF-1.4\n")
    (folder / "notes.txt").write_text("hello")
    (folder / "9_2010-99-99_poll book.png").write_bytes(scan("PNG", "late"))
    (folder / "7.png").symlink_to(place.secret_path)
    (folder / "deep").mkdir()
    (folder / "deep" / "8.png").write_bytes(scan("PNG", "deep"))
    task = taken_in(browser)
    assert task.result is not None
    assert task.result["signatures_taken"] == 2
    refused = [line.split(":")[0] for line in task.result["refused_files"]]
    of_no_day = "9_2010-99-99_poll book.png"
    assert refused == ["2.png", "3.tif", "4.png", "5.png", "6.png", of_no_day, "notes.txt"]
    listed = Path(task.result["all_refused_in"]).read_text(encoding="utf-8")
    assert listed.startswith("file,why\n2.png,")
    assert set(ReferenceSignature.objects.values_list("voter", flat=True)) == {"1", "8"}
    page = browser.get(f"/tasks/{task.code}").content.decode()
    assert "notes.txt" in page


def test_names_that_are_no_text_and_links_are_not_taken(
    browser: Client, place: OfficePlace, folder: Path
) -> None:
    """A name in Latin-1 on a system of UTF-8, as old archives bring it."""
    (folder / "1.png").write_bytes(scan("PNG", "Ann"))
    odd = os.fsdecode(b"Nu\xf1ez.png")
    (folder / odd).write_bytes(scan("PNG", "Nuñez"))
    (place.incoming / os.fsdecode(b"a\xf1o.csv")).write_text("line_id\n")
    (place.incoming / os.fsdecode(b"a\xf1o")).mkdir()
    (place.incoming / "secret.csv").symlink_to(place.secret_path)
    (folder / "index.csv").symlink_to(place.secret_path)
    task = taken_in(browser)
    assert task.result is not None
    assert (task.result["signatures_taken"], task.result["refused"]) == (1, 1)
    for path in ("/rolls/", "/connections/"):
        page = browser.get(path)
        assert page.status_code == 200
        assert "secret.csv" not in page.content.decode()


def test_a_control_character_in_an_index_is_told(browser: Client, folder: Path) -> None:
    (folder / "index.csv").write_bytes(b"file,voter_id\na.png,\x1b[31m5\n")
    browser.post("/connections/signatures", {"folder": "signatures"})
    work_until_idle()
    task = Task.objects.latest("pk")
    assert [(one["row"], one["code"]) for one in task.problems or []] == [(2, "not_text")]


def test_a_bad_index_is_refused_row_by_row(browser: Client, folder: Path) -> None:
    (folder / "index.csv").write_text("file,voter_id,date\na.png,,2001-13-01\n,5,\n")
    browser.post("/connections/signatures", {"folder": "signatures"})
    work_until_idle()
    task = Task.objects.get()
    assert task.state == "failed"
    assert [(one["row"], one["code"]) for one in task.problems] == [
        (2, "date"), (2, "voter_id"), (3, "no_file")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["..", "../snapshots", "/etc", "nothing"])
def test_only_folders_of_the_incoming_one_can_be_named(
    browser: Client, folder: Path, name: str
) -> None:
    answer = browser.post("/connections/signatures", {"folder": name})
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_a_signature_is_for_those_who_review_the_petition(
    browser: Client,
    folder: Path,
    snapshot: RollSnapshot,
    petition: Petition,
    hire: Hire,
    signed_in: SignedIn,
) -> None:
    (folder / "1.png").write_bytes(scan("PNG", "Ann"))
    (folder / "2.png").write_bytes(scan("PNG", "Bob"))
    taken_in(browser)
    found = signatures_of(petition, ["1", "2"])
    ann, bob = found["1"][0]["url"], found["2"][0]["url"]
    reviewer = signed_in(hire(Role.REVIEWER, petition))
    answer = reviewer.get(ann)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"\xff\xd8")
    assert reviewer.get(bob).status_code == 403
    for role, code in ((Role.INTAKE_CLERK, 403), (Role.AUDITOR, 403), (Role.OBSERVER, 404)):
        assert signed_in(hire(role, petition)).get(ann).status_code == code, role
    assert Client().get(ann).status_code == 302


def test_nightly_changes_make_a_new_snapshot(
    browser: Client, place: OfficePlace, snapshot: RollSnapshot, petition: Petition
) -> None:
    (place.incoming / "night.csv").write_text(
        ROLL + "3,active,Cleo,Cruz,16,Fir St,Glendale,91201\n"
    )
    given = {"file": "night.csv", "layout": "plain", "as_of": "2022-07-07", "base": ""}
    assert browser.post("/connections/changes", given).status_code == 302
    work_until_idle()
    task = Task.objects.latest("pk")
    assert task.state == "done", task.problems
    assert task.result is not None
    assert (task.result["added"], task.result["voters"]) == (1, 3)
    latest = RollSnapshot.objects.first()
    assert latest is not None
    assert (latest.as_of, latest.voters) == (date(2022, 7, 7), 3)
    petition.refresh_from_db()
    assert petition.snapshot == snapshot


def test_a_watched_folder_is_taken_up_once_it_is_quiet(
    browser: Client, place: OfficePlace, snapshot: RollSnapshot
) -> None:
    nightly = place.incoming / "nightly"
    nightly.mkdir()
    given = {"watch-folder": "nightly", "watch-kind": "changes", "watch-layout": "plain"}
    assert browser.post("/connections/watch", given).status_code == 302
    for day, name in (("2022-07-07", "Cleo"), ("2022-07-08", "Dora")):
        row = f"{name},active,{name},Cruz,16,Fir St,Glendale,91201\n"
        (nightly / f"changes-{day}.csv").write_text(ROLL + row)
    look_into_folders()
    assert work_until_idle() == 0
    for path in nightly.iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    for done in (1, 1, 0):
        look_into_folders()
        look_into_folders()
        assert work_until_idle() == done
    latest = RollSnapshot.objects.first()
    assert latest is not None
    assert (latest.as_of, latest.voters) == (date(2022, 7, 8), 4)
    watch = Watch.objects.get()
    assert browser.post(f"/connections/watch/{watch.pk}/end").status_code == 302
    (nightly / "changes-2022-07-09.csv").write_text(ROLL + ANN)
    os.utime(nightly / "changes-2022-07-09.csv", (LONG_AGO, LONG_AGO))
    look_into_folders()
    assert work_until_idle() == 0


def test_the_watch_of_somebody_without_the_right_asks_for_nothing(
    browser: Client, folder: Path, supervisor: Person, administrator: Person
) -> None:
    (folder / "1.png").write_bytes(scan("PNG", "Ann"))
    os.utime(folder / "1.png", (LONG_AGO, LONG_AGO))
    browser.post("/connections/watch", {"watch-folder": "signatures", "watch-kind": "signatures"})
    act(RoleTaken(supervisor.code, "supervisor"), by=administrator)
    look_into_folders()
    assert not Task.objects.exists()


def test_scans_on_the_server_are_taken_in(
    place: OfficePlace, petition: Petition, hire: Hire, signed_in: SignedIn
) -> None:
    clerk = hire(Role.INTAKE_CLERK, petition)
    entered(petition, clerk)
    lying = place.incoming / petition.code
    lying.mkdir()
    (lying / "12_1.png").write_bytes(scan("PNG", "one"))
    (lying / "12_2.png").write_text("<svg/>")
    browser = signed_in(clerk)
    assert browser.post(f"/petitions/{petition.code}/receiving/scans/folder").status_code == 302
    work_until_idle()
    task = Task.objects.get()
    assert task.state == "done", task.problems
    assert task.result is not None
    assert (task.result["kept"], task.result["not_kept"]) == (1, 1)
    page = ImagePage.objects.get()
    assert page.sheet is not None
    assert page.sheet.number == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("changes-2022-07-08.csv", date(2022, 7, 8)),
        ("20220708_changes.csv", date(2022, 7, 8)),
        ("changes-2022-13-08.csv", None),
        ("changes.csv", None),
    ],
)
def test_the_day_stands_in_the_name(name: str, day: date | None) -> None:
    assert day_in(name) == day


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR, Role.OBSERVER])
def test_connections_are_for_those_who_import_the_roll(
    role: Role, hire: Hire, signed_in: SignedIn, folder: Path
) -> None:
    browser = signed_in(hire(role))
    for path in ("", "signatures", "changes", "watch"):
        answer = browser.get("/connections/") if not path else browser.post(f"/connections/{path}")
        assert answer.status_code == 403
