"""How the tests of ``rollcheck sample`` run it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``rollcheck sample`` in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        code = run_command(["sample", *arguments])
        return code, capsys.readouterr().out

    return call


def problems(printed: str) -> set[tuple[str, str]]:
    return {(one["column"], one["code"]) for one in json.loads(printed)["problems"]}
