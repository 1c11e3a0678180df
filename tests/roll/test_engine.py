"""The engine never reaches for a network, and there is one way to open it."""

from pathlib import Path

import duckdb
import pytest

import rollcheck
from rollcheck.roll import connect_engine

PACKAGE = Path(rollcheck.__file__).parent


def test_it_fetches_no_extension() -> None:
    with connect_engine() as con:
        for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert con.execute(f"SELECT current_setting('{setting}')").fetchone() == (False,)


def test_a_remote_file_is_refused_without_being_asked_for() -> None:
    with connect_engine() as con, pytest.raises(duckdb.Error, match="httpfs"):
        con.execute("SELECT * FROM read_csv('https://example.org/roll.csv')")


def test_a_database_in_a_file(tmp_path: Path) -> None:
    with connect_engine(tmp_path / "x.duckdb") as con:
        con.execute("CREATE TABLE t AS SELECT 1 AS one")
    with connect_engine(tmp_path / "x.duckdb") as con:
        assert con.execute("FROM t").fetchone() == (1,)


def test_nothing_else_opens_it() -> None:
    opening = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if "duckdb.connect(" in path.read_text(encoding="utf-8")
    ]
    assert opening == ["roll/engine.py"]
