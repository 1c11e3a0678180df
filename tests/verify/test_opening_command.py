"""Opening a line: for whom the law opens it, on the record first, bound to whom it was handed."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.verify.saying import FAILED, OPEN
from verify.opened_lines import ASKED, line_found, opened
from verify.published_bundle import Published, command


@pytest.fixture
def own(made: Published, tmp_path: Path) -> Published:
    """Return the published run with a copy of its record, which a test may add to."""
    shutil.copytree(made.record, tmp_path / "record")
    return replace(made, record=tmp_path / "record")


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """Return what the command says that does not open a line."""
    capsys.readouterr()
    assert run_command(["record", "open", *(str(word) for word in words)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_an_opening_is_on_the_record_before_anybody_has_it(
    own: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    line_id = line_found(own, "invalid")
    opening = opened(own, line_id, capsys, *ASKED, "--record", own.record)
    assert opening["line"]["line_id"] == line_id
    entry = json.loads(opening["handed"]["entry"])
    assert (entry["type"], entry["actor"]) == ("line_opened", "s1")
    # Neither the line nor who got it stands in the entry; whoever holds the key can read both.
    assert line_id not in opening["handed"]["entry"]
    assert "Rita" not in opening["handed"]["entry"]
    command("record", "show", own.record, "--opened", "--type", "line_opened")
    shown = capsys.readouterr().out
    assert "recipient=Rita Ode" in shown
    assert "entitled=the proponents" in shown


def test_the_law_says_whom_and_what(own: Published, capsys: pytest.CaptureFixture[str]) -> None:
    record = ("--record", own.record)
    invalid, valid = line_found(own, "invalid"), line_found(own, "valid")
    people = ("--recipient", "R. Ode", "--by", "s1", *record)
    said = refused(capsys, own.run, invalid, "--to", "the press", *people)
    assert "opens a line to `the proponents` or `representatives whom they designate" in said
    assert "not found invalid" in refused(capsys, own.run, valid, "--to", "Proponents", *people)
    command("record", "open", own.run, invalid, "--to", "Proponents", *people)
    command("record", "open", own.run, valid, "--order", "Order 22-117", *people)
    assert "no such line" in refused(capsys, own.run, "no-such-line", "--order", "1", *people)


def test_a_sufficient_petition_is_opened_to_nobody(
    own: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    shutil.copytree(own.run, run)
    path = run / "public" / "result.json"
    path.write_text(path.read_text(encoding="utf-8").replace("insufficient", "sufficient"))
    assert "the decision is another" in refused(capsys, run, line_found(own, "invalid"), *ASKED)


def test_nothing_is_opened_off_the_record(
    own: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    shutil.copytree(own.run, run)
    (run / "restricted" / "record.json").unlink()
    line_id = line_found(own, "invalid")
    assert "off the record" in refused(capsys, run, line_id, *ASKED)
    nowhere = (*ASKED, "--record", tmp_path)
    assert "record" in refused(capsys, run, line_id, *nowhere)


@pytest.mark.parametrize(
    "flags",
    [
        ["--recipient", "R.", "--by", "s1"],
        ["--to", "the proponents", "--order", "1", "--recipient", "R.", "--by", "s1"],
        ["--to", "the proponents", "--by", "s1"],
        ["--to", "the proponents", "--recipient", "R."],
    ],
)
def test_who_it_is_for_is_never_left_out(made: Published, flags: list[str]) -> None:
    assert run_command(["record", "open", str(made.run), "1", *flags]) == 2


def test_the_verifier_says_by_which_entry_it_was_handed_out(
    own: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = opened(own, line_found(own, "invalid"), capsys, *ASKED, "--record", own.record)
    path, bundle = tmp_path / "opening.json", tmp_path / "bundle"
    path.write_text(json.dumps(opening))
    before = own.checked(opening=path)
    assert before.exit_code == 0
    assert any("that the opening was put on the record" in said for said in before.cannot)
    assert any("handed to Rita Ode" in said for _, said in before.found)
    on = ("--certified-on", "2022-08-15")
    command("publish", own.run, "--out", bundle, "--record", own.record, "--by", "s1", *on)
    later = replace(own, bundle=bundle)
    said = " ".join(said for _, said in later.checked(opening=path).found)
    assert f"handed to Rita Ode, by entry {opening['handed']['seq']:,} of the record" in said
    first = json.loads((bundle / "record/entries.jsonl").read_text("utf-8").splitlines()[0])
    other = {**opening["line"], "line_id": "another"}
    for forged in (
        {"handed": {**opening["handed"], "entry": opening["handed"]["entry"].replace("s1", "s2")}},
        {"handed": {**opening["handed"], **first}},
        {"handed": {**opening["handed"], "sealed": '{"line":"1","recipient":"Nobody"}'}},
        {"line": other},
    ):
        path.write_text(json.dumps(opening | forged))
        assert "The opening was not handed out" in later.failures(opening=path)
    del opening["handed"]
    path.write_text(json.dumps(opening))
    found = later.checked(opening=path).found
    assert any(kind == OPEN and "does not say by which entry" in said for kind, said in found)
    assert not any(kind == FAILED for kind, _ in found)
