"""The bench of the record measures what it says, and fails when it is too slow."""

import pytest
from bench.measure import Cost

from bench import record


def test_a_small_record_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "DECISIONS", 5)
    monkeypatch.setattr(record, "BATCH", 500)
    report = record.run(0.001)
    measured = {row[0]: row[1] for row in report.rows}
    assert "`rollcheck record check` of 1,000 entries" in measured
    assert float(measured["a decision saved alone, committed to the disk"].split()[0]) > 0
    assert float(measured["its processor time"].split()[0]) > 0


def test_a_slow_record_is_a_failure() -> None:
    checked = Cost(seconds=90, peak_mib=100)
    assert not record._report(1_000_000, checked, 59, (5, 5.9, 0.1)).failures
    assert not record._report(1_000_000, checked, 59, (20, 21.9, 0.1)).failures
    assert len(record._report(1_000_000, checked, 61, (5, 6.1, 0.1)).failures) == 2
