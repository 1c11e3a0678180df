"""The RFC 6962 Merkle tree: one root that commits to a whole list in its order."""

from rollcheck.merkle.tree import leaf_hash, root

__all__ = ["leaf_hash", "root"]
