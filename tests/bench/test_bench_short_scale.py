"""A short run of each bench of what matching takes: it measures and prints figures."""

import pytest
from one_process import in_one_process

from bench import linear, matching_at_scale

pytestmark = pytest.mark.slow


def test_matching_at_scale_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    in_one_process(monkeypatch)
    monkeypatch.setattr(matching_at_scale, "ROUNDS", 1)
    report = matching_at_scale.run(0.001)
    assert len(report.rows) == 7
    assert {row[1] for row in report.more[0].rows} == {"yes"}


def test_growth_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    in_one_process(monkeypatch)
    monkeypatch.setattr(linear, "ROUNDS", 1)
    monkeypatch.setattr(linear, "VOTERS", (200_000, 1_000_000, 4_000_000))
    monkeypatch.setattr(linear, "LINES", (40_000, 80_000))
    report = linear.run(0.002)
    assert [row[0].partition(" voters")[0] for row in report.rows][:3] == ["400", "2,000", "8,000"]
    assert {picture.file for picture in report.pictures} == {
        "seconds-by-roll.svg",
        "memory-by-roll.svg",
        "seconds-by-lines.svg",
    }
