"""Voter ids in a look-up index: each voter's own, and a hashed table to find one typed exactly."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.roll.compiled import compiled

Array = npt.NDArray[Any]
SEED = 0xCBF29CE484222325
PRIME = 0x100000001B3
MASK = (1 << 64) - 1
HASHED = 64  # bytes of an id that count for its hash
CAPITAL_A, SMALL_A, SMALL_Z = ord("A"), ord("a"), ord("z")


def identifier_arrays(ids: pa.Array) -> dict[str, Array]:
    """Return ``id_begins`` and ``id_bytes`` (the ids in order), ``id_hashes`` and ``id_voters``.

    Hashes are of the id in upper case and sorted; ``id_voters[i]`` is the place in ``ids`` of
    the one with ``id_hashes[i]``.
    """
    held, starts = _bytes(ids)
    # The place under the hash: one sort of whole numbers instead of one of places.
    whole = np.empty(len(ids), np.uint64)
    if held.max(initial=0) < 128:  # ASCII, of which the hashing makes capitals itself
        _hash_and_place(held, starts, whole)
    else:
        _hash_and_place(*_bytes(pc.utf8_upper(ids)), whole)
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


@compiled
def _hash_and_place(held: Array, starts: Array, whole: Array) -> None:
    """Fill the upper half of the FNV-1a hash of each text, its ASCII as capitals, << 32 | place."""
    for place in range(len(whole)):
        value = np.uint64(SEED)
        for at in range(starts[place], min(starts[place + 1], starts[place] + HASHED)):
            letter = held[at]
            if SMALL_A <= letter <= SMALL_Z:
                letter -= np.uint8(SMALL_A - CAPITAL_A)
            value = (value ^ np.uint64(letter)) * np.uint64(PRIME)
        whole[place] = (value >> np.uint64(32)) << np.uint64(32) | np.uint64(place)
