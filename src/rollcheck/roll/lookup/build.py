"""The making of a look-up index from the voters of a snapshot."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck.problems import Progress, silent, whole_folder
from rollcheck.roll.columns import STATUSES
from rollcheck.roll.lookup.columns import Column, read_column
from rollcheck.roll.lookup.fields import FIELDS
from rollcheck.roll.lookup.identifiers import identifier_arrays
from rollcheck.roll.lookup.store import FOLDER, write_arrays
from rollcheck.roll.lookup.vocabulary import ascii_words, vocabulary
from rollcheck.roll.snapshot import VOTERS

Array = npt.NDArray[Any]
STAGE = "Indexing for look-up"
STEPS = len(FIELDS) + 2


def build_lookup(snapshot: Path, voters_sha256: str, progress: Progress = silent) -> None:
    """Make the look-up index of a snapshot folder, in the place of any that is there.

    ``voters_sha256`` is the SHA-256 of its voters.parquet. The same voters make the same bytes.
    The index is written beside its place and renamed into it.
    """
    with whole_folder(snapshot / FOLDER, private=True, replaces=lambda _: True) as folder:
        _write(snapshot / VOTERS, folder, voters_sha256, progress)


def _write(voters: Path, folder: Path, voters_sha256: str, progress: Progress) -> None:
    progress(STAGE, 0, STEPS)
    # Voters of one surname stand together, and within it those of one first name.
    order = _ordered(read_column(voters, "last"), read_column(voters, "first"))
    with ThreadPoolExecutor(max_workers=1) as beside:
        ids = beside.submit(_identifiers, voters, order)
        arrays = _arrays(voters, order, progress)
        arrays |= ids.result()
    pa.default_memory_pool().release_unused()
    progress(STAGE, STEPS - 1, STEPS)
    write_arrays(folder, arrays, len(order), voters_sha256)
    progress(STAGE, STEPS, STEPS)


def _arrays(voters: Path, order: Array, progress: Progress) -> dict[str, Array]:
    """Return the arrays of the values, of the voters who have them, and of the words.

    Values are numbered over all fields, those of a field behind those of the one before. Nobody
    is found by the empty value of a field, so it is not listed, but for the surnames: the voters
    stand in their order.
    """
    values = np.empty((len(order), len(FIELDS) + 1), np.uint32)
    values[:, -1] = _statuses(voters)[order]
    texts, counts, sizes, lists, words = [], [], [], [], []
    first = 0
    for place, field in enumerate(FIELDS):
        column = read_column(voters, field.name)
        codes = column.codes[order]
        values[:, place] = codes + np.uint32(first)
        counts.append(np.bincount(codes, minlength=len(column.values)))
        sizes.append(counts[-1] * field.listed)
        if field.listed and place:
            sizes[-1][0] = 0
            lists.append(_grouped(codes))
        texts.append(column.values)
        words.append((ascii_words(column.words), column.word_values + first))
        first += len(column.values)
        progress(STAGE, place + 1, STEPS)
    starts = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    listed_voters = np.concatenate(lists)
    del lists, column, codes
    every = pa.concat_arrays(texts)
    return {
        "rows": order,
        "values": values,
        "voter_starts": starts.astype(np.uint32),
        "listed_voters": listed_voters,
        "value_fields": np.repeat(np.arange(len(FIELDS), dtype=np.uint8), list(map(len, texts))),
        "parts": _word_counts(every),
        **_texts("value", every),
        **vocabulary(words, np.concatenate(counts)),
    }


def _identifiers(voters: Path, order: Array) -> dict[str, Array]:
    """Return the arrays of the voter ids."""
    ids = pq.read_table(voters, columns=["voter_id"])["voter_id"]
    return identifier_arrays(ids.combine_chunks().take(pa.array(order)))


def _ordered(last: Column, first: Column) -> Array:
    """Return the rows in the order of surname, first name, row."""
    count = len(last.codes)
    key = last.codes.astype(np.uint64) * np.uint64(len(first.values)) + first.codes
    return _sorted_places(key, len(last.values) * len(first.values), count)


def _grouped(codes: Array) -> Array:
    """Return the voters by value, those of the first (the empty one) left out."""
    order = _sorted_places(codes.astype(np.uint64), int(codes.max(initial=0)) + 1, len(codes))
    return order[np.count_nonzero(codes == 0) :]


def _sorted_places(key: Array, keys: int, count: int) -> Array:
    """Return a stable order of ``key`` (uint64, below ``keys``).

    The place is put under the key and the whole sorted as one number where both fit: several
    times as fast as sorting places by their keys.
    """
    bits = count.bit_length()
    if keys.bit_length() + bits > 64:
        return np.argsort(key, kind="stable").astype(np.uint32)
    whole = (key << np.uint64(bits)) | np.arange(count, dtype=np.uint64)
    whole.sort()
    return (whole & np.uint64((1 << bits) - 1)).astype(np.uint32)


def _texts(name: str, values: pa.Array) -> dict[str, Array]:
    """Return texts as one run of bytes and where each begins."""
    data = values.cast(pa.large_binary())
    _, offsets, content = data.buffers()
    starts = np.frombuffer(offsets, np.int64)[data.offset : data.offset + len(data) + 1]
    held = np.frombuffer(content, np.uint8) if content else np.empty(0, np.uint8)
    return {
        f"{name}_begins": (starts - starts[0]).astype(np.int64),
        f"{name}_bytes": held[starts[0] : starts[-1]],
    }


def _word_counts(values: pa.Array) -> Array:
    """Return how many words each value has, at most 255."""
    counts = pc.count_substring(values, " ").to_numpy(zero_copy_only=False)
    found: Array = np.minimum(counts + 1, 255).astype(np.uint8)
    return found


def _statuses(voters: Path) -> Array:
    """Return each row's status as its place in STATUSES."""
    column = pq.read_table(voters, columns=["status"], read_dictionary=["status"])["status"]
    places = [
        np.array([STATUSES.index(text) for text in chunk.dictionary.to_pylist()], np.uint8)[
            chunk.indices.to_numpy()
        ]
        for chunk in column.chunks
    ]
    statuses: Array = np.concatenate(places)
    return statuses
