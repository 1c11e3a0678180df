"""Look-up: how often the voter meant is among the first ten, and how long an answer takes.

Twenty processes at once, each a person at work: they share one index and pause between queries.
The queries are those of ``bench.lookup_queries``, beside what no ranking could do better.
"""

import json
import math
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.lookup_ceiling import Ranking, Roll, Slips
from bench.lookup_keys import keys_table
from bench.lookup_queries import (
    KINDS,
    NEAR_KEYS,
    PIECES,
    SECOND_SLIP,
    SEED,
    SLIP,
    Query,
    drawn,
    queries,
)
from bench.measure import cost
from bench.report import Report
from rollcheck.roll import Lookup, open_lookup

VOTERS = 500
PROCESSES = 20
MOST_PIECES = 3  # of a query whose best ranking is worked out
TOP = 10
DAY = "2022-07-06"
QUERIES_EACH = 200
TYPING = 100  # voters looked for letter by letter
PAUSE = 0.2  # seconds between the queries of one person


def place_of(lookup: Lookup, text: str, voter_id: str) -> int | None:
    """Return the place of a voter among the first ten, from 0."""
    ids = [hit.voter_id for hit in lookup.find(text, TOP)]
    return ids.index(voter_id) if voter_id in ids else None


def person(snapshot: Path, number: int) -> None:
    """Type queries as one of several people; print the seconds that each answer took."""
    lookup = open_lookup(snapshot)
    asked = json.load(sys.stdin)
    for text in asked[:20]:
        lookup.find(text, TOP)
    lot = random.Random(number)
    took = []
    for text in asked:
        time.sleep(lot.uniform(0, 2 * PAUSE))
        begin = time.perf_counter()
        lookup.find(text, TOP)
        took.append(time.perf_counter() - begin)
    print(json.dumps(took))


