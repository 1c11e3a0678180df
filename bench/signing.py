"""Whether signing the head of an office's record slows what people do meanwhile."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.record import MOST_MILLISECONDS, MOST_SHARE
from bench.report import Report

ENTRIES_AT_WHOLE_SCALE = 1_000_000
SCRIPT = """
import sys
from rollcheck.office.ready import make_ready
make_ready()
from bench.signing_office import {name}
{name}(*map(int, sys.argv[1:]))
"""


def run(scale: float) -> Report:
    """Act in an office beside a process that signs, in turns with one that only computes."""
    entries = max(int(ENTRIES_AT_WHOLE_SCALE * scale), 1_000)
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROLLCHECK_DATA"] = str(Path(folder) / "office")
        done = subprocess.run(
            [*command("measure"), str(entries)], capture_output=True, text=True, check=True
        )
    found = dict(line.split() for line in done.stdout.splitlines())
    alone, beside = float(found["alone"]), float(found["beside"])
    failures = []
    if beside - alone > max(MOST_MILLISECONDS, alone * MOST_SHARE):
        failures.append(f"an act takes {beside:.2f} ms while the head is signed, else {alone:.2f}")
    return Report(
        name="signing",
        title="Signing an office's record",
        question="What does signing the head cost, and does an act wait for it?",
        columns=("what", "measured"),
        rows=(
            ("entries of the record", f"{entries:,}"),
            ("an act beside as much computing (median)", f"{alone:.2f} ms"),
            ("an act while the head is signed (median)", f"{beside:.2f} ms"),
            ("acts measured", f"{found['acts_alone']} and {found['acts_beside']}"),
            ("signing once, processor time (median)", f"{float(found['signing']):.2f} s"),
        ),
        settings=(f"{engine}; two processes, in turns; every act is committed to the disk.",),
        failures=tuple(failures),
    )


def command(name: str) -> list[str]:
    """Return the command that runs a function of ``signing_office`` in the office."""
    return [sys.executable, "-W", "ignore", "-c", SCRIPT.format(name=name)]
