"""Voter ids in a look-up index: each voter's own, and a hashed table to find one typed exactly."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Array = npt.NDArray[Any]
SEED = 0xCBF29CE484222325
PRIME = 0x100000001B3
MASK = (1 << 64) - 1
HASHED = 64  # bytes of an id that count for its hash


def identifier_arrays(ids: pa.Array) -> dict[str, Array]:
    """Return ``id_begins`` and ``id_bytes`` (the ids in order), ``id_hashes`` and ``id_voters``.

    Hashes are of the id in upper case and sorted; ``id_voters[i]`` is the place in ``ids`` of
    the one with ``id_hashes[i]``.
    """
    held, starts = _bytes(ids)
    upper, upper_starts = _bytes(pc.utf8_upper(ids))
    hashes = _hashes(upper, upper_starts)
    # The place under the hash: one sort of whole numbers instead of one of places.
    whole = (hashes.astype(np.uint64) << np.uint64(32)) | np.arange(len(ids), dtype=np.uint64)
    whole.sort()
    return {
        "id_begins": starts.astype(np.uint32 if len(held) < 1 << 32 else np.int64),
        "id_bytes": held,
        "id_hashes": (whole >> np.uint64(32)).astype(np.uint32),
        "id_voters": (whole & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    }


def identifier_hash(identifier: str) -> int:
    """Return the hash of one id as the table has it."""
    value = SEED
    for letter in identifier.upper().encode("utf-8")[:HASHED]:
        value = (value ^ letter) * PRIME & MASK
    return value >> 32


def _bytes(ids: pa.Array) -> tuple[Array, Array]:
    data = ids.cast(pa.large_string())
    _, offsets, content = data.buffers()
    starts = np.frombuffer(offsets, np.int64)[data.offset : data.offset + len(data) + 1]
    return np.frombuffer(content, np.uint8)[: starts[-1]], starts


def _hashes(held: Array, starts: Array) -> Array:
    """Return the FNV-1a hash of each text, its upper half."""
    lengths = np.minimum(np.diff(starts), HASHED)
    found = np.full(len(lengths), SEED, np.uint64)
    for place in range(int(lengths.max(initial=0))):
        here = slice(None) if lengths.min() > place else np.flatnonzero(lengths > place)
        letters = held[starts[:-1][here] + place].astype(np.uint64)
        found[here] = (found[here] ^ letters) * np.uint64(PRIME)
    return (found >> np.uint64(32)).astype(np.uint32)
