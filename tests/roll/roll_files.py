"""Small voter files and what an import made of them, for the tests of the roll."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import Snapshot, import_roll

AS_OF = date(2022, 7, 6)
PLAIN = ("voter_id", "status", "first", "last", "birth_date", "house", "street", "city", "zip")
ANN = ("1", "active", "Ann", "O'Brien", "1970-01-31", "12", "Oak St", "L.A.", "90012-1234")
BOB = ("2", "canceled", "Bob", "Núñez", "1980-02-28", "14", "N Main St", "Glendale", "91201")


def write_rows(path: Path, rows: Sequence[Sequence[str]], *, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def snapshot_of(path: Path, *, layout: str | Path = "plain", **more: object) -> Snapshot:
    out = path.parent / "snapshot"
    history = more.get("history")
    encoding = more.get("encoding")
    assert history is None or isinstance(history, Path)
    assert encoding is None or isinstance(encoding, str)
    return import_roll(
        path, layout=layout, as_of=AS_OF, out=out, history=history, encoding=encoding
    )


def voters_of(snapshot: Snapshot) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(snapshot.voters_path).to_pylist()
    return rows


def rejected_of(snapshot: Snapshot) -> list[dict[str, str]]:
    with snapshot.rejected_path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def problems_of(error: RollcheckError) -> list[tuple[str, str]]:
    """(code, place) of each problem: its column or key, else its file."""
    return [(problem.code, _place(problem)) for problem in error.problems]


def _place(problem: Problem) -> str:
    return problem.column or problem.file
