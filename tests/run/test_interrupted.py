"""A disk that refuses and a person who interrupts leave nothing half-written."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_petition import Files, files

__all__ = ["files"]

# As people call it. Python ends ``python -m`` by the signal where it came amid an import.
ROLLCHECK = Path(sys.executable).with_name("rollcheck")
COMMAND = [str(ROLLCHECK), "run", "petition.toml", "--out", "run"]
LONGEST = 600
"""Seconds after which what never comes fails a test: a busy machine is slow."""


def left_over(folder: Path) -> list[str]:
    inputs = {"roll.csv", "lines.csv", "determinations.csv", "petition.toml"}
    return [path.name for path in folder.iterdir() if path.name not in inputs]


def many_voters(files: Files, count: int) -> None:
    model = files.roll[1]
    files.roll += [
        model.replace("V01", f"X{i:06}")
        .replace("Quintanilla", f"Surname{i}")
        .replace("4127", str(i))
        for i in range(count)
    ]


def test_disk_full(files: Files) -> None:
    """The system refuses files over 64 KB, as a full disk refuses the next byte."""
    many_voters(files, 20_000)
    files.write()

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))

    run = subprocess.run(
        COMMAND,
        cwd=files.folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_disk,
    )
    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    assert left_over(files.folder) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "told"), [(0.3, signal.SIGINT), (0.3, signal.SIGTERM), (1.0, signal.SIGINT)]
)
def test_interrupt_in_the_middle(files: Files, seconds: float, told: signal.Signals) -> None:
    many_voters(files, 200_000)
    files.write()
    with subprocess.Popen(
        COMMAND, cwd=files.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        deadline = time.monotonic() + LONGEST
        while not left_over(files.folder):
            assert run.poll() is None, "finished before it could be interrupted"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        time.sleep(seconds)
        os.kill(run.pid, told)
        _, said = run.communicate(timeout=LONGEST)
    assert run.returncode == 130, said
    assert left_over(files.folder) == []
