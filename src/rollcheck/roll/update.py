"""A snapshot brought up to date by a file of changes: a new snapshot, the old one untouched."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck import __version__
from rollcheck.problems import Problem, Progress, RollcheckError, Threads, silent, whole_folder
from rollcheck.problems.delimited import BadRow
from rollcheck.roll.checks import voter_query
from rollcheck.roll.columns import VOTER_COLUMNS, VOTER_SCHEMA
from rollcheck.roll.finishing import Beside, finish_snapshot, index_voters
from rollcheck.roll.forms import Normaliser
from rollcheck.roll.imports import counted, import_engine
from rollcheck.roll.layout import Layout, load_layout
from rollcheck.roll.merging import Merged, latest_rows, merge_history, merge_voters
from rollcheck.roll.rejects import Rejects, row_texts
from rollcheck.roll.snapshot import (
    FORMAT,
    HISTORY,
    MANIFEST,
    REJECTED,
    VOTERS,
    Snapshot,
    file_sha256,
    open_snapshot,
    snapshot_in,
)
from rollcheck.roll.source import source_file
from rollcheck.roll.table_import import ParquetSink, Passed, import_table

CHANGES = "changes.parquet"
STRANGER = "cancels a voter who is not on the roll, and says nothing else of them"


def update_roll(
    base: Path,
    source: Path,
    *,
    layout: str | Path,
    as_of: date,
    out: Path,
    encoding: str | None = None,
    beside: Beside | None = None,
    progress: Progress = silent,
) -> Snapshot:
    """Apply the file of changes ``source`` to the snapshot ``base``: a new snapshot ``out``.

    A row of the file is a voter as they stand on ``as_of``: new, changed, or canceled; a canceled
    one without a name keeps all else. Of several rows of one voter the last counts. A registration
    whose address or affidavit changed is kept in the history. ``beside`` is made while the look-up
    index is. Raises ``RollcheckError`` as ``import_roll`` does, for a base that is no snapshot, and
    for a day before the base's.
    """
    before = open_snapshot(base)
    _refuse(before, as_of, out)
    loaded = load_layout(layout).with_encoding(encoding)
    origin = source_file(source)
    with (
        whole_folder(out, private=True) as folder,
        Threads(1) as indexing,
    ):
        with import_engine(folder) as (con, forms), Rejects(folder / REJECTED) as rejects:
            passed, changes = _read(con, forms, source, loaded, as_of, folder, rejects, progress)
            latest = latest_rows(changes)
            known_on = pa.scalar(before.as_of, pa.date32())
            merged = merge_voters(before.voters_path, latest, folder / VOTERS, known_on, progress)
            _reject_strangers(merged, changes, passed, source.name, rejects)
            indexed = indexing.submit(index_voters, folder, progress)
            counts = counted(con, folder)
        stays = merge_history(before.history_path, merged, folder / HISTORY)
        done = _done(merged, passed, changes.num_rows - latest.num_rows)
        manifest = {
            "format": FORMAT,
            "source": origin.as_json(),
            "layout": {"name": loaded.name, "sha256": loaded.sha256},
            "as_of": as_of.isoformat(),
            **_rows(before, merged, passed),
            "rejected_by_code": dict(sorted(rejects.codes.items())),
            "history": _history(before, stays, merged),
            **counts,
            "oddities": passed.oddities,
            "columns_read": passed.columns_read,
            "columns_left_out": passed.columns_left_out,
            "update": done,
            "lineage": [*_lineage(before), _ancestor(before)],
            "rollcheck_version": __version__,
        }
        finish_snapshot(folder, manifest, beside, progress)
        indexed.result()
    return snapshot_in(out, manifest)


def _refuse(before: Snapshot, as_of: date, out: Path) -> None:
    problems = []
    if out.exists():
        message = "this exists already and a snapshot is never overwritten; name another folder"
        problems.append(Problem(str(out), None, None, "exists", message))
    elif not out.parent.is_dir():
        message = "the folder to put the snapshot into does not exist; make it first"
        problems.append(Problem(str(out.parent), None, None, "missing", message))
    if as_of < before.as_of:
        message = f"the snapshot is as of {before.as_of} already; changes cannot be older"
        problems.append(Problem(str(before.path), None, "as_of", "older", message))
    if problems:
        raise RollcheckError(problems)


def _read(
    con: duckdb.DuckDBPyConnection,
    forms: Normaliser,
    source: Path,
    layout: Layout,
    as_of: date,
    folder: Path,
    rejects: Rejects,
    progress: Progress,
) -> tuple[Passed, pa.Table]:
    """Read the changes as the import reads a roll; the file between is gone afterwards."""
    with ParquetSink(folder / CHANGES, VOTER_SCHEMA) as sink:
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
    changes = pq.read_table(folder / CHANGES).cast(VOTER_SCHEMA)
    (folder / CHANGES).unlink()
    return passed, changes


def _reject_strangers(
    merged: Merged, changes: pa.Table, passed: Passed, file: str, rejects: Rejects
) -> None:
    rows = changes.take(pa.array(merged.strangers, pa.int64()))
    texts = row_texts(rows.select(list(VOTER_COLUMNS)))
    for row, text in zip(merged.strangers, texts, strict=True):
        rejects.add(file, BadRow(int(passed.rows[row]), "unknown_voter", STRANGER, text))


def _done(merged: Merged, passed: Passed, superseded: int) -> dict[str, int]:
    """Return what became of the rows of the changes; all but the first add up to it."""
    return {
        "rows_read": passed.read,
        "added": merged.added,
        "changed": merged.changed,
        "canceled": merged.canceled,
        "unchanged": merged.unchanged,
        "superseded": superseded,
        "rejected": passed.rejected + len(merged.strangers),
        "skipped": passed.skipped,
    }


def _rows(before: Snapshot, merged: Merged, passed: Passed) -> dict[str, int]:
    kept = before.manifest["rows_kept"] + merged.added
    rejected = passed.rejected + len(merged.strangers)
    return {
        "rows_read": kept + rejected + passed.skipped,
        "rows_kept": kept,
        "rows_rejected": rejected,
        "rows_skipped": passed.skipped,
    }


def _history(before: Snapshot, stays: int, merged: Merged) -> dict[str, Any] | None:
    """Return what the manifest says of the history, its source and counts those of the import."""
    if not stays:
        return None
    nothing = {"source": None, "rows_read": 0, "rows_rejected": 0}
    said = before.manifest["history"] or nothing
    added = sum(table.num_rows for table in merged.before)
    return {**said, "rows_kept": stays, "rows_added": added}


def _lineage(before: Snapshot) -> list[dict[str, Any]]:
    return list(before.manifest.get("lineage", []))


def _ancestor(before: Snapshot) -> dict[str, Any]:
    return {
        "manifest": file_sha256(before.path / MANIFEST),
        "as_of": before.as_of.isoformat(),
        "voters": before.manifest["rows_kept"],
        "source": before.manifest["source"],
    }
