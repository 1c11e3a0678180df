"""From the last decision to the certificate: an office's run, its bundle, and what refuses it."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import connection, transaction
from django.test import Client

from office.certified import CODE, all_decided, command, filed, published
from office.conftest import Hire
from office.reviewing import finds, line
from rollcheck.merkle import leaf_hash
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.certifying import running
from rollcheck.office.certifying.making import CERTIFY
from rollcheck.office.certifying.running import make_run
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.checkpoints.heads import open_record, sign_head
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.retention.stored import files_of_petition
from rollcheck.office.review.standing import standing
from rollcheck.office.review.undoing import reopen
from rollcheck.office.tasks.models import Task
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.petition import Run
from rollcheck.problems import RollcheckError
from rollcheck.publish.folder import write_run
from rollcheck.record.events.people import ClearanceChanged, PolicySet
from rollcheck.record.events.petition import (
    PetitionOpened,
)
from rollcheck.record.events.upkeep import HoldPlaced
from rollcheck.verify.__main__ import verify
from rollcheck.verify.saying import FAILED


@pytest.fixture
def about(petition: Petition, supervisor: Person, administrator: Person, roll: Path) -> Petition:
    return filed(petition, supervisor, administrator, roll)


@pytest.fixture
def rita(about: Petition, hire: Hire) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


@pytest.fixture
def decided(about: Petition, rita: Person, hire: Hire, supervisor: Person) -> Petition:
    return all_decided(about, rita, hire(Role.REVIEWER, about, name="ravi"), supervisor)


def office_run(place: OfficePlace, out: Path, *more: str) -> int:
    return command(
        "office", "run", CODE, "--data", place.folder, "--out", out, "--by", "sue", *more
    )


def refusal(about: Petition, by: Person, out: Path) -> list[str]:
    """The codes of the problems with which a run is refused; nothing is left of it."""
    before = Entry.objects.exclude(type="checkpoint_signed").count()
    with pytest.raises(RollcheckError) as caught:
        make_run(about, by, out)
    assert not out.exists()
    assert Entry.objects.exclude(type="checkpoint_signed").count() == before
    return [problem.code for problem in caught.value.problems]


def test_from_the_last_decision_to_the_bundle(
    decided: Petition, supervisor: Person, place: OfficePlace, tmp_path: Path
) -> None:
    held = tmp_path / "held.txt"
    held.write_bytes(bytes(sign_head(None).note))
    shown = standing(decided).whole
    run, bundle = tmp_path / "run", tmp_path / "bundle"
    assert office_run(place, run) == 0
    result = json.loads((run / "public" / "result.json").read_text())
    assert result["counts"]["valid"] == shown.valid == 4
    exact = json.loads((run / "restricted" / "result.json").read_text())
    assert {one["code"]: one["lines"] for one in exact["counts"]["reasons"]} == shown.reasons
    assert (result["decision"], result["certifiable"]) == ("sufficient", True)
    assert [one["value"] for one in result["required"]] == [3, 2]
    assert published(run, bundle) == 0
    key = str(key_in_force())
    found = verify(bundle, key, held, None).found
    assert [said for kind, said in found if kind == FAILED] == []
    assert any("only grew since your checkpoint" in said for _kind, said in found)
    assert any("last run that the record shows" in said for _kind, said in found)
    for more, code in (((), 3), (("--key", key, "--since", str(held)), 0)):
        words = [sys.executable, bundle / "rollcheck-verify.pyz", bundle, *more]
        assert subprocess.run(words, capture_output=True, check=False).returncode == code
    assert command("record", "check", place.folder, "--since", held) == 0
    # Nothing is said of a sample, a matcher and files that there were none of.
    certificate, report = ((bundle / f"{one}.html").read_text() for one in ("certificate", "index"))
    assert "It proposed nothing: people looked the lines up" in certificate
    assert "Which lines were sampled" not in certificate
    text = report.replace("<span>", "").replace("</span>", "")
    assert "rollcheck office run CODE" in " ".join(text.split())
    assert "petition.toml" not in report
    assert "What the machine proposed" not in report


def test_what_a_leaf_commits_to(decided: Petition, supervisor: Person, tmp_path: Path) -> None:
    make_run(decided, supervisor, tmp_path / "run")
    rows = pq.read_table(tmp_path / "run" / "restricted" / "openings.parquet").to_pylist()
    by_line = {row["line_id"]: row for row in rows}
    rita, ravi = (Person.objects.get(username=name).code for name in ("rita", "ravi"))
    rejected, repeated = by_line["2:2"], by_line["1:3"]
    assert (rejected["finding"], rejected["reason"]) == ("invalid", "signature_mismatch")
    assert rejected["people"].split() == sorted((rita, ravi))
    assert (repeated["reason"], repeated["voter"]) == ("duplicate", "v1")
    assert repeated["people"].split() == sorted((rita, supervisor.code))
    assert (by_line["1:1"]["sheet"], by_line["1:1"]["line_no"]) == ("1", "1")
    # Another run has the same leaves; they are not in the order of the sheets.
    make_run(decided, supervisor, tmp_path / "again")
    again = pq.read_table(tmp_path / "again" / "restricted" / "openings.parquet").to_pylist()
    assert again == rows
    assert Entry.objects.filter(type="universe_committed").count() == 1


def test_a_line_is_opened_to_whom_the_law_names(
    decided: Petition,
    supervisor: Person,
    administrator: Person,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run, bundle, opening = tmp_path / "run", tmp_path / "bundle", tmp_path / "opening.json"
    make_run(decided, supervisor, run)
    words = ("record", "open", run, "2:2", "--order", "case 7", "--recipient", "Pat", "--by")
    capsys.readouterr()
    assert command(*words, "sue") == 0
    opening.write_text(capsys.readouterr().out)
    assert json.loads(opening.read_text())["finding"]["reason"] == "signature_mismatch"
    assert published(run, bundle) == 0
    found = verify(bundle, str(key_in_force()), None, opening).found
    assert [said for kind, said in found if kind != "ok"] == []
    assert any("handed to Pat" in said for _kind, said in found)
    assert command(*words, "rita") == 1
    act(ClearanceChanged(supervisor.code, cleared=False), by=administrator)
    confidential = [*words]
    confidential[3] = "2:3"
    assert command(*confidential, "sue") == 1


def test_lines_that_wait_are_named(
    about: Petition, rita: Person, supervisor: Person, place: OfficePlace, tmp_path: Path
) -> None:
    finds(rita, about, voter="v1")
    finds(rita, about, reason="signature_mismatch", voter="v6")
    assert refusal(about, supervisor, tmp_path / "run") == ["undecided"]
    assert office_run(place, tmp_path / "run", "--provisional") == 0
    result = json.loads((tmp_path / "run" / "public" / "result.json").read_text())
    assert (result["status"], result["counts"]["waiting"]) == ("provisional", 6)
    waiting = {one["code"]: one["lines"] for one in result["counts"]["waiting_for"]}
    assert waiting == standing(about).whole.waiting
    assert published(tmp_path / "run", tmp_path / "bundle") == 1


ALTERED = {
    "a finding": "UPDATE review_finding SET reason = 'not_registered' WHERE reason <> ''",
    "a finding taken away": "DELETE FROM review_finding WHERE voter = 'v2'",
    "a finding taken back": "UPDATE review_finding SET undone_at = at WHERE voter = 'v4'",
    "how a line stands": (
        "UPDATE review_linestate SET valid = TRUE, reason = '' WHERE reason = 'not_registered'"
    ),
    "a duplicate": "UPDATE review_linestate SET voter = 'v9' WHERE reason = 'duplicate'",
}


def without_triggers(table: str) -> None:
    """Do what whoever owns the database can do: nothing in it refuses a change any more."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        cursor.execute(named, [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def test_a_database_that_says_something_else_is_refused(
    decided: Petition, supervisor: Person, tmp_path: Path
) -> None:
    for what, statement in ALTERED.items():
        with transaction.atomic():
            without_triggers("review_finding")
            with connection.cursor() as cursor:
                cursor.execute(statement)
                assert cursor.rowcount >= 1, what
            assert refusal(decided, supervisor, tmp_path / "run") == ["rows_altered"], what
            transaction.set_rollback(True)
    make_run(decided, supervisor, tmp_path / "run")


