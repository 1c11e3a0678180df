"""Time and memory by the size of the roll and by the number of lines.

One petition is made. Smaller rolls are part of its roll, with every signer of the lines matched;
larger ones have copies of it whose house numbers and zip codes are moved, so that each name is
borne by as many more voters as in a larger roll. The lines stay the same along the roll's axis.
"""

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.petitions import Petition, make_petition
from bench.plot import Series, log_plot
from bench.report import Picture, Report
from rollcheck.roll import connect_engine

VOTERS = (20_000, 200_000, 2_000_000, 20_000_000)
LINES = (10_000, 30_000, 100_000, 200_000)
BASE_SCALE, SMALLEST = 0.31, 0.001
ROUNDS = 3
SEED = 4
STEEPEST = 1.15
"""Time may grow by so much more than the lines did; below a second start-up is most of it."""

CHOSEN = """
    CREATE TABLE chosen AS
    SELECT * FROM read_csv(getvariable('lines'), all_varchar = true) LIMIT getvariable('most');
    COPY chosen TO (getvariable('to_lines')) (FORMAT csv, HEADER)
"""
ROLL = """
    CREATE VIEW base AS
    SELECT row_number() OVER () AS place, *
    FROM read_csv(getvariable('roll'), all_varchar = true, nullstr = '');
    CREATE TABLE signer AS
    SELECT DISTINCT voter_id FROM read_csv(getvariable('truth'), all_varchar = true)
    SEMI JOIN chosen USING (line_id);
    CREATE TABLE wanted AS
    SELECT 0 AS copy, * EXCLUDE (place) FROM (
        SELECT base.*, signer.voter_id IS NOT NULL AS signs
        FROM base LEFT JOIN signer USING (voter_id)
        ORDER BY signs DESC, place LIMIT getvariable('voters'));
"""
# The n-th copy of a voter: another house number and another zip code, the same name.
COPIES = """
    COPY (
        SELECT * EXCLUDE (copy, signs) REPLACE (
            CASE WHEN copy = 0 THEN voter_id ELSE copy || '-' || voter_id END AS voter_id,
            CASE WHEN copy = 0 THEN house
                 ELSE CAST(coalesce(TRY_CAST(house AS INTEGER), 0) + 7 * copy AS VARCHAR) END
                AS house,
            CASE WHEN copy = 0 THEN zip
                 ELSE lpad(CAST(((coalesce(TRY_CAST(zip AS INTEGER), 0) + 9973 * copy) % 100000)
                                AS VARCHAR), 5, '0') END AS zip)
        FROM (SELECT wanted.* REPLACE (n AS copy)
              FROM wanted, range(getvariable('copies')) AS times (n))
        LIMIT getvariable('voters')
    ) TO (getvariable('to_roll')) (FORMAT csv, HEADER)
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One size, and what matching and import took there."""

    voters: int
    lines: int
    match_seconds: float
    whole_seconds: float
    match_mib: float
    import_seconds: float
    import_mib: float


