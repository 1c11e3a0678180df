"""The open tables: what the schemas say is what an independent reader finds, in CSV and Parquet."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from publish_states import Result, with_files

from rollcheck.publish.bundle_parquet import write_parquet
from rollcheck.publish.bundle_tables import data_package, leaf_columns, write_tables

READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
}
LEAVES = "index,leaf,finding,code\n0,aa,bb,valid\n1,cc,dd,not_registered\n2,ee,ff,\n"


def result() -> Result:
    found = with_files()
    found["counts"]["excluded"] = 0
    return found | {"samples": [found["sample"] | {"stage": 1}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leaves.csv").write_text(LEAVES)
    tables = {"leaves.csv": leaf_columns(["code"]), **write_tables(tmp_path, result())}
    package = data_package("A petition", tables)
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    typed = data_package("A petition", write_parquet(tmp_path, tables))
    (tmp_path / "parquet" / "datapackage.json").write_text(json.dumps(typed))
    return tmp_path


def resources(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "datapackage.json").read_text())["resources"]
    return found


def typed_rows(path: Path, fields: list[dict[str, str]]) -> list[tuple[object, ...]]:
    """Read a CSV by its schema alone: the header is the fields, an empty cell is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [field["name"] for field in fields]
    return [
        tuple(
            None if cell == "" else READ[field["type"]](cell)
            for cell, field in zip(row, fields, strict=True)
        )
        for row in rows
    ]


def test_every_csv_is_what_its_schema_says(folder: Path) -> None:
    paths = [one["path"] for one in resources(folder)]
    assert sorted(paths) == sorted(path.name for path in folder.glob("*.csv"))
    for one in resources(folder):
        assert (one["format"], one["mediatype"], one["encoding"]) == ("csv", "text/csv", "utf-8")
        assert one["schema"]["missingValues"] == [""]
        assert all(field["description"] for field in one["schema"]["fields"])
        assert typed_rows(folder / one["path"], one["schema"]["fields"])


def test_the_parquet_holds_the_same_rows_by_another_reader(folder: Path) -> None:
    by_name = {one["name"]: one for one in resources(folder)}
    for one in resources(folder / "parquet"):
        names = [field["name"] for field in one["schema"]["fields"]]
        other = by_name[one["name"]]
        rows = typed_rows(folder / other["path"], other["schema"]["fields"])
        kept = [[field["name"] for field in other["schema"]["fields"]].index(n) for n in names]
        read = duckdb.read_parquet(str(folder / "parquet" / one["path"]))
        assert read.columns == names
        assert read.fetchall() == [tuple(row[at] for at in kept) for row in rows]


def test_the_parquet_leaves_out_only_the_random_hashes(folder: Path) -> None:
    leaves = next(one for one in resources(folder / "parquet") if one["name"] == "leaves")
    assert [field["name"] for field in leaves["schema"]["fields"]] == ["index", "code"]


def test_the_same_tables_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "again"
    other.mkdir()
    (other / "leaves.csv").write_text(LEAVES)
    tables = {"leaves.csv": leaf_columns(["code"]), **write_tables(other, result())}
    write_parquet(other, tables)
    for path in (other / "parquet").iterdir():
        assert path.read_bytes() == (folder / "parquet" / path.name).read_bytes()
        assert str(tmp_path).encode() not in path.read_bytes()


def test_the_numbers_are_those_of_the_result(folder: Path) -> None:
    rows = typed_rows(folder / "counts.csv", resources(folder)[1]["schema"]["fields"])
    rejected = [row[4] for row in rows if row[:2] == ("full_check", "reason")]
    assert sum(map(int, map(str, rejected))) == result()["counts"]["invalid"]
