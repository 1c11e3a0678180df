"""The import of a roll: from a voter file to a snapshot, whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from rollcheck import __version__
from rollcheck.problems import Problem, Progress, RollcheckError, Threads, silent, whole_folder
from rollcheck.roll.checks import voter_query
from rollcheck.roll.columns import AFFIDAVIT_DATES, VOTER_SCHEMA
from rollcheck.roll.duplicates import without_duplicates
from rollcheck.roll.engine import connect_engine
from rollcheck.roll.finishing import Beside, finish_snapshot, index_voters
from rollcheck.roll.forms import Normaliser
from rollcheck.roll.history import import_history
from rollcheck.roll.layout import Layout, load_layout
from rollcheck.roll.normalise import install_normalisation
from rollcheck.roll.rejects import Rejects
from rollcheck.roll.snapshot import FORMAT, REJECTED, VOTERS, Snapshot, snapshot_in
from rollcheck.roll.source import file_at, source_file
from rollcheck.roll.table_import import ParquetSink, Passed, import_table

# Voters by the best date known of their registration.
_DATED = f"coalesce({', '.join(AFFIDAVIT_DATES)}) IS NOT NULL"
REGISTRATION_DATES = f"""
    count(*) FILTER ({_DATED}),
    count(*) FILTER (NOT ({_DATED}) AND registered_on IS NOT NULL),
    count(*) FILTER (NOT ({_DATED}) AND registered_on IS NULL)
"""
MEMORY_LIMIT = "1GB"  # of the engine; what it needs beyond that it spills to disk


def import_roll(
    source: Path,
    *,
    layout: str | Path,
    as_of: date,
    out: Path,
    history: Path | None = None,
    encoding: str | None = None,
    beside: Beside | None = None,
    progress: Progress = silent,
) -> Snapshot:
    """Import the voter file ``source`` into a new snapshot folder ``out`` and open it.

    ``layout`` is a name or the path of a TOML file; ``encoding`` beats the layout's. Rows that
    cannot be kept go to rejected.csv. ``beside`` is made while the look-up index is. Raises
    ``RollcheckError`` for a source, layout or history that cannot be read, for a roll without one
    good row, and when ``out`` exists; whatever stops it, nothing is left behind.
    """
    if out.exists():
        message = "this exists already and a snapshot is never overwritten; name another folder"
        raise RollcheckError([Problem(str(out), None, None, "exists", message)])
    if not out.parent.is_dir():
        message = "the folder to put the snapshot into does not exist; make it first"
        raise RollcheckError([Problem(str(out.parent), None, None, "missing", message)])
    loaded = load_layout(layout).with_encoding(encoding)
    file_at(source)
    with (
        whole_folder(out, private=True) as folder,
        Threads(1) as hashing,
        Threads(1) as indexing,
    ):
        origin = hashing.submit(source_file, source)
        with import_engine(folder) as (con, forms), Rejects(folder / REJECTED) as rejects:
            passed = _voters(con, forms, source, loaded, as_of, folder, rejects, progress)
            indexed = indexing.submit(index_voters, folder, progress)
            earlier = None
            if history is not None:
                earlier = import_history(con, forms, history, folder, rejects, encoding, progress)
            counts = counted(con, folder)
        # What was remembered of texts makes room for what is made beside.
        del con, forms
        pa.default_memory_pool().release_unused()
        manifest = {
            "format": FORMAT,
            "source": origin.result().as_json(),
            "layout": {"name": loaded.name, "sha256": loaded.sha256},
            "as_of": as_of.isoformat(),
            "rows_read": passed.read,
            "rows_kept": passed.kept,
            "rows_rejected": passed.rejected,
            "rows_skipped": passed.skipped,
            "rejected_by_code": dict(sorted(rejects.codes.items())),
            "history": earlier,
            **counts,
            "oddities": passed.oddities,
            "columns_read": passed.columns_read,
            "columns_left_out": passed.columns_left_out,
            "rollcheck_version": __version__,
        }
        finish_snapshot(folder, manifest, beside, progress)
        indexed.result()
    return snapshot_in(out, manifest)


def _voters(
    con: duckdb.DuckDBPyConnection,
    forms: Normaliser,
    source: Path,
    layout: Layout,
    as_of: date,
    folder: Path,
    rejects: Rejects,
    progress: Progress,
) -> Passed:
    """Write voters.parquet, without the rows whose voter_id an earlier row has."""
    with ParquetSink(folder / VOTERS, VOTER_SCHEMA) as sink:
        passed = import_table(
            con,
            source,
            layout,
            lambda present: voter_query(layout, present, as_of),
            forms.voters,
            sink,
            rejects,
            progress,
        )
    if not passed.kept:
        message = _why_none(passed, rejects)
        raise RollcheckError([Problem(source.name, None, None, "no_rows_kept", message)])
    without_duplicates(con, folder / VOTERS, source.name, passed, rejects)
    return passed


def _why_none(passed: Passed, rejects: Rejects) -> str:
    if not passed.read:
        return "the file has no rows, so there is no roll to make; is it the right file?"
    why = "all of them are rows that the layout skips"
    if rejects.codes:
        code = max(rejects.codes, key=rejects.codes.__getitem__)
        why = f"most often, {rejects.reasons[code]} ({code})"
    rows = f"none of its {passed.read:,} rows" if passed.read > 1 else "its only row cannot"
    rows += " can be kept" if passed.read > 1 else " be kept"
    return f"{rows}, so there is no roll to make; {why}. Is the layout the right one?"


@contextmanager
def import_engine(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Normaliser]]:
    """Give an engine that spills inside ``folder``, and what normalises in a thread of its own."""
    spill = folder / "spill"
    with connect_engine() as con, con.cursor() as own:
        con.execute("SET temp_directory = $1", [str(spill)])
        con.execute("SET memory_limit = $1", [MEMORY_LIMIT])
        install_normalisation(own)
        yield con, Normaliser(own)
    shutil.rmtree(spill, ignore_errors=True)


def counted(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    """Return what the manifest says of the voters kept: by status, by county, with dates."""
    voters = con.from_parquet(str(folder / VOTERS))
    counts = {}
    for name, column in (("statuses", "status"), ("counties", "county")):
        rows = voters.aggregate(f"coalesce({column}, '') AS k, count(*) AS n", column).order("k")
        counts[name] = dict(rows.fetchall())
    [dated] = voters.aggregate(REGISTRATION_DATES).fetchall()
    [(canceled,)] = voters.aggregate(
        "count(*) FILTER (status = 'canceled' AND canceled_on IS NULL)"
    ).fetchall()
    return {
        **counts,
        "has_affidavit_dates": dated[0] > 0,
        "registration_dates": dict(zip(("affidavit", "registered_on", "none"), dated, strict=True)),
        "canceled_without_date": canceled,
    }
