"""``rollcheck sample``: the commands, their JSON, and what they refuse."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.cli.sample_simulate import cautions
from rollcheck.law import forms, identifiers
from rollcheck.sampling import goodman_estimator, petition_shape, simulate

Run = Callable[..., tuple[int, str]]
HEADER = "line_id,section,sheet,line_no,printed_name,address,box,county"
LA = ("--raw", "715833", "--sample", "35,793", "--valid", "27,983", "--duplicates", "104")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        code = run_command(["sample", *arguments])
        return code, capsys.readouterr().out

    return call


def problems(printed: str) -> set[tuple[str, str]]:
    return {(one["column"], one["code"]) for one in json.loads(printed)["problems"]}


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    rows = [
        f"L{i},S{i // 10},1,{i % 10},Ann Lee,1 Oak St,{i // 50 + 1},{'Inyo' if i % 3 else 'Mono'}"
        for i in range(300)
    ]
    path = tmp_path / "lines.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def drawn(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_commit_and_draw_agree_on_the_root(run: Run, lines: Path, tmp_path: Path) -> None:
    code, printed = run("commit", "lines.csv", "--out", "u.csv", "--leaves", "l.csv", "--json")
    committed = json.loads(printed)
    assert (code, committed["lines"]) == (0, 300)
    code, printed = run("draw", "u.csv", "--seed", "s", "--size", "20", "--out", "d.csv", "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["root"] == committed["root"]
    assert [int(one["index"]) for one in drawn(tmp_path / "d.csv")] == found["indices"]
    assert "L" not in (tmp_path / "l.csv").read_text()


@pytest.mark.parametrize("options", [("--out", "u.csv"), ("--out", "v.csv", "--leaves", "l.csv")])
def test_a_commitment_is_never_replaced(
    run: Run, lines: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert run("commit", "lines.csv", "--out", "u.csv", "--leaves", "l.csv")[0] == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert run("commit", "lines.csv", *options)[0] == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_pull_list_has_the_boxes_of_the_lines_file(
    run: Run, lines: Path, tmp_path: Path
) -> None:
    run("commit", "lines.csv", "--out", "u.csv")
    draw = ("draw", "u.csv", "--seed", "s", "--size", "20", "--out", "d.csv")
    assert run(*draw, "--pull-list", "with.html", "--lines", "lines.csv")[0] == 0
    assert run(*draw, "--pull-list", "without.html")[0] == 0
    page, plain = (tmp_path / "with.html").read_text(), (tmp_path / "without.html").read_text()
    assert "<h2>Box 1</h2>" in page
    assert "<h2>Box" not in plain
    for one in drawn(tmp_path / "d.csv"):
        assert f"<td>{one['line_id']}</td>" in page
        assert f"<td>{one['line_id']}</td>" in plain


def test_strata_are_drawn_each_by_itself(run: Run, lines: Path, tmp_path: Path) -> None:
    _, printed = run("commit", "lines.csv", "--out", "u.csv", "--stratum", "county", "--json")
    strata = {one["stratum"]: one["lines"] for one in json.loads(printed)["strata"]}
    assert strata == {"Inyo": 200, "Mono": 100}
    draw = ("draw", "u.csv", "--seed", "s", "--out", "d.csv", "--json")
    found = json.loads(run(*draw, "--size", "150")[1])
    assert {name: len(one) for name, one in found["indices"].items()} == {"Inyo": 150, "Mono": 100}
    (tmp_path / "sizes.csv").write_text("stratum,size\nInyo,7\nMono,0\n")
    found = json.loads(run(*draw, "--sizes", "sizes.csv")[1])
    assert {name: len(one) for name, one in found["indices"].items()} == {"Inyo": 7}
    assert {one["stratum"] for one in drawn(tmp_path / "d.csv")} == {"Inyo"}


def test_an_empty_stratum_and_wrong_sizes_are_named(run: Run, lines: Path, tmp_path: Path) -> None:
    lines.write_text(lines.read_text().replace("5,Mono", "5,").replace("6,Inyo", "6,"))
    code, printed = run("commit", "lines.csv", "--out", "u.csv", "--stratum", "county", "--json")
    assert (code, problems(printed)) == (1, {("county", "missing")})
    code, _ = run("commit", "lines.csv", "--out", "u.csv", "--stratum", "planet", "--json")
    assert code == 1
    assert not (tmp_path / "u.csv").exists()
    run("commit", "lines.csv", "--out", "u.csv", "--stratum", "box")
    (tmp_path / "sizes.csv").write_text("stratum,size\n1,many\n2,3\n2,4\n")
    draw = ("draw", "u.csv", "--seed", "s", "--out", "d.csv", "--json")
    code, printed = run(*draw, "--sizes", "sizes.csv")
    assert (code, problems(printed)) == (1, {("size", "not_a_number"), ("stratum", "twice")})
    assert run(*draw, "--size", "0")[0] == 1
    assert run(*draw)[0] == 2
    assert run(*draw, "--size", "1", "--sizes", "sizes.csv")[0] == 2
    assert not (tmp_path / "d.csv").exists()


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
