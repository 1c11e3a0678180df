"""How many lines of each section stand alike, kept by the database itself as lines change.

Triggers do it: whatever changes a line, the counts are those of the lines when it is done.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KIND = ("section_id", "state", "step", "touched", "confidential", "result", "reason")
WATCHED = "state, step, people, confidential, valid, reason"
RESULT = "CASE WHEN {row}.valid IS NULL THEN 0 WHEN {row}.valid THEN 1 ELSE 2 END"
"""The result as a number, since no two NULLs are alike: 0 none, 1 valid, 2 invalid."""

_COLUMNS = f"petition_id, {', '.join(KIND)}, lines"
_OF = "{row}.state, {row}.step, {row}.people > 0, {row}.confidential, " + RESULT + ", {row}.reason"
_NEW, _OLD = _OF.format(row="NEW"), _OF.format(row="OLD")

# All that is put into these statements are the names above.
FILL = f"""
INSERT INTO review_counted ({_COLUMNS})
SELECT one.petition_id, line.section_id, {_OF.format(row="one")}, COUNT(*)
FROM review_linestate AS one JOIN receiving_line AS line ON line.id = one.line_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""  # noqa: S608
_MORE = f"""
INSERT INTO review_counted ({_COLUMNS})
SELECT NEW.petition_id, line.section_id, {_NEW}, 1
FROM receiving_line AS line WHERE line.id = NEW.line_id
ON CONFLICT ({", ".join(KIND)}) DO UPDATE SET lines = review_counted.lines + 1;
"""  # noqa: S608
_LESS = f"""
UPDATE review_counted SET lines = lines - 1
WHERE section_id = (SELECT section_id FROM receiving_line WHERE id = OLD.line_id)
AND ({", ".join(KIND[1:])}) = ({_OLD});
"""  # noqa: S608

SQLITE = (
    f"""
CREATE TRIGGER review_counted_new AFTER INSERT ON review_linestate
BEGIN {_MORE} END
""",
    f"""
CREATE TRIGGER review_counted_change AFTER UPDATE OF {WATCHED} ON review_linestate
WHEN ({_OLD}) <> ({_NEW})
BEGIN {_LESS} {_MORE} END
""",
)
POSTGRESQL = (
    f"""
CREATE FUNCTION review_count_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {_MORE} RETURN NULL; END $$
""",
    f"""
CREATE FUNCTION review_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {_LESS} {_MORE} RETURN NULL; END $$
""",
    """
CREATE TRIGGER review_counted_new AFTER INSERT ON review_linestate
FOR EACH ROW EXECUTE FUNCTION review_count_new()
""",
    f"""
CREATE TRIGGER review_counted_change AFTER UPDATE OF {WATCHED} ON review_linestate
FOR EACH ROW WHEN (({_OLD}) IS DISTINCT FROM ({_NEW}))
EXECUTE FUNCTION review_count_change()
""",
)


def counted_by_the_database() -> migrations.RunPython:
    """Return the migration step that counts what is there, and from then on what changes."""

    def count(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        triggers = POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE
        for statement in (FILL, *triggers):
            editor.execute(statement, params=None)

    return migrations.RunPython(count)
