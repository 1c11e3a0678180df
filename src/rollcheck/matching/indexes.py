"""The indexes of blocking keys: made from a roll's arrays, kept sorted, looked up by lines."""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, Uint64s, compiled, entry
from rollcheck.matching.forms import FORMS, FULL, INITIAL, SHAPE
from rollcheck.matching.keys import (
    BITS_PER_BUCKET,
    CONFIDENTIAL_CAP,
    KEYS,
    SOURCES,
    TOO_MANY,
    YEAR,
    key_of,
    key_of_parts,
    parts_table,
)
from rollcheck.matching.keys import HOUSE as HOUSE_KEY
from rollcheck.matching.keys import STREET as STREET_KEY
from rollcheck.matching.keys import ZIP as ZIP_KEY
from rollcheck.matching.records import (
    FIRST,
    HOUSE,
    IS_CONFIDENTIAL,
    LAST,
    MIDDLE,
    PART1,
    PART3,
    SIGNS,
    STREET,
    SUFFIX_YEAR,
    UNIT,
    ZIP,
)
from rollcheck.matching.roll_arrays import StayArrays, VoterArrays
from rollcheck.matching.words import Words, hash_without, mixed

ENTRIES, BUCKETS = "entries.bin", "buckets.npy"
MOST_OWN_KEYS = 64
"""The most keys for one surname of a confidential voter."""
FEWEST_LETTERS = 4
"""A surname shorter than this is not looked for with a letter left out."""

# The field of a record that each source of a key's parts is, by number; the year is in another.
FIELD_OF = np.array([LAST, FIRST, MIDDLE, HOUSE, STREET, UNIT, ZIP, LAST], np.int64)


class Index(NamedTuple):
    """Entries (upper half of a key << 32 | voter) in order within each kind of key.

    ``kinds`` (kinds, 2) holds where the buckets of a kind begin and by how much the upper half
    of a key is shifted right to find its bucket; a bucket and the next say where its entries
    begin and end. The confidential voters' kind comes last.
    """

    entries: Uint64s
    buckets: Int32s
    kinds: Int64s


@compiled
def year_hash(year: int) -> np.uint64:
    """Return the hash of a year of birth as a part of a key; 0 where it is not known."""
    return np.uint64(0) if year == 0 else mixed(np.uint64(year))


@entry
def entries_of(
    kind: int, parts: Int32s, records: Int32s, owners: Int32s, forms: Uint64s, entries: Uint64s
) -> int:
    """Fill the entries of one kind of key for ``records`` and their ``owners``; return how many.

    A key with a surname is made for each surname of a voter.
    """
    values = np.zeros(SOURCES * FORMS, np.uint64)
    by_last = 0 <= parts[0] < FORMS
    count = 0
    for i in range(len(records)):
        record = records[i]
        for at in range(len(parts)):
            if parts[at] >= FORMS:
                source, form = parts[at] // FORMS, parts[at] % FORMS
                if source == YEAR:
                    values[parts[at]] = year_hash(record[SUFFIX_YEAR] & 0xFFFF)
                else:
                    values[parts[at]] = forms[record[FIELD_OF[source]], form]
        for surname in range(LAST, PART3 + 1 if by_last else LAST + 1):
            word = record[surname]
            if by_last:
                if word == 0:
                    continue
                # Where a key has a surname, it is its first part.
                values[parts[0]] = forms[word, parts[0]]
            key = key_of_parts(kind, parts, values)
            if key != 0:
                entries[count] = (key >> np.uint64(32)) << np.uint64(32) | np.uint64(owners[i])
                count += 1
    return count


@entry
def _confidential(
    words: Words, records: Int32s, owners: Int32s, forms: Uint64s, entries: Uint64s
) -> int:
    """Fill the entries of confidential voters, ``owners``: a name is often all there is of them."""
    count = 0
    found = np.zeros(MOST_OWN_KEYS, np.uint64)
    for owner in owners:
        for surname in range(LAST, PART3 + 1):
            word = records[owner, surname]
            if word == 0:
                continue
            made = confidential_keys(
                words.data,
                words.starts[word],
                words.starts[word + 1],
                forms[word],
                forms[records[owner, FIRST], INITIAL],
                found,
            )
            for at in range(made):
                key = found[at]
                entries[count] = (key >> np.uint64(32)) << np.uint64(32) | np.uint64(owner)
                count += 1
    return count


@compiled
def confidential_keys(
    text: Bytes, start: int, end: int, forms: Uint64s, initial: np.uint64, found: Uint64s
) -> int:
    """Fill the keys by which a confidential voter and a line may meet; return how many.

    Any first name with the surname; with the initial also a surname that looks alike or is one
    slip apart. Two names one insertion, deletion, replacement or swap of neighbours apart share a
    text with one letter left out.
    """
    one = np.uint64(1)
    found[0] = key_of(100, forms[FULL], one, one)
    found[1] = key_of(101, forms[SHAPE], initial, one)
    count = 1 if initial == 0 else 2
    if initial != 0 and end - start >= FEWEST_LETTERS:
        for at in range(min(end - start + 1, len(found) - 2)):
            found[count] = key_of(102, hash_without(text, start, end, start + at), initial, one)
            count += 1
    return count