def test_a_record_that_was_rewritten_is_refused(
    decided: Petition, supervisor: Person, place: OfficePlace, tmp_path: Path
) -> None:
    sign_head(None)
    without_triggers("acts_entry")
    with connection.cursor() as cursor:
        number = Entry.objects.filter(type="line_determined").values_list("pk", flat=True)[0]
        data = bytes(Entry.objects.get(pk=number).entry)
        other = data.replace(b'"actor":"', b'"actor":"x')
        cursor.execute("UPDATE acts_entry SET entry = %s WHERE id = %s", [other, number])
    assert refusal(decided, supervisor, tmp_path / "run") == ["record_altered"]
    assert command("record", "check", place.folder) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE acts_entry SET entry = %s, leaf = %s WHERE id = %s",
            [other, leaf_hash(other), number],
        )
    assert refusal(decided, supervisor, tmp_path / "run") == ["record_altered"]


def test_what_is_published_is_the_last_run_alone(
    decided: Petition, supervisor: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, bundle = tmp_path / "first", tmp_path / "bundle"
    make_run(decided, supervisor, first)
    reopen(supervisor, decided, line(decided, "1", 2).state, "the name was misread")
    finds(supervisor, decided, reason="not_registered")
    assert published(first, bundle) == 1
    assert "since this run somebody decided" in capsys.readouterr().err
    make_run(decided, supervisor, tmp_path / "second")
    assert published(first, bundle) == 1
    result = tmp_path / "second" / "public" / "result.json"
    kept = result.read_text()
    result.write_text(kept.replace("Recall", "Recount"))
    assert published(tmp_path / "second", bundle) == 1
    assert not bundle.exists()


def test_nobody_decides_while_a_run_is_written(
    decided: Petition, supervisor: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(run: Run, folder: Path) -> None:
        write_run(run, folder)
        reopen(supervisor, decided, line(decided, "1", 2).state, "the name was misread")

    monkeypatch.setattr(running, "write_run", slowly)
    with pytest.raises(RollcheckError, match="decided meanwhile"):
        make_run(decided, supervisor, tmp_path / "run")
    assert not (tmp_path / "run").exists()
    assert not Entry.objects.filter(type="run_finished").exists()


def test_who_may_and_of_what(
    petition: Petition, supervisor: Person, hire: Hire, place: OfficePlace, tmp_path: Path
) -> None:
    open_record()
    for role in (Role.CAMPAIGN, Role.ADJUDICATOR, Role.ADMINISTRATOR, Role.AUDITOR):
        assert refusal(petition, hire(role), tmp_path / "run") == ["no_right"]
    assert refusal(petition, supervisor, tmp_path / "run") == ["not_counted"]
    words = ("office", "run", "--data", place.folder, "--out", tmp_path / "run", "--by")
    assert command(*words, "nobody", CODE) == 1
    assert command(*words, "sue", "another") == 1


def test_a_bundle_has_nothing_of_another_petition(
    decided: Petition, supervisor: Person, tmp_path: Path
) -> None:
    opened = PetitionOpened("Elsewhere", "us-ca", "county-recall", "us-ca/county-recall")
    other = act(opened, by=supervisor, aside={"code": "elsewhere22"})
    act(HoldPlaced("Elsewhere v. Registrar", "evidence"), by=supervisor, petition=other)
    make_run(decided, supervisor, tmp_path / "run")
    assert published(tmp_path / "run", tmp_path / "bundle") == 0
    shown = [
        json.loads(json.loads(row)["entry"])
        for row in (tmp_path / "bundle" / "record" / "entries.jsonl").read_text().splitlines()
    ]
    assert {one["petition"] for one in shown} == {"", CODE}
    assert "run_finished" in {one["type"] for one in shown}
    assert not {"line_determined", "line_assigned", "sheet_counted"} & {
        one["type"] for one in shown
    }
    for path in (tmp_path / "bundle").rglob("*"):
        assert not path.is_file() or b"lsewhere" not in path.read_bytes()


def test_the_policy_of_the_day_is_the_one_that_counts(
    decided: Petition, supervisor: Person, tmp_path: Path
) -> None:
    act(PolicySet("people:not_registered", "3", "with more care"), by=supervisor, petition=decided)
    result = make_run(decided, supervisor, tmp_path / "run")
    assert result.full.tally == standing(decided).whole
    assert result.rules.reasons["not_registered"].people == 3


def test_a_supervisor_makes_the_bundle_on_a_page(
    decided: Petition,
    supervisor: Person,
    signed_in: Callable[[Person], Client],
    place: OfficePlace,
    tmp_path: Path,
) -> None:
    browser = signed_in(supervisor)
    at = f"/petitions/{CODE}/certify/"
    assert "Of 7 lines 4 are valid, 3 are invalid and 0 wait." in browser.get(at).content.decode()
    assert browser.post(at, {"certified_on": "", "lifted_because": ""}).status_code == 422
    assert browser.post(at, {"certified_on": "2022-07-20"}).status_code == 302
    work_until_idle()
    made = Task.objects.get(kind=CERTIFY)
    assert (made.state, made.problems) == ("done", [])
    link = f'href="{at}{made.pk}"'
    assert link in browser.get(at).content.decode()
    answer = browser.get(f"{at}{made.pk}")
    with zipfile.ZipFile(BytesIO(b"".join(answer))) as packed:
        packed.extractall(tmp_path)
    found = verify(tmp_path / CODE, str(key_in_force()), None, None).found
    assert [said for kind, said in found if kind != "ok"] == []
    kept = place.runs / CODE / "restricted" / "openings.parquet"
    assert kept in files_of_petition(place, decided)
    assert place.runs.stat().st_mode & 0o077 == 0
