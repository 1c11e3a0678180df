"""``rollcheck sample estimate``: the projections side by side, and what it refuses."""

import json
from pathlib import Path

import pytest
from sample_runs import Run, problems, run

from rollcheck.law import forms, identifiers

__all__ = ["run"]

LA = ("--raw", "715833", "--sample", "35,793", "--valid", "27,983", "--duplicates", "104")


def test_estimate_stands_the_projections_side_by_side(run: Run, tmp_path: Path) -> None:
    code, printed = run(
        "estimate", *LA, "--required", "566857", "--rules", "us-ca/county-recall",
        "--on", "2022-07-06", "--out", "page.html", "--json",
    )  # fmt: skip
    found = json.loads(printed)
    assert code == 0
    assert list(found["estimates"]) == ["naive", "statutory", "goodman"]
    naive, statutory, goodman = found["estimates"].values()
    assert naive["projected_valid"] == 559_639
    assert statutory["projected_valid"] == found["law"]["projected_valid"]
    assert abs(statutory["projected_valid"] - goodman["projected_valid"]) < 100
    assert goodman["low"] < 520_050 < goodman["high"] < naive["low"]
    assert found["law"]["decision"] == "full_check"
    assert len(found["conventions"]) == 2
    page = (tmp_path / "page.html").read_text()
    assert "<svg" in page
    assert "559,639" in page


def test_the_statutory_projection_is_the_regulations_own(run: Run) -> None:
    """2 CCR 20540: 516 valid of 722 drawn from 24,034, two duplicates: 15,028."""
    counts = ("--raw", "24034", "--sample", "722", "--valid", "516", "--duplicates", "2")
    rules = ("--rules", "us-ca/county-recall", "--on", "2022-07-06")
    found = json.loads(run("estimate", *counts, *rules, "--json")[1])["estimates"]
    assert found["statutory"]["projected_valid"] == 15_028
    assert found["statutory"]["probability_sufficient"] is None
    assert found["statutory"]["low"] < found["goodman"]["projected_valid"]


@pytest.mark.parametrize("place", identifiers())
def test_every_place_projects_or_says_why_not(run: Run, place: str) -> None:
    counts = ("--raw", "100000", "--sample", "5000", "--valid", "4000", "--duplicates", "12")
    rules = ("--required", "70000", "--rules", place, "--on", forms(place)[-1].effective_from)
    code, printed = run("estimate", *counts, *map(str, rules), "--json")
    if code == 1:
        assert problems(printed) == {("rules", "no_sample")}
    else:
        found = json.loads(printed)["estimates"]
        assert found["statutory"]["low"] < found["statutory"]["high"]
        assert found["statutory"]["projected_valid"] <= found["naive"]["projected_valid"] + 500
    rates = ("--valid-rate", "80%", "--duplicate-rate", "2%")
    code, printed = run("plan", *map(str, rules), *rates, "--json")
    if code == 1:
        assert problems(printed) <= {("rules", "no_sample"), ("rules", "other_decision")}
    else:
        assert json.loads(printed)["filing"]["qualifies"] >= 0.95


def test_few_pairs_are_said_to_be_few(run: Run) -> None:
    few = ("--raw", "10000", "--sample", "500", "--valid", "400", "--duplicates")
    for pairs, said in (("0", "Only 0 pairs were"), ("1", "Only 1 pair was"), ("19", "Only 19")):
        _, printed = run("estimate", *few, pairs)
        assert said in " ".join(printed.split())
        assert "conservative" in printed
    assert "conservative" not in run("estimate", *few, "20")[1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("--valid", "35794"), {("valid", "impossible")}),
        (("--duplicates", "30000"), {("valid", "impossible"), ("duplicates", "impossible")}),
        (("--raw", "-1"), {("raw", "impossible")}),
        (("--sample", "800000"), {("sample", "impossible")}),
        (("--required", "0"), {("required", "impossible")}),
    ],
)
def test_bad_counts_are_problems(
    run: Run, change: tuple[str, ...], expected: set[tuple[str, str]]
) -> None:
    code, printed = run("estimate", *LA, *change, "--json")
    assert (code, problems(printed)) == (1, expected)


def test_a_number_that_is_none_and_rules_without_a_day_are_usage(run: Run) -> None:
    assert run("estimate", *LA, "--required", "many")[0] == 2
    assert run("estimate", *LA, "--rules", "us-ca/county-recall")[0] == 2
    assert run("estimate", *LA, "--on", "2022-07-06")[0] == 2
    assert run("estimate", *LA, "--rules", "us-ca/county-recall", "--on", "6 July")[0] == 2


def test_the_estimate_says_what_voters_with_three_lines_leave_open(run: Run) -> None:
    code, printed = run("estimate", *LA, "--json")
    plain = json.loads(printed)
    assert (code, plain["copies"]) == (0, {})
    assert f"by up to {plain['left_open']:,} signers" in " ".join(plain["cautions"])
    seen = json.loads(run("estimate", *LA, "--triples", "1", "--copies", "4:1", "--json")[1])
    assert seen["copies"] == {"3": 1, "4": 1}
    assert seen["left_open"] > plain["left_open"]
    for name, one in plain["estimates"].items():
        assert seen["estimates"][name]["projected_valid"] == one["projected_valid"]
    code, printed = run("estimate", *LA, "--triples", "53", "--json")
    assert (code, problems(printed)) == (1, {("copies", "impossible")})


@pytest.mark.parametrize("text", ["4", "4:", ":4", "four:1", "4:-1", "²:1"])
def test_copies_that_are_not_written_as_copies(run: Run, text: str) -> None:
    assert run("estimate", *LA, "--copies", text)[0] == 2
