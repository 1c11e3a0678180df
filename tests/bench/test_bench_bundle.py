"""The bench of the bundle measures what it says, and fails when it is too slow."""

import pytest

from bench import bundle


@pytest.mark.slow
def test_a_small_bundle_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "FEWEST", 2_000)
    monkeypatch.setattr(bundle, "MOST_MIB", 1)
    report = bundle.run(0.001)
    assert ("lines", "2,000") in report.rows
    assert len(report.failures) == 1
    assert report.failures[0].startswith("checking takes")
