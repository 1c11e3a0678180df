"""Look-up: how often the voter meant is among the first ten, and how long an answer takes.

Twenty processes at once, each a person at work: they share one index and pause between queries.
The queries are made here from voters drawn at random, with slips of this file's own making that
nothing in Rollcheck was tuned on.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from bench.measure import cost
from bench.report import Report
from rollcheck.roll import Lookup, open_lookup

SEED = 20_221_106
VOTERS = 4_000
PROCESSES = 20
TOP = 10
DAY = "2022-07-06"
QUERIES_EACH = 200
PAUSE = 0.2  # seconds between the queries of one person
SLIP = 0.15  # of words that have one
SECOND_SLIP = 0.2  # of those with one
COLUMNS = (
    *("voter_id", "status", "first", "last", "birth_date"),
    *("house", "pre_dir", "street", "street_type", "unit", "city", "zip"),
)
NEAR_KEYS = dict(
    zip(
        "QWERTYUIOPASDFGHJKLZXCVBNM1234567890",
        (
            *("WA", "QES", "WRD", "ETF", "RYG", "TUH", "YIJ", "UOK", "IPL", "OL"),
            *("QSZ", "ADW", "SFE", "DGR", "FHT", "GJY", "HKU", "JLI", "KOP"),
            *("XA", "ZCS", "XVD", "CBF", "VNG", "BMH", "NK"),
            *("2", "13", "24", "35", "46", "57", "68", "79", "80", "9"),
        ),
        strict=True,
    )
)
Voter = Mapping[str, str]


def first_part(voter: Voter) -> list[str]:
    return [voter["last"].replace("-", " ").split()[0]]


KINDS: Mapping[str, Callable[[Voter], list[str]]] = {
    "surname, first name, house number": lambda v: [v["last"], v["first"], v["house"]],
    "surname, first name, zip": lambda v: [v["last"], v["first"], v["zip"]],
    "surname, house number": lambda v: [v["last"], v["house"]],
    "surname, house number, zip": lambda v: [v["last"], v["house"], v["zip"]],
    "surname, first name, birth year": lambda v: [v["last"], v["first"], v["birth_date"][:4]],
    "address, then surname": lambda v: [
        *(v["house"], v["pre_dir"], v["street"], v["street_type"], v["last"]),
    ],
    "all of a petition's line": lambda v: [
        *(v["first"], v["last"], v["house"], v["pre_dir"], v["street"], v["street_type"]),
        *(v["unit"], v["city"], v["zip"]),
    ],
    "first part of the surname, three letters of the first name, house number": lambda v: [
        *(first_part(v)[0], v["first"][:3], v["house"]),
    ],
    "surname, first name": lambda v: [v["last"], v["first"]],
    "surname, zip": lambda v: [v["last"], v["zip"]],
}


@dataclass(frozen=True, slots=True)
class Query:
    """A text typed, the voter meant, and what was meant to be typed."""

    kind: str
    text: str
    meant: str
    voter_id: str


def slipped(word: str, lot: random.Random) -> str:
    """One slip of a typist: a letter left out, doubled, swapped, or the key beside it."""
    place = lot.randrange(len(word))
    what = lot.randrange(4)
    if what == 0 and len(word) > 1:
        return word[:place] + word[place + 1 :]
    if what == 1:
        return word[: place + 1] + word[place:]
    if what == 2 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + lot.choice(NEAR_KEYS.get(word[place].upper(), "E")) + word[place + 1 :]


def typed(words: Sequence[str], lot: random.Random) -> str:
    """Type the words, slips included, those of one or two signs always right."""
    found = []
    for word in " ".join(words).split():
        wrong = word
        if len(word) > 2 and lot.random() < SLIP:
            wrong = slipped(wrong, lot)
            if lot.random() < SECOND_SLIP and len(wrong) > 4:
                wrong = slipped(wrong, lot)
        found.append(wrong)
    return " ".join(found)


def queries(voters: Sequence[Voter]) -> list[Query]:
    """One query of each kind for each voter, in an order drawn by lot."""
    lot = random.Random(SEED)
    found = []
    for voter in voters:
        for kind, said in KINDS.items():
            words = said(voter)
            found.append(Query(kind, typed(words, lot), " ".join(words), voter["voter_id"]))
    lot.shuffle(found)
    return found


def drawn(snapshot: Path, count: int) -> list[Voter]:
    """Voters drawn by lot, confidential ones left out, for nobody is to find them."""
    file = pq.ParquetFile(snapshot / "voters.parquet")
    rows = random.Random(SEED).sample(
        range(file.metadata.num_rows), min(count, file.metadata.num_rows)
    )
    table = file.read(columns=list(COLUMNS)).take(sorted(rows))
    return [
        {key: "" if value is None else str(value) for key, value in row.items()}
        for row in table.to_pylist()
        if row["status"] != "confidential"
    ]


def place_of(lookup: Lookup, text: str, voter_id: str) -> int | None:
    """Return the place of a voter among the first ten, from 0."""
    ids = [hit.voter_id for hit in lookup.find(text, TOP)]
    return ids.index(voter_id) if voter_id in ids else None


def tells(lookup: Lookup, query: Query) -> bool:
    """Tell whether what was meant, rightly typed, fits at most ten voters that well."""
    hits = lookup.find(query.meant, TOP + 1)
    own = [hit.score for hit in hits if hit.voter_id == query.voter_id]
    return bool(own) and (len(hits) <= TOP or hits[TOP].score < own[0])


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


def rows_of(lookup: Lookup, asked: Sequence[Query]) -> list[tuple[str, ...]]:
    """Return a row for each kind of query, and one for all."""
    found = []
    every = [0, 0, 0, 0]
    all_seconds: list[float] = []
    for kind in KINDS:
        mine = [query for query in asked if query.kind == kind]
        seconds, first, ten, telling, telling_ten = [], 0, 0, 0, 0
        for query in mine:
            begin = time.perf_counter()
            place = place_of(lookup, query.text, query.voter_id)
            seconds.append(time.perf_counter() - begin)
            first += place == 0
            ten += place is not None
            if tells(lookup, query):
                telling += 1
                telling_ten += place is not None
        rates = [f"{100 * n / len(mine):.1f}" for n in (first, ten, telling)]
        rate = f"{100 * telling_ten / telling:.1f}" if telling else ""
        found.append((kind, f"{len(mine):,}", *rates, rate, *milliseconds(seconds)))
        all_seconds += seconds
        every = [a + b for a, b in zip(every, (first, ten, telling, telling_ten), strict=True)]
    rates = [f"{100 * n / len(asked):.1f}" for n in every[:3]]
    rate = f"{100 * every[3] / every[2]:.1f}" if every[2] else ""
    found.append(("all", f"{len(asked):,}", *rates, rate, *milliseconds(all_seconds)))
    return found


def measure(snapshot: Path, voters: int = VOTERS) -> tuple[list[tuple[str, ...]], list[float]]:
    """Return the rows of the table, and the seconds of the answers to twenty people at once."""
    asked = queries(drawn(snapshot, voters))
    lookup = open_lookup(snapshot)
    for query in asked[:50]:
        lookup.find(query.text, TOP)
    rows = rows_of(lookup, asked)
    return rows, timed(snapshot, [query.text for query in asked])


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
    blank = ("", "", "", "")
    at_once = f"all, {PROCESSES} people at once"
    rows.append((at_once, f"{len(seconds):,}", *blank, *milliseconds(seconds)))
    return Report(
        name="lookup",
        title="Look-up: the voter among the first ten, and the time of an answer",
        question="Does a person who types parts of a name and an address, slips included, find the "
        "voter, and how soon?",
        columns=(
            *("typed", "queries", "first %", "in ten %", "telling %", "of those in ten %"),
            *("median ms", "99th percentile ms"),
        ),
        rows=tuple(rows),
        settings=(
            f"Scale {scale:g}: a synthetic roll of {kept:,} voters; seed {SEED}.",
            (
                f"{SLIP:.0%} of the words of three letters or digits and more have a slip: a "
                "letter left out, doubled, swapped with the next, or the key beside it; "
                f"{SECOND_SLIP:.0%} of these have two."
            ),
            (
                "A query is telling when what was meant, rightly typed, fits at most ten voters as "
                "well as the one meant. The others nothing can answer: hundreds are called Maria "
                "Garcia."
            ),
            (
                f"{PROCESSES} people at once: as many processes, each with {QUERIES_EACH} queries "
                f"and pauses of {PAUSE} seconds on average; the other rows are one process without "
                "pauses."
            ),
        ),
    )
