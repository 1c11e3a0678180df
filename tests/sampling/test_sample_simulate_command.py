"""``rollcheck sample simulate``: every estimator judged, and shapes that cannot be."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sample_runs import Run, run

from rollcheck.cli.sample_simulate import cautions
from rollcheck.sampling import goodman_estimator, petition_shape, simulate

__all__ = ["run"]


def test_simulate_prints_the_cost_of_assuming_two(run: Run, tmp_path: Path) -> None:
    shape = ("--raw", "715833", "--sample", "35793", "--valid-rate", "78.7%", "--pairs", "40,000")
    more = ("--triples", "1500", "--copies", "4:100", "--draws", "2000", "--out", "page.html")
    code, printed = run("simulate", *shape, *more, "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["signers"] == 563_361 - 40_000 - 2 * 1_500 - 3 * 100
    assert list(found["estimators"]) == ["naive", "goodman", "goodman_3", "goodman_4"]
    assert found["recommended_k"] == 2
    two, four = found["estimators"]["goodman"], found["estimators"]["goodman_4"]
    assert found["error_of_assuming_two"] == pytest.approx(two["bias"], abs=400)
    assert two["error"] < four["error"]
    words = " ".join(run("simulate", *shape, *more)[1].split())
    assert "Use k = 2." in words
    assert "Assuming two at most puts the correction off by" in words
    assert "<svg" in (tmp_path / "page.html").read_text()


def test_simulate_judges_a_places_projection(run: Run) -> None:
    shape = ("--raw", "20000", "--sample", "1000", "--valid-rate", ".8", "--pairs", "1000")
    rules = ("--rules", "us-ca/county-recall", "--on", "2022-07-06", "--draws", "4000")
    found = json.loads(run("simulate", *shape, *rules, "--json")[1])["estimators"]
    assert found["statutory"]["bias"] == pytest.approx(found["goodman"]["bias"], abs=20)
    assert found["statutory"]["coverage"] > 0.94


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("--sample", "0"), 1),
        (("--sample", "20001"), 1),
        (("--valid-rate", "101%"), 1),
        (("--pairs", "9000"), 1),
        (("--pairs", "-1"), 1),
        (("--copies", "1:5"), 1),
        (("--copies", "three"), 2),
        (("--valid-rate", "most"), 2),
        (("--draws", "5"), 1),
        (("--raw", "0"), 1),
    ],
)
def test_shapes_that_cannot_be(run: Run, change: tuple[str, ...], code: int) -> None:
    shape = ("--raw", "20000", "--sample", "1000", "--valid-rate", ".8", "--pairs", "1000")
    assert run("simulate", *shape, *change)[0] == code


def test_the_simulation_says_that_the_interval_is_conservative(run: Run) -> None:
    petition = "--raw 20000 --sample 1000 --valid-rate 80% --pairs 200 --draws 2000 --seed 1"
    shape = ("simulate", *petition.split())
    often = " ".join(run(*shape, "--triples", "300", "--copies", "6:60")[1].split())
    assert "with three lines or more, as many as the sample does not exclude" in often
    assert "do not rely on it" not in often
    few = " ".join(run(*shape)[1].split())
    assert "With fewer than 20 pairs expected" in few
    assert "three lines" not in few


def test_the_simulation_says_where_the_interval_misses() -> None:
    shape = petition_shape(20_000, 16_000, {2: 800})
    linear = {"goodman": goodman_estimator(20_000, 5_000)}
    fine = simulate(shape, 5_000, draws=2_000, seed=1, linear=linear)
    missing = replace(fine, judged=(replace(fine.judged[0], coverage=0.9),))
    assert "90.00% of these samples: do not rely on it" in " ".join(cautions(missing))
    assert "do not rely on it" not in " ".join(cautions(fine))