@entry
def _capped(entries: Uint64s, cap: int) -> int:
    """Leave out what stands twice, and put one ``TOO_MANY`` for more voters than the cap."""
    kept, start = 0, 0
    while start < len(entries):
        key = entries[start] >> np.uint64(32)
        end, first = start, kept
        while end < len(entries) and entries[end] >> np.uint64(32) == key:
            entry = entries[end]
            if kept == first or entries[kept - 1] != entry:
                entries[kept] = entry
                kept += 1
            end += 1
        if kept - first > cap:
            entries[first] = key << np.uint64(32) | np.uint64(TOO_MANY)
            kept = first + 1
        start = end
    return kept


def in_order(entries: Uint64s, cap: int) -> Uint64s:
    """Return entries in order, what is beyond the cap replaced."""
    entries.sort()
    return entries[: _capped(entries, cap)]


@entry
def _fill_buckets(entries: Uint64s, shift: int, first: int, begins: Int32s) -> None:
    """Fill where the entries of each bucket begin; the last number is where all end."""
    bucket = 0
    for at in range(len(entries)):
        own = np.int64(entries[at] >> np.uint64(shift))
        while bucket <= own:
            begins[bucket] = first + at
            bucket += 1
    begins[bucket:] = first + len(entries)


def buckets_of(entries: Uint64s, first: int = 0) -> tuple[Int32s, int]:
    """Return where each bucket of entries in order begins and the last ends, and the shift.

    The entries are numbered from ``first``.
    """
    bits = max(1, math.ceil(math.log2(max(len(entries), 2))) - BITS_PER_BUCKET)
    begins = np.empty((1 << bits) + 1, np.int32)
    _fill_buckets(entries, 64 - bits, first, begins)
    return begins, 32 - bits


def most_entries(voters: VoterArrays, stays: StayArrays) -> int:
    """Return for how many entries any kind of key over all voters and addresses needs room."""
    more = np.count_nonzero(voters.records[:, PART1:FIRST])
    return len(voters.records) + int(more) + 4 * len(stays.rows)


def key_entries(
    kind: int, voters: VoterArrays, stays: StayArrays, forms: Uint64s, room: Uint64s
) -> Uint64s:
    """Return the entries of one kind of key over all voters and their earlier addresses.

    They are in ``room``, which is enough for any kind.
    """
    parts = parts_table()[kind]
    by_place = any(part // FORMS in {HOUSE_KEY, STREET_KEY, ZIP_KEY} for part in parts if part >= 0)
    count = entries_of(kind, parts, voters.records, voters.rows, forms, room)
    if by_place and len(stays.rows):
        count += entries_of(kind, parts, stays.records, stays.rows, forms, room[count:])
    return in_order(room[:count], KEYS[kind].cap)


def confidential_entries(words: Words, voters: VoterArrays, forms: Uint64s) -> Uint64s:
    """Return the entries by which confidential voters are found."""
    owners = np.flatnonzero(voters.records[:, SIGNS] & IS_CONFIDENTIAL).astype(np.int32)
    entries = np.zeros(len(owners) * 4 * MOST_OWN_KEYS, np.uint64)
    count = _confidential(words, voters.records, owners, forms, entries)
    return in_order(entries[:count], CONFIDENTIAL_CAP)


class IndexFile:
    """An index while it is written, kind by kind, to ``entries`` and ``buckets`` of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kinds: list[tuple[int, int]] = []
        self._written, self._buckets_written = 0, 0

    def __enter__(self) -> "IndexFile":
        """Begin both files."""
        self._entries = (self._folder / ENTRIES).open("wb")
        self._buckets = (self._folder / BUCKETS).open("wb")
        self._write_head()
        return self

    def __exit__(self, kind: type[BaseException] | None, *reason: object) -> None:
        """Write the kinds and how many buckets there are, unless something went wrong."""
        with self._entries, self._buckets:
            if kind is None:
                self._buckets.seek(0)
                self._write_head()
                np.save(self._folder / "kinds.npy", np.array(self._kinds, np.int64))

    def _write_head(self) -> None:
        # Its length is the same for any number of buckets.
        head = {"descr": "<i4", "fortran_order": False, "shape": (self._buckets_written,)}
        np.lib.format.write_array_header_1_0(self._buckets, head)

    def add(self, entries: Uint64s) -> None:
        """Write the next kind's entries, which are in order."""
        buckets, shift = buckets_of(entries, self._written)
        entries.tofile(self._entries)
        buckets.tofile(self._buckets)
        self._kinds.append((self._buckets_written, shift))
        self._buckets_written += len(buckets)
        self._written += len(entries)


def open_index(folder: Path) -> Index:
    """Return the index in a folder, mapped."""
    size = (folder / ENTRIES).stat().st_size // 8
    entries = np.memmap(folder / ENTRIES, np.uint64, "c", shape=(size,)) if size else np.zeros(0)
    return Index(
        np.asarray(entries, np.uint64),
        np.asarray(np.load(folder / BUCKETS, mmap_mode="c")),
        np.load(folder / "kinds.npy"),
    )
