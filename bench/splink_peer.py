"""Splink on DuckDB as the peer: ``python -m bench.splink_peer LINES ROLL OUT SECONDS``.

The roll is the same snapshot, the lines go through the same macros, and the model's numbers come
from ``splink_settings.json`` (see ``splink_fit``). Writes OUT, a Parquet file with a row for every
line that has a candidate, and SECONDS, the seconds of each stage as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from bench.splink_columns import MACROS, clean_lines, clean_voters
from bench.stopwatch import Stopwatch
from rollcheck.lines import load_lines
from rollcheck.roll import connect_engine, install_normalisation, open_snapshot
from rollcheck.roll.coded import as_texts, coded
from rollcheck.roll.forms import Normaliser

MODEL = Path(__file__).parent / "splink_settings.json"
AMBIGUOUS_WITHIN = 1.5
"""Bits: a second candidate nearer than this leaves the line to people."""
ON_THE_ROLL = 0.8
"""Share of lines whose voter is on the roll, before anything is compared."""
LOWEST_SCORE = -6.0
"""Bits from which a pair is kept at all; candidates below are never right."""
ROLL, HISTORY = "roll", "history"
READ = ("printed_name", "address", "city", "zip", "birth_year")
PIECES = 4
"""Pairs are scored in so many pieces, which holds Splink's memory down at no cost in time."""

# The best five voters of each line; a voter's best address stands for them. Ties: the smaller row.
BEST = """
    WITH pair AS (
        SELECT unique_id_l AS ix, voter_row_r AS row, max(match_weight) AS score
        FROM {predictions} GROUP BY ALL),
    placed AS (
        SELECT *, row_number() OVER (PARTITION BY ix ORDER BY score DESC, row) AS place
        FROM pair QUALIFY place <= 5)
    SELECT ix, list(voter_id ORDER BY place) AS voters, list(score ORDER BY place) AS scores
    FROM placed JOIN (SELECT row, voter_id FROM roll) USING (row)
    GROUP BY ix ORDER BY ix
"""
TABLE = pa.schema(
    [
        pa.field("ix", pa.int32()),
        pa.field("voters", pa.list_(pa.string())),
        pa.field("scores", pa.list_(pa.float64())),
    ]
)


def workspace(scratch: Path | None = None, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection with the macros; what spills goes to ``scratch``."""
    con = connect_engine()
    if scratch is not None:
        con.execute("SET temp_directory = $1", [str(scratch)])
    if memory is not None:
        con.execute("SET memory_limit = $1", [memory])
    con.execute("SET preserve_insertion_order = false")
    install_normalisation(con)
    con.execute(MACROS)
    return con


def load(con: duckdb.DuckDBPyConnection, lines: pa.Table, roll: Path) -> None:
    """Make the tables ``voters`` and ``lines`` that Splink links.

    ``roll`` is a snapshot, cleaned already, or a roll of the layout `plain` as CSV with its history
    beside it, which is then cleaned here by the very code of the import.
    """
    if roll.is_dir():
        snapshot = open_snapshot(roll)
        con.read_parquet(str(snapshot.voters_path)).create_view(ROLL)
        has_history = snapshot.history_path is not None
        if snapshot.history_path is not None:
            con.read_parquet(str(snapshot.history_path)).create_view(HISTORY)
    else:
        con.from_arrow(_cleaned(con, roll, names=True)).create(ROLL)
        history = roll.with_name("history.csv")
        has_history = history.exists()
        if has_history:
            con.from_arrow(_cleaned(con, history, names=False)).create("stay_of_voter")
            of_voter = f"stay_of_voter JOIN (SELECT row, voter_id FROM {ROLL}) USING (voter_id)"
            con.execute(f"CREATE TABLE {HISTORY} AS FROM {of_voter}")
    clean_voters(con, has_history=has_history)
    numbered = lines.append_column("ix", pa.array(range(len(lines)), pa.int32()))
    con.from_arrow(numbered.select(["ix", *READ])).create("line_in")
    clean_lines(con)


def _cleaned(con: duckdb.DuckDBPyConnection, path: Path, *, names: bool) -> pa.Table:
    """Read a CSV file and give it the normalised columns of a snapshot."""
    reads = "read_csv(?, header = true, all_varchar = true, nullstr = '')"
    raw: pa.Table = con.sql(f"FROM {reads}", params=[str(path)]).to_arrow_table()
    columns = {name: coded(raw[name]) for name in raw.column_names if name != "voter_id"}
    normaliser = Normaliser(con)
    forms = normaliser.voters(columns) if names else normaliser.addresses(columns)
    kept = {"voter_id": raw["voter_id"]}
    if names:
        kept["row"] = pa.array(range(len(raw)), pa.int32())
        kept["birth_date"] = raw["birth_date"].cast(pa.date32())
        kept["birth_year"] = pa.nulls(len(raw), pa.int16())
    return pa.table({**kept, **{name: as_texts(column) for name, column in forms.items()}})


def linker_on(con: duckdb.DuckDBPyConnection, model: Any) -> Linker:
    """Return a linker of the tables ``lines`` and ``voters``; the lines are Splink's left side."""
    api = DuckDBAPI(connection=con)
    tables = [
        api.register("lines", dataset_display_name="a_lines"),
        api.register("voters", dataset_display_name="b_voters"),
    ]
    linker = Linker(tables, model, log_level=None, validate_settings=False)
    for column in ("last", "first"):
        frequencies = con.sql(
            f"SELECT {column}, count(*) / sum(count(*)) OVER () AS tf_{column} "
            f"FROM voters WHERE {column} IS NOT NULL GROUP BY 1"
        )
        frequencies.create(f"frequency_of_{column}")
        linker.table_management.register_term_frequency_lookup(
            api.register(f"frequency_of_{column}"), column
        )
    return linker


def trained_model(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the model of ``splink_settings.json`` with the odds of a pair of this roll."""
    model: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    ((voters,),) = con.execute("SELECT count(*) FROM voters").fetchall()
    return {**model, "probability_two_random_records_match": ON_THE_ROLL / max(voters, 2)}


def link(lines: pa.Table, roll: Path, *, watch: Stopwatch) -> pa.Table:
    """Return each line's best five voters with their scores in bits (``TABLE``).

    ``lines`` has the columns of ``rollcheck.lines.LINE_COLUMNS``, ``roll`` is what ``load`` takes.
    A line without a candidate has no row.
    """
    con = workspace()
    try:
        with watch.stage("load and clean"):
            load(con, lines, roll)
        with watch.stage("predict"):
            linker = linker_on(con, trained_model(con))
            found = linker.inference.predict(
                threshold_match_weight=LOWEST_SCORE, num_chunks_left=PIECES, num_chunks_right=1
            )
        with watch.stage("best"):
            best = con.sql(BEST.format(predictions=found.physical_name)).to_arrow_table()
    finally:
        con.close()
    return best.cast(TABLE)


def main(lines: str, roll: str, out: str, seconds: str) -> None:
    """Link the lines of a CSV file to a roll; write the best five, and each stage's seconds."""
    watch = Stopwatch()
    with watch.stage("read"):
        table = load_lines(Path(lines)).table
    best = link(table, Path(roll), watch=watch)
    parquet.write_table(best, out)
    Path(seconds).write_text(json.dumps(watch.seconds), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
