"""What import and matching take at a given scale, beside a floor: DuckDB loading the same columns.

The floor does none of the work: it reads the files into tables and nothing else. No program that
must read them can be much faster.
"""

import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Cost, cost
from bench.report import Report

REPEATS = 3
LINES_OF_THE_CASE = 715_833
LOAD = """
import sys
import duckdb
with duckdb.connect() as database:
    for number, name in enumerate(sys.argv[1:]):
        parquet = name.endswith(".parquet")
        reads = "read_parquet(?)" if parquet else "read_csv(?, all_varchar = true)"
        database.execute(f"CREATE TABLE loaded_{number} AS FROM {reads}", [name])
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Something measured: its name, and the files that its floor loads (none: no floor)."""

    name: str
    arguments: tuple[str, ...]
    reads: tuple[str, ...] = ()

    def command(self, repetition: int) -> list[str]:
        """Return the command; outputs of repetitions after the first go beside the first one's."""
        out = [f"{word}-{repetition}" if repetition else word for word in self.arguments[-1:]]
        return [sys.executable, "-m", "rollcheck", *self.arguments[:-1], *out]

    def floor(self) -> list[str]:
        """Return the command that loads what the stage reads, and does nothing with it."""
        return [sys.executable, "-c", LOAD, *self.reads]


def stages(scale: float) -> list[Stage]:
    """List what is measured, in order, each with its output last; later ones read earlier ones'."""
    demo = f"demo make --scale {scale} --seed 1 --noise keyed --out demo"
    roll = "roll import demo/roll.csv --layout plain --as-of 2022-07-06 --out snapshot"
    match = "match demo/lines.csv --roll snapshot --rules us-ca/county-recall --on 2022-07-06"
    return [
        Stage("make the synthetic county", tuple(demo.split())),
        Stage("import the roll", tuple(roll.split()), ("demo/roll.csv",)),
        Stage(
            "match the lines",
            (*match.split(), "--out", "run"),
            ("demo/lines.csv", "snapshot/voters.parquet"),
        ),
    ]


def run(scale: float) -> Report:
    """Measure each stage and its floor in a scratch folder, several times, and take medians."""
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        folder = Path(scratch)
        for stage in stages(scale):
            repeats = REPEATS if stage.reads else 1
            took = median([cost(stage.command(n), folder) for n in range(repeats)])
            if not stage.reads:
                rows.append((stage.name, *figures(took), "", ""))
                continue
            floor = median([cost(stage.floor(), folder) for _ in range(repeats)])
            rows.append((f"floor: {' + '.join(stage.reads)}", *figures(floor), "1.0", "1.0"))
            rows.append((stage.name, *figures(took), *ratios(took, floor)))
        counts = [count_rows(folder / "demo" / name) for name in ("roll.csv", "lines.csv")]
    return Report(
        name="import-and-match",
        title="Import and match: time and memory",
        question="How much more than reading the files do import and matching take?",
        columns=("stage", "wall seconds", "peak MiB", "times the floor", "times its memory"),
        rows=tuple(rows),
        settings=(
            (
                f"Scale {scale}: a synthetic roll of {counts[0]:,} voters and {counts[1]:,} lines; "
                f"the 2022 case had {LINES_OF_THE_CASE:,} lines."
            ),
            (
                f"Each stage in a process of its own, start-up included; medians of {REPEATS}, but "
                "the county is made once."
            ),
            "Peak MiB: peak resident memory of that process.",
            (
                "Floor: DuckDB loads the files named into tables in memory, every column as text, "
                "and does nothing with them."
            ),
        ),
    )


def median(costs: Sequence[Cost]) -> Cost:
    """Take the median time and the median memory, each for itself."""
    return Cost(
        statistics.median(one.seconds for one in costs),
        statistics.median(one.peak_mib for one in costs),
    )


def figures(took: Cost) -> tuple[str, str]:
    """Seconds and MiB as a table shows them."""
    return f"{took.seconds:.2f}", f"{took.peak_mib:,.0f}"


def ratios(took: Cost, floor: Cost) -> tuple[str, str]:
    """Time and memory as multiples of the floor's."""
    return f"{took.seconds / floor.seconds:.1f}", f"{took.peak_mib / floor.peak_mib:.1f}"


def count_rows(path: Path) -> int:
    """Count the rows of a CSV file without line breaks inside its cells, the header left out."""
    with path.open("rb") as file:
        return sum(1 for _ in file) - 1
