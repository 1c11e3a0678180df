"""The 2022 case: how many re-reviews, and how often a wrong decision would be confirmed."""

import json
from fractions import Fraction

import pytest

from rollcheck.cli.app import run_command
from rollcheck.sampling.audit import STANDARD, Counts, question, simulate_audits
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


@pytest.mark.parametrize("flags", [["--risk", "0"], ["--error-rate", "1.1"], ["--risk", "x"]])
def test_impossible_numbers_are_refused(
    flags: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["audit", "plan", *CASE, "--required", CERTIFIED, *flags, "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "out_of_range"


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
