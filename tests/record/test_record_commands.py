"""``rollcheck record`` from making a record to destroying what it held, as people use it."""

import io
import json
import shutil
import sqlite3
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from test_record_timestamps import DATA

from rollcheck.cli.app import run_command
from rollcheck.record.timestamp import imprint_of, nonce_of

ORIGIN = "elections.example.gov/record"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command in an empty folder; return its exit code and all it printed."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str]:
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            code = run_command(["record", *words])
        return code, out.getvalue()

    return command


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of four entries, made once."""
    path = tmp_path_factory.mktemp("original") / "rec"
    on = ("--petition", "r-2022", "--by", "s1")
    for words in (
        ("init", str(path), "--origin", ORIGIN, "--by", "admin1", "--no-passphrase"),
        ("append", str(path), "petition_opened", *OPENED, *on),
        ("append", str(path), "line_determined", *FINDING, *on),
        ("append", str(path), "tally_made", *TALLY, "--refers-to", "2", *on),
    ):
        with redirect_stdout(io.StringIO()):
            assert run_command(["record", *words]) == 0
    return path


@pytest.fixture
def made(run: Run, original: Path, tmp_path: Path) -> Run:
    """``run``, in a folder with a copy of that record."""
    shutil.copytree(original, tmp_path / "rec")
    return run


OPENED = ("title=Recall", "place=Here", "kind=recall", "rules=us-ca/x")
TALLY = ("valid=1,000", "invalid=1", "waiting=0")
FINDING = ("line=1-7", "finding=invalid", "reason=illegible", "voter=", "basis=law", "image=")


def done(run: Run, *words: str) -> str:
    code, printed = run("append", "rec", *words, "--petition", "r-2022", "--by", "s1")
    assert code == 0, printed
    return printed


def as_json(run: Run, *words: str) -> dict[str, object]:
    _, printed = run(*words, "--json")
    found = json.loads(printed)
    assert isinstance(found, dict)
    return found


def private(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o600)
    return str(path)


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


TOKEN = """
import base64, sys
from cryptography.hazmat.primitives.serialization import load_pem_private_key
key = load_pem_private_key(open(sys.argv[1], "rb").read(), None)
print(base64.b64encode(key.sign(sys.stdin.buffer.read())).decode())
"""


def test_a_token_signs_instead_of_a_file(made: Run, tmp_path: Path) -> None:
    made("witness", "key", "inside.pem", "--name", "x")
    (tmp_path / "signing_program.py").write_text(TOKEN)
    command = f"{sys.executable} {tmp_path / 'signing_program.py'} {tmp_path / 'inside.pem'}"
    key = load_pem_private_key((tmp_path / "inside.pem").read_bytes(), None)
    public = b64encode(key.public_key().public_bytes_raw()).decode()  # type: ignore[union-attr]
    rotated = ("rotate", "rec", "--by", "a", "--token", command)
    assert made(*rotated)[0] == 2
    assert made(*rotated, "--token-key", "AAAA")[0] == 2
    code, printed = made(*rotated, "--token-key", public)
    assert code == 0, printed
    assert not (tmp_path / "rec" / "signing.pem").exists()
    done(made, "stage_entered", "stage=review", "reason=counted")
    assert made("checkpoint", "rec", "--by", "admin1")[0] == 0
    assert made("check", "rec")[0] == 0


def cosigned(run: Run, since: str, log_key: str) -> tuple[int, str]:
    request = run("witness", "request", "rec", "--since", since, "--out", "request.txt")
    assert request[0] == 0, request[1]
    own = ("--key", "w.pem", "--name", "observer.example.org", "--state", "state.txt")
    return run("witness", "cosign", "request.txt", "--log-key", log_key, *own, "--out", "line.txt")


def test_a_witness_signs_growth_and_no_rewriting(made: Run, tmp_path: Path) -> None:
    log_key = str(as_json(made, "checkpoint", "rec", "--by", "admin1")["key"])
    _, printed = made("witness", "key", "w.pem", "--name", "observer.example.org")
    witness_key = printed.strip()
    (tmp_path / "w.key").write_text(printed)
    assert made("witness", "trust", "rec", "w.key", "--by", "admin1")[0] == 0
    assert made("witness", "trust", "rec", log_key, "--by", "admin1")[0] == 2
    assert cosigned(made, "0", log_key)[0] == 0
    code, printed = made("witness", "add", "rec", "line.txt", "--by", "admin1")
    assert (code, "observer.example.org signed 4 entries" in printed) == (0, True)
    made("checkpoint", "rec", "--by", "admin1", "--out", "second.txt")
    assert cosigned(made, "0", log_key)[0] == 1
    assert cosigned(made, "4", log_key)[0] == 0
    assert made("witness", "add", "rec", "line.txt", "--by", "admin1")[0] == 0
    code, printed = made("check", "rec", "--witness", witness_key, "--since", "second.txt")
    assert code == 0, printed
    _, printed = made("checkpoint", "rec", "--by", "admin1")
    assert "observer.example.org" not in printed


def test_a_witness_keeps_to_what_it_signed(made: Run, tmp_path: Path) -> None:
    log_key = str(as_json(made, "checkpoint", "rec", "--by", "admin1")["key"])
    made("witness", "key", "w.pem", "--name", "observer.example.org")
    assert cosigned(made, "0", log_key)[0] == 0
    (tmp_path / "state.txt").write_text("nonsense")
    code, printed = cosigned(made, "0", log_key)
    assert (code, "put back the file" in printed) == (1, True)
    (tmp_path / "request.txt").write_text("nonsense")
    own = ("--key", "w.pem", "--name", "o", "--state", "s", "--out", "l")
    assert made("witness", "cosign", "request.txt", "--log-key", log_key, *own)[0] == 1
    (tmp_path / "line.txt").write_text("nonsense")
    assert made("witness", "add", "rec", "line.txt", "--by", "a")[0] == 1
    assert made("witness", "request", "rec", "--since", "99", "--out", "r.txt")[0] == 1
    assert made("check", "rec", "--witness", "no key")[0] == 2


def test_a_strangers_line_is_not_kept(made: Run) -> None:
    log_key = str(as_json(made, "checkpoint", "rec", "--by", "admin1")["key"])
    made("witness", "key", "w.pem", "--name", "observer.example.org")
    cosigned(made, "0", log_key)
    code, printed = made("witness", "add", "rec", "line.txt", "--by", "admin1")
    assert (code, "known witness" in printed) == (1, True)


def test_the_time_of_a_checkpoint_is_asked_for(made: Run, tmp_path: Path) -> None:
    assert made("timestamp", "request", "rec", "--out", "t.tsq")[0] == 1
    made("checkpoint", "rec", "--by", "admin1", "--out", "held.txt")
    assert made("timestamp", "request", "rec", "--out", "t.tsq")[0] == 0
    request = (tmp_path / "t.tsq").read_bytes()
    assert imprint_of((tmp_path / "held.txt").read_bytes()) in request
    assert nonce_of(request)


def test_a_timestamp_of_something_else_is_refused(made: Run, tmp_path: Path) -> None:
    made("checkpoint", "rec", "--by", "admin1")
    made("timestamp", "request", "rec", "--out", "t.tsq")
    verify = ("timestamp", "verify", "rec")
    rest = ("--request", "t.tsq", "--by", "a", "--authority")
    authority = str(DATA / "authority.pem")
    code, printed = made(*verify, str(DATA / "reply-rsa.tsr"), *rest, authority)
    assert (code, "of something else" in printed) == (1, True)
    code, printed = made(*verify, str(DATA / "refused.tsr"), *rest, authority)
    assert (code, "status 2" in printed) == (1, True)
    code, printed = made(*verify, "t.tsq", *rest, "t.tsq")
    assert (code, "no certificate" in printed) == (1, True)


def test_a_timestamp_is_kept_and_checked(
    made: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("checkpoint", "rec", "--by", "admin1")
    stamped = (4, (DATA / "checkpoint.txt").read_bytes())
    monkeypatch.setattr("rollcheck.cli.record_timestamp.stamped_checkpoint", lambda *_: stamped)
    authority = ("--authority", str(DATA / "authority.pem"))
    words = ("timestamp", "verify", "rec", str(DATA / "reply-ec.tsr"), *authority, "--by", "admin1")
    code, printed = made(*words, "--request", str(DATA / "request.tsq"))
    assert (code, "The checkpoint of 4 entries existed at 20" in printed) == (0, True)
    code, printed = made("check", "rec")
    assert (code, "give the authority's certificate" in printed) == (3, True)
    # It was another checkpoint's: the check compares it with the one it is kept with.
    code, printed = made("check", "rec", *authority)
    assert (code, "the timestamp is of something else" in printed) == (1, True)


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


def test_witnesses_and_timestamps_answer_in_json(made: Run, tmp_path: Path) -> None:
    log_key = str(as_json(made, "checkpoint", "rec", "--by", "admin1")["key"])
    key = as_json(made, "witness", "key", "w.pem", "--name", "o.example")["key"]
    assert as_json(made, "witness", "trust", "rec", str(key), "--by", "a")["witness"] == key
    request = as_json(made, "witness", "request", "rec", "--out", "request.txt")
    assert (request["size"], request["since"]) == (4, 0)
    own = ("--log-key", log_key, "--key", "w.pem", "--name", "o.example", "--state", "s.txt")
    line = as_json(made, "witness", "cosign", "request.txt", *own, "--out", "line.txt")
    assert (line["size"], line["origin"]) == (4, ORIGIN)
    assert (tmp_path / "line.txt").read_text() == f"{line['line']}\n"
    (added,) = json.loads(made("witness", "add", "rec", "line.txt", "--by", "a", "--json")[1])
    assert (added["witness"], added["size"]) == ("o.example", 4)
    stamp = as_json(made, "timestamp", "request", "rec", "--out", "t.tsq")
    assert stamp["size"] == 4
    assert int(str(stamp["nonce"]), 16) == nonce_of((tmp_path / "t.tsq").read_bytes())
