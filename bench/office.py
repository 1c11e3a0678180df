"""The office at work: people who look up as they type, through the real application.

A new office on SQLite, or on the PostgreSQL that DATABASE_URL names, served by ``rollcheck serve``
with its own number of threads, over a synthetic roll. People of one process ask over HTTP as the
workbench does: the picture of the line, an answer for every letter typed, the decision with the
next line.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from bench.database import engine, name_of
from bench.lookup import DAY, command, milliseconds
from bench.measure import cost
from bench.office_person import (
    AS_PEOPLE,
    DEBOUNCE,
    DECIDED,
    DECIDING,
    LETTERS,
    WITHOUT_A_BREAK,
    Manner,
    Reviewer,
)
from bench.report import Report
from bench.server_cost import memory, processes_of, processor_seconds

PHASES = (
    (1, AS_PEOPLE, 5),
    (20, AS_PEOPLE, 6),
    (20, WITHOUT_A_BREAK, 8),
    (20, DECIDING, 10),
)
"""So many people at once, how they work, and how many lines each decides."""

MOST = max(people for people, _manner, _lines in PHASES)
LINES = sum(people * lines for people, _manner, lines in PHASES)
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
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        folder = Path(scratch)
        snapshot = Path(os.environ.get(ROLL) or _made(folder, scale))
        voters = pq.ParquetFile(snapshot / "voters.parquet").metadata.num_rows
        texts = _typed(snapshot, LINES + 1)
        place = {**os.environ, "ROLLCHECK_DATA": str(folder / "office")}
        sessions = _office(place, snapshot)
        rows: list[tuple[str, ...]] = []
        with _served(place) as (process, host, port):
            people = [Reviewer(host, port, session) for session in sessions]
            first = people[0].begin(texts.pop())
            for number, manner, lines in PHASES:
                mine = [texts.pop() for _ in range(number * lines)]
                rows += _work(people[-number:], mine, manner, process)
            held = memory(process)
            processes = len(processes_of(process))
        alone = f"{first * 1000:,.0f}"
        rows.append(("the first look-up after starting", "1", "", "1", alone, "", ""))
    return Report(
        name=name_of("office"),
        title=f"The office on {engine().partition(' ')[0]}: looking up as one types, and deciding",
        question="How long do people wait for the office when twenty of them type at once?",
        columns=(
            *("what", "people at once", "who work", "times"),
            *("median ms", "99th percentile ms", "server's processor ms"),
        ),
        rows=tuple(rows),
        settings=(
            (
                f"{engine()}; a synthetic roll of {voters:,} voters; `rollcheck serve` with "
                f"{processes} processes, and the people on the same machine."
            ),
            (
                f"A line: the picture, {LETTERS} letters, one every "
                f"{AS_PEOPLE.key[0] * 1000:.0f} to {AS_PEOPLE.key[1] * 1000:.0f} ms, each asked "
                "for; then the decision, which brings the next line. As people do: they look for "
                f"{AS_PEOPLE.looking[0]:.0f} to {AS_PEOPLE.looking[1]:.0f} seconds before they "
                "type and before they decide; without a break: they never look. What is timed is "
                "from asking to the whole answer; the page asks "
                f"{DEBOUNCE * 1000:.0f} ms after a letter."
            ),
            (
                f"The load of the machine before it and while they worked: {before:.1f} and "
                f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} cores."
            ),
        ),
        notes=(
            (
                f"Memory of the server's processes together: {held[0]:,.0f} MiB, of which "
                f"{held[1]:,.0f} MiB their own; the rest are files that processes share and the "
                "system may drop."
            ),
        ),
    )


def _made(folder: Path, scale: float) -> Path:
    """Make a county and import it."""
    cost(command(f"demo make --scale {scale} --seed 1 --noise keyed --out demo"), folder)
    cost(command(f"roll import demo/roll.csv --layout plain --as-of {DAY} --out roll"), folder)
    return folder / "roll"


def _typed(snapshot: Path, number: int) -> list[str]:
    """Return what is typed of voters drawn by lot: surname, some of the first name, the house."""
    names = pq.read_table(snapshot / "voters.parquet", columns=["last", "first", "house"])
    rows = random.Random(1).sample(range(len(names)), number)
    return [" ".join(voter.values())[:LETTERS] for voter in names.take(rows).to_pylist()]


def _office(place: dict[str, str], snapshot: Path) -> list[str]:
    """Make the office in a process of its own; return a session for each reviewer."""
    lines = LINES + MOST * len(PHASES) * 2
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-c", SETUP),
            *(str(snapshot.resolve()), str(MOST + 1), str(lines)),
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


def _work(
    people: Sequence[Reviewer], texts: Sequence[str], manner: Manner, server: int
) -> list[tuple[str, ...]]:
    """Let people work at once; return a row for each thing they waited for."""
    threads = [
        threading.Thread(target=one.work, args=(texts[number :: len(people)], manner))
        for number, one in enumerate(people)
    ]
    used, begun = processor_seconds(server), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used, took = processor_seconds(server) - used, time.perf_counter() - begun
    waited: dict[str, list[float]] = defaultdict(list)
    for one in people:
        if one.wrong:
            raise RuntimeError(one.wrong)
        for what, seconds in one.waited.items():
            waited[what] += seconds
    decided = len(waited[DECIDED])
    rows = [
        (what, str(len(people)), manner.name, f"{len(seconds):,}", *milliseconds(seconds), "")
        for what, seconds in waited.items()
    ]
    each = f"{used / decided * 1000:,.0f}"
    a_second = f"lines decided: {decided / took:.1f} a second"
    return [*rows, (a_second, str(len(people)), manner.name, f"{decided:,}", "", "", each)]
