"""``rollcheck sample plan``: how many to file, and plans that cannot be made."""

import json

import pytest
from sample_runs import Run, run

__all__ = ["run"]

RATES = ("--required", "566857", "--valid-rate", ".787", "--duplicate-rate", "6.1%")


def test_plan_from_rates_with_the_pace(run: Run) -> None:
    days = ("--raw", "500000", "--today", "2022-05-01", "--deadline", "2022-07-06")
    code, printed = run("plan", *RATES, *days, "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["to_file"] == pytest.approx(566_857 / 0.726, rel=0.002)
    assert found["still_needed"] == found["to_file"] - 500_000
    assert found["days"] == 67
    assert found["per_week"] == -(-found["still_needed"] * 7 // 67)
    assert found["filing"]["qualifies"] >= 0.95
    assert found["filing"]["on_sample"] is None


def test_plan_under_a_places_sample(run: Run) -> None:
    rules = ("--rules", "us-ca/county-recall", "--on", "2022-07-06")
    found = json.loads(run("plan", *RATES, *rules, "--json")[1])
    filing = found["filing"]
    shares = filing["on_sample"] + filing["full_check"] + filing["fails_on_sample"]
    assert shares == pytest.approx(1)
    assert filing["full_check"] > 0.9
    small = ("--required", "350", "--valid-rate", "90%", "--duplicate-rate", "0", *rules)
    code, printed = run("plan", *small)
    assert code == 0
    assert "no sample is drawn" in printed


def test_plan_from_a_pre_check(run: Run) -> None:
    check = ("--required", "60000", "--raw", "40000", "--sample", "2000", "--valid", "1600")
    code, printed = run("plan", *check, "--duplicates", "4", "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["collected"] == 40_000
    assert found["today"]["qualifies"] < 0.01
    level = json.loads(run("plan", *check, "--duplicates", "4", "--growth", "rate", "--json")[1])
    assert level["to_file"] < found["to_file"]


def test_a_plan_that_cannot_succeed_leaves_with_3(run: Run) -> None:
    check = ("--raw", "10000", "--sample", "2000", "--valid", "1500", "--duplicates", "100")
    code, printed = run("plan", "--required", "100000", *check)
    assert code == 3
    assert "No number of lines up to 2,000,000 qualifies" in " ".join(printed.split())
    assert "pool of voters who sign, as the pairs show it, is too small" in " ".join(
        printed.split()
    )
    code, printed = run("plan", "--required", "100000", *check, "--json")
    found = json.loads(printed)
    assert (code, found["to_file"], found["obstacle"]) == (3, None, "few_signers")


def test_a_plan_without_valid_lines_says_that_none_is_valid(run: Run) -> None:
    code, printed = run("plan", "--required", "1000", "--valid-rate", "0%", "--duplicate-rate", "0")
    assert code == 3
    assert "no line is valid" in " ".join(printed.split())
    assert "pool" not in printed


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--required", "100"), 2),
        (("--required", "100", "--valid-rate", ".8"), 2),
        (("--required", "100", "--raw", "10", "--sample", "5", "--valid", "3"), 2),
        ((*RATES, "--sample", "5"), 2),
        ((*RATES, "--probability", "1"), 1),
        ((*RATES, "--required", "0"), 1),
        ((*RATES, "--valid-rate", "1.2"), 1),
        ((*RATES, "--raw", "-5"), 1),
        ((*RATES, "--today", "2022-07-07", "--deadline", "2022-07-06"), 1),
    ],
)
def test_plans_that_cannot_be_made(run: Run, arguments: tuple[str, ...], code: int) -> None:
    assert run("plan", *arguments)[0] == code
