"""Matches on disk: written whole or not at all, open to their owner only, read line by line."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck.matching.duplicates_groups import DuplicateGroups
from rollcheck.matching.matches import Matches, evidence_of
from rollcheck.matching.since import MADE_FROM
from rollcheck.problems import Problem, RollcheckError, whole_folder
from rollcheck.problems.delimited_write import write_csv

LINES = "lines.parquet"
SUMMARY = "matching.json"
CHANGES = "changes.csv"
DUPLICATES = "duplicates.parquet"
FOUND = ["line_id", "outcome", "voter_id", "score", "gap", "candidates", "duplicate_of"]


def save_matches(
    matches: Matches,
    out: Path,
    made_from: pa.Array | None = None,
    changed: pa.Table | None = None,
    groups: DuplicateGroups | None = None,
) -> None:
    """Write ``out``/lines.parquet and ``out``/matching.json; ``out`` gets mode 0700.

    ``made_from`` is what ``since`` may compare later; ``changed`` is written to changes.csv,
    ``groups`` to duplicates.parquet.
    Raises ``RollcheckError`` where ``out`` exists; ``OSError`` where the disk refuses, and then
    nothing is left behind.
    """
    refuse_existing(out)
    with whole_folder(out, private=True) as folder:
        table = matches.table
        if made_from is not None:
            table = table.append_column(MADE_FROM, made_from)
        pq.write_table(table, folder / LINES, compression="zstd")
        if changed is not None:
            write_csv(folder / CHANGES, changed)
        if groups is not None:
            pq.write_table(groups.table, folder / DUPLICATES, compression="zstd")
        text = json.dumps(summary(matches, groups), indent=2, ensure_ascii=False) + "\n"
        (folder / SUMMARY).write_text(text, encoding="utf-8")


def refuse_existing(out: Path) -> None:
    """Raise ``RollcheckError`` where ``out`` exists: findings are never overwritten."""
    if out.exists():
        message = "exists already; name a folder that does not"
        raise RollcheckError([Problem(str(out), None, None, "in_the_way", message)])


def summary(matches: Matches, groups: DuplicateGroups | None = None) -> dict[str, Any]:
    """Return counts by outcome, duplicates, weights and caveats: nothing about one person."""
    duplicates = len(matches.table) - matches.table.column("duplicate_of").null_count
    counted = {} if groups is None else {"duplicate_groups": groups.counts()}
    return {
        "lines": len(matches.table),
        "outcomes": matches.counts(),
        "duplicates": duplicates,
        **counted,
        "weights": dict(matches.parameters),
        "caveats": list(matches.caveats),
    }


def explain_line(run: Path, line_id: str) -> dict[str, Any]:
    """Return one line of a run or of a matching folder, under the columns of ``Matches.table``.

    Each of its ``candidates`` has ``voter_id``, ``score`` and ``evidence``, as ``evidence_of``.

    ``run`` holds restricted/lines.parquet or lines.parquet. Raises ``RollcheckError`` where it
    holds neither, where the file is not one of ours, or where no line has that id.
    """
    path = _lines_file(run)
    rows = _read(path, FOUND, [("line_id", "=", line_id)])
    if not rows:
        message = "no line of this run has the id asked for; ids are those of the lines file"
        raise RollcheckError([Problem(str(path), None, "line_id", "unknown_line", message)])
    found = rows[0]
    found["candidates"] = [
        {
            "voter_id": candidate["voter_id"],
            "score": candidate["score"],
            "evidence": evidence_of(candidate),
        }
        for candidate in found["candidates"]
    ]
    return found


def proposals(run: Path) -> list[dict[str, Any]]:
    """Return line_id, outcome and duplicate_of of each line, as ``explain_line`` finds a run.

    Raises ``RollcheckError`` as that does.
    """
    return _read(_lines_file(run), ["line_id", "outcome", "duplicate_of"])


def _read(path: Path, columns: list[str], only: list[Any] | None = None) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = pq.read_table(path, columns=columns, filters=only).to_pylist()
    except (OSError, ValueError, KeyError) as error:
        message = "cannot be read as a run's lines; make the run again"
        raise RollcheckError([Problem(str(path), None, None, "unreadable", message)]) from error
    return rows


def _lines_file(run: Path) -> Path:
    for path in (run / "restricted" / LINES, run / LINES):
        if path.is_file():
            return path
    message = f"holds no restricted/{LINES} and no {LINES}; name the folder of a run"
    raise RollcheckError([Problem(str(run), None, None, "no_lines", message)])
