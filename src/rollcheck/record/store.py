"""Where a record is kept: what any store must do, and the store in one SQLite file."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rollcheck.merkle import GrowingTree
from rollcheck.merkle.growing import HASH_BYTES
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.entry import Row

APPLICATION = 0x524F4C4C
NOT_A_RECORD = "is no record; `rollcheck record init` makes one"
# Entries and what is signed about them are never changed or taken away; content may only be
# taken away. The triggers stop mistakes and this program's own database user; whoever owns the
# file can drop them, and then the signed root tells.
SCHEMA = """
CREATE TABLE entry (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL, leaf BLOB NOT NULL) STRICT;
CREATE TABLE content (seq INTEGER PRIMARY KEY REFERENCES entry, petition TEXT NOT NULL,
    nonce BLOB NOT NULL, box BLOB NOT NULL) STRICT;
CREATE INDEX content_of_petition ON content (petition);
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL,
    nodes BLOB NOT NULL) STRICT;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE TABLE cosignature (size INTEGER NOT NULL REFERENCES checkpoint, line BLOB NOT NULL,
    PRIMARY KEY (size, line)) STRICT;
CREATE TABLE timestamp (size INTEGER NOT NULL REFERENCES checkpoint, reply BLOB NOT NULL,
    PRIMARY KEY (size, reply)) STRICT;
INSERT INTO head VALUES (1, 0, x'');
"""
NEVER = ("entry", "checkpoint", "cosignature", "timestamp")
TRIGGER = (
    "CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
)
REFUSED = (
    *((table, verb) for table in NEVER for verb in ("UPDATE", "DELETE")),
    ("content", "UPDATE"),
    ("head", "DELETE"),
)
WITH_CONTENT = (
    "SELECT entry.seq, entry.entry, entry.leaf, content.petition, content.nonce, content.box "
    "FROM entry LEFT JOIN content USING (seq) WHERE {} ORDER BY entry.seq"
)
LOCK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Box:
    """Encrypted content: the petition under whose key it is, a 12-byte nonce, the box itself."""

    petition: str
    nonce: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as the store holds it; nothing of it is checked."""

    seq: int
    entry: bytes
    leaf: bytes
    box: Box | None


class Store(Protocol):
    """What the record needs of a database, inside a transaction that its caller opened.

    An office implements it over its own tables, so that an act and its entry are saved in one
    transaction or not at all.
    """

    def tree(self) -> GrowingTree:
        """Return the tree of what is stored, locked against other writers until the commit."""

    def append(self, rows: Sequence[Row], boxes: Sequence[Box | None], tree: GrowingTree) -> None:
        """Store rows with their encrypted content, and the tree that has them."""


class Readable(Protocol):
    """What the check needs of a database: everything that is stored, as it is stored."""

    def tree(self) -> GrowingTree:
        """Return the stored tree. Raises ``RollcheckError`` where it is none."""

    def count(self) -> int:
        """Return how many entries are stored."""

    def entries(self, start: int = 0) -> Iterator[Stored]:
        """Yield what is stored from a number on, in order."""

    def strays(self) -> list[int]:
        """Return the numbers under which content is stored that no entry has."""

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the signed checkpoints by size."""

    def cosignatures(self) -> list[tuple[int, bytes]]:
        """Return the witnesses' lines, by the size of their checkpoint."""

    def timestamps(self) -> list[tuple[int, bytes]]:
        """Return the authorities' replies, by the size of their checkpoint."""


