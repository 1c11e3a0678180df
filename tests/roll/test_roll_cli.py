"""``rollcheck roll import`` as somebody types it."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from roll_files import ANN, BOB, PLAIN, write_rows

from rollcheck.cli.app import run_command
from rollcheck.roll import table_import


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
    assert "why: unknown_status 1" in said
    assert "no affidavit dates" in said
    assert "2 without any: taken to be registered in time" in said
    assert "1 canceled without a date" in said


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
    assert {problem["code"] for problem in problems} == {"missing_column", "column_twice", "layout"}
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]


@pytest.mark.parametrize("wrong", [["--as-of", "06.07.2022"], ["--what"]])
def test_usage(arguments: list[str], wrong: list[str]) -> None:
    assert run_command([*arguments, *wrong]) == 2


def test_an_interrupt_within_the_engine_is_no_bug(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*anything: object) -> object:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(table_import, "_sorted_out", interrupted)
    assert run_command(arguments) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]


def test_a_disk_that_takes_no_more_is_a_problem_and_leaves_nothing(
    arguments: list[str], tmp_path: Path
) -> None:
    """A limit on the size of files stands for the full disk: the real writer meets a real error."""
    rows = [(str(n), *ANN[1:5], str(n), f"Street{n * n}", *ANN[7:]) for n in range(5000)]
    write_rows(tmp_path / "roll.csv", [PLAIN, *rows])

    def no_more_than_20_kilobytes() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [sys.executable, "-m", "rollcheck", *arguments],
        preexec_fn=no_more_than_20_kilobytes,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Nothing half-written was left behind" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]
