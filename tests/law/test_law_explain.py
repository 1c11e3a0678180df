"""``rollcheck law explain``: the whole law of one petition, from its petition file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rollcheck.cli.app import run_command
from rollcheck.law import forms, identifiers

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


EVERYWHERE: Mapping[str, str] = {
    "ch/federal-initiative": "",
    "uk/recall-of-mp": "registered = [79402]",
    "us-az/state-initiative": "votes_cast = [2500000]\nexcluded = 20000",
    "us-ca/county-initiative": "votes_cast = [600000]",
    "us-ca/county-recall": "registered = [5668569]",
    "us-ca/in-lieu": 'measure = "assembly"',
    "us-ca/state-initiative": "votes_cast = [10932901]",
    "us-ca/state-recall": "votes_cast = [12464235]",
    "us-co/state-initiative": "votes_cast = [2480000]",
    "us-mi/state-initiative": 'votes_cast = [4250000]\nmeasure = "referendum"\nexcluded = 6357',
    "us-nv/county-initiative": "votes_cast = [600000]",
    "us-or/state-initiative": "votes_cast = [1865000, 1900000]",
    "us-wa/state-initiative": "required = [246372, 240000]",
}
"""Identifier to what its petition file gives the required number by, and what it has besides."""


@pytest.mark.parametrize("identifier", identifiers())
def test_a_petition_of_every_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, identifier: str
) -> None:
    place, _, kind = identifier.partition("/")
    values = RECALL | {
        "place": place,
        "kind": kind,
        "filed": "2026-07-06",
        "approved": "2026-03-02",
    }
    path = petition(tmp_path, values | {"number": EVERYWHERE[identifier]})
    found = explained(capsys, path)
    rules = forms(identifier)[-1]
    assert found["rule_set"]["identifier"] == identifier
    assert ("sample" in found) == bool(rules.stages)
    given = "required = " in EVERYWHERE[identifier]
    assert ("required" in found) != given
    assert found.get("required_given", []) == ([246372, 240000] if given else [])
    several = "required_2" in found
    assert several == (identifier == "us-or/state-initiative")
    by_county = any(
        "Each county draws" in one for one in found.get("sample", {}).get("warnings", [])
    )
    assert by_county == (identifier in ("us-ca/state-initiative", "us-ca/state-recall"))
    assert run_command(["law", "explain", str(path)]) == 0
    assert all(len(row) <= 80 for row in capsys.readouterr().out.splitlines())


def test_the_excluded_and_the_measure_play_their_part(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    values = RECALL | {"place": "us-az", "kind": "state-initiative", "raw": 400000}
    number = 'votes_cast = [2500000]\nmeasure = "constitutional-amendment"\nexcluded = 20000'
    found = explained(capsys, petition(tmp_path, values | {"number": number}))
    assert found["required"]["required"] == 375000
    assert found["sample"]["sample_size"] == 19000


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
        (RECALL | {"number": "votes_cast = [9]"}, "does not use votes cast"),
        (RECALL | {"number": 'required = [9]\nmeasure = "statute"'}, "has no measure"),
    ],
)
def test_problems(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, values: dict[str, object], says: str
) -> None:
    assert run_command(["law", "explain", str(petition(tmp_path, values))]) == 1
    assert says in capsys.readouterr().err
