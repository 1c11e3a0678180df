"""The petition file: what it may say, and every problem at once."""

from datetime import date
from pathlib import Path

import pytest

from rollcheck.petition.definition import load_petition
from rollcheck.problems import RollcheckError

LEAST = """
place = "us-ca"
kind = "county-recall"
filed_on = 2022-07-06
raw_count = 7158
required = 5669
"""
WHOLE = """
place = "us-ca"
kind = "county-recall"
title = "Recall of the District Attorney"
county = "Los Angeles"
circulation_from = 2022-01-27
circulation_to = 2022-07-06
filed_on = 2022-07-06
raw_count = 7158
registered = [56686, 54384]
roll = "roll.csv"
roll_layout = "plain"
roll_as_of = 2022-07-06
roll_history = "history.csv"
lines = "lines.csv"
determinations = "determinations.csv"

[sample]
universe = "universe.csv"
seed = "dice 3 1 4"
size = 500
determinations = "sample.csv"
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "petition.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(tmp_path: Path, text: str) -> set[tuple[str | None, str]]:
    with pytest.raises(RollcheckError) as caught:
        load_petition(write(tmp_path, text))
    assert {problem.file for problem in caught.value.problems} == {"petition.toml"}
    return {(problem.column, problem.code) for problem in caught.value.problems}


def test_whole(tmp_path: Path) -> None:
    petition = load_petition(write(tmp_path, WHOLE))
    assert petition.rule_set == "us-ca/county-recall"
    assert petition.registered == (56686, 54384)
    assert petition.roll
    assert petition.roll.path == tmp_path / "roll.csv"
    assert petition.roll.as_of == date(2022, 7, 6)
    assert petition.sample
    assert petition.sample.size == 500


def test_what_does_not_apply_may_be_absent(tmp_path: Path) -> None:
    petition = load_petition(write(tmp_path, LEAST))
    assert petition.required == (5669,)
    assert petition.title == "us-ca/county-recall"
    assert (petition.roll, petition.lines, petition.sample) == (None, None, None)


def test_every_problem_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace('"us-ca"', "7").replace("7158", '"many"').replace("seed =", "sead =")
    text = text.replace("filed_on = 2022-07-06", "filed_on = 2022-07-06T12:00:00")
    assert problems_of(tmp_path, f"mystery = 1\n{text}") == {
        ("place", "wrong_type"),
        ("raw_count", "wrong_type"),
        ("filed_on", "wrong_type"),
        ("sample.seed", "missing_key"),
        ("sample.sead", "unknown_key"),
        ("mystery", "unknown_key"),
    }


def test_an_unknown_key_suggests_the_near_one(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError, match="did you mean county"):
        load_petition(write(tmp_path, LEAST + 'countty = "Los Angeles"'))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("required = 5669", ""), ("required", "missing_key")),
        (("required = 5669", "required = 5669\nregistered = 3"), ("required", "contradiction")),
        (("required = 5669", "required = [5, 5]"), ("required", "wrong_type")),
        (("required = 5669", "required = []"), ("required", "wrong_type")),
        (("required = 5669", "required = 0"), ("required", "wrong_type")),
        (("7158", "-1"), ("raw_count", "wrong_type")),
        (("7158", "true"), ("raw_count", "wrong_type")),
        (("7158", "1\ncirculation_to = 2022-07-07"), ("circulation_to", "impossible_date")),
        (
            ("7158", "1\ncirculation_from = 2022-03-02\ncirculation_to = 2022-03-01"),
            ("circulation_to", "impossible_date"),
        ),
        (("7158", '1\nlines = "l.csv"'), ("roll", "missing_key")),
        (("7158", '1\ndeterminations = "d.csv"'), ("lines", "missing_key")),
        (("7158", "1\nsample = 3"), ("sample", "wrong_type")),
        (("7158", "1\n[sample]"), ("sample.universe", "missing_key")),
        (("2022-07-06", "2022-02-30"), (None, "toml")),
        (('"us-ca"', '""'), ("place", "wrong_type")),
    ],
)
def test_each_problem(
    tmp_path: Path, change: tuple[str, str], expected: tuple[str | None, str]
) -> None:
    assert expected in problems_of(tmp_path, LEAST.replace(*change))


def test_files_that_are_no_petition(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError, match="no such file"):
        load_petition(tmp_path / "nowhere.toml")
    with pytest.raises(RollcheckError, match="folder"):
        load_petition(tmp_path)
    (tmp_path / "petition.toml").write_bytes(b"title = '\xe9'")
    with pytest.raises(RollcheckError, match="UTF-8"):
        load_petition(tmp_path / "petition.toml")
