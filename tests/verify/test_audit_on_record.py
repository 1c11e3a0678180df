"""An audit of a run that is on a record goes on it too, and is one with what is published."""

import json
import shutil
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.cli.audit_record import record_of_run
from rollcheck.record import Entry, open_record
from rollcheck.verify.__main__ import verify
from rollcheck.verify.audit import check_audit
from rollcheck.verify.log import read_log
from rollcheck.verify.saying import FAILED, OPEN, Report
from verify.published_bundle import PLAN, SEED, Published, command

BY = ("--by", "a7")
PETITION = "us-ca-county-recall-2022-07-06"
AGAIN = ("--seed", "another seed", "--size", "12")


@dataclass(frozen=True)
class Audited:
    """Copies of an audit and of the record that it is on."""

    audit: Path
    record: Path

    def entries(self) -> list[Entry]:
        with open_record(self.record, bytes, read_only=True) as opened:
            every = list(opened.entries())
        return [one for one in every if one.type.group.code == "audit"]

    def codes(self) -> list[str]:
        return [one.type.code for one in self.entries()]

    def steps(self) -> list[str]:
        said = json.loads((self.audit / "state.json").read_text(encoding="utf-8"))
        return [step["hash"] for step in said["steps"]]


@pytest.fixture
def audited(made: Published, tmp_path: Path) -> Audited:
    """The audit of the bundle, and its record; the audit's folder names the copy."""
    both = Audited(tmp_path / "audit", tmp_path / "record")
    shutil.copytree(made.record, both.record)
    shutil.copytree(made.record.parent / "audit", both.audit)
    place = both.audit / "record.json"
    said = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps({**said, "record": str(both.record)}))
    return both


def test_each_step_is_on_the_record_without_being_told(audited: Audited) -> None:
    reviewed = ["audit_line_reviewed"] * 12
    assert audited.codes() == [
        *("audit_committed", "audit_planned", "audit_drawn"),
        *(*reviewed, "audit_step"),
    ]
    committed, *rest = audited.entries()
    assert {one.refers_to for one in rest} == {(committed.seq,)}
    assert [one.data["head"] for one in rest if "head" in one.data] == audited.steps()
    # What an auditor found on a line is the office's alone.
    assert all(not one.data for one in rest if one.type.code == "audit_line_reviewed")
    with open_record(audited.record, bytes, read_only=True) as opened:
        before = {one.seq: one.type.code for one in opened.entries()}
    assert [before[seq] for seq in committed.refers_to] == ["run_finished"]


def test_the_bundle_says_that_the_audit_is_the_one_on_the_record(made: Published) -> None:
    said = " ".join(said for _, said in verify(made.bundle, made.key, None, None).found)
    assert "The audit is the one on the record, all 2 steps of it." in said


