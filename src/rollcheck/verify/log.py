"""The record, an RFC 6962 tree: its checkpoint, what it grew from, and whose key signs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from rollcheck.verify.ed25519 import verifies
from rollcheck.verify.files import said_in, sha256_of
from rollcheck.verify.notes import Checkpoint, Key, read_checkpoint, read_key
from rollcheck.verify.saying import Report

TILE = 256
HASH = 32


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


@dataclass(frozen=True)
class Log:
    """The record of a bundle: its checkpoint, its entries' hashes, and those shown in order."""

    checkpoint: Checkpoint
    hashes: list[bytes]
    shown: dict[int, dict[str, Any]]
    true: bool


def read_log(folder: Path) -> Log:
    """Read the checkpoint, the tiles and the entries. Raises as damaged files do."""
    checkpoint = read_checkpoint(folder / "checkpoint")
    hashes: list[bytes] = []
    for number in range(-(-checkpoint.size // TILE)):
        width = min(TILE, checkpoint.size - number * TILE)
        data = (folder / "tile" / "0" / _tile(number, width)).read_bytes()
        if len(data) != width * HASH:
            raise ValueError("a tile has not as many hashes as its name says")
        hashes += [data[at : at + HASH] for at in range(0, len(data), HASH)]
    shown, true = {}, True
    for line in (folder / "entries.jsonl").read_text(encoding="utf-8").splitlines():
        said = said_in(line)
        entry = said_in(said["entry"])
        seq = said["seq"]
        true = true and 0 <= seq < len(hashes) and entry["seq"] == seq
        true = true and leaf_of(said["entry"].encode()) == hashes[seq] and seq not in shown
        shown[seq] = entry
    return Log(checkpoint, hashes, dict(sorted(shown.items())), true)


def _tile(number: int, width: int) -> str:
    """Return a tile's path: thousands in folders of their own, the number of hashes if few."""
    name = f"{number % 1000:03}"
    while number := number // 1000:
        name = f"x{number % 1000:03}/{name}"
    return name if width == TILE else f"{name}.p/{width}"


def check_log(log: Log, key: Key, report: Report) -> None:
    """Check the tree against the signed checkpoint, and the entries shown against the tree."""
    size = log.checkpoint.size
    report.check(
        holds=root_of(log.hashes) == log.checkpoint.root,
        said=f"The record's {size:,} entries make the root of its checkpoint.",
        means="The record's hashes do not make the root of its checkpoint: entries were changed.",
    )
    report.check(
        holds=log.checkpoint.note.is_by(key) and log.checkpoint.origin == key.name,
        said="The checkpoint is signed by the key of the bundle.",
        means="The checkpoint is not signed by the key of the bundle: it is of another record.",
    )
    report.check(
        holds=log.true,
        said=f"The {len(log.shown):,} entries shown are those of the record, unchanged.",
        means="An entry shown is not the one in the record: its text or its number was changed.",
    )


def keys_before(log: Log, key: Key) -> list[Key]:
    """Return the key and those that handed over to it, by the entries shown, latest first."""
    chain = [key]
    for entry in reversed(log.shown.values()):
        data = entry["data"]
        if entry["type"] != "key_rotated" or data["new_key"] != chain[-1].text:
            continue
        old = read_key(data["old_key"])
        message = f"rollcheck key rotation v1\n{old.text}\n{data['new_key']}\n".encode()
        if verifies(old.public, message, bytes.fromhex(data["signature"])):
            chain.append(old)
    return chain


def check_since(log: Log, earlier: Path, keys: list[Key], report: Report) -> None:
    """Check that the record only grew since the observer's own checkpoint."""
    since = read_checkpoint(earlier)
    if not report.check(
        holds=any(since.note.is_by(key) for key in keys),
        said="Your checkpoint is signed by this record's key, or by one that handed over to it.",
        means="Your checkpoint is not signed by this record's key: one of the two is forged.",
    ):
        return
    size = log.checkpoint.size
    report.check(
        holds=since.size <= size and root_of(log.hashes[: since.size]) == since.root,
        said=f"The record only grew since your checkpoint, from {since.size:,} to {size:,} "
        "entries: nothing before it was changed.",
        means="The record did not grow from your checkpoint: history was rewritten, or you were "
        "shown another record than others. Keep both checkpoints; together they prove it."
        if since.size <= size
        else f"The bundle has only {size:,} of the {since.size:,} entries of your checkpoint: it "
        "is older than your checkpoint, or the record was rolled back. Ask for a newer bundle.",
    )


def check_result(log: Log, result: Path, report: Report) -> None:
    """Check that the last run on the record is the one whose result is in the bundle."""
    runs = [one for one in log.shown.values() if one["type"] == "run_finished"]
    if not runs:
        report.open("The record shows no run of this petition: the result is not on it.")
        return
    report.check(
        holds=runs[-1]["data"]["result"] == sha256_of(result),
        said="The result is the one of the last run that the record shows.",
        means="The last run on the record had another result than the bundle: the result was "
        "changed, or the bundle is of an earlier run.",
    )
    if hidden := len(log.hashes) - len(log.shown):
        report.cannot.append(
            f"that no entry shown by its hash alone, {hidden:,} in all, is of a later run or audit"
        )
