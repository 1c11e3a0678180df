"""A snapshot read once, batch by batch, into the arrays of ``records.py``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, entry
from rollcheck.matching.names import (
    MOST_JOINED,
    add_letters,
    join_given,
    split_given,
    split_surnames,
)
from rollcheck.matching.records import (
    CITY,
    FACT_FIELDS,
    FIRST,
    HOUSE,
    LAST,
    NO_DATE,
    PARTICLES,
    PO_BOX,
    RECORD_FIELDS,
    SIGNS,
    STATUSES,
    STAY_FIELDS,
    STAY_FROM,
    STAY_RECEIVED,
    STAY_SIGNED,
    STAY_TO,
    STREET,
    SUFFIX_PLACE,
    SUFFIX_YEAR,
    SUFFIXES,
    UNIT,
    ZIP,
)
from rollcheck.matching.words import Words, WordTable, text_buffers
from rollcheck.problems import Progress, Threads
from rollcheck.roll import Snapshot, other_names

SURNAME = "n_last"
GIVEN = ("n_first", "n_middle")
PLACE = ("n_house", "n_street", "n_unit", "n_city", "n_zip", "n_po_box")
PLACE_AT = (HOUSE, STREET, UNIT, CITY, ZIP, PO_BOX)
SIGN = ("n_dir", "n_type")
FACT_DATES = ("affidavit_signed_on", "affidavit_received_on", "registered_on", "canceled_on")
LISTED = ("status", "county", "districts")
STAY_DATES = ("affidavit_signed_on", "affidavit_received_on", "from_date", "to_date")
VOTER_COLUMNS = (
    *("voter_id", SURNAME, *GIVEN, "n_suffix", "birth_date", "birth_year"),
    *(*PLACE, *SIGN, *FACT_DATES, *LISTED),
)
STAY_COLUMNS = ("row", *STAY_DATES, *PLACE, *SIGN)


class Dictionaries:
    """The words that a roll's arrays are numbers of, while they are made."""

    def __init__(self) -> None:
        self.words = WordTable()
        self.signs = WordTable()
        self.listed: Mapping[str, dict[str, int]] = {
            "status": {status: place for place, status in enumerate(STATUSES)},
            "county": {"": 0},
            "districts": {"": 0},
        }
        particles = WordTable()
        particles.numbers(pa.array(PARTICLES))
        self.particles = particles.finished()
        # Names that only nicknames lead to need numbers too.
        self.words.numbers(pa.array(sorted(other_names())))


class VoterArrays(NamedTuple):
    """Records (voters, RECORD_FIELDS), facts (voters + 1, FACT_FIELDS), bytes of the voter_ids.

    ``room`` (stays, RECORD_FIELDS) lies behind ``records`` in ``every``: for earlier addresses.
    ``rows`` (voters,) are the voters' own numbers.
    """

    every: Int32s
    records: Int32s
    room: Int32s
    rows: Int32s
    facts: Int32s
    id_data: Bytes
    id_starts: Int64s

    def without_ids(self) -> "VoterArrays":
        """Return all but the voter_ids, whose memory is free once they are written."""
        return self._replace(id_data=np.zeros(0, np.uint8), id_starts=np.zeros(1, np.int64))

    def without_facts(self) -> "VoterArrays":
        """Return all but the facts, of which no key is made."""
        return self._replace(facts=np.zeros((1, FACT_FIELDS), np.int32))


class StayArrays(NamedTuple):
    """Earlier addresses by voter and date: voters (stays,), records, facts (stays, STAY_FIELDS)."""

    rows: Int32s
    records: Int32s
    facts: Int32s


