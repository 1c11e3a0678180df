"""Many small files looked at one after the other, in one process apart."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, cast

from rollcheck.office.receiving.images import (
    DRAWER,
    LONGEST,
    MOST_BYTES,
    Inspected,
    RefusedFileError,
    bare,
)


class Looker:
    """Inspects file after file; use as a context manager.

    A process for each file would cost a thousand times what decoding a small picture does. The
    process that a hostile file ends is followed by another, and that file is refused.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Looker":
        """Return itself; the process begins with the first file."""
        return self

    def __exit__(self, *reason: object) -> None:
        """End the process."""
        self._end()

    def inspected(self, path: Path, name: str) -> Inspected:
        """Decode a file to see what it is. Raises ``RefusedFileError``."""
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise RefusedFileError("too_many_bytes")
        said = self._asked(path)
        if "wrong" in said:
            raise RefusedFileError(said["wrong"])
        return Inspected(said["kind"], said["pages"], size, bare(name))

    def _asked(self, path: Path) -> dict[str, Any]:
        process = self._process or self._begun()
        limit = threading.Timer(LONGEST, process.kill)
        limit.start()
        try:
            into, out = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
            into.write(json.dumps(str(path)) + "\n")
            into.flush()
            said: dict[str, Any] = json.loads(out.readline())
        except (OSError, json.JSONDecodeError):
            self._end()
            raise RefusedFileError("unreadable") from None
        finally:
            limit.cancel()
        return said

    def _begun(self) -> "subprocess.Popen[str]":
        self._process = subprocess.Popen(  # noqa: S603 - our own code, told paths
            [sys.executable, "-I", "-m", DRAWER, "inspect-each"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd="/",
            env={},
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
