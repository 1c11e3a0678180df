"""``rollcheck publish``: what it asks for, what it refuses, and what goes on the record."""

import json
import shutil
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.record.signing import make_key_file
from rollcheck.verify.__main__ import verify
from verify.published_bundle import Published, command


def problems_of(capsys: pytest.CaptureFixture[str], *words: object) -> list[str]:
    """Return the codes of the problems that a command stops with."""
    capsys.readouterr()
    assert run_command([*(str(word) for word in words), "--json"]) == 1
    return [one["code"] for one in json.loads(capsys.readouterr().out)["problems"]]


def test_nothing_is_published_before_certification(
    made: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    words = ("publish", made.run, "--out", out, "--by", "s1")
    assert problems_of(capsys, *words) == ["embargo"]
    assert problems_of(capsys, *words, "--certified-on", "2022-07-01") == ["impossible_date"]
    assert not out.exists()


def test_a_result_that_is_not_final_needs_the_embargo_lifted(
    made: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, out = tmp_path / "run", tmp_path / "out"
    shutil.copytree(made.run, run)
    path = run / "public" / "result.json"
    result = json.loads(path.read_text(encoding="utf-8"))
    result |= {"certifiable": False, "not_certifiable_because": ["3 lines wait for people."]}
    path.write_text(json.dumps(result), encoding="utf-8")
    words = ("publish", run, "--out", out, "--by", "s1")
    assert problems_of(capsys, *words, "--certified-on", "2022-08-15") == ["not_certifiable"]
    record = ("--record", supervised(made.record, tmp_path / "record"))
    command(*words, *record, "--lift-embargo", "a court asked")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["released"] == {"why": "embargo_lifted", "reason": "a court asked"}
    assert "embargo_lifted" in (out / "record" / "entries.jsonl").read_text(encoding="utf-8")


def supervised(record: Path, copy: Path) -> Path:
    """Copy a record, and have its administrator make s1 a supervisor."""
    shutil.copytree(record, copy)
    command("record", "append", copy, "role_given", "person=s1", "role=supervisor", "--by", "a1")
    return copy


def test_only_whom_the_record_calls_a_supervisor_lifts_the_embargo(
    made: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, out = supervised(made.record, tmp_path / "record"), tmp_path / "out"
    words = ("publish", made.run, "--out", out, "--record", record, "--lift-embargo", "why")
    assert problems_of(capsys, *words, "--by", "nobody") == ["no_supervisor"]
    role = ("record", "append", record)
    # Neither a role that one gives oneself, nor another petition's, nor one that was taken.
    command(*role, "role_given", "person=s2", "role=supervisor", "--by", "s2")
    assert problems_of(capsys, *words, "--by", "s2") == ["no_supervisor"]
    other = ("--petition", "another")
    command(*role, "role_given", "person=s3", "role=supervisor", "--by", "a1", *other)
    assert problems_of(capsys, *words, "--by", "s3") == ["no_supervisor"]
    command(*role, "role_taken", "person=s1", "role=supervisor", "--by", "a1")
    assert problems_of(capsys, *words, "--by", "s1") == ["no_supervisor"]
    command(*role, "role_given", "person=s1", "role=supervisor", "--by", "a1")
    command(*role, "person_removed", "person=s1", "reason=left", "--by", "a1")
    assert problems_of(capsys, *words, "--by", "s1") == ["no_supervisor"]
    assert not out.exists()
    petition = ("--petition", "us-ca-county-recall-2022-07-06")
    command(*role, "role_given", "person=s4", "role=supervisor", "--by", "a1", *petition)
    command(*words, "--by", "s4")
    lifted = next(
        json.loads(json.loads(line)["entry"])
        for line in (out / "record" / "entries.jsonl").read_text(encoding="utf-8").splitlines()
        if "embargo_lifted" in line
    )
    assert lifted["actor"] == "s4"
    assert len(lifted["refs"]) == 1


def test_a_certificate_on_the_record_takes_the_place_of_the_flag(
    made: Published, tmp_path: Path
) -> None:
    record, out = tmp_path / "record", tmp_path / "out"
    shutil.copytree(made.record, record)
    code = "us-ca-county-recall-2022-07-06"
    command(
        *("record", "append", record, "certificate_issued", "decision=insufficient"),
        *(f"certificate=@{made.run / 'public' / 'report.html'}", "--petition", code, "--by", "s1"),
    )
    command("publish", made.run, "--out", out, "--record", record, "--by", "s1")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["released"]["why"] == "certified"
    assert verify(out, manifest["key"], None, None).exit_code == 0


def test_a_key_signs_where_there_is_no_record(made: Published, tmp_path: Path) -> None:
    key, out = tmp_path / "key.pem", tmp_path / "out"
    make_key_file(key, None)
    words = ("publish", made.run, "--out", out, "--certified-on", "2022-08-15", "--key", key)
    command(*words, "--name", "elections.example.gov")
    report = verify(out, None, None, None)
    assert report.exit_code == 3
    assert any("no record" in said for _, said in report.found)


def test_a_run_without_a_universe_is_refused(
    made: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    shutil.copytree(made.run, run)
    (run / "public" / "leaves.json").unlink()
    (run / "restricted" / "openings.parquet").unlink()
    words = ("publish", run, "--out", tmp_path / "out", "--by", "s1")
    assert problems_of(capsys, *words, "--certified-on", "2022-08-15") == ["no_universe"]
    asked = ("--to", "the proponents", "--recipient", "R. Ode", "--by", "s1")
    assert run_command([str(word) for word in ("record", "open", run, "L1", *asked)]) == 1
    assert "keeps no openings" in capsys.readouterr().err
    assert problems_of(
        capsys, "publish", tmp_path, "--out", tmp_path / "o", "--record", made.record, "--by", "s1"
    ) == ["no_run"]


def test_a_bundle_is_never_replaced(made: Published, capsys: pytest.CaptureFixture[str]) -> None:
    before = (made.bundle / "manifest.json").read_bytes()
    words = ("publish", made.run, "--out", made.bundle, "--by", "s1")
    assert len(problems_of(capsys, *words, "--certified-on", "2022-08-15")) == 1
    assert (made.bundle / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    "flags",
    [
        ["--by", "s1", "--certified-on", "2022-08-15", "--lift-embargo", "why"],
        ["--key", "key.pem"],
        ["--key", "key.pem", "--name", "x", "--lift-embargo", "why"],
        ["--key", "key.pem", "--name", "x", "--record", "record"],
        ["--certified-on", "2022-08-15"],
    ],
)
def test_flags_that_do_not_go_together_are_usage(
    made: Published, tmp_path: Path, flags: list[str]
) -> None:
    out = str(tmp_path / "out")
    assert run_command(["publish", str(made.run), "--out", out, *flags]) == 2


def test_a_run_that_goes_on_a_record_needs_somebody(
    made: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("run", made.demo / "petition.toml", "--out", tmp_path / "run")
    assert problems_of(capsys, *words) == ["no_actor"]
    assert not (tmp_path / "run").exists()
    petition = tmp_path / "petition.toml"
    text = (made.demo / "petition.toml").read_text(encoding="utf-8")
    petition.write_text(text.replace(str(made.record), str(tmp_path)))
    elsewhere = ("run", petition, "--out", tmp_path / "run", "--by", "s1")
    assert "no_record" in problems_of(capsys, *elsewhere)


def test_who_runs_it_may_stand_in_the_environment(
    made: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, petition = tmp_path / "record", made.demo / "recorded.toml"
    shutil.copytree(made.record, record)
    text = (made.demo / "petition.toml").read_text(encoding="utf-8")
    petition.write_text(text.replace(str(made.record), str(record)), encoding="utf-8")
    monkeypatch.setenv("ROLLCHECK_BY", "s9")
    command("run", petition, "--out", tmp_path / "run")
    said = json.loads((tmp_path / "run" / "restricted" / "record.json").read_text())
    assert said["record"] == str(record)


def test_a_record_beside_the_petition_is_used_where_somebody_is_named(
    made: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made.record, tmp_path / "record")
    for path in made.demo.iterdir():
        if path.name != "petition.toml":
            (tmp_path / path.name).symlink_to(path)
    text = (made.demo / "petition.toml").read_text(encoding="utf-8")
    petition = tmp_path / "petition.toml"
    petition.write_text(text.replace(f'record = "{made.record}"\n', ""), encoding="utf-8")
    command("run", petition, "--out", tmp_path / "run")
    assert "Not on the record" in capsys.readouterr().out
    assert not (tmp_path / "run" / "restricted" / "record.json").exists()
    command("run", petition, "--out", tmp_path / "run", "--by", "s9")
    assert "On the record" in capsys.readouterr().out
    said = json.loads((tmp_path / "run" / "restricted" / "record.json").read_text())
    assert said["record"] == str(tmp_path / "record")
