"""Waiting for one's turn to write, on SQLite: in a queue, as PostgreSQL has it of itself.

SQLite lets whoever finds the database taken sleep and look again, ever longer; with many at work
some would look at the wrong moment for seconds.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

TURN = "turn"
"""The file in the data folder that is locked by whoever has the turn; nothing is in it."""


@contextmanager
def queueing() -> Iterator[None]:
    """Wait until no other thread or process of this machine is in such a block.

    It is waited for before the transaction begins: whoever is in one has the database already.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    # Each opening of the file is a lock of its own, for threads as for processes.
    with (settings.PLACE.folder / TURN).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
