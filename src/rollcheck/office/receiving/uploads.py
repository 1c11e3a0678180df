"""Uploaded files go straight to the data folder's disk; only where a page takes files at all."""

from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.urls import Resolver404, resolve

from rollcheck.office.checkpoints.taking_in import MOST_BYTES as MOST_SIGNED_BYTES
from rollcheck.office.receiving.images import MOST_BYTES

TAKES_FILES = {
    "change_petition": MOST_SIGNED_BYTES,
    "receive_images": MOST_BYTES,
    "receive_sheet_image": MOST_BYTES,
    "take_cosignatures": MOST_SIGNED_BYTES,
    "take_timestamp": MOST_SIGNED_BYTES,
}
"""The pages that take files, by the names of their addresses, and the most bytes of one file."""

MOST_AT_ONCE = 5 * MOST_BYTES


class ToDataFolder(TemporaryFileUploadHandler):
    """Writes what comes in to ``uploads`` in the data folder, piece by piece.

    A file sent to a page that takes none, or by nobody who is signed in, is passed over; one that
    is too large is cut off one byte beyond what is taken, so that it is refused as such.
    """

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: Any, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse a request that is too large as a whole before reading it."""
        if content_length and content_length > MOST_AT_ONCE:
            raise RequestDataTooBig("too much at once")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a file in the data folder for one that a page may take."""
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.most = self._most_bytes()
        if not self.most:
            raise SkipFile
        self.file = InDataFolder(
            self.file_name or "", self.content_type, 0, self.charset, self.content_type_extra
        )
        self.written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, as far as the file is not too large already."""
        kept = raw_data[: max(0, self.most + 1 - self.written)]
        self.written += len(kept)
        self.file.write(kept)

    def file_complete(self, file_size: int) -> Any:
        """Hand the file over."""
        self.file.seek(0)
        self.file.size = self.written
        return self.file

    def _most_bytes(self) -> int:
        """Return how large a file may be on the page that it is sent to; 0 where none is taken."""
        request = self.request
        if request is None or not request.user.is_authenticated:
            return 0
        try:
            return TAKES_FILES.get(resolve(request.path_info).url_name or "", 0)
        except Resolver404:
            return 0


class InDataFolder(TemporaryUploadedFile):
    """An upload whose temporary file lies in the data folder; it is gone when it is closed."""

    def __init__(self, name: str, *said: Any) -> None:
        file = NamedTemporaryFile(suffix=".upload", dir=settings.PLACE.uploads)  # noqa: SIM115
        super(TemporaryUploadedFile, self).__init__(file, name, *said)
