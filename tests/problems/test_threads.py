"""The work of threads has ended when their block has, however it ends."""

import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from rollcheck.problems import Threads

PATIENCE = 30.0
"""Seconds after which something that never comes fails a test."""


@pytest.fixture
def told() -> Iterator[Callable[[], None]]:
    """Interrupt the main thread, as Ctrl-C does, when another thread calls it."""

    def interrupt(*_signal: object) -> None:
        raise KeyboardInterrupt

    main = threading.main_thread().ident or 0
    before = signal.signal(signal.SIGUSR1, interrupt)
    yield lambda: signal.pthread_kill(main, signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


def test_results_come_and_all_is_done() -> None:
    with Threads(2) as beside:
        squares = [beside.submit(pow, number, 2) for number in range(5)]
    assert [one.result() for one in squares] == [0, 1, 4, 9, 16]


@pytest.mark.parametrize("begins", [0.0, 0.05], ids=["handing out", "waiting"])
def test_an_interrupt_waits_for_the_work_that_has_begun(
    told: Callable[[], None], begins: float
) -> None:
    ended: list[str] = []

    def work() -> None:
        time.sleep(begins)
        told()
        # Long enough for a main thread that does not wait to be past the block.
        time.sleep(0.1)
        ended.append("first")

    with pytest.raises(KeyboardInterrupt), Threads(1) as beside:  # noqa: PT012 - the block waits
        beside.submit(work)
        beside.submit(ended.append, "second")
    assert ended[:1] == ["first"]


def test_what_was_not_begun_is_given_up_where_something_goes_wrong() -> None:
    ended: list[str] = []
    go_on, begun = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        ended.append("first")

    def fail(beside: Threads) -> None:
        beside.submit(work)
        beside.submit(ended.append, "second")
        assert begun.wait(PATIENCE)
        threading.Timer(0.05, go_on.set).start()
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"), Threads(1) as beside:
        fail(beside)
    assert ended == ["first"]
