"""Opening what is sealed beside an entry, for those who hold the petition's key."""

from collections.abc import Callable, Iterator

from rollcheck.record.canonical import Value
from rollcheck.record.entry import Entry
from rollcheck.record.event_type import Field
from rollcheck.record.sealing import commitment, content_of, decrypted
from rollcheck.record.store import Stored

KeyOf = Callable[[str], bytes | None]
"""A petition's content key: no bytes where it was destroyed, ``None`` where it is not at hand."""


def opening_beside(stored: Stored, entry: Entry, key_of: KeyOf) -> bytes | None:
    """Return what opens an entry's commitment, or ``None`` where it is gone or not what it was."""
    box = stored.box
    key = key_of(entry.petition)
    if box is None or not key or box.petition != entry.petition:
        return None
    opening = decrypted(key, box.nonce, entry.petition, entry.seq, box.box)
    if opening is None or commitment(opening) != entry.commitment:
        return None
    return opening


def content_beside(stored: Stored, entry: Entry, key_of: KeyOf) -> dict[str, Value] | None:
    """Return the sealed fields of an entry, or ``None`` where they cannot be opened."""
    opening = opening_beside(stored, entry, key_of)
    return None if opening is None else content_of(opening)


def sealed_files(entry: Entry, content: dict[str, Value]) -> Iterator[str]:
    """Yield the hashes of files that the sealed fields of an entry name."""
    return _files(entry.type.sealed_fields, content)


def open_files(entry: Entry) -> Iterator[str]:
    """Yield the hashes of files that the entry itself names."""
    return _files(entry.type.open_fields, entry.data)


def _files(fields: tuple[Field, ...], values: dict[str, Value]) -> Iterator[str]:
    for field in fields:
        if field.file:
            value = values[field.name]
            yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)
