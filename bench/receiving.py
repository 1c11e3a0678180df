"""Receiving at county size: what the pages and fixing the count cost, and how that grows.

Synthetic rows go straight into a new office's database, in the proportions of the case of 2022;
then a supervisor opens the pages and fixes the count. Processor seconds of this process, and wall
seconds.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.database import engine, name_of
from bench.report import Report

SHEETS, LINES, SHEETS_A_SECTION = 60_000, 700_000, 3
SHARES = (0.1, 1.0)
SCRIPT = """
import sys
from rollcheck.office.ready import make_ready
make_ready()
from bench.receiving_office import measure
measure(*map(int, sys.argv[1:]))
"""
PAGES = ("overview", "sections", "count lines", "fixing the count", "overview, once fixed")


def run(scale: float) -> Report:
    """Measure at a tenth of the size and at the size, in an office of its own each."""
    rows: list[tuple[str, ...]] = []
    said = engine()
    # An office on PostgreSQL takes the whole database.
    for share in SHARES if said == "SQLite" else SHARES[-1:]:
        sheets, lines = int(SHEETS * scale * share), int(LINES * scale * share)
        found = _office(sheets, lines)
        rows += [(f"{lines:,}", name, *seconds) for name, seconds in zip(PAGES, found, strict=True)]
    return Report(
        name=name_of("receiving"),
        title="Receiving paper",
        question="What do a supervisor's pages and fixing the count cost, and how does it grow?",
        columns=("lines", "what", "processor s", "wall s"),
        rows=tuple(rows),
        settings=(f"{said}; each size in a new office. A scan and two counts of every sheet.",),
    )


def _office(sheets: int, lines: int) -> list[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        place = {**os.environ, "ROLLCHECK_DATA": str(Path(folder) / "office")}
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
        done = subprocess.run(
            [*command, str(sheets), str(lines), str(SHEETS_A_SECTION)],
            env=place, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return [tuple(line.split()) for line in done.stdout.splitlines()]
