"""The SQL engine as this package uses it: a library on this machine that asks no network."""

from pathlib import Path

import duckdb

# DuckDB would otherwise fetch an extension that a query seems to need.
OFFLINE: dict[str, bool | float | int | str | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def connect_engine(database: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database file, or to one in memory; the caller closes it."""
    return duckdb.connect(":memory:" if database is None else str(database), config=OFFLINE)
