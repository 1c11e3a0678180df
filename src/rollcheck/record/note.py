"""Signed notes (C2SP signed-note): text, an empty line, and lines of signatures."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04
"""Signature types: a note's Ed25519 signature, and a witness's timestamped cosignature."""

MOST_SIGNATURES = 100
KEY_ID = re.compile(r"[0-9a-f]{8}")
SEPARATOR = "\n\n"
DASH = "— "


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who signs, as "<name>+<key id>+<type and key>" (a "vkey"): ``key`` has 32 bytes."""

    name: str
    type: int
    key: bytes

    @property
    def key_id(self) -> bytes:
        """Return the 4 bytes that name the key in a signature line."""
        head = self.name.encode() + b"\n" + bytes([self.type])
        return sha256(head + self.key).digest()[:4]

    def __str__(self) -> str:
        """Return the key as it is written down and handed around."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes([self.type]) + self.key)}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Tell whether the 64-byte Ed25519 signature (RFC 8032) of a message is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line of signature: a name, a 4-byte key id, and what the key made of the text."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """Return the line, without its end."""
        return f"{DASH}{self.name} {_base64(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and the signatures under it; nothing is verified yet."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def __str__(self) -> str:
        """Return the note as it is written down."""
        return f"{self.text}\n" + "".join(f"{line}\n" for line in self.signatures)

    def by(self, key: VerifierKey) -> tuple[SignatureLine, ...]:
        """Return the lines that claim to be this key's."""
        who = (key.name, key.key_id)
        return tuple(line for line in self.signatures if (line.name, line.key_id) == who)


def read_key(text: str) -> VerifierKey:
    """Read a verifier key. Raises ``ValueError`` unless it is an Ed25519 key with its own id."""
    name, _, rest = text.partition("+")
    key_id, _, material = rest.partition("+")
    data = _from_base64(material)
    if not is_name(name) or not KEY_ID.fullmatch(key_id) or len(data) != 33:
        raise ValueError("a key is written <name>+<8 hexadecimal digits>+<base64>")
    key = VerifierKey(name, data[0], data[1:])
    if key.type not in (ED25519, COSIGNATURE) or key.key_id.hex() != key_id:
        raise ValueError("the key's digits are not those of its name and material")
    return key


def read_note(data: bytes) -> Note:
    """Read a signed note. Raises ``ValueError`` for what C2SP signed-note does not allow."""
    text = data.decode()
    if any(letter < " " and letter != "\n" for letter in text):
        raise ValueError("a note holds no control characters")
    head, separator, tail = text.rpartition(SEPARATOR)
    if not separator or not tail.endswith("\n"):
        raise ValueError("a note is a text, an empty line and lines of signatures")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise ValueError(f"a note has at most {MOST_SIGNATURES} signatures here")
    return Note(head + "\n", tuple(read_signature(line) for line in lines))


def read_signature(line: str) -> SignatureLine:
    """Read one line of signature. Raises ``ValueError`` where it is none."""
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    data = _from_base64(encoded)
    if not line.startswith(DASH) or not is_name(name) or len(data) < 5:
        raise ValueError("a line of signature is a dash, a name and base64")
    return SignatureLine(name, data[:4], data[4:])


def write_note(text: str, signatures: Sequence[SignatureLine]) -> Note:
    """Put signatures under a text. Raises ``ValueError`` where the two make no note."""
    return read_note(str(Note(text, tuple(signatures))).encode())


def signed_by(note: Note, keys: Iterable[VerifierKey]) -> VerifierKey | None:
    """Return the first of the keys that signed the note, or ``None``.

    Raises ``ValueError`` where a line claims to be one of the keys' and is not: such a note must
    be refused as a whole (C2SP signed-note, "Signatures").
    """
    found = None
    for key in keys:
        for line in note.by(key):
            if not key.verifies(note.text.encode(), line.signature):
                raise ValueError(f"a signature under the name {key.name} is not that key's")
            found = found or key
    return found


def is_name(text: str) -> bool:
    """Tell whether a key may have this name: some text without spaces or plus signs."""
    return bool(text) and "+" not in text and not any(letter.isspace() for letter in text)


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def _from_base64(text: str) -> bytes:
    """Return the bytes of strict base64; no bytes for anything else."""
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return b""
    return data if _base64(data) == text else b""
