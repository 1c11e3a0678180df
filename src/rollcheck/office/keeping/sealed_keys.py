"""The office's keys in a backup: encrypted under a passphrase, with scrypt and AES-GCM."""

import base64
import json
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

# RFC 7914 and OWASP's advice of 2023: 2^17 and 8 take 128 MB and some tenths of a second a guess.
N, R, P = 2**17, 8, 1
SALT, NONCE, KEY = 16, 12, 32

Random = Callable[[int], bytes]


def seal(files: Mapping[str, bytes], passphrase: str, random: Random) -> bytes:
    """Return files encrypted under a passphrase: a line of JSON with the salts, then the box."""
    head = {"n": N, "r": R, "p": P, "salt": _text(random(SALT)), "nonce": _text(random(NONCE))}
    content = json.dumps({name: _text(content) for name, content in files.items()})
    first = json.dumps(head).encode() + b"\n"
    box = AESGCM(_key(head, passphrase)).encrypt(_bytes(head["nonce"]), content.encode(), first)
    return first + box


def unseal(sealed: bytes, passphrase: str) -> dict[str, bytes] | None:
    """Return the files, or None where the passphrase is not the one (or the box was altered)."""
    first, _end, box = sealed.partition(b"\n")
    head = json.loads(first)
    try:
        content = AESGCM(_key(head, passphrase)).decrypt(_bytes(head["nonce"]), box, first + b"\n")
    except InvalidTag:
        return None
    return {name: _bytes(text) for name, text in json.loads(content).items()}


def _key(head: Mapping[str, object], passphrase: str) -> bytes:
    if (head["n"], head["r"], head["p"]) != (N, R, P):
        raise ValueError("other costs than a backup is made with")
    kdf = Scrypt(salt=_bytes(head["salt"]), length=KEY, n=N, r=R, p=P)
    return kdf.derive(passphrase.encode())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: object) -> bytes:
    return base64.b64decode(str(text), validate=True)
