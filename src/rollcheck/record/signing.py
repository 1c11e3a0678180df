"""The private key that signs checkpoints: a file that only its owner reads, or a token."""

import os
import stat
import subprocess
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.checkpoint import ED25519_BYTES, Sign

OTHERS = stat.S_IRWXG | stat.S_IRWXO
TOKEN_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign: its 32 public bytes, and what signs a message."""

    public: bytes
    sign: Sign


def make_key_file(path: Path, passphrase: bytes | None) -> Signer:
    """Make an Ed25519 key and write it to a new file that only its owner may read (mode 0600).

    PEM, PKCS #8, encrypted under the passphrase where there is one. An existing file is never
    replaced: ``RollcheckError``.
    """
    key = Ed25519PrivateKey.generate()
    protection = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    write_private(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection))
    return _signer(key)


def read_key_file(path: Path, passphrase: bytes | None) -> Signer:
    """Read the key of a file. Raises ``RollcheckError`` where others may read it, or it is none."""
    try:
        key = load_pem_private_key(read_private(path), passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        message = (
            "holds no key that this passphrase opens; give the right one, or none if it has none"
        )
        raise RollcheckError([_problem(path, "key_not_opened", message)]) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise RollcheckError([_problem(path, "key_not_ed25519", "name a file with an Ed25519 key")])
    return _signer(key)


def token_signer(command: Sequence[str], public: bytes) -> Signer:
    """Return a signer that asks a program, such as one that talks to a smart card.

    The program gets the message on standard input and prints the 64-byte Ed25519 signature in
    base64 on standard output. Signing raises ``RollcheckError`` where it fails or says
    something else. Which program that is, only the administrator's configuration says.
    """

    def sign(message: bytes) -> bytes:
        code, signature = _asked(command, message)
        if len(signature) != ED25519_BYTES:
            late = f"took over {TOKEN_SECONDS} seconds"
            how = late if code is None else f"left with {code}"
            text = (
                f"the signing program did not sign (it {how}); it must read the "
                "message and print 64 bytes in base64, and leave with 0"
            )
            raise RollcheckError([Problem(command[0], None, None, "token_failed", text)])
        return signature

    return Signer(public, sign)


def _asked(command: Sequence[str], message: bytes) -> tuple[int | None, bytes]:
    """Return how a program left (``None``: not in time) and what it printed as base64."""
    try:
        done = subprocess.run(  # noqa: S603 - the administrator named the program
            list(command), input=message, capture_output=True, timeout=TOKEN_SECONDS, check=False
        )
        signature = b64decode(done.stdout.strip(), validate=True)
    except subprocess.TimeoutExpired:
        return None, b""
    except NotBase64:
        signature = b""
    return done.returncode, signature if done.returncode == 0 else b""


def is_encrypted(path: Path) -> bool:
    """Tell whether a key file asks for a passphrase."""
    return b"ENCRYPTED" in read_private(path).partition(b"\n")[0]


def read_passphrase(path: Path) -> bytes:
    """Return the passphrase in a private file, without the end of its line.

    Raises ``RollcheckError`` where others may read the file, or it is empty.
    """
    found = read_private(path).rstrip(b"\r\n")
    if not found:
        message = "holds no passphrase; write one into it, or keep the key without one"
        raise RollcheckError([_problem(path, "no_passphrase", message)])
    return found


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read. ``RollcheckError`` where it exists."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        message = "exists already; a key is never replaced, name another file"
        raise RollcheckError([_problem(path, "exists", message)]) from None
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def read_private(path: Path) -> bytes:
    """Read a file that only its owner may read. ``RollcheckError`` where others may."""
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        if found.st_mode & OTHERS:
            message = f"others may read this key; run: chmod 600 {path}"
            raise RollcheckError([_problem(path, "key_open_to_others", message)])
        if found.st_uid != os.geteuid():
            message = "belongs to somebody else; a key belongs to the user who signs with it"
            raise RollcheckError([_problem(path, "key_of_another", message)])
        return file.read()


def _signer(key: Ed25519PrivateKey) -> Signer:
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Signer(public, key.sign)


def _problem(path: Path, code: str, message: str) -> Problem:
    return Problem(str(path), None, None, code, message)
