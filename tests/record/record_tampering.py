"""What the tests of tampering share: a whole record, and ways to change what is stored."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from record_cases import (
    Bytes,
    doing,
    fill,
    make_record,
    opened,
    sign,
)
from test_record_checkpoints import key_of, private_key

from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.record.checkpoint import cosign
from rollcheck.record.events.upkeep import WitnessNamed
from rollcheck.record.folder import DATABASE
from rollcheck.record.heads import add_cosignature
from rollcheck.record.note import COSIGNATURE, read_note

WITNESS = private_key("witness")
WITNESS_KEY = key_of("observer.example.org", COSIGNATURE, WITNESS)


def make_whole(folder: Path) -> Path:
    """A record of 14 entries, with checkpoints of 10 and 13 of them, the first cosigned."""
    random = Bytes("whole")
    make_record(folder / "record", random)
    with opened(folder / "record", random) as record:
        fill(record, random, folder / "image.png")
        note = sign(record, random)
        with record.store.transaction():
            doing(random).note(record, WitnessNamed(str(WITNESS_KEY)))
        line = cosign(read_note(note), WITNESS_KEY, WITNESS.sign, 1679315147)
        add_cosignature(record, line, [WITNESS_KEY], doing(random))
        sign(record, random)
    return folder / "record"


def change(path: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change the database as somebody does who owns the file: the triggers go first."""
    db = sqlite3.connect(path / DATABASE)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA journal_mode = MEMORY")
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    for sql, values in statements:
        db.execute(sql, values)
    db.commit()
    db.close()


def stored(path: Path, sql: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(path / DATABASE)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def flipped(data: bytes, place: int, bit: int) -> bytes:
    place %= len(data)
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def rewrite(path: Path, number: int, edit: Callable[[bytes], bytes]) -> None:
    """Change an entry together with its hash and the head, as an owner of the file can."""
    entries = [row[0] for row in stored(path, "SELECT entry FROM entry ORDER BY seq")]
    entries[number] = edit(entries[number])  # type: ignore[arg-type]
    leaves = [leaf_hash(entry) for entry in entries]  # type: ignore[arg-type]
    change(
        path,
        (
            "UPDATE entry SET entry = ?, leaf = ? WHERE seq = ?",
            (entries[number], leaves[number], number),
        ),
        ("UPDATE head SET nodes = ?", (b"".join(GrowingTree().grown(leaves).nodes),)),
    )


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record made once for all tests; each that changes it has a copy."""
    return make_whole(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "record")
    return tmp_path / "record"
