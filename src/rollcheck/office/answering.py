"""Answering requests by one process or several, which share the port that they listen at.

Python runs one thread of a process at a time; several processes use several cores.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import waitress

THREADS = 8
SWITCH_EVERY = 0.001
"""Seconds after which a thread that computes lets another go on; 0.005 is Python's own. Most of a
request is small steps between questions to the database, and after each it waits for its turn."""


def listening(**at: Any) -> Any:
    """Return a waitress server that listens ``at`` a host and port, or at sockets that are open.

    Its ``run`` answers until it is interrupted. Call it once the settings are known. The rolls that
    people look up in are opened meanwhile, on a thread of their own.
    """
    sys.setswitchinterval(SWITCH_EVERY)
    # Loaded here: it wants its settings first.
    application = import_module("rollcheck.office.wsgi").application
    server = waitress.create_server(application, threads=THREADS, **at)
    opening = import_module("rollcheck.office.review.warming").open_rolls_apart
    threading.Thread(target=opening, daemon=True).start()
    return server


@contextmanager
def further_processes(server: Any, number: int) -> Iterator[None]:
    """Let so many more processes answer beside a server; they end with the block, or with us.

    None where a host name stands for several addresses.
    """
    listener = getattr(server, "socket", None)
    processes = []
    if isinstance(listener, socket.socket):
        handle = listener.fileno()
        command = [sys.executable, "-m", "rollcheck.office.answering", str(handle)]
        processes = [
            subprocess.Popen(command, pass_fds=[handle], stdin=subprocess.PIPE)  # noqa: S603 - ours
            for _ in range(number)
        ]
    try:
        yield
    finally:
        for one in processes:
            one.terminate()
        for one in processes:
            one.communicate()


def _beside(handle: int) -> None:
    """Answer at a socket that another process listens at, until that one ends."""
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    listening(sockets=[socket.socket(fileno=handle)]).run()


def _end_with_the_first() -> None:
    """Wait for the first process's end, which closes our standard input."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _beside(int(sys.argv[1]))
