"""Scans from outside: looked at in a process of their own, stored by hash, drawn anew to show."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck.record.files import place_of

MOST_BYTES = 200 << 20
LONGEST = 120  # seconds on a busy machine; the process's own limit counts its work alone
DRAWER = "rollcheck.office.receiving.drawing"

SENTENCES: dict[str, Promise] = {
    "not_an_image": _("This is no PNG, JPEG, TIFF or PDF file."),
    "unreadable": _("This file is damaged or protected; scan the paper again."),
    "too_large": _(
        "A page of this file has too many pixels; scan it at 600 dots an inch or fewer."
    ),
    "too_many_pages": _("This file has more than 300 pages; split it."),
    "too_many_bytes": _("This file is larger than 200 megabytes; split it."),
}


class RefusedFileError(Exception):
    """A file is refused; the sentence says why and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sentence = SENTENCES[code]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file is: png, jpeg, tiff or pdf; its size, pages, and the name it came under."""

    kind: str
    pages: int
    bytes: int
    name: str


def inspected(path: Path, name: str) -> Inspected:
    """Decode a file to see what it is. Raises ``RefusedFileError``."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise RefusedFileError("too_many_bytes")
    said = _apart("inspect", str(path))
    return Inspected(said["kind"], said["pages"], size, bare(name))


def drawn(images: Path, shown: Path, digest: str, page: int) -> Path:
    """Return the path of a page of a stored file as a JPEG with nothing else in it.

    It is drawn once and kept below ``shown``. Raises ``RefusedFileError``, and
    ``FileNotFoundError`` where the stored file is gone.
    """
    out = place_of(shown, digest).with_name(f"{digest[2:]}-{page}.jpg")
    if out.exists():
        return out
    source = place_of(images, digest)
    if not source.is_file():
        raise FileNotFoundError(digest)
    out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=out.parent)
    os.close(handle)
    try:
        _apart("draw", str(source), str(page), unfinished)
        Path(unfinished).replace(out)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return out


def _apart(*arguments: str) -> dict[str, Any]:
    """Let a process of its own look at a file; whatever becomes of it, this one lives."""
    try:
        done = subprocess.run(  # noqa: S603 - our own code, told a path
            [sys.executable, "-I", "-m", DRAWER, *arguments],
            capture_output=True,
            timeout=LONGEST,
            check=True,
            cwd="/",
            env={},
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError):
        raise RefusedFileError("unreadable") from None
    if "wrong" in said:
        raise RefusedFileError(said["wrong"])
    return said


def bare(name: str) -> str:
    """Return a file's name without its path and without signs that no page should repeat."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200]
