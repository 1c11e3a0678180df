"""The record: its tree against its checkpoint, what it grew from, and whose key signs it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rollcheck.verify.ed25519 import verifies
from rollcheck.verify.files import said_in
from rollcheck.verify.notes import Checkpoint, Key, read_checkpoint, read_key
from rollcheck.verify.saying import Report
from rollcheck.verify.trees import leaf_of, root_of

TILE = 256
HASH = 32


@dataclass(frozen=True)
class Log:
    """The record of a bundle: its checkpoint, every entry's hash, and the entries shown."""

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
    return Log(checkpoint, hashes, shown, true)


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
    for seq in sorted(log.shown, reverse=True):
        entry = log.shown[seq]
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
    if not report.check(
        holds=since.size <= size,
        said=f"Your checkpoint has {since.size:,} entries, the bundle's {size:,}.",
        means=f"The bundle has only {size:,} of the {since.size:,} entries of your checkpoint: it "
        "is older than your checkpoint, or the record was rolled back. Ask for a newer bundle.",
    ):
        return
    report.check(
        holds=root_of(log.hashes[: since.size]) == since.root,
        said="The record only grew since your checkpoint: nothing before it was changed.",
        means="The record did not grow from your checkpoint: history was rewritten, or you were "
        "shown another record than others. Keep both checkpoints; together they prove it.",
    )


def check_result(log: Log, digest: str, report: Report) -> None:
    """Check that the last run on the record is the one whose result is in the bundle."""
    runs = [one for _, one in sorted(log.shown.items()) if one["type"] == "run_finished"]
    if not runs:
        report.open("The record shows no run of this petition: the result is not on it.")
        return
    report.check(
        holds=runs[-1]["data"]["result"] == digest,
        said="The result is the one of the last run that the record shows.",
        means="The last run on the record had another result than the bundle: the result was "
        "changed, or the bundle is of an earlier run.",
    )
    if hidden := len(log.hashes) - len(log.shown):
        report.cannot.append(
            f"that no entry shown by its hash alone, {hidden:,} in all, is of a later run or audit"
        )
