"""The audit of a run that an office made, on its own record, and the certificate beside it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from office.certified import CODE, command, published
from office.conftest import Hire
from office.reviewing import line
from rollcheck.office.acts.models import Entry
from rollcheck.office.certifying.running import make_run
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.undoing import reopen
from rollcheck.publish.bundle_pages import write_pages
from rollcheck.record import read_entry
from rollcheck.record.files import sha256_of
from rollcheck.verify.__main__ import verify

SUE = ("--by", "sue")
SEED = ("--seed", "three dice: 3 1 4")
PLAN = ("--spaces", 10, "--sections", "0", "--risk", "0.4")


def entries(group: str) -> list[tuple[str, tuple[int, ...], int]]:
    """The entries of a group on the office's record: type, what they refer to, number."""
    found = (read_entry(bytes(one.entry)) for one in Entry.objects.order_by("id"))
    return [
        (one.type.code, one.refers_to, one.seq) for one in found if one.type.group.code == group
    ]


@pytest.fixture
def run(decided: Petition, supervisor: Person, tmp_path: Path) -> Path:
    make_run(decided, supervisor, tmp_path / "run")
    return tmp_path / "run"


@pytest.fixture
def audit(run: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "audit"
    assert command("audit", "commit", CODE, run, *PLAN, "--out", folder, *SUE) == 0
    return folder


def reviews(audit: Path, reviewer: str) -> Path:
    """Everybody agrees with what was found: the reviews of the lines that were drawn."""
    with (audit / "frame.csv").open(encoding="utf-8") as file:
        found = {row["line_id"]: row["status"] for row in csv.DictReader(file)}
    with (audit / "pull.csv").open(encoding="utf-8") as file:
        lines = [row["line_id"] for row in csv.DictReader(file)]
    rows = "".join(f"{one},{reviewer},{found[one]},none\n" for one in lines)
    path = audit.parent / "reviews.csv"
    path.write_text(f"line_id,reviewer,finding,copies\n{rows}", encoding="utf-8")
    return path


def test_an_audit_from_the_commitment_to_the_bundle(
    run: Path, audit: Path, decided: Petition, hire: Hire, tmp_path: Path
) -> None:
    state, bundle = audit / "state.json", tmp_path / "bundle"
    auditor = hire(Role.AUDITOR, decided, name="aud")
    assert command("audit", "draw", audit, *SEED, "--size", 4, *SUE) == 0
    assert command("audit", "step", state, reviews(audit, auditor.code), *SUE) == 0
    assert command("audit", "report", state, *SUE) == 0
    finished = Entry.objects.get(type="run_finished").pk
    (committed, of_run, number), *rest = entries("audit")
    assert (committed, of_run) == ("audit_committed", (finished,))
    assert [code for code, _refers, _seq in rest] == [
        *("audit_planned", "audit_drawn"),
        *["audit_line_reviewed"] * 4,
        *("audit_step", "audit_concluded"),
    ]
    assert {refers for _code, refers, _seq in rest} == {(number,)}
    assert published(run, bundle, "--audit", audit) == 0
    found = verify(bundle, str(key_in_force()), None, None).found
    assert [said for kind, said in found if kind != "ok"] == []
    assert any("one on the record, all 2 steps" in said for _kind, said in found)


def test_whoever_found_anything_is_not_blind(
    audit: Path, supervisor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings taken back count, too, and so does whoever settled a duplicate."""
    rita, ravi = (Person.objects.get(username=name).code for name in ("rita", "ravi"))
    with (audit / "frame.csv").open(encoding="utf-8") as file:
        people = {row["line_id"]: set(row["people"].split(";")) for row in csv.DictReader(file)}
    assert people["1:3"] == {rita, supervisor.code}
    assert people["2:2"] == people["2:4"] | {rita} == {rita, ravi}
    assert command("audit", "draw", audit, *SEED, "--size", 4, *SUE) == 0
    before = (audit / "state.json").read_bytes()
    assert command("audit", "step", audit / "state.json", reviews(audit, rita), *SUE) == 1
    stands = Entry.objects.count()
    assert command("audit", "step", audit / "state.json", reviews(audit, "Aud It"), *SUE) == 1
    said = capsys.readouterr().err
    assert "by the code of somebody who is an auditor of this petition" in said
    assert "Aud It" not in said
    assert (audit / "state.json").read_bytes() == before
    assert Entry.objects.count() == stands


def test_what_is_no_audit_of_this_run_is_refused(
    run: Path,
    decided: Petition,
    supervisor: Person,
    hire: Hire,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hire(Role.AUDITOR, decided, name="aud")
    words = (*PLAN, "--out", tmp_path / "audit", "--by")
    assert command("audit", "commit", "another", run, *words, "sue") == 1
    assert command("audit", "commit", CODE, run, *words, "aud") == 1
    reopen(supervisor, decided, line(decided, "1", 2).state, "the name was misread")
    make_run(decided, supervisor, tmp_path / "later", provisional=True)
    assert command("audit", "commit", CODE, run, *words, "sue") == 1
    said = capsys.readouterr().err
    for one in ("name that code", "has its run audited", "a later run stands"):
        assert one in said
    assert not (tmp_path / "audit").exists()
    assert entries("audit") == []


def test_a_certificate_is_on_the_record_and_another_says_why(
    run: Path, supervisor: Person, signed_in: Callable[[Person], Client], tmp_path: Path
) -> None:
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    page = f"/petitions/{CODE}/certify/"
    assert published(run, third, "--amends", "nothing was issued yet") == 1
    assert published(run, first) == 0
    finished = Entry.objects.get(type="run_finished").pk
    issued = Entry.objects.get(type="certificate_issued")
    said = read_entry(bytes(issued.entry))
    assert (said.refers_to, said.data["decision"]) == ((finished,), "sufficient")
    assert said.data["certificate"] == sha256_of(first / "certificate.pdf")
    before = Entry.objects.count()
    assert published(run, third) == 1
    assert (third.exists(), Entry.objects.count()) == (False, before)
    browser = signed_in(supervisor)
    assert f"entry {issued.pk} of the record" in browser.get(page).content.decode()
    for amends, on in (("", "2022-07-20"), ("the audit is added", "")):
        asked = {"certified_on": on, "lifted_because": "" if on else "now", "amends": amends}
        assert browser.post(page, asked).status_code == 422
    more = ("--amends", "the audit is added", "--replaces", first)
    assert published(run, second, *more) == 0
    amended = read_entry(bytes(Entry.objects.get(type="certificate_amended").entry))
    assert amended.data["reason"] == "the audit is added"
    assert amended.data["certificate"] == sha256_of(second / "certificate.pdf")
    found = verify(second, str(key_in_force()), None, None).found
    assert [said for kind, said in found if kind != "ok"] == []
    assert "certificate_issued" in (second / "record" / "entries.jsonl").read_text()


@pytest.mark.parametrize("meanwhile", ["published", "run again"])
def test_of_two_supervisors_who_certify_at_once_one_does(
    decided: Petition,
    run: Path,
    supervisor: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    meanwhile: str,
) -> None:
    """Somebody else is done while the pages of this one's bundle are written."""
    first, second = tmp_path / "first", tmp_path / "second"
    others: dict[str, Callable[[], object]] = {
        "published": lambda: published(run, first),
        "run again": lambda: make_run(decided, supervisor, tmp_path / "again"),
    }
    waiting = [others[meanwhile]]

    def written(*given: object) -> None:
        if waiting:
            waiting.pop()()
        write_pages(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("rollcheck.publish.bundle.write_pages", written)
    assert published(run, second) == 1
    told = {"published": "has a certificate of this petition", "run again": "a later run stands"}
    assert told[meanwhile] in capsys.readouterr().err
    assert not second.exists()
    issued = Entry.objects.filter(type__in=("certificate_issued", "bundle_published"))
    assert issued.count() == (2 if meanwhile == "published" else 0)
