"""The bench harness says what it measured, and does not flatter."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bench.import_and_match import stages
from bench.kept import Kept, page, read_kept
from bench.machine import busy_sentence, busy_share
from bench.measure import cost
from bench.report import Picture, Report, Table

from bench import law_2022


def test_a_busy_machine_is_never_called_idle() -> None:
    assert busy_sentence(0.01).endswith(": idle.")
    assert "was not idle" in busy_sentence(0.06)
    assert 0 <= busy_share(0.1) <= 1


def test_memory_and_time_are_the_commands_own(tmp_path: Path) -> None:
    waste = [0] * 8_000_000  # 64 MB held here must not be counted there
    small = cost([sys.executable, "-c", "import time; time.sleep(0.2)"], tmp_path)
    large = cost([sys.executable, "-c", "held = bytearray(200 * 2**20)"], tmp_path)
    assert len(waste) > 0
    assert small.seconds >= 0.2
    assert small.peak_mib < 60
    assert large.peak_mib > 200


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="left with 3"):
        cost([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)


def test_repetitions_write_beside_each_other() -> None:
    match = stages(0.1)[-1]
    assert match.command(0)[-2:] == ["--out", "run"]
    assert match.command(2)[-2:] == ["--out", "run-2"]


def test_a_figure_that_differs_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_2022, "computed", lambda command, key: 0)
    report = law_2022.run(scale=1)
    assert len(report.failures) == len(law_2022.CASE)
    assert {row[-1] for row in report.rows} == {"NO"}


REPORT = Report(
    "n",
    "A title",
    "Is it so?",
    ("what", "s"),
    (("this", "1"),),
    ("S.",),
    ("N.",),
    failures=("it is not",),
    more=(Table("More", ("x",), (("2",),)),),
    pictures=(Picture("a.svg", "It grows", ""),),
)
KEPT = Kept(REPORT, "python -m bench --only n", 0.1, "2022-07-06", ("Machine: m.",), "Idle.")


def test_what_is_kept_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert KEPT.write(tmp_path)
    assert read_kept(tmp_path / "n.json") == KEPT


def test_what_was_measured_at_a_larger_scale_stays(tmp_path: Path) -> None:
    large = replace(KEPT, scale=1.0)
    assert KEPT.write(tmp_path)
    assert large.write(tmp_path)
    assert not KEPT.write(tmp_path)
    assert read_kept(tmp_path / "n.json") == large


def test_the_page_has_every_table_picture_and_sentence() -> None:
    text = page([KEPT, KEPT])
    for part in ("## A title", "Is it so?", "| this | 1 |", "- S.", "- N.", "More:", "| 2 |"):
        assert text.count(part) == 2
    assert "![It grows](images/a.svg)" in text
    assert "- it is not" in text
    assert "Measured on 2022-07-06 by `python -m bench --only n`. Idle." in text
    assert text.count("- Machine: m.") == 1, "said once where it does not change"
