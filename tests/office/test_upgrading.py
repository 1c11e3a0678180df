"""An office that is brought up to date: its tables are made anew, and refuse what they refused."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
from rollcheck.office.ready import make_ready
make_ready()
from django.db import DatabaseError, connection, models
from rollcheck.office.acts.models import Entry
from rollcheck.office.acts.upgrading import TRIGGERS, keeping_triggers
from rollcheck.office.petitions.models import Petition

def triggers():
    with connection.cursor() as cursor:
        return sorted(cursor.execute(TRIGGERS).fetchall())

def add(model, name):
    field = models.CharField(max_length=5, default="")
    field.set_attributes_from_name(name)
    field.model = model
    with connection.schema_editor() as editor:
        editor.add_field(model, field)

before = triggers()
assert len(before) > 30, len(before)
try:
    add(Petition, "one")
except DatabaseError as error:
    print("alone:", "no such table" in str(error.__cause__ or error) or type(error).__name__)
with keeping_triggers():
    add(Petition, "two")
    add(Entry, "three")
print("the same:", triggers() == before)
try:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO acts_entry SELECT * FROM acts_entry LIMIT 1")
except DatabaseError as error:
    print("refused:", error)
with connection.cursor() as cursor:
    print("sound:", cursor.execute("PRAGMA foreign_key_check").fetchall())
"""


def test_tables_are_made_anew_and_keep_their_triggers(tmp_path: Path) -> None:
    place = {**os.environ, "ROLLCHECK_DATA": str(tmp_path / "office")}
    place.pop("DATABASE_URL", None)
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    done = subprocess.run(command, env=place, check=True, capture_output=True, text=True)
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert "alone" in said
    assert said["the same"] == "True"
    assert "append-only" in said["refused"]
    assert said["sound"] == "[]"
