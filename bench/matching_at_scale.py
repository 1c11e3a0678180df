"""Matching beside Splink, interleaved: a prepared roll, raw files to findings, the same twice.

Both systems get the same roll, cleaned by the same code, and the same lines. Each round runs every
contender once, so that whatever else the machine does falls on all of them.
"""

import csv
import hashlib
import random
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyarrow import parquet

from bench.measure import Cost
from bench.petitions import Petition, make_petition
from bench.report import Report, Table

ROUNDS = 3
SEED, NOISE = 1, "keyed"
MATCHING, FINDINGS = 1 / 4, 1 / 2
MATCHING_AIM, FINDINGS_AIM = 1 / 5, 1 / 4
MOST_MIB, AIM_MIB = 2.5 * 1024, 2.0 * 1024


@dataclass(frozen=True, slots=True)
class Round:
    """One round: wall seconds and peak MiB of every contender."""

    splink: Cost
    splink_predict_and_best: float
    ours: Cost
    ours_match: float
    splink_from_raw: Cost
    our_import: Cost

    @property
    def ours_from_raw(self) -> float:
        """Return the seconds from raw files to findings: import, then match."""
        return self.our_import.seconds + self.ours.seconds


def one_round(petition: Petition, number: int) -> Round:
    """Run every contender once; the first in one round is not the first in the next."""
    turns = {
        "splink": lambda: petition.splink(f"splink-{number}.parquet"),
        "ours": lambda: petition.match_by_stages(f"ours-{number}"),
        "raw": lambda: petition.splink(f"raw-{number}.parquet", raw=True),
    }
    names = list(turns)
    names = names[number % 3 :] + names[: number % 3]
    found = {name: turns[name]() for name in names}
    imported = petition.import_roll(f"again-{number}")
    splink, ours = found["splink"], found["ours"]
    return Round(
        splink=splink.whole,
        splink_predict_and_best=splink.seconds["predict"] + splink.seconds["best"],
        ours=ours.whole,
        ours_match=ours.seconds["match"],
        splink_from_raw=found["raw"].whole,
        our_import=imported,
    )


def rows(rounds: Sequence[Round]) -> tuple[tuple[str, ...], ...]:
    """Return the table: medians over the rounds, and medians of the ratios within each round."""

    def line(name: str, seconds: list[float], mib: list[float], beside: list[float]) -> list[str]:
        ratio = [ours / theirs for ours, theirs in zip(seconds, beside, strict=True)]
        return [
            name,
            f"{statistics.median(seconds):.1f}",
            f"{statistics.median(mib):,.0f}" if mib else "",
            f"{statistics.median(ratio):.2f}",
            ", ".join(f"{one:.1f}" for one in seconds),
        ]

    predict = [one.splink_predict_and_best for one in rounds]
    whole, raw = ([one.splink.seconds for one in rounds], [one.splink_from_raw for one in rounds])
    raw_seconds = [one.seconds for one in raw]
    ours_mib = [one.ours.peak_mib for one in rounds]
    imports = [one.our_import for one in rounds]
    table = (
        line("Splink: predict and best", predict, [], predict),
        line("Rollcheck: matching", [one.ours_match for one in rounds], [], predict),
        line("Splink: whole process", whole, [one.splink.peak_mib for one in rounds], whole),
        line("Rollcheck: whole process", [one.ours.seconds for one in rounds], ours_mib, whole),
        line("Splink: raw files to findings", raw_seconds, [x.peak_mib for x in raw], raw_seconds),
        line(
            "Rollcheck: raw files to findings",
            [one.ours_from_raw for one in rounds],
            [max(one.ours.peak_mib, one.our_import.peak_mib) for one in rounds],
            raw_seconds,
        ),
        line(
            "Rollcheck: of it the import",
            [one.seconds for one in imports],
            [one.peak_mib for one in imports],
            raw_seconds,
        ),
    )
    return tuple(tuple(cells) for cells in table)


def misses(rounds: Sequence[Round]) -> tuple[str, ...]:
    """Say which bars are not met."""
    matching = statistics.median(one.ours_match / one.splink_predict_and_best for one in rounds)
    findings = statistics.median(one.ours_from_raw / one.splink_from_raw.seconds for one in rounds)
    peak = statistics.median(one.ours.peak_mib for one in rounds)
    checks = (
        (matching <= MATCHING, f"matching takes {matching:.2f} of Splink's predict and best"),
        (findings <= FINDINGS, f"raw to findings takes {findings:.2f} of Splink's"),
        (peak <= MOST_MIB, f"matching peaks at {peak:,.0f} MiB, over {MOST_MIB:,.0f}"),
    )
    return tuple(said for holds, said in checks if not holds)


