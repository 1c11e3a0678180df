"""What the record costs: appending an entry beside the work, and checking a million of them."""

import io
import resource
import secrets
import sqlite3
import sys
import tempfile
import time
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.measure import Cost, cost
from bench.report import Report
from rollcheck.cli.app import run_command
from rollcheck.record import Act, Record, append_acts, open_record
from rollcheck.record.events.review import LineDetermined
from rollcheck.record.folder import SIGNING_KEY
from rollcheck.record.heads import Doing, sign_head
from rollcheck.record.signing import read_key_file

EVENTS_AT_WHOLE_SCALE = 1_000_000
DECISIONS = 1_000
MOST_MILLISECONDS, MOST_SHARE, MOST_SECONDS_A_MILLION = 1.0, 0.10, 60.0
BATCH = 5_000
PEOPLE, LINES_A_SECTION = 400, 240
WORK = "CREATE TABLE decision (line TEXT PRIMARY KEY, finding TEXT, reason TEXT, by TEXT)"


def acts(start: int, count: int) -> list[Act]:
    """Return findings on lines, one after the other."""
    now = datetime.now(UTC)
    return [
        Act(
            LineDetermined(
                f"{line // LINES_A_SECTION}-{line % LINES_A_SECTION}",
                "invalid",
                "not_registered",
                "",
                "Elec. 105, Elec. 2150",
                "",
            ),
            now,
            f"p{line % PEOPLE}",
            "la-2022",
        )
        for line in range(start, start + count)
    ]


def filled(folder: Path, events: int) -> Path:
    """Make a record with that many findings and a checkpoint; return its folder."""
    path = folder / "record"
    made = ["record", "init", str(path), "--origin", "bench.example/log", "--by", "a"]
    with redirect_stdout(io.StringIO()):
        code = run_command([*made, "--no-passphrase"])
    if code != 0:
        raise RuntimeError("the record was not made")
    with open_record(path, secrets.token_bytes) as record:
        for start in range(0, events, BATCH):
            batch = acts(start, min(BATCH, events - start))
            with record.store.transaction():
                append_acts(record.store, batch, record.keys, secrets.token_bytes)
        signer = read_key_file(path / SIGNING_KEY, None)
        doing = Doing(datetime.now(UTC), "a", secrets.token_bytes)
        sign_head(record, record.verifier_key(), signer, doing)
    return path


def in_turns(record: Record) -> tuple[float, float]:
    """Return the median milliseconds of a decision alone, and of one with its entry.

    They take turns in one database, so that a busy disk or machine strikes both alike.
    """
    db = record.store._db  # noqa: SLF001 - the work must share the record's transaction
    db.execute(WORK)
    taken: tuple[list[float], list[float]] = ([], [])
    for number, act in enumerate(acts(0, 2 * DECISIONS)):
        start = time.perf_counter()
        with record.store.transaction():
            save(db, act)
            if number % 2:
                append_acts(record.store, [act], record.keys, secrets.token_bytes)
        taken[number % 2].append((time.perf_counter() - start) * 1000)
    alone, together = (median(times) for times in taken)
    return alone, together


def save(db: sqlite3.Connection, act: Act) -> None:
    """Save a finding as an office without a record would."""
    found = act.event
    if isinstance(found, LineDetermined):
        values = (found.line, found.finding, found.reason, act.actor)
        db.execute("INSERT INTO decision VALUES (?, ?, ?, ?)", values)


def processor_milliseconds(record: Record) -> float:
    """Return the processor time of one entry with its sealed content, in a batch."""
    batch = acts(0, BATCH)
    start = time.process_time()
    with record.store.transaction():
        append_acts(record.store, batch, record.keys, secrets.token_bytes)
    return (time.process_time() - start) / BATCH * 1000


def run(scale: float) -> Report:
    """Measure appending, then check a record of a million entries times ``scale``."""
    events = max(int(EVENTS_AT_WHOLE_SCALE * scale), 1_000)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = filled(folder, events)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        checked = cost(
            [sys.executable, "-m", "rollcheck", "record", "check", str(path), "--json"], folder
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        with open_record(path, secrets.token_bytes) as record:
            decision = (*in_turns(record), processor_milliseconds(record))
    return _report(events, checked, processor, decision)


def _report(
    events: int, checked: Cost, processor: float, decision: tuple[float, float, float]
) -> Report:
    alone, together, computing = decision
    added = together - alone
    million = processor / events * 1_000_000
    failures = []
    if added > max(MOST_MILLISECONDS, alone * MOST_SHARE):
        failures.append(f"an entry adds {added:.2f} ms to a decision of {alone:.2f} ms")
    if million > MOST_SECONDS_A_MILLION:
        failures.append(f"checking takes {million:.0f} seconds of processor for a million entries")
    return Report(
        name="record",
        title="The record: appending and checking",
        question="What does an entry add to a decision, and how long does the check take?",
        columns=("what", "measured"),
        rows=(
            ("a decision saved alone, committed to the disk", f"{alone:.2f} ms"),
            ("the same with its entry and sealed content", f"{together:.2f} ms"),
            ("what the entry adds", f"{added:.2f} ms"),
            ("an entry in a batch, processor time", f"{computing:.3f} ms"),
            (f"`rollcheck record check` of {events:,} entries", f"{checked.seconds:.1f} s"),
            ("its processor time", f"{processor:.1f} s"),
            ("its processor time for a million", f"{million:.1f} s"),
            ("its peak memory", f"{checked.peak_mib:.0f} MiB"),
        ),
        settings=(
            (
                f"{DECISIONS:,} decisions with an entry and as many without, in turns, one "
                "transaction each, in SQLite with its default safety; medians."
            ),
            "Every entry has sealed content; the check opens each and hashes it.",
        ),
        notes=(
            "An entry may add 1 ms or a tenth of the decision.",
            "The check runs on one core and may take a minute of it for a million entries.",
        ),
        failures=tuple(failures),
    )
