"""A short run of each bench of how right matching is: it measures and prints figures."""

import json
from pathlib import Path

import pytest
from bench.other_generator import damages, make_other_petition
from bench.scored import judge_splink
from bench.splink_peer import MODEL
from bench.splink_settings import BLOCKING, settings
from one_process import in_one_process

from bench import accuracy, name_groups, tuning

pytestmark = pytest.mark.slow


def test_the_model_kept_is_the_one_described() -> None:
    kept = json.loads(MODEL.read_text(encoding="utf-8"))
    described = settings(1_000_000).create_settings_dict("duckdb")
    assert len(kept["blocking_rules_to_generate_predictions"]) == len(BLOCKING) == 10
    for ours, theirs in zip(described["comparisons"], kept["comparisons"], strict=True):
        names = [
            [level["label_for_charts"] for level in one["comparison_levels"]]
            for one in (ours, theirs)
        ]
        assert names[0] == names[1]
        for level in theirs["comparison_levels"]:
            assert level.get("is_null_level") or {"m_probability", "u_probability"} <= set(level)


def test_processes_of_their_own_find_most_voters_of_the_other_generator(tmp_path: Path) -> None:
    assert len(damages()) == 5_000
    petition = make_other_petition(tmp_path / "other", scale=0.001, seed=1)
    staged = petition.splink("splink.parquet")
    assert {"read", "load and clean", "predict", "best"} == set(staged.seconds)
    judged = judge_splink(petition, tmp_path / "other" / "splink.parquet", 1.5)
    assert len(judged.outcome) == petition.count("lines.csv") == 250
    assert judged.findable.sum() == 200
    assert judged.found.f1 > 0.8
    raw = petition.splink("raw.parquet", raw=True)
    again = judge_splink(petition, tmp_path / "other" / "raw.parquet", 1.5)
    assert raw.whole.seconds > 0
    ours = petition.match_by_stages("ours")
    assert {"read", "match", "write"} == set(ours.seconds)
    assert ours.whole.seconds > ours.seconds["match"]
    assert again.right.tolist() == judged.right.tolist()


def test_accuracy_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    in_one_process(monkeypatch)
    monkeypatch.setattr(accuracy, "MEASURED", ((100, "keyed"),))
    report = accuracy.run(0.002)
    assert [row[:2] for row in report.rows] == [
        ("keyed", "Rollcheck"),
        ("keyed", "Splink"),
        ("another generator", "Rollcheck"),
        ("another generator", "Splink"),
    ]
    assert all(0.5 < float(row[3]) <= 1 for row in report.rows)


def test_name_groups_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    in_one_process(monkeypatch)
    report = name_groups.run(0.002, lines=10)
    said = {
        row[0].removesuffix(" (too few to say)"): int(row[1].replace(",", ""))
        for row in report.rows
    }
    assert set(said) == {"every line", *accuracy.GROUPS}
    assert min(said.values()) >= 10
    assert said["every line"] == 1_432 * int(report.settings[0].split()[0])
    assert all(0 <= float(figure) <= 1 for row in report.rows for figure in row[2:])
    assert not report.failures, "groups of so few lines say nothing"


def test_tuning_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    in_one_process(monkeypatch)
    report = tuning.run(0.003)
    shipped, *estimated = (float(row[1]) for row in report.rows)
    assert all(one > shipped - 0.05 for one in estimated)
