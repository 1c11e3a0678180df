"""Commitments to content that must be destroyable, and the encryption it is kept under."""

import re
from collections.abc import Mapping
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rollcheck.record.canonical import Value, canonical, parsed

SALT_BYTES = 16
KEY_BYTES = 32
NONCE_BYTES = 12
# So that no other hash of this program can be passed off as a commitment.
DOMAIN = b"rollcheck sealed content v1\n"
OFFICE = "_office"
"""The name under which content that belongs to no petition is kept."""

PETITION_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def opening_of(salt: bytes, content: Mapping[str, Value]) -> bytes:
    """Return what opens a commitment: the 16-byte salt and the canonical content.

    Raises ``ValueError`` for a salt of another length or content without a canonical form.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return salt + canonical(content)


def commitment(opening: bytes) -> str:
    """Return ``SHA-256(DOMAIN || salt || content)`` in hexadecimal.

    The salt has a fixed length, so no other salt and content give the same bytes; it is random
    and secret, so nobody can try out contents against the commitment.
    """
    return sha256(DOMAIN + opening).hexdigest()


def content_of(opening: bytes) -> dict[str, Value]:
    """Return the content of an opening. Raises ``ValueError`` where it is not canonical."""
    return parsed(opening[SALT_BYTES:])


def key_name(petition: str) -> str:
    """Return the name of the key that a petition's content is kept under."""
    return petition or OFFICE


def fingerprint(key: bytes) -> str:
    """Return what names a content key after it is gone: SHA-256 of a prefix and the key."""
    return sha256(b"rollcheck content key v1\n" + key).hexdigest()


def encrypted(key: bytes, nonce: bytes, petition: str, seq: int, opening: bytes) -> bytes:
    """Return the opening under AES-256-GCM, bound to its petition and entry.

    ``nonce``: 12 random bytes, never used twice with the key; at random that is safe for four
    thousand million contents (NIST SP 800-38D, 8.3).
    """
    return AESGCM(key).encrypt(nonce, opening, _bound(petition, seq))


def decrypted(key: bytes, nonce: bytes, petition: str, seq: int, box: bytes) -> bytes | None:
    """Return the opening, or ``None`` where the box, its place or the key is another."""
    try:
        return AESGCM(key).decrypt(nonce, box, _bound(petition, seq))
    except (InvalidTag, ValueError):
        return None


def _bound(petition: str, seq: int) -> bytes:
    return f"{key_name(petition)} {seq}".encode()
