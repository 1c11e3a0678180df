"""Tables whose rows can be added but neither changed nor removed, enforced by the database.

A trigger refuses UPDATE, DELETE and on PostgreSQL TRUNCATE, whoever asks; the application's own
user could only get round it by altering the table, and then the signed root of the record tells.
What is personal in such a table can go in one way: while the record says that its petition is being
destroyed.
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


UNDER_WAY = """EXISTS (
    SELECT 1 FROM retention_destruction AS being
    JOIN petitions_petition AS petition ON petition.id = being.petition_id
    JOIN acts_entry AS begun ON begun.id = being.begun
    WHERE being.ended IS NULL AND begun.type = 'destruction_begun'
    AND begun.petition = petition.code AND {of})"""
"""The record has the entry that a destruction begins with, and not yet its certificate."""

OF_PETITION = "petition.id = OLD.petition_id"
OF_LINE = "petition.id = (SELECT petition_id FROM receiving_line WHERE id = OLD.line_id)"
OF_CODE = "petition.code = OLD.petition"

SQLITE_DESTROYABLE = (
    "DROP TRIGGER IF EXISTS {table}_no_delete",
    """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT {under_way}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
""",
)
POSTGRESQL_DESTROYABLE = (
    "DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
    """
CREATE TRIGGER {table}_append_only BEFORE UPDATE{columns} ON {table}
    FOR EACH ROW EXECUTE FUNCTION rollcheck_append_only()
""",
    """
CREATE FUNCTION {table}_destroyable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {under_way} THEN RETURN OLD; END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
""",
    """
CREATE TRIGGER {table}_destroyable BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_destroyable()
""",
)


def destroyable(table: str, of: str, *, columns: tuple[str, ...] = ()) -> migrations.RunPython:
    """Return the step that lets rows of ``table`` go while their petition is being destroyed.

    At any other time, and for any other petition, it refuses to remove them, as it refuses to
    change them (of a table of which only some ``columns`` are for good, those). ``of`` is one of
    the conditions above: whose row it is. There is no step back.
    """
    named = {
        "table": table,
        "under_way": UNDER_WAY.format(of=of),
        "columns": f" OF {', '.join(columns)}" if columns else "",
    }

    def let_go(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        on_postgresql = editor.connection.vendor == "postgresql"
        for statement in POSTGRESQL_DESTROYABLE if on_postgresql else SQLITE_DESTROYABLE:
            editor.execute(statement.format(**named), params=None)

    return migrations.RunPython(let_go)