def sized(base: Petition, folder: Path, *, voters: int, lines: int) -> Petition:
    """Write a petition of a size from the base's files, and return it; its roll is not imported."""
    (folder / "demo").mkdir(parents=True)
    petition = Petition(f"{voters} voters", folder)
    with connect_engine() as con:
        con.execute("SET preserve_insertion_order = true")
        variables = {
            "lines": str(base.lines),
            "truth": str(base.truth),
            "roll": str(base.raw_roll),
            "to_lines": str(petition.lines),
            "to_roll": str(petition.raw_roll),
            "most": lines,
            "voters": voters,
            "copies": -(-voters // base.count("roll.csv")),
        }
        for name, value in variables.items():
            con.execute(f"SET VARIABLE {name} = $1", [value])
        con.execute(CHOSEN)
        con.execute(ROLL)
        con.execute(COPIES)
    return petition


def measured(petition: Petition, lines: int, voters: int) -> Point:
    """Import the roll once, match it several times; medians."""
    imported = petition.import_roll()
    runs = [petition.match_by_stages(f"run-{number}") for number in range(ROUNDS)]
    return Point(
        voters=voters,
        lines=lines,
        match_seconds=statistics.median(run.seconds["match"] for run in runs),
        whole_seconds=statistics.median(run.whole.seconds for run in runs),
        match_mib=statistics.median(run.whole.peak_mib for run in runs),
        import_seconds=imported.seconds,
        import_mib=imported.peak_mib,
    )


def points(scale: float) -> tuple[list[Point], list[Point]]:
    """Measure along the roll's axis, and along the lines'."""
    voters = [round(count * scale) for count in VOTERS]
    lines = [max(50, round(count * scale)) for count in LINES]
    by_roll, by_lines = [], []
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        folder = Path(scratch)
        size = max(SMALLEST, BASE_SCALE * scale)
        base = make_petition(folder / "base", scale=size, seed=SEED, noise="keyed")
        for count in voters:
            one = sized(base, folder / f"v{count}", voters=count, lines=lines[0])
            by_roll.append(measured(one, lines[0], count))
            one.remove()
        for count in lines:
            one = sized(base, folder / f"l{count}", voters=voters[2], lines=count)
            by_lines.append(measured(one, count, voters[2]))
            one.remove()
    return by_roll, by_lines


def row(point: Point) -> tuple[str, ...]:
    """Return one size's line of the table."""
    return (
        f"{point.voters:,} voters, {point.lines:,} lines",
        f"{point.match_seconds:.2f}",
        f"{point.whole_seconds:.2f}",
        f"{point.match_mib:,.0f}",
        f"{point.import_seconds:.1f}",
        f"{point.import_mib:,.0f}",
    )


def steep(along: Sequence[tuple[float, float]]) -> float:
    """Return by how much more than its cause the time grew between the last two sizes."""
    (x, y), (further, more) = along[-2:]
    return (more / y) / (further / x)


def pictures(by_roll: Sequence[Point], by_lines: Sequence[Point]) -> tuple[Picture, ...]:
    """Draw time and memory by the roll, and time by the lines."""
    seconds = (
        Series("import", [(one.voters, one.import_seconds) for one in by_roll]),
        Series("matching, whole", [(one.voters, one.whole_seconds) for one in by_roll]),
        Series("of it matching", [(one.voters, one.match_seconds) for one in by_roll]),
    )
    memory = (
        Series("import", [(one.voters, one.import_mib) for one in by_roll]),
        Series("matching", [(one.voters, one.match_mib) for one in by_roll]),
    )
    lines = (
        Series("matching, whole", [(one.lines, one.whole_seconds) for one in by_lines]),
        Series("of it matching", [(one.lines, one.match_seconds) for one in by_lines]),
    )
    return (
        Picture(
            "seconds-by-roll.svg",
            "Seconds of import and matching by the number of voters on the roll",
            log_plot("Time by the size of the roll", "voters on the roll", "seconds", seconds),
        ),
        Picture(
            "memory-by-roll.svg",
            "Peak memory of import and matching by the number of voters on the roll",
            log_plot("Memory by the size of the roll", "voters on the roll", "MiB", memory),
        ),
        Picture(
            "seconds-by-lines.svg",
            "Seconds of matching by the number of lines",
            log_plot("Time by the number of lines", "lines", "seconds", lines),
        ),
    )


def run(scale: float) -> Report:
    """Measure from 20 thousand to 20 million voters at scale 1; ``scale`` multiplies every size."""
    by_roll, by_lines = points(scale)
    grew = {
        "roll": steep([(one.voters, one.whole_seconds) for one in by_roll]),
        "import": steep([(one.voters, one.import_seconds) for one in by_roll]),
        "lines": steep([(one.lines, one.whole_seconds) for one in by_lines]),
    }
    return Report(
        name="linear",
        title="Time and memory by size",
        question="Is time linear in the lines, and at most linear in the roll?",
        columns=(
            *("size", "matching s", "whole process s", "peak MiB"),
            *("import s", "import peak MiB"),
        ),
        rows=tuple(row(one) for one in [*by_roll, *by_lines]),
        settings=(
            f"Seed {SEED}, keyed. Each roll imported once, matched {ROUNDS} times; medians.",
            "Whole process: start, reading and checking the files, matching, writing.",
            (
                "Rolls above the synthetic county's own size have copies of its voters at other "
                "house numbers and zip codes: each name is borne by as many more."
            ),
        ),
        notes=tuple(
            f"Between the last two sizes, {what}: time grew {times:.2f} times as much as the size."
            for what, times in grew.items()
        ),
        failures=tuple(
            f"{what}: time grew {times:.2f} times as much as the size"
            for what, times in grew.items()
            if times > STEEPEST
        ),
        pictures=pictures(by_roll, by_lines),
    )
