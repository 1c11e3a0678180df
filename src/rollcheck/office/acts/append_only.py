"""Tables whose rows can be added but neither changed nor removed, enforced by the database.

A trigger refuses UPDATE, DELETE and on PostgreSQL TRUNCATE, whoever asks; the application's own
user could only get round it by altering the table, and then the signed root of the record tells.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# INSERT OR REPLACE removes the row it replaces without telling a DELETE trigger.
SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION rollcheck_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER {table}_append_only BEFORE {events} ON {table}
    FOR EACH ROW EXECUTE FUNCTION rollcheck_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION rollcheck_append_only();
"""


def append_only(
    table: str,
    *,
    key: str = "id",
    events: tuple[str, ...] = ("UPDATE", "DELETE"),
    columns: tuple[str, ...] = (),
) -> migrations.RunPython:
    """Return the migration step that makes ``table`` refuse ``events`` on either engine.

    ``key`` is its primary key. Where only some ``columns`` are for good, the others may change.
    There is no step back.
    """
    of = f" OF {', '.join(columns)}" if columns else ""
    refused = {name: name + (of if name == "UPDATE" else "") for name in events}

    def enforce(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                POSTGRESQL.format(table=table, events=" OR ".join(refused.values())), params=None
            )
            return
        for name, event in refused.items():
            editor.execute(SQLITE.format(table=table, name=name, event=event))
        editor.execute(SQLITE_REPLACE.format(table=table, key=key))

    return migrations.RunPython(enforce)
