"""The openings of one line of a run: where it stood, and what was found on it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck.problems import Problem, RollcheckError
from rollcheck.publish.folder import OPENINGS
from rollcheck.record import Opening, open_leaf
from rollcheck.record.opening import FIELDS

COLUMNS = {"line": ("leaf", "salt"), "finding": ("finding_leaf", "finding_salt")}


def line_openings(run: Path, line_id: str) -> tuple[Opening, Opening]:
    """Return the openings of one line's place and of its finding, with their inclusion proofs.

    Raises ``RollcheckError`` where the run has no openings, or no such line.
    """
    path = run / OPENINGS
    if not path.is_file():
        message = (
            "the run keeps no openings; commit the lines with `rollcheck sample commit`, name the "
            "universe in the petition file and run it again"
        )
        raise RollcheckError([Problem(str(run), None, None, "no_openings", message)])
    table = pq.read_table(path)
    index = pc.index(table.column("line_id"), line_id).as_py()
    if index < 0:
        message = "the universe has no such line; write its line_id as the lines file does"
        raise RollcheckError([Problem(str(run), None, "line_id", "unknown_line", message)])
    return _opening(table, "line", index), _opening(table, "finding", index)


def _opening(table: pa.Table, kind: str, index: int) -> Opening:
    leaf, salt = COLUMNS[kind]
    texts = [table.column(name)[index].as_py() for name in FIELDS[kind]]
    leaves = table.column(leaf).to_pylist()
    return open_leaf(kind, leaves, index, texts, table.column(salt)[index].as_py())
