"""``rollcheck sample`` in a folder of the test's own."""

from pathlib import Path

import pytest
from sample_runs import Run

from rollcheck.cli.app import run_command


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        code = run_command(["sample", *arguments])
        return code, capsys.readouterr().out

    return call
