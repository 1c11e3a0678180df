"""Signed texts: C2SP signed notes, the keys that sign them, and checkpoints of a record."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from rollcheck.verify.ed25519 import verifies

DASH = "— "


@dataclass(frozen=True)
class Key:
    """Who signs: a name and a 32-byte Ed25519 key, written ``<name>+<id>+<base64>``."""

    name: str
    public: bytes
    text: str

    @property
    def id(self) -> bytes:
        """The 4 bytes by which a line of signature names the key."""
        return sha256(self.name.encode() + b"\n\x01" + self.public).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the public key, in groups of four digits."""
        digest = sha256(self.public).hexdigest()
        return " ".join(digest[at : at + 4] for at in range(0, 64, 4))


@dataclass(frozen=True)
class Note:
    """A text and its lines of signature: name, 4-byte key id, signature."""

    text: str
    lines: tuple[tuple[str, bytes, bytes], ...]

    def is_by(self, key: Key) -> bool:
        """Tell whether the key signed the text; one false line under its name spoils all."""
        own = [line for line in self.lines if line[0] == key.name and line[1] == key.id]
        message = self.text.encode()
        return bool(own) and all(verifies(key.public, message, line[2]) for line in own)


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint states: the record's name, its entries, their root; and the note."""

    origin: str
    size: int
    root: bytes
    note: Note


def read_key(text: str) -> Key:
    """Read a key. Raises ``ValueError`` where it is none, or its id is not its own."""
    name, key_id, material = text.strip().split("+", 2)
    data = b64decode(material, validate=True)
    key = Key(name, data[1:], text.strip())
    one_word = bool(name) and name.isprintable() and not any(one.isspace() for one in name)
    if len(data) != 33 or data[0] != 1 or key.id.hex() != key_id or not one_word:
        raise ValueError("not an Ed25519 key with its own id")
    return key


def read_note(path: Path) -> Note:
    """Read a signed note. Raises ``ValueError`` where it is none."""
    text, blank, tail = path.read_bytes().decode().rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise ValueError("not a signed note")
    lines = []
    for line in tail[:-1].split("\n"):
        name, _, encoded = line.removeprefix(DASH).partition(" ")
        data = b64decode(encoded, validate=True)
        # One signature, one text: what decodes alike but is written otherwise is no note.
        if not line.startswith(DASH) or b64encode(data).decode() != encoded or len(data) < 5:
            raise ValueError("not a line of signature")
        lines.append((name, data[:4], data[4:]))
    return Note(text + "\n", tuple(lines))


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint (C2SP tlog-checkpoint). Raises ``ValueError`` where it is none."""
    note = read_note(path)
    origin, size, root, rest = note.text.split("\n")
    data = b64decode(root, validate=True)
    if rest or not re.fullmatch(r"0|[1-9][0-9]*", size) or len(data) != 32:
        raise ValueError("not a checkpoint")
    return Checkpoint(origin, int(size), data, note)
