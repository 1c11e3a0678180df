"""``rollcheck record`` from making a record to destroying what it held, as people use it."""

import json
import sqlite3
from pathlib import Path

import pytest
from record_runs import ORIGIN, Run, as_json, done, made, original, private, run

__all__ = ["made", "original", "run"]


def test_a_new_record_is_private_and_says_its_key(run: Run, tmp_path: Path) -> None:
    code, printed = run("init", "rec", "--origin", ORIGIN, "--by", "admin1", "--no-passphrase")
    assert code == 0
    assert f"Public key: {ORIGIN}+" in printed
    assert (tmp_path / "rec").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "rec" / "signing.pem").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "rec" / "record.sqlite").stat().st_mode & 0o777 == 0o600
    assert run("init", "rec", "--origin", ORIGIN, "--by", "a", "--no-passphrase")[0] == 1


def test_a_record_that_could_not_be_made_leaves_nothing(run: Run, tmp_path: Path) -> None:
    code, printed = run("init", "rec", "--origin", "two words", "--by", "a", "--no-passphrase")
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "without spaces" in printed


def test_acts_are_recorded_and_shown(made: Run) -> None:
    _, printed = made("show", "rec")
    assert [line.split()[0] for line in printed.splitlines()] == ["0", "1", "2", "3"]
    assert "Line determined: (sealed)" in printed
    assert "illegible" not in printed
    assert "valid=1,000" in printed
    assert "about entry 2" in printed
    _, printed = made("show", "rec", "--opened", "--type", "line_determined")
    assert "reason=illegible" in printed
    _, printed = made("show", "rec", "--last", "1", "--json")
    (entry,) = json.loads(printed)
    assert entry["type"] == "tally_made"
    assert entry["data"] == {"valid": 1000, "invalid": 1, "waiting": 0}


def test_the_log_of_the_standard_is_printed(made: Run) -> None:
    found = json.loads(made("show", "rec", "--nist")[1])
    (device,) = found["log"]["Device"]
    assert device["Id"] == ORIGIN
    assert len(device["Event"]) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tally_made", "valid=x", "invalid=1", "other=2"), "no such field"),
        (("tally_made", "valid=x", "invalid=1", "other=2"), "whole number"),
        (("tally_made", "valid=x", "invalid=1", "other=2"), "it is missing"),
        (("tally_made", "valid=1", "valid=2", "invalid=1", "waiting=0"), "give it once"),
        (("tally_made", "valid=1", "invalid=1", "waiting=0", "--refers-to", "9"), "no entry 9"),
        (("stage_entered", "stage=a", "reason=b", "--petition", "../x"), "write a code"),
        (("retention_set", "until=soon", "citation=law"), "write a day"),
        (("seal_checked", "box=1", "seal=2", "whole=maybe"), "yes or no"),
        (("sheet_scanned", "section=1", "sheet=1", "image=x"), "name a file"),
        (("sheet_scanned", "section=1", "sheet=1", "image=@none.png"), "No such file"),
    ],
)
def test_what_cannot_be_recorded_is_refused(made: Run, words: tuple[str, ...], said: str) -> None:
    code, printed = made("append", "rec", *words, "--by", "s1")
    assert code == 1
    assert said in printed
    assert as_json(made, "check", "rec")["entries"] == 4


@pytest.mark.parametrize(
    "words", [("nonsense",), ("tally_made", "valid"), ("witness_named", "key=x")]
)
def test_wrong_use_is_told(made: Run, words: tuple[str, ...]) -> None:
    assert made("append", "rec", *words, "--by", "s1")[0] == 2


def test_files_are_kept_and_values_may_repeat(made: Run, tmp_path: Path) -> None:
    (tmp_path / "sheet.png").write_bytes(b"an image")
    done(made, "sheet_scanned", "section=1", "sheet=2", "image=@sheet.png")
    done(made, "duplicates_settled", "lines=1-7", "lines=1-9", "counting=1-7")
    found = json.loads(made("show", "rec", "--opened", "--last", "1", "--json")[1])[0]
    assert found["sealed"] == {"lines": ["1-7", "1-9"], "counting": ["1-7"]}
    assert as_json(made, "check", "rec")["files"] == 1


def test_without_a_checkpoint_nothing_is_established(made: Run) -> None:
    code, printed = made("check", "rec")
    assert code == 3
    assert "There is no checkpoint to compare with" in printed


def test_a_checked_record_holds(made: Run, tmp_path: Path) -> None:
    code, printed = made("checkpoint", "rec", "--by", "admin1", "--out", "held.txt")
    assert code == 0
    assert (tmp_path / "held.txt").read_text() == printed
    assert printed.startswith(f"{ORIGIN}\n4\n")
    assert made("checkpoint", "rec", "--by", "admin1") == (0, printed)
    code, printed = made("check", "rec", "--since", "held.txt")
    assert code == 0
    assert "the newest checkpoint that holds has 4 entries" in printed


