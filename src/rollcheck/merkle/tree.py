"""The Merkle tree hash of RFC 6962, section 2.1, over SHA-256."""

from collections.abc import Sequence
from hashlib import sha256

LEAF = b"\x00"
NODE = b"\x01"
EMPTY_ROOT = sha256(b"").digest()
"""The root of no leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Return the 32-byte hash of one leaf: ``SHA-256(0x00 || data)``."""
    return sha256(LEAF + data).digest()


def salted_leaf(salt: bytes, fields: Sequence[str]) -> bytes:
    """Return the leaf hash that commits to texts without showing them.

    The leaf's data is ``salt || (uint32 length || UTF-8)`` of each text, big-endian. Whoever
    does not know the salt cannot try out texts against the leaf; 16 random bytes are enough.
    """
    encoded = [field.encode() for field in fields]
    return leaf_hash(salt + b"".join(len(field).to_bytes(4) + field for field in encoded))


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of an inner node: ``SHA-256(0x01 || left || right)``."""
    return sha256(NODE + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the 32-byte Merkle tree hash of a list of leaf hashes, in their order.

    The root of no leaves is the hash of the empty string. RFC 6962 splits n leaves at the
    largest power of two below n; pairing neighbours level by level and carrying an odd last
    node up unchanged is the same tree.
    """
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        paired = [
            sha256(NODE + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]
