"""A record as a folder: the database, the keys, the stored files, and who signs."""

import shlex
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.content_keys import KeyFolder, Random
from rollcheck.record.entry import Act, Entry, read_entry
from rollcheck.record.event_type import EVENT_TYPES
from rollcheck.record.events import upkeep
from rollcheck.record.findings import Gathered
from rollcheck.record.keys_in_force import key_at, key_periods
from rollcheck.record.note import ED25519, VerifierKey, is_name
from rollcheck.record.signing import Signer, read_key_file, token_signer
from rollcheck.record.store import NOT_A_RECORD, SqliteStore, Stored, create_store, open_store
from rollcheck.record.writing import append_acts

DATABASE, SETTINGS, SIGNING_KEY = "record.sqlite", "record.toml", "signing.pem"
CONTENT_KEYS, FILES = "content-keys", "files"
NEXT_KEY = "signing-next.pem"
UPKEEP = [code for code, declared in EVENT_TYPES.items() if declared.group is upkeep.UPKEEP]


@dataclass(frozen=True, slots=True)
class Record:
    """An open record: its store, its content keys, where its files are, and how it signs.

    ``token`` is the program that signs, or ``None`` where a key file does.
    """

    path: Path
    origin: str
    store: SqliteStore
    keys: KeyFolder
    token: tuple[str, ...] | None

    @property
    def files(self) -> Path:
        """Return the folder of stored files."""
        return self.path / FILES

    @property
    def signing_key(self) -> Path:
        """Return the file of the signing key, where a file signs."""
        return self.path / SIGNING_KEY

    def upkeep(self) -> list[Entry]:
        """Return the entries about the record itself; what cannot be read is left out."""
        return self.entries_of(UPKEEP)

    def entries_of(self, codes: Sequence[str]) -> list[Entry]:
        """Return the entries of some types, in order; what cannot be read is left out."""
        found = _readable(self.store.entries_of(codes))
        return [entry for entry in found if entry.type.code in codes]

    def entries(self) -> Iterator[Entry]:
        """Yield the entries that can be read; `rollcheck record check` tells of the others."""
        return _readable(self.store.entries())

    def verifier_key(self) -> VerifierKey:
        """Return the key in force. Raises ``RollcheckError`` where the entries name none."""
        gathered = Gathered()
        key = key_at(key_periods(self.upkeep(), gathered), self.store.tree().size)
        if key is None or gathered.findings:
            message = "the entries about keys are damaged; run `rollcheck record check`"
            raise RollcheckError([Problem(str(self.path), None, None, "keys_damaged", message)])
        return key

    def signer(self, key: VerifierKey, passphrase: bytes | None) -> Signer:
        """Return what signs for a key. ``RollcheckError`` where the file holds another key."""
        if self.token:
            return token_signer(self.token, key.key)
        signer = read_key_file(self.signing_key, passphrase)
        if signer.public != key.key:
            message = (
                "holds another key than the one in force; put the right file in its place. After "
                f"a rotation that was interrupted that is {NEXT_KEY}"
            )
            raise RollcheckError([Problem(str(self.signing_key), None, None, "other_key", message)])
        return signer


def _readable(entries: Iterable[Stored]) -> Iterator[Entry]:
    for stored in entries:
        try:
            yield read_entry(stored.entry)
        except ValueError:
            continue


def create_record(
    path: Path, origin: str, signer: Signer, opened: tuple[datetime, str], random: Random
) -> VerifierKey:
    """Make a new record in an existing private folder, with its first entry; return its key.

    ``opened`` is when and by whom. The folder already holds the key file, if a file signs.
    """
    if not is_name(origin):
        message = "write a name such as elections.example.gov/record, without spaces or plus signs"
        raise RollcheckError([Problem("", None, "origin", "origin", message)])
    key = VerifierKey(origin, ED25519, signer.public)
    (path / CONTENT_KEYS).mkdir(mode=0o700)
    (path / FILES).mkdir(mode=0o700)
    create_store(path / DATABASE)
    (path / DATABASE).chmod(0o600)
    at, actor = opened
    act = Act(upkeep.RecordOpened(origin, str(key)), at, actor)
    with open_store(path / DATABASE) as store, store.transaction():
        append_acts(store, [act], KeyFolder(path / CONTENT_KEYS, random), random)
    return key


def settings_text(origin: str, token: str | None) -> str:
    """Return the text of the settings file."""
    lines = [f"origin = {_quoted(origin)}"]
    if token:
        lines += ["", "# The program that signs; see docs/record.md", f"token = {_quoted(token)}"]
    return "\n".join([*lines, ""])


def token_of(command: str) -> tuple[str, ...]:
    """Return the words of the command of a program that signs."""
    return tuple(shlex.split(command))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_record(path: Path) -> bool:
    """Tell whether a folder is that of a record."""
    return (path / SETTINGS).is_file() and (path / DATABASE).is_file()


@contextmanager
def open_record(path: Path, random: Random, *, read_only: bool = False) -> Iterator[Record]:
    """Open the folder of a record. Raises ``RollcheckError`` where it is none."""
    try:
        settings = tomllib.loads((path / SETTINGS).read_text(encoding="utf-8"))
        origin, token = settings["origin"], settings.get("token", "")
    except (FileNotFoundError, NotADirectoryError, KeyError, ValueError):
        raise RollcheckError([Problem(str(path), None, None, "no_record", NOT_A_RECORD)]) from None
    with open_store(path / DATABASE, read_only=read_only) as store:
        keys = KeyFolder(path / CONTENT_KEYS, random)
        yield Record(path, str(origin), store, keys, token_of(str(token)) or None)
