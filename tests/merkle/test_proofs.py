"""Proofs: the published ones, the definition word for word, and what must be refused."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.merkle import (
    EMPTY_ROOT,
    GrowingTree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "data" / "merkle" / "proofs.json").read_text(encoding="utf-8")
)
# Its two equal "roots" are 12 bytes of text; here a root has 32 bytes or proves nothing.
NOT_HASHES = "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json"
LEAVES = st.lists(st.binary(max_size=4).map(leaf_hash), min_size=1, max_size=70)


def decoded(case: dict[str, Any], key: str) -> bytes:
    return b64decode(case[key] or "")


def proof_of(case: dict[str, Any]) -> list[bytes]:
    return [b64decode(node) for node in case["proof"] or ()]


@pytest.mark.parametrize("case", PUBLISHED["inclusion"], ids=lambda case: str(case["file"]))
def test_published_inclusion_proofs(case: dict[str, Any]) -> None:
    shown = verify_inclusion(
        decoded(case, "leafHash"),
        case["leafIdx"],
        case["treeSize"],
        proof_of(case),
        decoded(case, "root"),
    )
    assert shown is not case["wantErr"]


@pytest.mark.parametrize("case", PUBLISHED["consistency"], ids=lambda case: str(case["file"]))
def test_published_consistency_proofs(case: dict[str, Any]) -> None:
    shown = verify_consistency(
        case["size1"],
        decoded(case, "root1"),
        case["size2"],
        decoded(case, "root2"),
        proof_of(case),
    )
    assert shown is not (case["wantErr"] or case["file"] == NOT_HASHES)


def path_by_the_definition(m: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*path_by_the_definition(m, leaves[:k]), root(leaves[k:])]
    return [*path_by_the_definition(m - k, leaves[k:]), root(leaves[:k])]


def proof_by_the_definition(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2, SUBPROOF word for word."""
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*proof_by_the_definition(m, leaves[:k], whole), root(leaves[k:])]
    return [*proof_by_the_definition(m - k, leaves[k:], False), root(leaves[:k])]


@given(LEAVES, st.data())
def test_inclusion_proofs_are_those_of_the_definition(leaves: list[bytes], data: Any) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)
    assert list(proof) == path_by_the_definition(index, leaves)
    assert verify_inclusion(leaves[index], index, len(leaves), proof, root(leaves))


@given(LEAVES, st.data())
def test_consistency_proofs_are_those_of_the_definition(leaves: list[bytes], data: Any) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, old)
    assert list(proof) == proof_by_the_definition(old, leaves)
    assert verify_consistency(old, root(leaves[:old]), len(leaves), root(leaves), proof)


@given(LEAVES, st.data())
def test_a_proof_of_anything_else_is_refused(leaves: list[bytes], data: Any) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = list(inclusion_proof(leaves, index))
    whole = root(leaves)
    other = leaf_hash(b"another leaf")
    assert not verify_inclusion(other, index, len(leaves), proof, whole)
    assert not verify_inclusion(leaves[index], index, len(leaves), [*proof, other], whole)
    assert not verify_inclusion(leaves[index], len(leaves), len(leaves), proof, whole)
    for place in range(len(proof)):
        broken = [*proof[:place], other, *proof[place + 1 :]]
        assert not verify_inclusion(leaves[index], index, len(leaves), broken, whole)
        short = [*proof[:place], *proof[place + 1 :]]
        assert not verify_inclusion(leaves[index], index, len(leaves), short, whole)


@given(LEAVES, st.data())
def test_a_rewritten_history_has_no_proof(leaves: list[bytes], data: Any) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    place = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:place], leaf_hash(b"another leaf"), *leaves[place + 1 :]]
    proof = consistency_proof(rewritten, old)
    assert not verify_consistency(old, root(leaves[:old]), len(leaves), root(rewritten), proof)


def test_everything_grew_from_nothing() -> None:
    leaves = [leaf_hash(b"a")]
    assert verify_consistency(0, EMPTY_ROOT, 1, root(leaves), ())
    assert not verify_consistency(0, leaves[0], 1, root(leaves), ())


@given(st.lists(LEAVES, max_size=4))
def test_a_growing_tree_has_the_root_of_all_its_leaves(batches: list[list[bytes]]) -> None:
    tree = GrowingTree()
    leaves: list[bytes] = []
    for batch in batches:
        tree = tree.grown(batch)
        leaves += batch
        assert tree.root() == root(leaves)
        assert tree.size == len(leaves)


def test_nodes_that_no_tree_has_are_refused() -> None:
    with pytest.raises(ValueError, match="3 leaves"):
        GrowingTree(3, (leaf_hash(b""),))
    with pytest.raises(ValueError, match="32 bytes"):
        GrowingTree(1, (b"short",))


def test_a_place_outside_the_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="no leaf 1"):
        inclusion_proof([leaf_hash(b"")], 1)
    with pytest.raises(ValueError, match="did not grow"):
        consistency_proof([leaf_hash(b"")], 2)
