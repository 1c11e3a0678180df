"""The RFC 6962 Merkle tree: one root that commits to a whole list in its order, and its proofs."""

from rollcheck.merkle.growing import GrowingTree
from rollcheck.merkle.proofs import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from rollcheck.merkle.tree import EMPTY_ROOT, leaf_hash, node_hash, root, salted_leaf

__all__ = [
    "EMPTY_ROOT",
    "GrowingTree",
    "consistency_proof",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "root",
    "salted_leaf",
    "verify_consistency",
    "verify_inclusion",
]
