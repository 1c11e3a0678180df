"""The keys of sealed content, one for each petition: when a key is gone, so is what it sealed."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from rollcheck.problems import Problem, RollcheckError
from rollcheck.record.files import zero
from rollcheck.record.sealing import KEY_BYTES, key_name
from rollcheck.record.signing import read_private, write_private

Random = Callable[[int], bytes]


class ContentKeys(Protocol):
    """Gives the 32-byte key that a petition's content is kept under, making it at first use."""

    def key(self, petition: str) -> bytes:
        """Return the key. Raises ``RollcheckError`` where it was destroyed."""


class KeyFolder:
    """Content keys as files of mode 0600 in a folder; an empty file is a destroyed key."""

    def __init__(self, path: Path, random: Random) -> None:
        self._path = path
        self._random = random
        self._read: dict[str, bytes] = {}

    def key(self, petition: str) -> bytes:
        """Return a petition's key, made and written down where there was none."""
        found = self.existing(petition)
        if found is None:
            found = self._random(KEY_BYTES)
            write_private(self._file(petition), found)
            self._read[petition] = found
        if not found:
            message = (
                f"the content of {key_name(petition)} was destroyed, and its key with it; "
                "nothing can be sealed there any more"
            )
            raise RollcheckError([Problem("", None, None, "content_destroyed", message)])
        return found

    def existing(self, petition: str) -> bytes | None:
        """Return the key, no bytes where it was destroyed, ``None`` where there never was one."""
        if petition not in self._read:
            try:
                self._read[petition] = read_private(self._file(petition))
            except FileNotFoundError:
                return None
        return self._read[petition]

    def destroy(self, petition: str) -> None:
        """Overwrite a key and leave an empty file in its place."""
        zero(self._file(petition))
        self._read[petition] = b""

    def _file(self, petition: str) -> Path:
        return self._path / f"{key_name(petition)}.key"
