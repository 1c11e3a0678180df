"""``rollcheck record`` with others: tokens that sign, witnesses, timestamp authorities."""

import json
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from record_runs import ORIGIN, Run, as_json, done, made, original, run
from test_record_timestamps import DATA

from rollcheck.record.timestamp import imprint_of, nonce_of

__all__ = ["made", "original", "run"]


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
