"""The record in a bundle: every entry's hash as C2SP tiles, and the entries that are public."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rollcheck.merkle import root
from rollcheck.record import Entry, Stored, read_entry
from rollcheck.record.checkpoint import read_checkpoint
from rollcheck.record.event_type import PUBLIC
from rollcheck.record.events.upkeep import UPKEEP
from rollcheck.record.heads import Signed, cosigned_note, newest_checkpoint

TILE = 256
CHECKPOINT, ENTRIES = "checkpoint", "entries.jsonl"


class Kept(Signed, Protocol):
    """What a bundle takes of a record's entries."""

    def leaves(self, size: int) -> Sequence[bytes]:
        """Return the hashes of the first ``size`` entries."""

    def entries(self, start: int = 0) -> Iterator[Stored]:
        """Yield what is stored, in order."""


class Listed(Protocol):
    """A record whose entries are asked for by their type: one by itself, or an office's."""

    @property
    def path(self) -> Path:
        """Return the folder that people know it by."""

    def entries_of(self, codes: Sequence[str]) -> list[Entry]:
        """Return the entries of some types, in order."""


class ReadRecord(Listed, Protocol):
    """A record to publish from."""

    @property
    def store(self) -> Kept:
        """Return what is stored."""


def write_log(folder: Path, record: ReadRecord, petition: str) -> str:
    """Write the newest checkpoint, the tiles below it, and the public entries of a petition.

    Entries of other petitions, and those made line by line, are in the tiles by their hash alone.
    Returns the record's name. The record must be sound: ``ValueError`` for an entry that is not.
    """
    folder.mkdir()
    size, data = newest_checkpoint(record)
    note = cosigned_note(record, size, data)
    (folder / CHECKPOINT).write_text(str(note), encoding="utf-8")
    write_tiles(folder / "tile", record.store.leaves(size))
    shown = [
        json.dumps({"seq": one.seq, "entry": one.entry.decode()}, ensure_ascii=False)
        for one in record.store.entries()
        if one.seq < size and _is_shown(read_entry(one.entry), petition)
    ]
    (folder / ENTRIES).write_text("".join(f"{line}\n" for line in shown), encoding="utf-8")
    return read_checkpoint(data)[0].origin


def _is_shown(entry: Entry, petition: str) -> bool:
    # Upkeep of the record itself; a hold or an export of another petition is that one's.
    about = entry.petition == petition or (entry.type.group is UPKEEP and not entry.petition)
    return about and entry.type.shown == PUBLIC


def write_tiles(folder: Path, leaves: Sequence[bytes]) -> None:
    """Write the tiles of a tree (C2SP tlog-tiles): 256 hashes each, level by level."""
    level, hashes = 0, list(leaves)
    while hashes:
        for number in range(-(-len(hashes) // TILE)):
            tile = hashes[number * TILE : (number + 1) * TILE]
            path = folder / str(level) / tile_path(number, len(tile))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(tile))
        # A level above holds the roots of the full tiles below it.
        full = len(hashes) // TILE
        hashes = [root(hashes[at * TILE : (at + 1) * TILE]) for at in range(full)]
        level += 1


def tile_path(number: int, width: int) -> str:
    """Return where a tile lies below its level: ``x001/x234/067``, with ``.p/W`` if not full."""
    parts = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        parts.insert(0, f"x{number % 1000:03}")
    path = "/".join(parts)
    return path if width == TILE else f"{path}.p/{width}"
