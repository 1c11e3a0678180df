"""``rollcheck roll import`` as somebody types it."""

import json
from pathlib import Path

import pytest
from roll_files import ANN, BOB, PLAIN, write_rows

from rollcheck.cli.app import run_command


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    path = write_rows(tmp_path / "roll.csv", [PLAIN, ANN, BOB, ("3", "alive", *BOB[2:])])
    snapshot = str(tmp_path / "snapshot")
    return [
        "roll",
        "import",
        str(path),
        "--layout",
        "plain",
        "--as-of",
        "2022-07-06",
        "--out",
        snapshot,
    ]


def test_it_says_what_it_kept(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(arguments) == 0
    said = capsys.readouterr().out
    assert "3 rows read" in said
    assert "1 rejected: see" in said
    assert "no affidavit dates" in said


def test_json_is_the_manifest(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command([*arguments, "--json"]) == 0
    manifest = json.loads((tmp_path / "snapshot" / "manifest.json").read_text(encoding="utf-8"))
    assert json.loads(capsys.readouterr().out) == manifest


def test_problems_are_listed_and_nothing_is_left(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rows(tmp_path / "roll.csv", [("voter_id", "voter_id"), ("1", "2")])
    assert run_command([*arguments, "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {problem["code"] for problem in problems} == {"missing_column", "column_twice"}
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]


@pytest.mark.parametrize("wrong", [["--as-of", "06.07.2022"], ["--what"]])
def test_usage(arguments: list[str], wrong: list[str]) -> None:
    assert run_command([*arguments, *wrong]) == 2