class SqliteStore:
    """The record in one SQLite file: entries, content, checkpoints; append-only by triggers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Show one state of the record to everything that is read in the block."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock; commit when the block ends well, undo all of it otherwise."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    def tree(self) -> GrowingTree:
        """Return the stored tree. Raises ``RollcheckError`` where no tree looks like that."""
        row = self._db.execute("SELECT size, nodes FROM head").fetchone()
        try:
            size, nodes = row
            cut = range(0, len(nodes), HASH_BYTES)
            return GrowingTree(size, tuple(nodes[at : at + HASH_BYTES] for at in cut))
        except (TypeError, ValueError):
            message = "the stored head is damaged; run `rollcheck record check`, then use a backup"
            raise RollcheckError([Problem("", None, None, "head_damaged", message)]) from None

    def append(self, rows: Sequence[Row], boxes: Sequence[Box | None], tree: GrowingTree) -> None:
        """Store rows, their content and the tree."""
        entries = [(row.seq, row.entry, row.leaf) for row in rows]
        self._db.executemany("INSERT INTO entry VALUES (?, ?, ?)", entries)
        contents = [
            (row.seq, box.petition, box.nonce, box.box)
            for row, box in zip(rows, boxes, strict=True)
            if box
        ]
        self._db.executemany("INSERT INTO content VALUES (?, ?, ?, ?)", contents)
        head = (tree.size, b"".join(tree.nodes))
        self._db.execute("UPDATE head SET size = ?, nodes = ?", head)

    def entries(self, start: int = 0) -> Iterator[Stored]:
        """Yield what is stored from a number on, in order."""
        return self._entries("entry.seq >= ?", (start,))

    def entries_of(self, codes: Sequence[str]) -> Iterator[Stored]:
        """Yield, in order, what may be an entry of one of these types; read it to be sure."""
        marks = [f'"type":"{code}"'.encode() for code in codes]
        return self._entries(" OR ".join(["instr(entry.entry, ?)"] * len(marks)), marks)

    def _entries(self, which: str, values: Sequence[object]) -> Iterator[Stored]:
        cursor = self._db.cursor()
        cursor.arraysize = 1000
        cursor.execute(WITH_CONTENT.format(which), values)
        while rows := cursor.fetchmany():
            for seq, entry, leaf, petition, nonce, box in rows:
                yield Stored(seq, entry, leaf, None if box is None else Box(petition, nonce, box))

    def count(self) -> int:
        """Return how many entries are stored."""
        return int(self._db.execute("SELECT count(*) FROM entry").fetchone()[0])

    def leaves(self, size: int) -> list[bytes]:
        """Return the stored hashes of the first ``size`` entries."""
        rows = self._db.execute("SELECT leaf FROM entry WHERE seq < ? ORDER BY seq", (size,))
        return [leaf for (leaf,) in rows]

    def strays(self) -> list[int]:
        """Return the numbers under which content is stored that no entry has."""
        rows = self._db.execute("SELECT seq FROM content WHERE seq NOT IN (SELECT seq FROM entry)")
        return [seq for (seq,) in rows]

    def add_checkpoint(self, size: int, note: bytes) -> None:
        """Store a signed checkpoint of this size; one that is there already stays."""
        self._db.execute("INSERT OR IGNORE INTO checkpoint VALUES (?, ?)", (size, note))

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the signed checkpoints by size."""
        return list(self._db.execute("SELECT size, note FROM checkpoint ORDER BY size"))

    def add_cosignature(self, size: int, line: bytes) -> None:
        """Store a witness's line for the checkpoint of this size."""
        self._db.execute("INSERT OR IGNORE INTO cosignature VALUES (?, ?)", (size, line))

    def cosignatures(self) -> list[tuple[int, bytes]]:
        """Return the witnesses' lines, by the size of their checkpoint."""
        return list(self._db.execute("SELECT size, line FROM cosignature ORDER BY size, line"))

    def add_timestamp(self, size: int, reply: bytes) -> None:
        """Store an authority's reply about the checkpoint of this size."""
        self._db.execute("INSERT OR IGNORE INTO timestamp VALUES (?, ?)", (size, reply))

    def timestamps(self) -> list[tuple[int, bytes]]:
        """Return the authorities' replies, by the size of their checkpoint."""
        return list(self._db.execute("SELECT size, reply FROM timestamp ORDER BY size"))

    def destroy_content(self, petition: str) -> int:
        """Take away the content kept under a petition's key; return how much there was."""
        return self._db.execute("DELETE FROM content WHERE petition = ?", (petition,)).rowcount


def create_store(path: Path) -> None:
    """Make the database file of a new record. ``path`` must not exist."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        triggers = [TRIGGER.format(table=table, verb=verb) for table, verb in REFUSED]
        db.executescript(
            ";\n".join(["BEGIN", SCHEMA.strip().rstrip(";"), *triggers, "COMMIT"]) + ";"
        )
    finally:
        db.close()


def _refused(path: Path, error: sqlite3.DatabaseError) -> Problem:
    # The library's own complaints, unlike the database's, have no code.
    if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        message = (
            "another program has been using the record for a minute; try again when it is done"
        )
        return Problem(str(path), None, None, "locked", message)
    message = f"the database cannot be read or written ({error}); use a backup"
    return Problem(str(path), None, None, "database", message)


@contextmanager
def open_store(path: Path, *, read_only: bool = False) -> Iterator[SqliteStore]:
    """Open the database file of a record; what is deleted in it is overwritten.

    Raises ``RollcheckError`` for a file that is missing or is no record.
    """
    if not path.is_file():
        raise RollcheckError([Problem(str(path), None, None, "no_record", NOT_A_RECORD)])
    mode = "ro" if read_only else "rw"
    address = f"{path.resolve().as_uri()}?mode={mode}"
    db = sqlite3.connect(address, uri=True, isolation_level=None, timeout=LOCK_SECONDS)
    try:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA foreign_keys = ON")
        # Damaged text must reach the check, which says where it stands.
        db.text_factory = lambda data: data.decode(errors="replace")
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise RollcheckError([Problem(str(path), None, None, "no_record", NOT_A_RECORD)])
        yield SqliteStore(db)
    except sqlite3.DatabaseError as error:
        raise RollcheckError([_refused(path, error)]) from None
    finally:
        db.close()
