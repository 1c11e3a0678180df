"""The office's database as one file: copied while people work, and put back into an empty one."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg

from rollcheck.office.place import DATABASE, OfficePlace
from rollcheck.problems import Problem, RollcheckError

POSTGRESQL = "office.dump"
"""What a PostgreSQL database is called in a backup; SQLite keeps its own name."""


def copy_database(place: OfficePlace, folder: Path) -> Path:
    """Write one state of the database into ``folder``, and return the file.

    SQLite is copied by its backup API, PostgreSQL by ``pg_dump``. Raises ``RollcheckError``.
    """
    if place.database_url:
        out = folder / POSTGRESQL
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
        _run([*command, f"--file={out}"], place.database_url)
        return out
    out = folder / DATABASE
    with (
        closing(sqlite3.connect(place.sqlite_path)) as source,
        closing(sqlite3.connect(out)) as copy,
    ):
        source.backup(copy)
    return out


def put_back(dump: Path, database_url: str) -> None:
    """Fill an empty PostgreSQL database. Raises ``RollcheckError``; then nothing is in it."""
    name = _address(database_url).get("PGDATABASE", "")
    command = ["pg_restore", "--no-owner", "--no-privileges", "--single-transaction"]
    _run([*command, f"--dbname={name}", str(dump)], database_url)


def refuse_used(database_url: str) -> None:
    """Raise ``RollcheckError`` unless the database can be reached and holds no table."""
    try:
        with psycopg.connect(database_url) as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone()
    except psycopg.Error:
        message = "the database cannot be reached; is it there, and empty?"
        raise _refused("unreachable", message) from None
    if found is not None and found[0]:
        message = "the database holds tables already; a backup is put back into an empty one alone"
        raise _refused("exists", message)


def _run(command: list[str], database_url: str) -> None:
    """Run PostgreSQL's own program; the address with its password is not on the command line."""
    environment = {**os.environ, **_address(database_url)}
    try:
        subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
            command, env=environment, capture_output=True, check=True
        )
    except FileNotFoundError:
        message = f"{command[0]} is not installed; it comes with PostgreSQL's client programs"
        raise _refused("no_program", message) from None
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode("utf-8", "replace").strip().splitlines()[:1]
        message = f"{command[0]} failed: {' '.join(last) or 'it said nothing'}"
        raise _refused("database", message) from None


def _address(database_url: str) -> dict[str, str]:
    said = psycopg.conninfo.conninfo_to_dict(database_url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE"}
    return {names[key]: str(value) for key, value in said.items() if key in names and value}


def _refused(code: str, message: str) -> RollcheckError:
    return RollcheckError([Problem("DATABASE_URL", None, None, code, message)])
