"""Proofs of RFC 6962 and RFC 9162: a leaf is in the tree; a tree only grew into a later one."""

from collections.abc import Sequence

from rollcheck.merkle.tree import EMPTY_ROOT, node_hash, root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of leaf ``index`` from 0 (RFC 6962, 2.1.1): siblings, lowest first.

    Raises ``ValueError`` for an index that no leaf has.
    """
    if not 0 <= index < len(leaves):
        raise ValueError(f"there is no leaf {index} among {len(leaves)}")
    path = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start = middle
    return tuple(reversed(path))


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Return the proof that the first ``old_size`` leaves grew into all of them.

    RFC 6962, 2.1.2; empty for an old size of 0 or of all. Raises ``ValueError`` for an old size
    that is negative or larger than the list.
    """
    if not 0 <= old_size <= len(leaves):
        raise ValueError(f"{len(leaves)} leaves did not grow from {old_size}")
    if old_size in (0, len(leaves)):
        return ()
    path = []
    start, end, whole = 0, len(leaves), True
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start, whole = middle, False
    # Where what is left is the old tree itself, its root is known to whoever checks the proof.
    if not whole:
        path.append(root(leaves[start:end]))
    return tuple(reversed(path))


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes
) -> bool:
    """Tell whether the proof shows that ``leaf`` is leaf ``index`` of a tree of ``size``.

    RFC 9162, 2.1.3.2, which is RFC 6962's tree. Never raises: a proof that is nonsense is false.
    """
    if not 0 <= index < size or not _are_hashes(leaf, tree_root, *proof):
        return False
    node, position, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == tree_root


def verify_consistency(
    old_size: int, old_root: bytes, size: int, tree_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the proof shows that the old tree's leaves are the first of the new one's.

    RFC 9162, 2.1.4.2. Never raises: a proof that is nonsense is false.
    """
    if not 0 <= old_size <= size or not _are_hashes(old_root, tree_root, *proof):
        return False
    if old_size == size:
        return not proof and old_root == tree_root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    # A perfect old tree is a node of the new one; the proof leaves out what the checker knows.
    nodes = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return _joins(old_size - 1, size - 1, nodes, (old_root, tree_root))


def _joins(old: int, new: int, nodes: Sequence[bytes], roots: tuple[bytes, bytes]) -> bool:
    """Climb from the last leaf of the old tree in both trees at once (RFC 9162, 2.1.4.2)."""
    if not nodes:
        return False
    while old & 1:
        old, new = old >> 1, new >> 1
    was = now = nodes[0]
    for sibling in nodes[1:]:
        if new == 0:
            return False
        if old & 1 or old == new:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while old and not old & 1:
                old, new = old >> 1, new >> 1
        else:
            now = node_hash(now, sibling)
        old, new = old >> 1, new >> 1
    return new == 0 and (was, now) == roots


def _split(size: int) -> int:
    """Return the largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == 32 for value in values)
