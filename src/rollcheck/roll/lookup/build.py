"""The making of a look-up index from the voters of a snapshot."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck.problems import Progress, Threads, silent, whole_folder
from rollcheck.roll.columns import STATUSES
from rollcheck.roll.lookup.columns import Column, read_column
from rollcheck.roll.lookup.fields import FIELDS
from rollcheck.roll.lookup.identifiers import identifier_arrays
from rollcheck.roll.lookup.ordering import by_code, by_code_again, by_code_first_last, lay_out
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
    names = {name: read_column(voters, name) for name in ("last", "first")}
    order = _ordered(names["last"], names["first"])
    with Threads(1) as beside:
        ids = beside.submit(_identifiers, voters, order)
        arrays = _arrays(voters, order, names, progress)
        arrays |= ids.result()
    pa.default_memory_pool().release_unused()
    progress(STAGE, STEPS - 1, STEPS)
    write_arrays(folder, arrays, len(order), voters_sha256)
    progress(STAGE, STEPS, STEPS)


def _arrays(
    voters: Path, order: Array, known: dict[str, Column], progress: Progress
) -> dict[str, Array]:
    """Return the arrays of the values, of the voters who have them, and of the words.

    Values are numbered over all fields, those of a field behind those of the one before. Nobody
    is found by the empty value of a field, so it is not listed, but for the surnames: the voters
    stand in their order. ``known`` are the columns read already; they are taken out.
    """
    values = np.empty((len(order), len(FIELDS) + 1), np.uint32)
    codes = np.empty(len(order), np.uint32)
    lay_out(_statuses(voters), order, len(FIELDS), 0, values, codes, _counts(len(STATUSES)))
    texts, counts, sizes, words = [], [], [], []
    # More than is used: memory that nothing is written to costs nothing.
    listed_voters = np.empty(len(order) * sum(field.listed for field in FIELDS), np.uint32)
    first, end = 0, 0
    for place, field in enumerate(FIELDS):
        column = known.pop(field.name, None) or read_column(voters, field.name)
        counts.append(_counts(len(column.values)))
        lay_out(column.codes, order, place, first, values, codes, counts[-1])
        sizes.append(counts[-1] * field.listed)
        if field.listed and place:
            sizes[-1][0] = 0
            by_code_first_last(codes, counts[-1], listed_voters[end:])
            end += int(sizes[-1].sum())
        texts.append(column.values)
        words.append((ascii_words(column.words), column.word_values + first))
        first += len(column.values)
        progress(STAGE, place + 1, STEPS)
    starts = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    every = pa.concat_arrays(texts)
    return {
        "rows": order,
        "values": values,
        "voter_starts": starts.astype(np.uint32),
        "listed_voters": listed_voters[:end],
        "value_fields": np.repeat(np.arange(len(FIELDS), dtype=np.uint8), list(map(len, texts))),
        "parts": _word_counts(every),
        **_texts("value", every),
        **vocabulary(words, np.concatenate(counts)),
    }


def _counts(values: int) -> Array:
    return np.zeros(values, np.int64)


def _identifiers(voters: Path, order: Array) -> dict[str, Array]:
    """Return the arrays of the voter ids."""
    ids = pq.read_table(voters, columns=["voter_id"])["voter_id"]
    return identifier_arrays(ids.combine_chunks().take(pa.array(order)))


def _ordered(last: Column, first: Column) -> Array:
    """Return the rows in the order of surname, first name, row."""
    by_first, by_both = (np.empty(len(last.codes), np.uint32) for _ in range(2))
    by_code(first.codes, np.bincount(first.codes, minlength=len(first.values)), by_first)
    surnames = np.bincount(last.codes, minlength=len(last.values))
    by_code_again(last.codes, by_first, surnames, by_both)
    return by_both


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
