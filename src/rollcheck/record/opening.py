"""Opening one leaf of a committed list: what it says, and the proof that it was in the list.

Leaves are commitments in a random order. The universe's leaves commit to where a line is; a later
list in the same order commits to what was found on it. Whoever is entitled to one line gets its
opening, and learns nothing of any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollcheck.merkle import inclusion_proof, root, salted_leaf, verify_inclusion
from rollcheck.record.canonical import Value
from rollcheck.record.sealing import SALT_BYTES

LINE = ("line_id", "section", "sheet", "line_no")
FINDING = ("finding", "reason", "voter", "image", "people")
FIELDS: Mapping[str, tuple[str, ...]] = {"line": LINE, "finding": FINDING}
"""The texts that a leaf commits to, in their order, by the kind of list."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of leaf ``index`` of ``size``: its texts, its 16-byte salt, its audit path."""

    kind: str
    index: int
    size: int
    texts: tuple[str, ...]
    salt: bytes
    proof: tuple[bytes, ...]
    root: bytes

    def as_json(self) -> dict[str, Value]:
        """Return the opening as it is handed to whoever is entitled to it."""
        return {
            "kind": self.kind,
            "index": self.index,
            "size": self.size,
            **dict(zip(FIELDS[self.kind], self.texts, strict=True)),
            "salt": self.salt.hex(),
            "proof": [node.hex() for node in self.proof],
            "root": self.root.hex(),
        }


def finding_leaf(texts: Sequence[str], salt: bytes) -> bytes:
    """Return the leaf that commits to a finding; ``texts`` in the order of ``FINDING``.

    ``image`` is the SHA-256 of the line's image, ``people`` their codes with spaces between. Raises
    ``ValueError`` for another number of texts or another length of salt.
    """
    return _leaf("finding", texts, salt)


def line_leaf(texts: Sequence[str], salt: bytes) -> bytes:
    """Return the universe's leaf that commits to where a line is; ``texts`` as in ``LINE``."""
    return _leaf("line", texts, salt)


def _leaf(kind: str, texts: Sequence[str], salt: bytes) -> bytes:
    if len(salt) != SALT_BYTES or len(texts) != len(FIELDS[kind]):
        raise ValueError(f"a {kind} has {len(FIELDS[kind])} texts and {SALT_BYTES} bytes of salt")
    return salted_leaf(salt, texts)


def open_leaf(
    kind: str, leaves: Sequence[bytes], index: int, texts: Sequence[str], salt: bytes
) -> Opening:
    """Return the opening of one leaf of a list.

    Raises ``ValueError`` where the texts and the salt are not what that leaf commits to: an
    opening that does not hold is never handed out.
    """
    if not 0 <= index < len(leaves) or _leaf(kind, texts, salt) != leaves[index]:
        raise ValueError("the leaf does not commit to these texts")
    proof = inclusion_proof(leaves, index)
    return Opening(kind, index, len(leaves), tuple(texts), salt, proof, root(leaves))


def read_opening(said: Mapping[str, object]) -> Opening:
    """Read an opening from parsed JSON. Raises ``ValueError`` for anything else."""
    kind = said.get("kind")
    if not isinstance(kind, str) or kind not in FIELDS:
        raise ValueError("an opening is of a line or of a finding")
    texts = tuple(said.get(name) for name in FIELDS[kind])
    index, size, proof = said.get("index"), said.get("size"), said.get("proof")
    if not all(isinstance(text, str) for text in texts) or not isinstance(proof, list):
        raise ValueError("an opening has every text of its kind, and a proof")
    if type(index) is not int or type(size) is not int:
        raise ValueError("an opening has a place in its list")
    nodes = tuple(bytes.fromhex(str(node)) for node in proof)
    salt, tree_root = (bytes.fromhex(str(said.get(name))) for name in ("salt", "root"))
    return Opening(kind, index, size, tuple(str(one) for one in texts), salt, nodes, tree_root)


def holds(opening: Opening, published_root: bytes, published_size: int) -> bool:
    """Tell whether an opening shows what stands at its place in a published list.

    The root alone is not enough: a proof fits trees of several sizes, so the size that was
    published with the root must be compared too.
    """
    if len(opening.salt) != SALT_BYTES or len(opening.texts) != len(FIELDS[opening.kind]):
        return False
    leaf = _leaf(opening.kind, opening.texts, opening.salt)
    if (opening.root, opening.size) != (published_root, published_size):
        return False
    return verify_inclusion(leaf, opening.index, opening.size, opening.proof, published_root)
