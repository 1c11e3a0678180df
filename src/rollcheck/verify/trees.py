"""RFC 6962 trees: the root of a list of leaf hashes, and whether a leaf is in a tree."""

from collections.abc import Sequence
from hashlib import sha256


def leaf_of(data: bytes) -> bytes:
    """Return SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes in their order; of none, the hash of no bytes."""
    if not leaves:
        return sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = range(0, len(level) - 1, 2)
        level = [sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in pairs] + odd
    return level[0]


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether an audit path, siblings lowest first, leads from a leaf to the root.

    Read from RFC 6962, 2.1.1, from the top: at each level the sibling is the root of the part
    that the leaf is not in.
    """
    if not 0 <= index < size:
        return False
    sides = []
    start, end = 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        sides.append(index < middle)
        start, end = (start, middle) if index < middle else (middle, end)
    if len(sides) != len(path):
        return False
    node = leaf
    for on_the_left, sibling in zip(reversed(sides), path, strict=True):
        pair = node + sibling if on_the_left else sibling + node
        node = sha256(b"\x01" + pair).digest()
    return node == root
