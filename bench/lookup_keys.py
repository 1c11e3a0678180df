"""Look-up as one types: after how many keys the voter is found, beside a plain search.

The plain search is what an office would have without a look-up: one box each for surname, first
name and house number, each taken for the beginning of the column, the first ten of an index on the
three. It gets the same texts, slips included.
"""

import random
import sqlite3
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.lookup_queries import SEED, Voter, typed
from bench.report import Table
from rollcheck.roll import Lookup

BOXES = ("last", "first", "house")
TOP = 10
BEYOND = "\U0010ffff"  # behind every text that begins with what stands before it
Search = Callable[[Sequence[str]], Sequence[str]]


def keys_table(snapshot: Path, lookup: Lookup, voters: Sequence[Voter], scratch: Path) -> Table:
    """Return how soon each search finds the voters, typed with slips and without."""
    con = plain_index(snapshot, scratch / "plain.sqlite3")
    searches: dict[str, Search] = {
        "Rollcheck": lambda parts: [hit.voter_id for hit in lookup.find(" ".join(parts), TOP)],
        "plain search by beginnings": lambda parts: plain_search(con, parts),
    }
    right = [[voter[box] for box in BOXES] for voter in voters]
    lot = random.Random(SEED)
    slipped = [[typed([text], lot) for text in texts] for texts in right]
    rows = []
    for how, asked in (("as it is written", right), ("with slips", slipped)):
        keys = statistics.mean(len("".join(texts)) for texts in asked)
        for name, search in searches.items():
            needed = [
                keys_needed(search, texts, voter["voter_id"])
                for texts, voter in zip(asked, voters, strict=True)
            ]
            rows.append((how, name, f"{len(needed):,}", f"{keys:.1f}", *row_of(needed)))
    con.close()
    title = "Surname, first name, house number, letter by letter"
    columns = ("typed", "search", "voters", "keys in all, mean", "in ten at the end %")
    return Table(title, (*columns, "keys until in ten, median", "90th percentile"), tuple(rows))


def row_of(needed: Sequence[int | None]) -> tuple[str, str, str]:
    """Return the share found, and the median and 90th percentile of keys; '' where not reached.

    Who is not found takes more keys than all who are.
    """
    ordered = sorted(keys for keys in needed if keys is not None)
    places = [int(len(needed) * share) for share in (0.5, 0.9)]
    texts = [f"{ordered[place]}" if place < len(ordered) else "" for place in places]
    return f"{100 * len(ordered) / len(needed):.1f}", texts[0], texts[1]


def keys_needed(search: Search, texts: Sequence[str], voter_id: str) -> int | None:
    """Return after how many keys a voter is found and stays so to the end, None for never."""
    needed = None
    for keys, parts in begun(texts):
        if voter_id not in search(parts):
            needed = None
        elif needed is None:
            needed = keys
    return needed


def begun(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the texts as far as each key takes them, with the number of keys."""
    keys = 0
    for place, text in enumerate(texts):
        for end in range(1, len(text) + 1):
            keys += 1
            yield keys, [*texts[:place], text[:end]]


def plain_index(snapshot: Path, file: Path) -> sqlite3.Connection:
    """Return a database of the voters with an index on what the boxes hold."""
    con = sqlite3.connect(file)
    con.execute("CREATE TABLE voters (voter_id TEXT, last TEXT, first TEXT, house TEXT)")
    columns = ["voter_id", *BOXES]
    for batch in pq.ParquetFile(snapshot / "voters.parquet").iter_batches(columns=columns):
        texts = [pc.fill_null(batch[name], "").to_pylist() for name in columns]
        rows = zip(*texts, strict=True)
        con.executemany("INSERT INTO voters VALUES (?, ?, ?, ?)", rows)
    con.execute("CREATE INDEX boxes ON voters (last, first, house, voter_id)")
    con.commit()
    return con


def plain_search(con: sqlite3.Connection, parts: Sequence[str]) -> list[str]:
    """Return the first ten voters whose columns begin so."""
    given = [*parts, *[""] * (len(BOXES) - len(parts))]
    where = " AND ".join(f"{box} >= ? AND {box} < ?" for box in BOXES)
    limits = [limit for part in given for limit in (part, part + BEYOND)]
    order = ", ".join(BOXES)
    query = f"SELECT voter_id FROM voters WHERE {where} ORDER BY {order} LIMIT {TOP}"
    return [voter_id for (voter_id,) in con.execute(query, limits)]
