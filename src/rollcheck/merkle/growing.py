"""A tree that grows at its end and keeps only what the next leaf and the root need."""

from collections.abc import Iterable
from dataclasses import dataclass

from rollcheck.merkle.tree import EMPTY_ROOT, node_hash

HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class GrowingTree:
    """The perfect subtrees that ``size`` leaves make, largest first: a "compact range" from 0.

    There is one node for each one in the binary form of ``size``, so a tree of a million leaves
    is kept in twenty hashes, and one more leaf costs at most twenty new ones.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse nodes that no tree of this size has, with a ``ValueError``."""
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves does not have {len(self.nodes)} nodes")
        if any(len(node) != HASH_BYTES for node in self.nodes):
            raise ValueError(f"every node has {HASH_BYTES} bytes")

    def grown(self, leaves: Iterable[bytes]) -> "GrowingTree":
        """Return the tree with these leaf hashes after those it has."""
        nodes, size = list(self.nodes), self.size
        for leaf in leaves:
            node, full = leaf, size
            while full & 1:
                node = node_hash(nodes.pop(), node)
                full >>= 1
            nodes.append(node)
            size += 1
        return GrowingTree(size, tuple(nodes))

    def root(self) -> bytes:
        """Return the 32-byte root over all leaves (RFC 6962, 2.1)."""
        if not self.nodes:
            return EMPTY_ROOT
        joined = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            joined = node_hash(node, joined)
        return joined
