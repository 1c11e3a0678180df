"""The database that an office is measured on: SQLite, or the PostgreSQL that DATABASE_URL names."""

import os

import psycopg

ON_POSTGRESQL = "-postgresql"
"""What is added to the name under which a bench is kept."""


def engine() -> str:
    """Return what is measured on; of PostgreSQL whether it waits for the disk."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return "SQLite"
    with psycopg.connect(url) as server:
        asked = server.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = asked.fetchone() or ("", "")
    waits = "waits" if fsync == "on" else "does not wait"
    return f"PostgreSQL {version.split()[0]}, which {waits} for the disk"


def name_of(bench: str) -> str:
    """Return the name under which a bench is kept on this database."""
    return f"{bench}{ON_POSTGRESQL}" if os.environ.get("DATABASE_URL") else bench