def read_voters(snapshot: Snapshot, known: Dictionaries, progress: Progress) -> VoterArrays:
    """Read voters.parquet; ``known`` gets its words."""
    voters, stays = _count(snapshot.voters_path), _count(snapshot.history_path)
    every = np.zeros((voters + stays, RECORD_FIELDS), np.int32)
    records = every[:voters]
    facts = np.zeros((voters + 1, FACT_FIELDS), np.int32)
    ids: list[tuple[Bytes, Int64s]] = []
    done = 0
    with Threads(1) as beside:
        for batch in _batches(snapshot.voters_path, VOTER_COLUMNS):
            part = slice(done, done + len(batch))
            # What has no words is filled by another thread.
            others = beside.submit(_fill_facts, batch, known, facts[part])
            _fill_names(batch, known, records[part])
            _fill_places(batch, known, records[part])
            ids.append(others.result())
            done += len(batch)
            progress("Preparing the roll for matching", done, voters)
    id_data, id_starts = _end_to_end(ids)
    pa.default_memory_pool().release_unused()
    rows = np.arange(voters, dtype=np.int32)
    return VoterArrays(every, records, every[voters:], rows, facts, id_data, id_starts)


def _count(path: Path | None) -> int:
    if path is None:
        return 0
    with pq.ParquetFile(path) as file:
        rows: int = file.metadata.num_rows
    return rows


def read_stays(snapshot: Snapshot, known: Dictionaries, voters: VoterArrays) -> StayArrays:
    """Read history.parquet, if there is one, in the order of voters and dates.

    The records are put into the room that the voters' arrays have for them.
    """
    rows, records, facts = (
        [np.zeros(0, np.int32)],
        [np.zeros((0, RECORD_FIELDS), np.int32)],
        [np.zeros((0, STAY_FIELDS), np.int32)],
    )
    if snapshot.history_path is not None:
        for batch in _batches(snapshot.history_path, STAY_COLUMNS):
            rows.append(batch["row"].to_numpy().astype(np.int32))
            # An earlier address comes with the name that the voter has now.
            records.append(voters.records[rows[-1]])
            records[-1][:, HOUSE:] = 0
            _fill_places(batch, known, records[-1])
            facts.append(np.stack([_days(batch[name]) for name in STAY_DATES], axis=1))
    found = StayArrays(np.concatenate(rows), np.concatenate(records), np.concatenate(facts))
    # What two stays of a voter with the same dates differ in is told by their texts, not by
    # numbers that depend on the order of the roll.
    texts = [
        _places_in_order(known.words.words, found.records[:, at])
        for at in (ZIP, UNIT, STREET, HOUSE)
    ]
    dates = [found.facts[:, at] for at in (STAY_RECEIVED, STAY_SIGNED, STAY_TO, STAY_FROM)]
    order = np.lexsort(np.stack([*texts, *dates, found.rows]))
    np.take(found.records, order, axis=0, out=voters.room)
    return StayArrays(found.rows[order], voters.room, found.facts[order])


def _places_in_order(words: Words, numbers: Int32s) -> Int64s:
    """Return for each word its place in the order of their texts."""
    distinct, which = np.unique(numbers, return_inverse=True)
    texts = [bytes(words.data[words.starts[i] : words.starts[i + 1]]) for i in distinct]
    places = np.empty(len(texts), np.int64)
    places[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    return places[which]


def _batches(path: Path, columns: tuple[str, ...]) -> Iterator[pa.Table]:
    repeated = {SURNAME, *GIVEN, *PLACE, *SIGN, *LISTED}.intersection(columns)
    with pq.ParquetFile(path, read_dictionary=sorted(repeated)) as file:
        # As they were written, so that no row group's texts are looked at twice.
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, columns=list(columns))


