"""Several processes answer at one port, and end with the first."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest

OPEN = build_opener(ProxyHandler({})).open
LONGEST = 600  # seconds: a busy machine is slow


def answers(url: str) -> bool:
    """Whether anybody answers there within a few seconds."""
    try:
        with OPEN(url, timeout=3) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def becomes(url: str, *, answered: bool) -> bool:
    """Whether it comes to answer, or to answer no more."""
    end = time.monotonic() + LONGEST
    while answers(url) is not answered:
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


@pytest.mark.slow
def test_a_second_process_answers_and_ends_with_the_first(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "rollcheck", "serve", "--port", "0", "--no-worker"]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with subprocess.Popen(
        [*command, "--processes", "2", "--data", str(tmp_path / "office")],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as first:
        try:
            assert first.stdout is not None
            found = re.search(r"http://[^ ]+/", first.stdout.readline())
            assert found is not None
            url = f"{found[0]}healthz"
            assert becomes(url, answered=True)
            os.kill(first.pid, signal.SIGSTOP)
            assert becomes(url, answered=True)  # the second: the first can do nothing now
        finally:
            first.kill()
    assert becomes(url, answered=False)
