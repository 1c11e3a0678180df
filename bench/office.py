"""The office at work: people who look up as they type, through the real application.

A new office on SQLite, or on the PostgreSQL that DATABASE_URL names, served by ``rollcheck serve``
with its own number of threads, over a synthetic roll. People of one process ask over HTTP as the
workbench does: the picture of the line, an answer for every letter typed, the decision with the
next line.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bench.lookup import DAY, command, drawn, milliseconds
from bench.measure import cost
from bench.office_person import KEY_PAUSE, LETTERS, Reviewer
from bench.report import Report

PEOPLE = (1, 20)
LINES_EACH = 8
ROLL = "ROLLCHECK_BENCH_ROLL"
"""Names a snapshot to use, so that the roll of a whole county is made once."""
SETUP = """
import sys
from rollcheck.office.ready import make_ready
make_ready()
from bench.office_made import make
make(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
"""
ADDRESS = re.compile(r"Rollcheck is at http://([^/:]+):(\d+)/")


def run(scale: float) -> Report:
    """Make an office over a roll of that scale, and let people work in it."""
    before = os.getloadavg()[0]
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        folder = Path(scratch)
        snapshot = Path(os.environ.get(ROLL) or _made(folder, scale))
        voters = pq.ParquetFile(snapshot / "voters.parquet").metadata.num_rows
        texts = [_typed(voter) for voter in drawn(snapshot, sum(PEOPLE) * (LINES_EACH + 1))]
        place = {**os.environ, "ROLLCHECK_DATA": str(folder / "office")}
        sessions = _office(place, snapshot)
        rows: list[tuple[str, ...]] = []
        with _served(place) as (process, host, port):
            people = [Reviewer(host, port, session) for session in sessions]
            first = people[0].begin(texts[0])
            for number in PEOPLE:
                rows += _work(people[-number:], texts[1:])
            memory = _memory(process)
        rows.append(("the first look-up after starting", "1", "1", f"{first * 1000:,.0f}", ""))
    return Report(
        name="office",
        title="The office: looking up as one types, and deciding",
        question="How long do people wait for the office when twenty of them type at once?",
        columns=("what", "people at once", "times", "median ms", "99th percentile ms"),
        rows=tuple(rows),
        settings=(
            (
                f"{engine}; a synthetic roll of {voters:,} voters; one server process with its "
                "threads and the people on the same machine."
            ),
            (
                f"Each person decides {LINES_EACH} lines: the picture, {LETTERS} letters typed "
                f"with {KEY_PAUSE} seconds between two on average, each asked for, then the "
                "decision. “Image to decision” is a line's wall time without those pauses."
            ),
            (
                f"The load of the machine before it and while they worked: {before:.1f} and "
                f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} cores."
            ),
        ),
        notes=(
            (
                f"Memory of the server: {memory[0]:,.0f} MiB resident, of which "
                f"{memory[1]:,.0f} MiB its own; the rest are files that processes share and the "
                "system may drop."
            ),
        ),
    )


def _made(folder: Path, scale: float) -> Path:
    """Make a county and import it."""
    cost(command(f"demo make --scale {scale} --seed 1 --noise keyed --out demo"), folder)
    cost(command(f"roll import demo/roll.csv --layout plain --as-of {DAY} --out roll"), folder)
    return folder / "roll"


def _typed(voter: Any) -> str:
    """Return what a reviewer types: the surname, some of the first name, the house number."""
    return f"{voter['last']} {voter['first']} {voter['house']}"[:LETTERS]


def _office(place: dict[str, str], snapshot: Path) -> list[str]:
    """Make the office in a process of its own; return a session for each reviewer."""
    lines = sum(PEOPLE) * (LINES_EACH + 4)
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-c", SETUP),
            *(str(snapshot.resolve()), str(max(PEOPLE) + 1), str(lines)),
        ],
        env=place,
        capture_output=True,
        text=True,
        check=True,
    )
    sessions: list[str] = json.loads(done.stdout.splitlines()[-1])
    return sessions


@contextmanager
def _served(place: dict[str, str]) -> Iterator[tuple[int, str, int]]:
    """Serve the office until the block ends; yield its process, host and port."""
    serve = [*command("serve --port 0 --no-worker --data"), place["ROLLCHECK_DATA"]]
    # Unbuffered, so that its first line comes at once.
    environment = {**place, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            if process.stdout is None:
                raise RuntimeError("a process without standard output")
            found = ADDRESS.search(process.stdout.readline())
            if found is None:
                raise RuntimeError("the office does not start")
            yield process.pid, found[1], int(found[2])
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _work(people: Sequence[Reviewer], texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Let people work at once; return a row for each thing they waited for."""
    threads = [
        threading.Thread(target=one.work, args=(texts[number :: len(people)][:LINES_EACH],))
        for number, one in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waited: dict[str, list[float]] = defaultdict(list)
    for one in people:
        if one.wrong:
            raise RuntimeError(one.wrong)
        for what, seconds in one.waited.items():
            waited[what] += seconds
    many = str(len(people))
    return [
        (what, many, f"{len(seconds):,}", *milliseconds(seconds))
        for what, seconds in waited.items()
    ]


def _memory(process: int) -> tuple[float, float]:
    """Return the resident memory of a process and what of it is its own, in MiB."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    kib = {name: int(size) for name, size in re.findall(r"^(\w+): +(\d+) kB", rollup, re.M)}
    return kib["Rss"] / 1024, kib["Anonymous"] / 1024