def _plain(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    # None of a row group without rows; of several, each may have a dictionary of its own.
    return column.unify_dictionaries().combine_chunks()


def _encoded(column: pa.ChunkedArray) -> tuple[pa.Array, Int32s]:
    """Return the distinct texts of a column and which each row has; null is the empty text."""
    found = _plain(column)
    if not pa.types.is_dictionary(found.type):
        found = found.dictionary_encode()
    texts = found.dictionary
    if found.null_count:
        indices = pc.fill_null(found.indices, len(texts))
        texts = pa.concat_arrays([texts, pa.array([""], texts.type)])
    else:
        indices = found.indices
    return texts, indices.to_numpy().astype(np.int32, copy=False)


def _fill_names(batch: pa.Table, known: Dictionaries, records: Int32s) -> None:
    table = known.words
    texts, which = _encoded(batch[SURNAME])
    data, offsets = text_buffers(texts)
    words = table.reserve(5 * len(texts), 2 * len(data))
    surnames = np.zeros((len(texts), 4), np.int32)
    split_surnames(table.known, words, known.particles, data, offsets, surnames)
    spread(surnames, which, records, LAST)
    found = []
    for column in GIVEN:
        texts, which = _encoded(batch[column])
        data, offsets = text_buffers(texts)
        words = table.reserve(3 * len(texts), 3 * len(data))
        parts = np.zeros((len(texts), 3), np.int32)
        split_given(table.known, words, data, offsets, parts)
        found.append((parts, which, table.numbers(texts)))
    (given, given_of, _), (middle, middle_of, middle_joined) = found
    later = given[given_of, 2]
    has_later = later != 0
    lengths = np.diff(table.words.starts[: table.count + 1])
    size = int(lengths[later[has_later]].sum())
    size += int(lengths[middle_joined[middle_of[has_later]]].sum())
    words = table.reserve(int(np.count_nonzero(has_later)), size + MOST_JOINED)
    join_given(
        table.known,
        words,
        given,
        given_of,
        middle,
        middle_joined,
        middle_of,
        records[:, FIRST:SUFFIX_YEAR],
    )
    texts, which = _encoded(batch["n_suffix"])
    suffix = np.array([SUFFIXES.index(text) for text in texts.to_pylist()], np.int32)[which]
    born = pc.coalesce(batch["birth_year"], pc.cast(pc.year(batch["birth_date"]), pa.int16()))
    records[:, SUFFIX_YEAR] = suffix << SUFFIX_PLACE | pc.fill_null(born, 0).to_numpy()
    add_letters(table.words, records)


def _fill_places(batch: pa.Table, known: Dictionaries, records: Int32s) -> None:
    for at, column in zip(PLACE_AT, PLACE, strict=True):
        texts, which = _encoded(batch[column])
        spread(known.words.numbers(texts).reshape(-1, 1), which, records, at)
    signs = []
    for column in SIGN:
        texts, which = _encoded(batch[column])
        signs.append(known.signs.numbers(texts)[which])
    records[:, SIGNS] = signs[0] << 16 | signs[1]


def _fill_facts(batch: pa.Table, known: Dictionaries, facts: Int32s) -> tuple[Bytes, Int64s]:
    """Fill dates, status and places; return the bytes of the voter_ids and where each begins."""
    for at, column in enumerate(FACT_DATES):
        facts[:, at] = _days(batch[column])
    for at, column in enumerate(LISTED, start=len(FACT_DATES)):
        texts, which = _encoded(batch[column])
        numbers = known.listed[column]
        codes = [numbers.setdefault(text.strip(), len(numbers)) for text in texts.to_pylist()]
        spread(np.array(codes, np.int32).reshape(-1, 1), which, facts, at)
    data, offsets = text_buffers(_plain(batch["voter_id"]))
    return data[offsets[0] : offsets[-1]], offsets - offsets[0]


def _end_to_end(texts: list[tuple[Bytes, Int64s]]) -> tuple[Bytes, Int64s]:
    """Return the bytes of all batches' texts, and where each begins and the last ends."""
    data = np.concatenate([np.zeros(0, np.uint8), *(data for data, _ in texts)])
    starts = np.zeros(1 + sum(len(offsets) - 1 for _, offsets in texts), np.int64)
    first, done = 0, 0
    for part, offsets in texts:
        np.add(offsets, done, out=starts[first : first + len(offsets)])
        first, done = first + len(offsets) - 1, done + len(part)
    return data, starts


@entry
def spread(parts: Int32s, which: Int32s, records: Int32s, column: int) -> None:
    """Give every record the row of ``parts`` that ``which`` says, from a column on."""
    for i in range(len(which)):
        for place in range(parts.shape[1]):
            records[i, column + place] = parts[which[i], place]


def _days(column: pa.ChunkedArray) -> Int32s:
    days: Int32s = pc.fill_null(column.cast(pa.int32()), NO_DATE).to_numpy()
    return days
