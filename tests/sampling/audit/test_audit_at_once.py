"""Two steps at once: one is recorded, the other is told, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from audit_cases import agreeing, insufficient, stepped, write_reviews

from rollcheck.problems import RollcheckError
from rollcheck.sampling.audit import (
    Audit,
    only_writer,
    read_state,
    step_of_reviews,
    write_state,
)


def test_of_two_steps_at_once_the_second_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    path, audit = tmp_path / "state.json", insufficient()
    with only_writer(path, None):
        write_state(path, audit.state)
    first, second = (
        stepped(audit, tmp_path, agreeing(audit, 0, lines)) for lines in (5, 7)
    )  # both were made from the state before any review
    with only_writer(path, audit.state):
        write_state(path, first.state)
    with pytest.raises(RollcheckError) as caught, only_writer(path, audit.state):
        write_state(path, second.state)
    assert [one.code for one in caught.value.problems] == ["changed_meanwhile"]
    assert read_state(path) == first.state
    again = stepped(Audit(audit.commitment, read_state(path)), tmp_path, agreeing(audit, 0, 7))
    with only_writer(path, first.state):
        write_state(path, again.state)
    assert list(read_state(path).reviews) == [one.finding.line_id for one in audit.drawn[:7]]
    with pytest.raises(RollcheckError) as caught, only_writer(path, None):
        write_state(path, audit.state)
    assert [one.code for one in caught.value.problems] == ["drawn_already"]


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    """Each of many steps at once is either recorded or refused: as many as are recorded stand."""
    path, audit = tmp_path / "state.json", insufficient()
    write_state(path, audit.state)
    ready = Barrier(8)

    def step(number: int) -> str:
        rows = tmp_path / f"{number}.csv"
        ready.wait()
        try:
            before = Audit(audit.commitment, read_state(path))
            done = len(before.state.reviews)
            after = step_of_reviews(before, write_reviews(rows, agreeing(audit, done, done + 1)))
            with only_writer(path, before.state):
                write_state(path, after.state)
        except RollcheckError as error:
            return error.problems[0].code
        return "recorded"

    with ThreadPoolExecutor(8) as people:
        ended = list(people.map(step, range(8)))
    assert ended.count("recorded") == len(read_state(path).reviews) >= 1
    assert set(ended) <= {"recorded", "changed_meanwhile"}
