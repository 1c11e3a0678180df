"""Wall seconds and peak memory of a command, measured in a process of its own.

A child's peak memory as Linux counts it is never below that of the process that started it. So a
small launcher starts the command, not the bench with all that it has loaded.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = """
import json, os, sys, time
start = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
seconds = time.perf_counter() - start
print()
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: wall seconds, and peak resident memory in MiB."""

    seconds: float
    peak_mib: float


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run the command in the folder and say what it took.

    Raises ``RuntimeError`` with the command's error output when it fails.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCHER, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    *_, last = done.stdout.splitlines()
    code, seconds, peak_kib = json.loads(last)
    if code != 0:
        raise RuntimeError(f"{' '.join(command)} left with {code}\n{done.stdout}\n{done.stderr}")
    return Cost(seconds, peak_kib / 1024)