OF_THE_ORDER = ("duplicate_of", "made_from")


def digest(run: Path, order: Sequence[str] | None = None) -> str:
    """Return the SHA-256 of every value of the matches, in the lines' own order or the one given.

    What names the first line of a voter, or the file that the roll came from, is left out: it
    differs where only the order does.
    """
    table = parquet.read_table(run / "lines.parquet")
    records = {one["line_id"]: one for one in table.to_pylist()}
    found = hashlib.sha256()
    for line in order or records:
        values = {key: value for key, value in records[line].items() if key not in OF_THE_ORDER}
        found.update(repr(values).encode())
    return found.hexdigest()


def shuffled(source: Path, target: Path, seed: int) -> None:
    """Write a CSV file with its rows in another order."""
    with source.open(encoding="utf-8", newline="") as file:
        header, *found = csv.reader(file)
    random.Random(seed).shuffle(found)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *found])


def sameness(folder: Path, scale: float) -> Table:
    """Match one petition in several ways; say of each whether every value is the same."""
    petition = make_petition(folder / "plain", scale=scale, seed=SEED + 1, noise=NOISE)
    petition.match("first")
    order = parquet.read_table(petition.folder / "first" / "lines.parquet")["line_id"].to_pylist()
    first = digest(petition.folder / "first")
    ways: dict[str, str] = {}
    for threads in (1, 2, 5):
        petition.match(f"threads-{threads}", "--threads", str(threads))
        ways[f"{threads} threads"] = digest(petition.folder / f"threads-{threads}")
    other = folder / "other"
    (other / "demo").mkdir(parents=True)
    for name in ("roll.csv", "lines.csv", "history.csv"):
        shuffled(petition.folder / "demo" / name, other / "demo" / name, seed=7)
    turned = Petition("rows in another order", other)
    turned.import_roll()
    turned.match("first")
    ways["roll and lines in another order"] = digest(other / "first", order)
    answers = tuple((way, "yes" if said == first else "NO") for way, said in ways.items())
    return Table("The same, bit for bit, as the first run", ("way", "same"), answers)


def run(scale: float) -> Report:
    """Measure at a scale, 1 being the whole county; sameness at a tenth of it at most."""
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        folder = Path(scratch)
        petition = make_petition(folder / "petition", scale=scale, seed=SEED, noise=NOISE)
        counts = petition.count("roll.csv"), petition.count("lines.csv")
        rounds = [one_round(petition, number) for number in range(ROUNDS)]
        petition.remove()
        same = sameness(folder, min(scale, 0.05))
    differing = tuple(f"{way}: not the same" for way, answer in same.rows if answer != "yes")
    return Report(
        name="matching",
        title="Matching at scale, beside Splink",
        question="What does matching take on a prepared roll, and from raw files to findings?",
        columns=("contender", "wall seconds", "peak MiB", "beside Splink", "each round"),
        rows=rows(rounds),
        settings=(
            (
                f"{counts[1]:,} lines against {counts[0]:,} voters (scale {scale:g}, seed {SEED}, "
                f"{NOISE}); {ROUNDS} rounds, each contender once a round, in turn; medians; a "
                "ratio is the median of the ratios within each round."
            ),
            (
                "Splink's model, blocking rules and columns: bench/splink_settings.json, "
                "splink_settings.py, splink_columns.py. Best: the five best voters of each line."
            ),
            (
                "Prepared roll: the snapshot. Raw files: roll, history and lines as CSV; Splink's "
                "roll is then cleaned by the import's own code in its own process."
            ),
        ),
        notes=(
            (
                f"Bars: matching at most {MATCHING:.2f} of Splink's predict and best (aim "
                f"{MATCHING_AIM:.2f}), peak at most {MOST_MIB:,.0f} MiB (aim {AIM_MIB:,.0f}); raw "
                f"to findings at most {FINDINGS:.2f} (aim {FINDINGS_AIM:.2f})."
            ),
        ),
        failures=(*misses(rounds), *differing),
        more=(same,),
    )