def test_a_changed_entry_is_named(made: Run, tmp_path: Path) -> None:
    made("checkpoint", "rec", "--by", "admin1")
    db = sqlite3.connect(tmp_path / "rec" / "record.sqlite")
    db.execute("DROP TRIGGER entry_UPDATE")
    db.execute("UPDATE entry SET entry = CAST(replace(entry, 's1', 's2') AS BLOB) WHERE seq = 2")
    db.commit()
    db.close()
    code, printed = made("check", "rec")
    assert code == 1
    assert "The first bad entry is 2. On it rest:\n  Tally made, entry 3\n" in printed
    found = as_json(made, "check", "rec")
    assert found["first_bad_entry"] == 2
    assert found["rests_on_it"] == [
        {"what": "entry", "number": 3, "label": "Tally made"},
        {"what": "checkpoint", "number": 4, "label": "Checkpoint"},
    ]


@pytest.mark.parametrize("verb", ["UPDATE entry SET leaf = x''", "DELETE FROM entry"])
@pytest.mark.parametrize("table", ["entry", "checkpoint", "cosignature", "timestamp"])
def test_the_database_itself_refuses_changes(
    made: Run, tmp_path: Path, verb: str, table: str
) -> None:
    made("checkpoint", "rec", "--by", "admin1")
    db = sqlite3.connect(tmp_path / "rec" / "record.sqlite")
    # A trigger speaks for rows that are there.
    db.execute("INSERT INTO cosignature VALUES (4, x'00')")
    db.execute("INSERT INTO timestamp VALUES (4, x'00')")
    column = {"entry": "leaf", "checkpoint": "note", "cosignature": "line"}.get(table, "reply")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(verb.replace("entry", table, 1).replace("leaf", column))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("DELETE FROM head")
    db.close()


def test_what_is_no_record_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rec").mkdir()
    for path in ("nowhere", "rec"):
        assert run("check", path)[0] == 1
    (tmp_path / "rec" / "record.toml").write_text('origin = "a"\n')
    (tmp_path / "rec" / "record.sqlite").write_bytes(b"not a database, but long enough" * 99)
    code, printed = run("check", "rec")
    assert (code, "database" in printed) == (1, True)


def test_a_passphrase_is_asked_of_a_file(run: Run, tmp_path: Path) -> None:
    phrase = private(tmp_path / "phrase", "correct horse\n")
    made = run("init", "rec", "--origin", ORIGIN, "--by", "a", "--new-passphrase-file", phrase)
    assert made[0] == 0
    assert run("checkpoint", "rec", "--by", "a", "--passphrase-file", phrase)[0] == 0
    wrong = private(tmp_path / "wrong", "another\n")
    code, printed = run("checkpoint", "rec", "--by", "a", "--passphrase-file", wrong)
    assert (code, "passphrase" in printed) == (1, True)
    (tmp_path / "phrase").chmod(0o644)
    code, printed = run("checkpoint", "rec", "--by", "a", "--passphrase-file", phrase)
    assert (code, "chmod 600" in printed) == (1, True)
    (tmp_path / "empty").touch(0o600)
    code, printed = run("checkpoint", "rec", "--by", "a", "--passphrase-file", "empty")
    assert (code, "holds no passphrase" in printed) == (1, True)


def test_a_passphrase_is_asked_of_a_person(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter(["correct horse", "correct horse", "wrong"])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(said))
    assert run("init", "rec", "--origin", ORIGIN, "--by", "a")[0] == 0
    assert run("checkpoint", "rec", "--by", "a")[0] == 0
    assert run("checkpoint", "rec", "--by", "a")[0] == 1


def test_a_key_is_rotated(made: Run) -> None:
    first = as_json(made, "checkpoint", "rec", "--by", "admin1")
    code, printed = made("rotate", "rec", "--by", "admin1", "--no-passphrase")
    assert (code, "The new key signs from now on" in printed) == (0, True)
    second = as_json(made, "checkpoint", "rec", "--by", "admin1")
    assert first["key"] != second["key"]
    code, printed = made("check", "rec", "--key", str(first["key"]))
    assert code == 0, printed


def test_an_interrupted_rotation_is_begun_again(made: Run, tmp_path: Path) -> None:
    (tmp_path / "rec" / "signing-next.pem").write_bytes(b"left behind")
    assert made("rotate", "rec", "--by", "admin1", "--no-passphrase")[0] == 0
    assert not (tmp_path / "rec" / "signing-next.pem").exists()
    assert made("check", "rec")[0] == 0


def test_content_is_destroyed_when_two_people_agree(made: Run) -> None:
    made("checkpoint", "rec", "--by", "admin1", "--out", "held.txt")
    code, printed = made("destroy", "rec", "r-2022", "--by", "admin1")
    assert (code, "2 problems found" in printed) == (1, True)
    done(made, "retention_set", "until=2020-01-01", "citation=Elec. 17400(b)")
    for person in ("s1", "s2"):
        words = ("append", "rec", "destruction_approved", "reason=over", "--petition", "r-2022")
        assert made(*words, "--by", person)[0] == 0
    code, printed = made("destroy", "rec", "r-2022", "--by", "admin1")
    assert (code, "Destroyed 1 contents and 0 files" in printed) == (0, True)
    code, printed = made("check", "rec", "--since", "held.txt")
    assert code == 0, printed
    assert "(sealed)" in made("show", "rec", "--opened", "--type", "line_determined")[1]
