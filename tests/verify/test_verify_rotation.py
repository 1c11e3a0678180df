"""A key that took another's place: the verifier follows signed rotations, and no others."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from verify.published_bundle import Published, command

CERTIFIED = ("--by", "s1", "--certified-on", "2022-08-15")


@pytest.fixture
def rotated(made: Published, tmp_path: Path) -> Published:
    """Publish anew after the record's key has changed; ``key`` stays the old one."""
    record, bundle = tmp_path / "record", tmp_path / "bundle"
    shutil.copytree(made.record, record)
    command("record", "rotate", record, "--by", "admin1", "--no-passphrase")
    command("publish", made.run, "--out", bundle, "--record", record, *CERTIFIED)
    return replace(made, bundle=bundle, record=record)


def test_an_observer_with_the_old_key_follows_the_rotation(rotated: Published) -> None:
    new = rotated.document("manifest.json")["key"]
    assert new != rotated.key
    report = rotated.checked(since=rotated.since)
    assert report.exit_code == 0, report.found
    assert any("or its successor" in said for _, said in report.found)


def test_a_rotation_that_the_old_key_did_not_sign_is_not_followed(rotated: Published) -> None:
    path = rotated.bundle / "record" / "entries.jsonl"
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        entry = json.loads(row["entry"])
        if entry["type"] == "key_rotated":
            entry["data"]["signature"] = "00" * 64
            row["entry"] = json.dumps(entry)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    said = rotated.failures(since=rotated.since)
    assert "changed since they were signed: record/entries.jsonl" in said
    successor = replace(rotated, key=rotated.document("manifest.json")["key"])
    successor.sign_again()
    said = replace(successor, key=rotated.key).failures(since=rotated.since)
    assert "is not signed by the key you gave" in said
    assert "not signed by this record's key" in said


def test_a_thief_who_leaves_the_rotation_out_is_found(rotated: Published) -> None:
    path = rotated.bundle / "record" / "entries.jsonl"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if "key_rotated" not in row), encoding="utf-8")
    successor = replace(rotated, key=rotated.document("manifest.json")["key"])
    successor.sign_again()
    said = replace(successor, key=rotated.key).failures()
    assert "comes from somebody else" in said
