"""The store: two writers take turns, what fails leaves nothing, damaged bytes are only told."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_cases import PETITION, START, Bytes, check, codes, make_record, opened, sign
from test_record_checkpoints import SPEC
from test_record_entries import TALLY
from test_record_witnessing import SPEC_REQUEST

from rollcheck.merkle import GrowingTree
from rollcheck.problems import RollcheckError
from rollcheck.record import Act, Record, append_acts, read_entry
from rollcheck.record.checkpoint import read_checkpoint
from rollcheck.record.events.decision import TallyMade
from rollcheck.record.note import read_key
from rollcheck.record.witnessing import read_request

ACT = Act(TallyMade(1, 2, 3), START, "s1", PETITION)
WRITER = """
import secrets, sys
from pathlib import Path
from test_record_store import ACT
from rollcheck.record import append_acts, open_record
with open_record(Path(sys.argv[1]), secrets.token_bytes) as record:
    for _ in range(20):
        with record.store.transaction():
            append_acts(record.store, [ACT], record.keys, secrets.token_bytes)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_record(tmp_path / "record", Bytes("store"))
    return tmp_path / "record"


def test_two_programs_write_one_record(path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(path)]
    environment = {"PYTHONPATH": str(Path(__file__).parent), "PATH": ""}
    writers = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [writer.wait(600) for writer in writers] == [0, 0]
    report = check(path)
    assert codes(report) == []
    assert report.entries == 41


def append_one(record: Record) -> None:
    with record.store.transaction():
        append_acts(record.store, [ACT], record.keys, Bytes())


def interrupted(record: Record) -> None:
    with record.store.transaction():
        append_acts(record.store, [ACT, ACT], record.keys, Bytes())
        raise KeyboardInterrupt


def test_what_fails_leaves_nothing(path: Path) -> None:
    with opened(path) as record:
        with pytest.raises(KeyboardInterrupt):
            interrupted(record)
        assert record.store.count() == 1
        assert record.store.tree().size == 1
    assert codes(check(path)) == []


def test_the_check_sees_one_state(path: Path) -> None:
    """Entries that are written while it reads are not there for it."""
    with opened(path) as reader, reader.store.standing_still():
        assert reader.store.count() == 1
        with opened(path) as writer:
            writer.store._db.execute("PRAGMA busy_timeout = 50")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                append_one(writer)
        assert reader.store.tree().size == reader.store.count() == 1


def test_a_record_in_use_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rollcheck.record.store.LOCK_SECONDS", 0.05)
    with (
        opened(path) as first,
        first.store.transaction(),
        pytest.raises(RollcheckError) as error,
        opened(path) as second,
    ):
        append_one(second)
    assert [problem.code for problem in error.value.problems] == ["locked"]


def test_a_head_that_is_no_head_is_told(path: Path) -> None:
    db = sqlite3.connect(path / "record.sqlite")
    db.execute("UPDATE head SET nodes = x'00'")
    db.commit()
    db.close()
    with opened(path) as record, pytest.raises(Exception, match="head is damaged"):
        record.store.tree()
    assert codes(check(path)) == ["head_altered"]


def test_entries_of_a_type_are_found_without_reading_all(path: Path) -> None:
    with opened(path) as record:
        with record.store.transaction():
            append_acts(record.store, [ACT] * 3, record.keys, Bytes())
        sign(record, Bytes("s"))
        assert [entry.type.code for entry in record.upkeep()] == [
            "record_opened",
            "checkpoint_signed",
        ]
        assert [one.seq for one in record.store.entries_of(["tally_made"])] == [1, 2, 3]
        assert GrowingTree().grown(record.store.leaves(5)) == record.store.tree()


KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
READERS = [
    (read_checkpoint, SPEC.encode()),
    (read_request, SPEC_REQUEST.encode()),
    (read_entry, TALLY.encode()),
    (lambda data: read_key(data.decode()), KEY.encode()),
]


@pytest.mark.parametrize(("reader", "whole"), READERS)
@given(st.data())
def test_damaged_bytes_are_refused_and_nothing_else_happens(
    reader: object, whole: bytes, data: st.DataObject
) -> None:
    assert callable(reader)
    place = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 8))
    damaged = whole[:place] + data.draw(st.binary(max_size=8)) + whole[place + cut :]
    try:
        said = reader(damaged)
    except ValueError:
        return
    # Some damage makes another text of the same form; it is never taken for the same.
    assert damaged == whole or said != reader(whole)
