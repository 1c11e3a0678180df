"""Bringing a database up to date without losing what it refuses.

SQLite changes a table by making it anew: it copies the rows, drops the table and renames the copy.
The triggers of append-only tables name other tables, so that it would refuse the renaming; and a
table that is made anew has lost its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TRIGGERS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


@contextmanager
def keeping_triggers() -> Iterator[None]:
    """Let tables be made anew until the block ends; each trigger is there again after it.

    While it lasts SQLite follows no renaming of a table in what refers to it: no migration of ours
    gives a table another name. On PostgreSQL tables are changed as they stand.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute(TRIGGERS).fetchall()
        cursor.execute("PRAGMA legacy_alter_table = ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA legacy_alter_table = OFF")
            there = {name for name, _table, _sql in cursor.execute(TRIGGERS).fetchall()}
            tables = {name for (name,) in cursor.execute(TABLES).fetchall()}
            for name, table, sql in before:
                if name not in there and table in tables:
                    cursor.execute(sql)
