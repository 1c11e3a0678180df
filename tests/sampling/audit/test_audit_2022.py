"""The 2022 case: how many re-reviews, and how often a wrong decision would be confirmed."""

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

import pytest

from rollcheck.cli.app import run_command
from rollcheck.sampling.audit import (
    STANDARD,
    Counts,
    WrongPart,
    question,
    simulate_audits,
    simulate_strata,
)
from rollcheck.sampling.audit.supermartingale import Part, Reviewed, money, risk

CASE = ["--valid", "520050", "--invalid", "195783"]
CERTIFIED, CLAIMED = "566857", "543840"
REJECTIONS, MARGIN = 195_783, 46_807
RISK = Fraction(1, 20)


def planned(capsys: pytest.CaptureFixture[str], *flags: str) -> dict[str, object]:
    assert run_command(["audit", "plan", *CASE, *flags, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize(
    ("rate", "least", "most"),
    [("0", 11, 20), ("0.05", 24, 60), ("0.219", 2_000, 5_000)],
)
def test_how_many_re_reviews_to_expect(
    rate: str, least: int, most: int, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned(capsys, "--required", CERTIFIED, "--error-rate", rate)
    expected, quantiles = plan["expected_reviews"], plan["quantiles"]
    assert isinstance(expected, float)
    assert isinstance(quantiles, dict)
    assert least <= expected <= most
    assert list(quantiles.values()) == sorted(quantiles.values())
    assert plan["margin"] == MARGIN


@pytest.mark.parametrize("rate", ["0.24", "0.5", "1"])
def test_at_the_margin_and_beyond_nothing_is_expected(
    rate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned(capsys, "--required", CERTIFIED, "--error-rate", rate)
    assert plan["expected_reviews"] is None
    assert plan["quantiles"] is None


def test_each_number_has_a_plan_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    plan = planned(capsys, "--required", CERTIFIED, "--required", CLAIMED)
    plans = plan["plans"]
    assert isinstance(plans, list)
    assert [one["margin"] for one in plans] == [46_807, 23_790]
    assert plans[0]["expected_reviews"] < plans[1]["expected_reviews"]


@pytest.mark.parametrize("flag", ["--valid", "--invalid", "--required", "--runs"])
def test_a_number_beyond_any_petition_is_a_problem(
    capsys: pytest.CaptureFixture[str], flag: str
) -> None:
    numbers = {"--valid": "520050", "--invalid": "195783", "--required": "566857"}
    numbers[flag] = "9" * 25
    given = [text for pair in numbers.items() for text in pair]
    assert run_command(["audit", "plan", *given, "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["column"], problem["code"]) == (flag[2:], "out_of_range")


def test_a_sufficient_petition_is_planned_on_its_acceptances(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = planned(capsys, "--required", "500000")
    assert (plan["decision"], plan["audited"], plan["lines"]) == (
        "sufficient",
        "acceptances",
        520_050,
    )
    assert plan["margin"] == 20_051


def test_where_the_rejections_cannot_be_enough_nothing_needs_review(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = planned(capsys, "--required", "715834")
    assert plan["expected_reviews"] == 0


@pytest.mark.parametrize("flags", [["--risk", "0"], ["--error-rate", "1.1"], ["--risk", "101%"]])
def test_impossible_numbers_are_refused(
    flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["audit", "plan", *CASE, "--required", CERTIFIED, *flags, "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "out_of_range"


@pytest.mark.parametrize("text", ["x", "5%%", "", "nan", "5/0", "%", "1e999999999"])
def test_what_is_no_rate_is_refused_with_what_to_write(text: str) -> None:
    assert run_command(["audit", "plan", *CASE, "--required", CERTIFIED, "--risk", text]) == 2


def test_rates_are_written_as_numbers_or_in_per_cent(capsys: pytest.CaptureFixture[str]) -> None:
    flags = ("--required", CERTIFIED, "--error-rate")
    one = planned(capsys, *flags, "0.05", "--risk", "0.05")
    assert one == planned(capsys, *flags, " 5 %".strip(), "--risk", "5%")
    assert one == planned(capsys, "--required", "566,857", "--error-rate", "5.00%")


STRATA = ("--reason", "not_registered=88464", "--reason", "duplicate=43593")


def test_a_forecast_of_strata_without_weights_is_the_plain_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    flags = ("--required", CERTIFIED, "--error-rate", "5%")
    plain, strata = planned(capsys, *flags), planned(capsys, *flags, *STRATA)
    assert strata["quantiles"] == plain["quantiles"]


def test_weights_own_rates_and_both_sides_change_the_forecast(
    capsys: pytest.CaptureFixture[str],
) -> None:
    flags = ("--required", CERTIFIED, "--error-rate", "5%", *STRATA)
    found = {
        name: planned(capsys, *flags, *more)["expected_reviews"]
        for name, more in {
            "plain": (),
            "both": ("--of", "both"),
            "wrong acceptances": ("--of", "both", "--error", "valid=2%"),
            "weighted": ("--weight", "not_registered=3"),
            "own rate": ("--error", "not_registered=15%"),
        }.items()
    }
    numbers = {name: float(str(one)) for name, one in found.items()}
    assert numbers["both"] > 2 * numbers["plain"]  # most of the lines drawn are acceptances
    assert numbers["wrong acceptances"] < numbers["both"]
    assert numbers["weighted"] != numbers["plain"] < numbers["own rate"]


def test_wrong_acceptances_can_keep_an_insufficient_decision_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = ("--required", CERTIFIED, "--error-rate", "25%", "--of", "both", "--runs", "5")
    assert planned(capsys, *wrong)["outcome"] == "wrong"
    right = planned(capsys, *wrong, "--error", "valid=5%")
    assert right["outcome"] in {"confirmed", "too_long"}
    assert planned(capsys, "--required", CERTIFIED, "--of", "acceptances")["outcome"] == "not_drawn"


@pytest.mark.parametrize(
    ("flags", "codes"),
    [
        (["--reason", "duplicate=195784"], ["too_many"]),
        (["--reason", "valid=5"], ["not_a_reason"]),
        (["--weight", "nobody=2", "--error", "nothing=1%"], ["unknown_stratum"] * 2),
        (["--weight", "valid=10"], ["out_of_range"]),
        (["--error", "valid=101%", "--error", "valid"], ["not_a_error"] * 2),
        (["--reason", "duplicate=5", "--reason", "duplicate=6"], ["not_a_reason"]),
    ],
)
def test_strata_that_cannot_be_are_named(
    flags: list[str], codes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["audit", "plan", *CASE, "--required", CERTIFIED, *flags, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["problems"]
    assert [one["code"] for one in found] == codes


def test_the_forecast_of_strata_bets_as_the_audit_does() -> None:
    """Each run's lines, drawn again by the same rule one by one, end where the audit's money does.

    Two strata of three lines, one drawn twice as often and with one wrong line: over all orders,
    each with its probability, the mean number of reviews is the one of the simulation.
    """
    parts, margin, limit = [Part(3, 2, 1), Part(3, 1, 1)], Fraction(2), Fraction(1, 3)
    mean = Fraction(0)
    for order, chance in orders([2, 1], [True, False]):
        reviewed = [Reviewed(part, Fraction(wrong)) for part, wrong in order]
        held = money(margin, parts, reviewed, STANDARD)
        mean += chance * next(n for n, one in enumerate(held, start=1) if one >= 1 / limit)
    strata = [WrongPart(parts[0], 1), WrongPart(parts[1], 0)]
    simulated = simulate_strata(strata, 2, risk=limit, rule=STANDARD, runs=20_000, seed=1, limit=6)
    assert simulated.expected == pytest.approx(float(mean), abs=0.03)


def orders(
    weights: list[int], has_wrong: list[bool]
) -> Iterator[tuple[list[tuple[int, bool]], Fraction]]:
    """Every order of three lines of each weight, by part and whether wrong, with its chance."""
    lines = [
        (part, one == 0 and has_wrong[part]) for part in range(len(weights)) for one in range(3)
    ]
    for order in permutations(range(len(lines))):
        chance, left = Fraction(1), sum(weights[part] for part, _ in lines)
        for at in order:
            weight = weights[lines[at][0]]
            chance *= Fraction(weight, left)
            left -= weight
        yield [lines[at] for at in order], chance


@pytest.mark.parametrize("wrong", [MARGIN, round(0.25 * REJECTIONS), round(0.4 * REJECTIONS)])
def test_a_wrong_decision_is_confirmed_in_at_most_one_run_of_twenty(wrong: int) -> None:
    """A fixed budget: 2,000 runs of up to 1,000 re-reviews each. The bench has a larger one."""
    audits = simulate_audits(
        REJECTIONS, MARGIN, wrong, risk=RISK, rule=STANDARD, runs=2_000, seed=20220815, limit=1_000
    )
    assert audits.confirmed <= 0.05 * 2_000
    assert audits.expected is None


def test_one_voter_below_the_margin_the_decision_is_right_and_is_confirmed_in_the_end() -> None:
    audits = simulate_audits(600, 144, 143, risk=RISK, rule=STANDARD, runs=50, seed=1)
    assert audits.confirmed == 50


def test_the_simulation_bets_as_the_audit_does() -> None:
    """The same lines in the same order end the same way in both."""
    question_2022 = question(566_857, Counts(520_050, REJECTIONS))
    parts, margin = [Part(REJECTIONS, 1, 1)], Fraction(question_2022.margin)
    for errors_at, ends_at in [((), 15), ((3,), None), ((20,), 15)]:
        reviewed = [Reviewed(0, Fraction(n in errors_at)) for n in range(15)]
        reached = risk(margin, parts, money(margin, parts, reviewed, STANDARD)) <= RISK
        assert reached == (ends_at is not None)
    without_errors = simulate_audits(
        REJECTIONS, MARGIN, 0, risk=RISK, rule=STANDARD, runs=3, seed=1
    )
    assert without_errors.confirmed_after == (15, 15, 15)


def test_small_audits_end_in_simulation_as_they_do_in_the_audit() -> None:
    """Exhaustive over all orders of 2 errors in 8 lines: the mean number of reviews agrees."""
    lines, margin, limit = 8, 4, Fraction(1, 4)
    parts, ends = [Part(lines, 1, 1)], []
    for first in range(lines):
        for second in range(first + 1, lines):
            reviewed = [Reviewed(0, Fraction(n in (first, second))) for n in range(lines)]
            held = money(Fraction(margin), parts, reviewed, STANDARD)
            ends.append(next(n for n, one in enumerate(held, start=1) if one >= 1 / limit))
    simulated = simulate_audits(lines, margin, 2, risk=limit, rule=STANDARD, runs=20_000, seed=1)
    assert simulated.expected == pytest.approx(sum(ends) / len(ends), abs=0.05)
