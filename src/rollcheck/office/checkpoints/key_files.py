"""The office's private signing keys: files named by their public key, or a token."""

import secrets
from hashlib import sha256
from pathlib import Path

from rollcheck.office.checkpoints.configured import PASSPHRASE_FILE, Signing, no_key
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.note import VerifierKey
from rollcheck.record.signing import (
    Signer,
    is_encrypted,
    make_key_file,
    read_key_file,
    read_passphrase,
    read_private,
    token_signer,
)

SHORT = 16


def fingerprint(public: bytes) -> str:
    """Return the SHA-256 of a public key's 32 bytes, in hexadecimal."""
    return sha256(public).hexdigest()


def key_file(folder: Path, public: bytes) -> Path:
    """Return where the private key of a public key is kept.

    Each has a name of its own, so that a hand-over that is interrupted loses neither.
    """
    return folder / f"{fingerprint(public)[:SHORT]}.pem"


def new_signer(folder: Path, signing: Signing, in_force: bytes = b"") -> Signer:
    """Return the next key's signer: the token, unless it signs already, or a new key file."""
    if signing.token and signing.token_key != in_force:
        return token_signer(signing.token, signing.token_key)
    unnamed = folder / f"new-{secrets.token_hex(8)}.pem"
    file = signing.passphrase_file
    signer = make_key_file(unnamed, _passphrase_in(file) if file else None)
    unnamed.rename(key_file(folder, signer.public))
    return signer


def signer_of(key: VerifierKey, folder: Path, signing: Signing) -> Signer:
    """Return what signs for a key of the record.

    Raises ``RollcheckError`` where its file is missing, others may read it, or the passphrase is
    another.
    """
    if signing.token and signing.token_key == key.key:
        return token_signer(signing.token, key.key)
    path = key_file(folder, key.key)
    try:
        signer = read_key_file(path, _passphrase(path, signing))
    except FileNotFoundError:
        raise no_key(path) from None
    if signer.public != key.key:
        message = "holds another key than its name says; put the right file in its place"
        raise RollcheckError([Problem(str(path), None, None, "other_key", message)])
    return signer


def forget_key(folder: Path, public: bytes) -> None:
    """Remove a key's file, where a file has it: the key signs no more."""
    key_file(folder, public).unlink(missing_ok=True)


def refuse_open_key(key: VerifierKey, folder: Path) -> None:
    """Raise ``RollcheckError`` where others may read the file of a key; it may be elsewhere."""
    path = key_file(folder, key.key)
    if path.exists():
        read_private(path)


def _passphrase(path: Path, signing: Signing) -> bytes | None:
    if not is_encrypted(path):
        return None
    if signing.passphrase_file is None:
        message = f"is encrypted; name the file of its passphrase in {PASSPHRASE_FILE}"
        raise RollcheckError([Problem(str(path), None, None, "passphrase", message)])
    return _passphrase_in(signing.passphrase_file)


def _passphrase_in(file: Path) -> bytes:
    try:
        return read_passphrase(file)
    except OSError:
        message = f"cannot be read; {PASSPHRASE_FILE} names the file of the passphrase"
        raise RollcheckError([Problem(str(file), None, None, "passphrase", message)]) from None
