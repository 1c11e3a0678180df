"""A file's text as UTF-8 bytes, whatever it is packed in and however it is encoded.

One pass at constant memory. What can be wrong with bytes is found here: a missing, empty,
truncated or encrypted file, text that is not in the encoding named, bytes that are no text.
"""

import codecs
import gzip
import io
import sys
import threading
import zipfile
import zlib
from pathlib import Path
from typing import IO

from rollcheck.problems.problem import Problem, RollcheckError
from rollcheck.problems.progress import Progress, silent

CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In these an ASCII byte always means itself, so that a chunk of ASCII needs no decoding.
ASCII_INSIDE = {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "mac-roman"}
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # what an .xls file begins with
WORKBOOK_PARTS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}  # .xlsx, .xlsb, .ods
PDF = b"%PDF"
WORKBOOK = "the file is a spreadsheet workbook; open it and save the sheet as CSV in UTF-8"
PACKING_ERRORS = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error)


class Utf8Source(io.RawIOBase):
    """The text of ``path`` as a readable stream of UTF-8 bytes.

    Line ends at the end of the file are held back and ``ending()`` is sent after all else, so
    that the parser's owner can tell whether the parser reached the true end of the text.
    Raises ``RollcheckError`` from the constructor or from ``read``.
    """

    # What is closed, which also happens to a source whose file could not be opened.
    _open_files: tuple[IO[bytes], ...] = ()

    def __init__(
        self,
        path: Path,
        encoding: str,
        *,
        name: str,
        errors: str = "strict",
        progress: Progress = silent,
    ) -> None:
        super().__init__()
        # The parser reads ahead in a thread of its own, and goes on after it has been given up.
        self._reading = threading.Lock()
        self.name = name
        self.ending = b""
        self.sent = 0
        self._path = path
        self._progress = progress
        self._ready = b""
        self._held = b""
        self._line_open = False
        self._ended = False
        self._raw, self._unpacked, self._size = _open(path, name)
        self._open_files = (self._unpacked, self._raw)
        try:
            self._start(self._unpacked_bytes(CHUNK), encoding, errors)
        except BaseException:
            self.close()
            raise

    def _start(self, first: bytes, encoding: str, errors: str) -> None:
        """Choose the decoder (a byte order mark beats the encoding named) and begin."""
        for mark, marked in BYTE_ORDER_MARKS:
            if first.startswith(mark):
                first, encoding = first[len(mark) :], marked
                break
        if not first:
            raise _refused(self.name, "empty", "the file is empty")
        try:
            codec = codecs.lookup(encoding)
            self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        except LookupError:
            message = f"there is no encoding named {encoding!r}; utf-8, windows-1252, latin-1 exist"
            raise _refused(self.name, "unknown_encoding", message) from None
        self._encoding = codec.name
        self._ready = self._decoded(first)

    def readable(self) -> bool:
        """Return True: this stream can only be read."""
        return True

    def peek(self) -> bytes:
        """Return the first chunk of text (at most a mebibyte of the file) without taking it."""
        return self._ready

    def skip(self, count: int) -> None:
        """Drop the first ``count`` bytes of what ``peek`` returned, whole lines."""
        self._ready = self._without_line_ends(self._ready[count:])

    def read(self, size: int = -1) -> bytes:
        """Return ``size`` bytes of text, fewer at the end, ``b""`` after it and once closed."""
        with self._reading:
            return b"" if self.closed else self._read(size)

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        left = size if size >= 0 else sys.maxsize
        while left and (self._ready or not self._ended):
            if not self._ready:
                self._fill()
            part = self._ready[:left]
            self._ready = self._ready[left:]
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Close the file and what unpacks it, once nobody reads from them.

        A thread still in here while the process leaves would end it with an error of its own.
        """
        with self._reading:
            for file in self._open_files:
                file.close()
            super().close()

    def _fill(self) -> None:
        data = self._unpacked_bytes(CHUNK)
        self._progress(f"Reading {self.name}", self._raw.tell(), self._size)
        self._ended = not data
        self._ready = self._without_line_ends(self._held + self._decoded(data, final=self._ended))
        if self._ended:
            self._ready += b"\n" + self.ending if self._line_open else self.ending

    def _without_line_ends(self, text: bytes) -> bytes:
        """Hold back the line ends that ``text`` ends with: they may be the last of the file."""
        kept = text.rstrip(b"\r\n") if text.endswith((b"\n", b"\r")) else text
        self._held = text[len(kept) :]
        self._line_open = self._line_open or bool(kept)
        return kept

    def _unpacked_bytes(self, size: int) -> bytes:
        try:
            return self._unpacked.read(size)
        except PACKING_ERRORS:
            message = "the compressed file is damaged or cut short; copy it again from its source"
            raise _refused(self.name, "damaged_archive", message) from None

    def _decoded(self, data: bytes, *, final: bool = False) -> bytes:
        if data.isascii() and self._encoding in ASCII_INSIDE and not self._decoder.getstate()[0]:
            text = data
        else:
            try:
                text = self._decoder.decode(data, final).encode("utf-8", "surrogatepass")
            except UnicodeDecodeError as error:
                text = self._before(error)
                raise self._undecodable(len(text)) from None
        if b"\0" in text:
            message = (
                "the file holds zero bytes, so it is not text in the encoding named; if it is "
                "UTF-16 without a byte order mark, name utf-16-le or utf-16-be"
            )
            raise _refused(self.name, "not_text", message)
        self.sent += len(text)
        return text

    @staticmethod
    def _before(error: UnicodeDecodeError) -> bytes:
        return error.object[: error.start].decode(error.encoding, "replace").encode("utf-8")

    def _undecodable(self, extra: int) -> RollcheckError:
        row = record_at(self._path, self._encoding, self.sent + extra, name=self.name)
        message = (
            f"the text is not valid {self._encoding}; save the file as UTF-8 (in a spreadsheet: "
            "Save as, CSV UTF-8), or name the encoding it was written in where that can be said, "
            "for example windows-1252 or latin-1"
        )
        return RollcheckError([Problem(self.name, row, None, "undecodable", message)])


def record_at(path: Path, encoding: str, offset: int, *, name: str, quote: bytes = b'"') -> int:
    """Return the number (from 1) of the record that holds byte ``offset`` of the UTF-8 text.

    Reads the file again, since counting line ends outside quotes is too slow to do always.
    """
    records, inside, left = 1, False, offset
    with Utf8Source(path, encoding, name=name, errors="replace") as source:
        while left > 0 and (text := source.read(CHUNK)):
            for number, part in enumerate(text[:left].split(quote)):
                inside = inside if number == 0 else not inside
                records += 0 if inside else part.count(b"\n")
            left -= len(text)
    return records


def _open(path: Path, name: str) -> tuple[IO[bytes], IO[bytes], int]:
    """Return the file, the stream of its unpacked bytes, and its size in bytes."""
    if path.is_dir():
        raise _refused(name, "not_a_file", "this is a folder; name a file in it")
    try:
        raw = path.open("rb")
    except FileNotFoundError:
        raise _refused(name, "missing", "there is no such file") from None
    try:
        return raw, _unpacked(raw, path, name), path.stat().st_size
    except BaseException:
        raw.close()
        raise


def _unpacked(raw: IO[bytes], path: Path, name: str) -> IO[bytes]:
    magic = raw.read(4)
    raw.seek(0)
    if magic.startswith(GZIP_MAGIC):
        return gzip.GzipFile(fileobj=raw, mode="rb")  # type: ignore[return-value]
    if magic == ZIP_MAGIC:
        return _only_member(raw, name)
    if magic == OLD_WORKBOOK:
        raise _refused(name, "workbook", WORKBOOK)
    if magic == PDF:
        raise _refused(name, "not_text", "the file is a PDF, not a table; ask for it as CSV")
    if magic and path.suffix.lower() in {".gz", ".zip"}:
        message = f"the name ends in {path.suffix} but the content is not such an archive"
        raise _refused(name, "damaged_archive", message)
    return raw


def _only_member(raw: IO[bytes], name: str) -> IO[bytes]:
    try:
        archive = zipfile.ZipFile(raw)
    except zipfile.BadZipFile:
        message = "the zip file is damaged or cut short; copy it again from its source"
        raise _refused(name, "damaged_archive", message) from None
    members = [member for member in archive.infolist() if not _is_clutter(member)]
    if any(member.filename in WORKBOOK_PARTS for member in members):
        raise _refused(name, "workbook", WORKBOOK)
    if len(members) != 1:
        message = f"the zip file holds {len(members)} files; unpack it and name the one to read"
        raise _refused(name, "not_one_member", message)
    if members[0].flag_bits & 1:
        raise _refused(name, "encrypted", "the zip file is encrypted; unpack it first")
    try:
        return archive.open(members[0])
    except (zipfile.BadZipFile, NotImplementedError):
        message = "the zip file is damaged or uses an unknown compression; unpack it first"
        raise _refused(name, "damaged_archive", message) from None


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    return member.is_dir() or member.filename.startswith("__MACOSX/")


def _refused(name: str, code: str, message: str) -> RollcheckError:
    return RollcheckError([Problem(name, None, None, code, message)])
