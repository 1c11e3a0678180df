"""How an office signs its record, from the environment at the process's edge.

| variable | what it is |
|---|---|
| ``ROLLCHECK_RECORD_NAME`` | the record's name, such as ``elections.example.gov/record`` |
| ``ROLLCHECK_SIGNING_PASSPHRASE_FILE`` | a file (mode 0600) with the signing key's passphrase |
| ``ROLLCHECK_SIGNING_TOKEN`` | a program that signs, instead of a key file |
| ``ROLLCHECK_SIGNING_TOKEN_KEY`` | that program's 32-byte public key in base64 |
| ``ROLLCHECK_PUBLIC_CHECKPOINT`` | ``1``: the newest checkpoint is shown without signing in |
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.record.folder import token_of
from rollcheck.record.note import is_name

NAME = "ROLLCHECK_RECORD_NAME"
PASSPHRASE_FILE = "ROLLCHECK_SIGNING_PASSPHRASE_FILE"  # noqa: S105 - its name, no passphrase
TOKEN, TOKEN_KEY = "ROLLCHECK_SIGNING_TOKEN", "ROLLCHECK_SIGNING_TOKEN_KEY"
PUBLIC = "ROLLCHECK_PUBLIC_CHECKPOINT"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Signing:
    """What signs: ``token`` with its public key, or a key file under a passphrase or none.

    ``name`` is that of a record still to be opened, empty for one made of its key; ``public``
    tells whether the newest checkpoint is shown to everybody.
    """

    name: str = ""
    passphrase_file: Path | None = None
    token: tuple[str, ...] = ()
    token_key: bytes = b""
    public: bool = False


def signing_of(environment: Mapping[str, str]) -> Signing:
    """Read how the office signs. Raises ``RollcheckError`` for what cannot be."""
    name, token = environment.get(NAME, ""), environment.get(TOKEN, "")
    file, token_key = environment.get(PASSPHRASE_FILE), _bytes(environment.get(TOKEN_KEY, ""))
    problems = []
    if name and not is_name(name):
        message = "write a name without spaces or plus signs"
        problems.append(Problem(NAME, None, None, "origin", message))
    if bool(token) != (TOKEN_KEY in environment) or (token and len(token_key) != KEY_BYTES):
        message = "name the program and its public key of 32 bytes in base64, or neither"
        problems.append(Problem(TOKEN_KEY, None, None, "token_key", message))
    raise_if_any(problems)
    return Signing(
        name=name,
        passphrase_file=Path(file) if file else None,
        token=token_of(token),
        token_key=token_key,
        public=environment.get(PUBLIC) == "1",
    )


def no_key(path: Path) -> RollcheckError:
    """Return the problem of a signing key that is not where it belongs."""
    message = (
        "the record's signing key is not here; put it back from a backup. Nothing can be signed "
        "without it"
    )
    return RollcheckError([Problem(str(path), None, None, "no_key", message)])


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except NotBase64:
        return b""
