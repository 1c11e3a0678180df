"""The design's exit codes, from the outside: a real process each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from rollcheck.cli import app
from rollcheck.problems import Problem, RollcheckError


def rollcheck(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rollcheck", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
    )


def test_done() -> None:
    done = rollcheck("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("rollcheck, version ")


def test_problems_are_listed_as_lines_or_json(tmp_path: Path) -> None:
    (tmp_path / "petition.toml").write_text('place = "us-ca"\n')
    plain = rollcheck("run", "petition.toml", "--out", "run", cwd=tmp_path)
    assert plain.returncode == 1
    assert plain.stdout == ""
    assert "petition.toml, column kind: the key is missing" in plain.stderr
    listed = rollcheck("run", "petition.toml", "--out", "run", "--json", cwd=tmp_path)
    assert listed.returncode == 1
    problems = json.loads(listed.stdout)["problems"]
    assert {"file", "row", "column", "code", "message"} == set(problems[0])
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_of_few_letters_ends_nothing(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rollcheck", "law", "list"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    written = "Eidgen\\xf6ssische" if encoding == "ascii" else "Eidgenössische"
    assert written in done.stdout.decode(encoding)


def test_usage() -> None:
    wrong = rollcheck("run")
    assert wrong.returncode == 2
    assert "Missing argument" in wrong.stderr
    assert rollcheck("nonsense").returncode == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RollcheckError([Problem("f", 1, "c", "x", "mend it")]), 1),
        (OSError(28, "No space left on device", "out"), 1),
        (click.UsageError("no"), 2),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("the voter's name"), 70),
    ],
)
def test_every_error_has_its_code(
    error: BaseException,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @click.command()
    def failing() -> None:
        raise error

    monkeypatch.setattr(app, "rollcheck", failing)
    assert app.run_command([]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err
    assert "the voter's name" not in said.err


def test_what_could_not_be_established(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def unsure() -> int:
        return app.EXIT_NOT_ESTABLISHED

    monkeypatch.setattr(app, "rollcheck", unsure)
    assert app.run_command([]) == 3
