"""``rollcheck law explain``: the whole law of one petition, from its petition file."""

import json
from pathlib import Path
from typing import Any

import pytest

from rollcheck.cli.app import run_command

PETITION = """place = "{place}"
kind = "{kind}"
title = "{title}"
circulation_from = {approved}
filed_on = {filed}
raw_count = {raw}
{number}
"""
RECALL = {
    "place": "us-ca",
    "kind": "county-recall",
    "title": "Recall of an officer",
    "approved": "2022-01-27",
    "filed": "2022-07-06",
    "raw": 715833,
    "number": "registered = [5668569, 5438400]",
}
SWISS = {
    "place": "ch",
    "kind": "federal-initiative",
    "title": "Volksinitiative",
    "approved": "2011-01-25",
    "filed": "2012-07-20",
    "raw": 100649,
    "number": "required = [100000]",
}


def petition(tmp_path: Path, values: dict[str, object]) -> Path:
    path = tmp_path / "petition.toml"
    path.write_text(PETITION.format(**values), encoding="utf-8")
    return path


def explained(capsys: pytest.CaptureFixture[str], path: Path) -> dict[str, Any]:
    assert run_command(["law", "explain", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_all_of_a_recall(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = explained(capsys, petition(tmp_path, RECALL))
    assert found["required"]["required"] == 566857
    assert found["required_2"]["required"] == 543840
    assert found["sample"]["sample_size"] == 35792
    assert found["deadlines"]["circulation"] == "2022-07-06"
    assert found["deadlines"]["verification_with_sample"] == "2022-08-17"
    assert found["rule_set"]["identifier"] == "us-ca/county-recall"
    people = {reason["code"]: reason["people"] for reason in found["reasons"]}
    assert people["signature_mismatch"] == 2


def test_a_petition_without_a_sample(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = explained(capsys, petition(tmp_path, SWISS))
    assert found["required"]["required"] == 100000
    assert "sample" not in found
    assert found["deadlines"]["circulation"] == "2012-07-25"


@pytest.mark.parametrize("values", [RECALL, SWISS], ids=["recall", "swiss"])
def test_in_words_within_80_columns(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, values: dict[str, object]
) -> None:
    assert run_command(["law", "explain", str(petition(tmp_path, values))]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"{values['title']}\n")
    assert all(len(row) <= 80 and row == row.rstrip() for row in text.splitlines())
    assert "When a line counts" in text
    assert "reasons.duplicate" in text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (RECALL | {"place": "xx"}, "There are no rules for"),
        (RECALL | {"filed": "1990-07-06", "approved": "1990-01-27"}, "cover 1990"),
        (RECALL | {"number": ""}, "required"),
    ],
)
def test_problems(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, values: dict[str, object], says: str
) -> None:
    assert run_command(["law", "explain", str(petition(tmp_path, values))]) == 1
    assert says in capsys.readouterr().err