def test_nobody_steps_off_the_record_for_want_of_a_name(
    audited: Audited, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ROLLCHECK_BY", raising=False)
    before = audited.steps()
    more = ["audit", "draw", str(audited.audit), "--more", "--size", "20"]
    assert run_command(more) == 1
    assert "name a person's code with --by" in capsys.readouterr().err
    assert audited.steps() == before


def test_a_second_draw_until_it_fits_is_refused(
    audited: Audited, capsys: pytest.CaptureFixture[str]
) -> None:
    state = audited.audit / "state.json"
    state.unlink()
    assert run_command(["audit", "draw", str(audited.audit), *AGAIN, *BY]) == 1
    assert "an audit is drawn once, and no step of it is taken back" in capsys.readouterr().err
    assert not state.exists()


def test_what_the_record_lacks_is_put_on_it_by_the_next_step(
    audited: Audited, tmp_path: Path
) -> None:
    """An audit that was begun without a record, or whose entry was lost on the way."""
    (audited.audit / "record.json").unlink()
    command("audit", "draw", audited.audit, "--more", "--size", "20")
    assert len(audited.codes()) == 16
    words = ("--record", audited.record, "--petition", PETITION, *BY)
    command("audit", "report", audited.audit / "state.json", "--out", tmp_path / "out", *words)
    assert audited.codes()[16:] == ["audit_drawn"]
    assert audited.entries()[-1].data["round"] == 2
    command("audit", "report", audited.audit / "state.json", "--out", tmp_path / "out", *BY)
    assert len(audited.codes()) == 17


def test_an_audit_that_is_over_is_concluded_once(audited: Audited, tmp_path: Path) -> None:
    command("audit", "draw", audited.audit, "--more", "--size", "200", *BY)
    with (audited.audit / "pull.csv").open(encoding="utf-8") as file:
        lines = [row.split(",")[1] for row in file][1:]
    reviews = tmp_path / "reviews.csv"
    rows = "".join(f"{line},auditor-2,invalid\n" for line in lines[12:100])
    reviews.write_text("line_id,reviewer,finding\n" + rows)
    state = audited.audit / "state.json"
    command("audit", "step", state, reviews, *BY)
    for _ in range(2):
        command("audit", "report", state, "--out", tmp_path / "out", *BY)
    codes = audited.codes()
    assert codes.count("audit_concluded") == 1
    last = audited.entries()[-1]
    assert (last.type.code, last.data["outcome"]) == ("audit_concluded", "confirmed")
    assert last.data["head"] == audited.steps()[-1]


def test_an_audit_off_the_record_is_not_published(
    made: Published, audited: Audited, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (audited.audit / "record.json").unlink()
    command("audit", "draw", audited.audit, "--more", "--size", "20")
    words = ["publish", made.run, "--out", tmp_path / "bundle", "--certified-on", "2022-08-15"]
    words += ["--record", audited.record, "--audit", audited.audit, *BY]
    assert run_command([str(word) for word in words]) == 1
    assert "does not have every step of this audit" in capsys.readouterr().err
    assert not (tmp_path / "bundle").exists()


def test_the_one_of_two_audits_that_pleases_is_told(
    made: Published, audited: Audited, tmp_path: Path
) -> None:
    words = (*PLAN, "--out", tmp_path / "second", "--record", audited.record)
    command("audit", "commit", made.demo / "petition.toml", made.run, *words, *BY)
    command("audit", "draw", tmp_path / "second", *AGAIN, *BY)
    bundle = tmp_path / "bundle"
    published = ("--certified-on", "2022-08-15", "--audit", tmp_path / "second")
    command("publish", made.run, "--out", bundle, *published, "--record", audited.record, *BY)
    found = verify(bundle, made.key, None, None).found
    assert not [said for kind, said in found if kind == FAILED]
    assert (OPEN, "The record shows 2 audits of this petition; here is one of them.") in found


def test_a_seed_that_the_record_has_before_the_commitment_is_refused(
    made: Published, audited: Audited, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever knows the seed may try findings, salts and plans until the draw pleases."""
    seed = ("seed_made", "seed=another seed", "how=dice", "--petition", PETITION, *BY)
    command("record", "append", audited.record, *seed)
    words = (*PLAN, "--out", tmp_path / "second", "--record", audited.record)
    command("audit", "commit", made.demo / "petition.toml", made.run, *words, *BY)
    assert run_command(["audit", "draw", str(tmp_path / "second"), *AGAIN, *BY]) == 1
    assert "has this seed in an entry before the commitment" in capsys.readouterr().err
    assert not (tmp_path / "second" / "state.json").exists()


def test_a_plan_that_is_altered_before_the_draw_is_refused(
    made: Published, audited: Audited, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = tmp_path / "second"
    words = (*PLAN, "--out", second, "--record", audited.record)
    command("audit", "commit", made.demo / "petition.toml", made.run, *words, *BY)
    document = second / "commitment.json"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace('"risk": "1/20"', '"risk": "1/2"', 1), encoding="utf-8")
    assert run_command(["audit", "draw", str(second), *AGAIN, *BY]) == 1
    assert "the plan were altered since" in capsys.readouterr().err
    assert audited.codes().count("audit_committed") == 2


def test_a_commitment_of_an_earlier_version_is_called_that(
    audited: Audited, capsys: pytest.CaptureFixture[str]
) -> None:
    document = audited.audit / "commitment.json"
    said = json.loads(document.read_text(encoding="utf-8"))
    del said["plan"]
    document.write_text(json.dumps({**said, "format": "rollcheck-audit-commitment/1"}))
    assert run_command(["audit", "draw", str(audited.audit), *AGAIN, *BY]) == 1
    assert "another version of the program made it" in capsys.readouterr().err


@pytest.mark.parametrize("way", ["seed first", "plan afterwards", "another plan", "two plans"])
def test_the_verifier_finds_a_plan_or_a_commitment_made_for_the_seed(
    made: Published, way: str
) -> None:
    log = read_log(made.bundle / "record")
    shown = dict(log.shown)
    ((at, planned),) = [(seq, one) for seq, one in shown.items() if one["type"] == "audit_planned"]
    (drawn,) = [seq for seq, one in shown.items() if one["type"] == "audit_drawn"]
    if way == "seed first":
        shown[-1] = {**planned, "type": "seed_made", "data": {"seed": SEED}, "refs": []}
    elif way == "plan afterwards":
        shown[at], shown[drawn] = shown[drawn], planned
    elif way == "another plan":
        shown[at] = {**planned, "data": {**planned["data"], "risk_limit": "0.5"}}
    else:
        shown[drawn + 1] = planned
    found = Report()
    forged = replace(log, shown=dict(sorted(shown.items())))
    check_audit(made.bundle / "audit", made.document("result.json"), forged, found)
    failed = [said for kind, said in found.found if kind == FAILED]
    assert len(failed) == 1
    assert "not the one on the record" in failed[0]


@pytest.mark.parametrize("weight", [10**9, 0, 2.5])
def test_a_plan_with_weights_that_no_audit_has_is_told_at_once(
    published: Published, weight: float
) -> None:
    """Else whoever checks would make a milliard of tickets for each line."""
    commitment = published.document("audit/commitment.json")
    (name, *_) = (one["name"] for one in commitment["strata"] if one["status"] == "invalid")
    commitment["plan"]["weights"] = {name: weight}
    text = json.dumps(commitment, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    said = published.document("audit/report.json")
    said |= {"weights": {name: weight}, "commitment": sha256(text.encode()).hexdigest()}
    published.write("audit/commitment.json", commitment)
    published.write("audit/report.json", said)
    published.sign_again()
    assert "or than any audit." in published.failures()


@pytest.mark.parametrize("way", ["too few", "twice", "fewer than none", "no plan"])
def test_strata_that_are_not_of_the_counts_are_told_at_once(published: Published, way: str) -> None:
    """Too small a stratum would leave no risk; less than none would hide one that is vast."""
    commitment = published.document("audit/commitment.json")
    strata = commitment["strata"]
    first = next(one for one in strata if one["status"] == "invalid")
    if way == "too few":
        first["lines"] -= 1
    elif way == "twice":
        first["lines"] -= 1
        strata.append({**first, "lines": 1})
    elif way == "fewer than none":
        first["lines"] += 10**12
        strata.append({**first, "name": "other", "lines": -(10**12)})
    else:
        del commitment["plan"]
    text = json.dumps(commitment, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    said = published.document("audit/report.json")
    said["commitment"] = sha256(text.encode()).hexdigest()
    published.write("audit/commitment.json", commitment)
    published.write("audit/report.json", said)
    published.sign_again()
    assert "another commitment, number, counts or test, or has no plan" in published.failures()


def test_an_audit_of_an_easier_number_is_not_the_results(published: Published) -> None:
    commitment = published.document("audit/commitment.json")
    said = published.document("audit/report.json")
    reviews = published.document("audit/reviews.json")
    for document in (said, reviews):
        document["required"][0]["required"] -= 1
    commitment["plan"]["required"][0] -= 1
    text = json.dumps(commitment, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    said["commitment"] = sha256(text.encode()).hexdigest()
    for name, document in (("commitment", commitment), ("report", said), ("reviews", reviews)):
        published.write(f"audit/{name}.json", document)
    published.sign_again()
    assert "another commitment, number, counts or test" in published.failures()


def test_an_audit_of_an_offices_run_goes_on_its_record_unless_another_is_named(
    tmp_path: Path,
) -> None:
    office, run, record = (tmp_path / name for name in ("office", "run", "record"))
    (run / "restricted").mkdir(parents=True)
    said = {"record": str(office), "entry": 7, "petition": "recall22"}
    (run / "restricted" / "record.json").write_text(json.dumps(said))
    (run / "public").mkdir()
    (run / "public" / "result.json").write_text("{}")
    for named, run_is in ((None, 7), (record, None)):
        goes = record_of_run(run, named, None)
        assert goes is not None
        assert (goes.record, goes.petition, goes.run) == (named or office, "recall22", run_is)
