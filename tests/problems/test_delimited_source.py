"""A source that is closed while a thread reads ahead in it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rollcheck.problems.delimited_source import Utf8Source


def test_closing_waits_for_the_reading_and_nothing_is_read_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"id\n" + b"1\n" * (1 << 20))
    source = Utf8Source(path, "utf-8", name="table.csv")
    begun, may_go_on = threading.Event(), threading.Event()
    unpacked = Utf8Source._unpacked_bytes

    def slow(self: Utf8Source, size: int) -> bytes:
        begun.set()
        may_go_on.wait()
        return unpacked(self, size)

    monkeypatch.setattr(Utf8Source, "_unpacked_bytes", slow)
    with ThreadPoolExecutor(2) as threads:
        reading = threads.submit(source.read)
        begun.wait()
        closing = threads.submit(source.close)
        assert not closing.done()
        may_go_on.set()
        assert reading.result() == path.read_bytes()
        closing.result()
    assert source.read() == b""
