"""The commands of a bench in the test's own process: each starts longer than it works here."""

import importlib
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

import pytest
from bench.measure import Cost

from bench import petitions, tuning
from rollcheck.cli.app import run_command


def here(command: Sequence[str], folder: Path) -> Cost:
    """Do what a process of ``python -m MODULE ...`` in the folder would do, and as `cost` does."""
    python, flag, module, *words = command
    assert (python, flag) == (sys.executable, "-m")
    begun = time.perf_counter()
    with chdir(folder):
        if module == "rollcheck":
            code = run_command(words)
            if code != 0:
                raise RuntimeError(f"{' '.join(words)} left with {code}")
        else:
            importlib.import_module(module).main(*words)
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Cost(time.perf_counter() - begun, peak_kib / 1024)


def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the benches of matching run their commands here; `cost` itself has tests of its own."""
    for bench in (petitions, tuning):
        monkeypatch.setattr(bench, "cost", here)