def timed(snapshot: Path, texts: Sequence[str]) -> list[float]:
    """Return the seconds of every answer given to ``PROCESSES`` people at once."""
    script = "from bench.lookup import person; from pathlib import Path; import sys; "
    script += "person(Path(sys.argv[1]), int(sys.argv[2]))"
    people = []
    for number in range(PROCESSES):
        one = subprocess.Popen(
            [sys.executable, "-c", script, str(snapshot), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if one.stdin is None:
            raise RuntimeError("a process without standard input")
        one.stdin.write(json.dumps(texts[number * QUERIES_EACH : (number + 1) * QUERIES_EACH]))
        one.stdin.close()
        people.append(one)
    seconds: list[float] = []
    for one in people:
        if one.stdout is None:
            raise RuntimeError("a process without standard output")
        seconds += json.loads(one.stdout.read().splitlines()[-1])
        one.wait()
    return seconds


def milliseconds(seconds: Sequence[float]) -> tuple[str, str]:
    """Median and 99th percentile, as a table shows them."""
    ordered = sorted(seconds)
    return (
        f"{statistics.median(ordered) * 1000:.2f}",
        f"{ordered[int(len(ordered) * 0.99)] * 1000:.2f}",
    )


@dataclass(frozen=True, slots=True)
class Found:
    """One query answered: the voter's place, the chance of the best ranking, the seconds."""

    kind: str
    place: int | None
    best: float
    seconds: float


def answered(lookup: Lookup, ranking: Ranking, asked: Sequence[Query]) -> list[Found]:
    """Ask every query, one process without pauses; then ask what could have been found at best.

    Where a query has more pieces than ``MOST_PIECES`` the best is taken to be sure of the voter.
    """
    found = []
    for query in asked:
        begin = time.perf_counter()
        place = place_of(lookup, query.text, query.voter_id)
        seconds = time.perf_counter() - begin
        pieces = KINDS[query.kind]
        few = len(pieces) <= MOST_PIECES
        best = ranking.chance(pieces, query.text, query.row, TOP) if few else 1.0
        found.append(Found(query.kind, place, best, seconds))
    return found


def row_of(title: str, found: Sequence[Found]) -> tuple[str, ...]:
    """Return a row of the table: how many came first, in ten, could at best, and the times."""
    first = sum(one.place == 0 for one in found) / len(found)
    ten = sum(one.place is not None for one in found) / len(found)
    best = math.fsum(one.best for one in found) / len(found)
    rates = [f"{100 * share:.1f}" for share in (first, ten, best)]
    sure = all(len(KINDS[one.kind]) > MOST_PIECES for one in found)
    rates[2] = "" if sure else rates[2]
    return (title, f"{len(found):,}", *rates, *milliseconds([one.seconds for one in found]))


def measure(snapshot: Path, voters: int = VOTERS) -> tuple[list[tuple[str, ...]], list[float]]:
    """Return the rows of the table, and the seconds of the answers to twenty people at once."""
    asked = queries(drawn(snapshot, voters))
    lookup = open_lookup(snapshot)
    for query in asked[:50]:
        lookup.find(query.text, TOP)
    found = answered(lookup, best_ranking(snapshot), asked)
    rows = [row_of(kind, [one for one in found if one.kind == kind]) for kind in KINDS]
    rows.append(row_of("all", found))
    return rows, timed(snapshot, [query.text for query in asked])


def best_ranking(snapshot: Path) -> Ranking:
    """Return the best ranking of those of a snapshot's voters who are drawn."""
    voters = snapshot / "voters.parquet"
    status = pq.read_table(voters, columns=["status"])["status"]
    meant = pc.not_equal(status, "confidential").to_numpy()
    return Ranking(Roll(voters, meant, PIECES), Slips(SLIP, SECOND_SLIP, NEAR_KEYS))


def command(line: str) -> list[str]:
    """Return a command line of Rollcheck as the words to run it by."""
    return [sys.executable, "-m", "rollcheck", *line.split()]


def run(scale: float) -> Report:
    """Make a county, import it, and ask for its voters."""
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        folder = Path(scratch)
        cost(
            command(f"demo make --scale {scale} --seed 1 --noise keyed --out demo"),
            folder,
        )
        cost(
            command(f"roll import demo/roll.csv --layout plain --as-of {DAY} --out snapshot"),
            folder,
        )
        kept = pq.ParquetFile(folder / "snapshot" / "voters.parquet").metadata.num_rows
        rows, seconds = measure(folder / "snapshot")
        typing = [voter for _, voter in drawn(folder / "snapshot", TYPING)]
        keys = keys_table(folder / "snapshot", open_lookup(folder / "snapshot"), typing, folder)
    blank = ("", "", "")
    at_once = f"all, {PROCESSES} people at once"
    rows.append((at_once, f"{len(seconds):,}", *blank, *milliseconds(seconds)))
    return Report(
        name="lookup",
        title="Look-up: the voter among the first ten, and the time of an answer",
        question="Does a person who types parts of a name and an address, slips included, find the "
        "voter, and how soon?",
        columns=(
            *("typed", "queries", "first %", "in ten %", "in ten at best %"),
            *("median ms", "99th percentile ms"),
        ),
        rows=tuple(rows),
        settings=(
            (
                f"Scale {scale:g}: a synthetic roll of {kept:,} voters; seed {SEED}; what "
                "a slip costs was set by a glance at queries of another seed."
            ),
            (
                f"{SLIP:.0%} of the words of three letters or digits and more have a slip: a "
                "letter left out, doubled, swapped with the next, or the key beside it; "
                f"{SECOND_SLIP:.0%} of these have two."
            ),
            (
                "In ten at best: what no ranking can do better on these very queries. It puts the "
                "voters in the order of the probability of what was typed, knowing how often each "
                "slip is made and which kind of query it is; of equal voters each is as likely to "
                "come first. Sixty Smiths live in a zip code, and hundreds are called Maria Garcia."
            ),
            (
                "All: every kind holds a surname, or its first part, and at least one of first "
                "name, house number and zip; each kind is asked as often as any other. Where an "
                "address is given whole, the best is taken to be 100 %."
            ),
            (
                f"{PROCESSES} people at once: as many processes, each with {QUERIES_EACH} queries "
                f"and pauses of {PAUSE} seconds on average; the other rows are one process without "
                "pauses."
            ),
            (
                "Letter by letter: each key is asked for. Keys until in ten: from then on the "
                "voter is among the first ten to the last key; who is not found takes more than "
                "all who are. The plain search: three columns that begin so, in SQLite, by an "
                "index on the three."
            ),
        ),
        more=(keys,),
    )
