"""The unit is the distinct voter, however long the chains of copies are."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import pytest
from audit_cases import Line, distinct_voters, petition_with_chains, truthful
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.sampling import LineIdentity
from rollcheck.sampling.audit import STANDARD, Finding
from rollcheck.sampling.audit.question import INSUFFICIENT, SUFFICIENT
from rollcheck.sampling.audit.supermartingale import Part, Reviewed, money, risk
from rollcheck.sampling.audit.voters import Review, harms


def findings_of(lines: Sequence[Line]) -> dict[str, Finding]:
    return {
        line.line_id: Finding(LineIdentity(line.line_id, "", "", ""), line.status, line.reason, ())
        for line in lines
    }


def reviews_of(lines: Sequence[Line], drawn: Sequence[str]) -> dict[str, list[Review]]:
    said = truthful(lines)
    return {one: [Review(one, "auditor", *said[one])] for one in drawn}


@given(st.integers(0, 10**9), st.integers(1, 30), st.integers(1, 6))
def test_the_shares_of_all_lines_add_up_to_the_distinct_voters(
    seed: int, voters: int, longest: int
) -> None:
    lines = petition_with_chains(random.Random(seed), voters=voters, longest=longest)
    accepted = sum(line.status == "valid" for line in lines)
    everything = reviews_of(lines, [line.line_id for line in lines])
    found = harms(everything, findings_of(lines), decision=INSUFFICIENT, counts="first")
    assert accepted + sum(found.values()) == distinct_voters(lines)
    against = harms(everything, findings_of(lines), decision=SUFFICIENT, counts="first")
    assert accepted - sum(against.values()) == distinct_voters(lines)


@given(st.integers(0, 10**9), st.integers(1, 30), st.integers(1, 6))
def test_where_no_copy_counts_they_add_up_to_the_voters_with_a_single_valid_line(
    seed: int, voters: int, longest: int
) -> None:
    lines = petition_with_chains(random.Random(seed), voters=voters, longest=longest)
    genuine = Counter(line.voter for line in lines if line.genuine)
    everything = reviews_of(lines, [line.line_id for line in lines])
    found = harms(everything, findings_of(lines), decision=INSUFFICIENT, counts="none")
    accepted = sum(line.status == "valid" for line in lines)
    assert accepted + sum(found.values()) == sum(n == 1 for n in genuine.values())


@given(st.integers(0, 10**9), st.integers(1, 30), st.integers(1, 6))
def test_rejections_alone_bound_the_voters_from_above_and_acceptances_from_below(
    seed: int, voters: int, longest: int
) -> None:
    lines = petition_with_chains(random.Random(seed), voters=voters, longest=longest)
    by_status = {
        status: [line.line_id for line in lines if line.status == status]
        for status in ("valid", "invalid")
    }
    accepted = len(by_status["valid"])
    findings = findings_of(lines)
    restored = harms(
        reviews_of(lines, by_status["invalid"]), findings, decision=INSUFFICIENT, counts="first"
    )
    assert accepted + sum(restored.values()) >= distinct_voters(lines)
    overturned = harms(
        reviews_of(lines, by_status["valid"]), findings, decision=SUFFICIENT, counts="first"
    )
    assert accepted - sum(overturned.values()) <= distinct_voters(lines)
    assert {*restored.values(), *overturned.values()} <= {
        Fraction(0), *(Fraction(1, n) for n in range(1, longest + 1)),
        *(1 - Fraction(1, n) for n in range(1, longest + 1)),
    }  # fmt: skip


def one(line_id: str, finding: str, *copies: str, by: str = "a") -> Review:
    return Review(line_id, by, finding, tuple(copies))


CHAIN = findings_of(
    [
        Line("A", "valid", "", "v", genuine=True),
        Line("B", "valid", "", "v", genuine=True),
        Line("R1", "invalid", "duplicate", "w", genuine=True),
        Line("R2", "invalid", "duplicate", "w", genuine=True),
        Line("R3", "invalid", "not_registered", "w", genuine=True),
    ]
)


@pytest.mark.parametrize(
    ("line_id", "reviews", "decision", "counts", "expected"),
    [
        ("R1", [one("R1", "valid", "A")], INSUFFICIENT, "first", 0),
        ("R1", [one("R1", "valid")], INSUFFICIENT, "first", 1),
        ("R1", [one("R1", "valid", "R2", "R3")], INSUFFICIENT, "first", Fraction(1, 3)),
        ("R1", [one("R1", "valid", "A", "R2")], INSUFFICIENT, "first", 0),
        ("R1", [one("R1", "valid", "R2")], INSUFFICIENT, "none", 0),
        ("R1", [one("R1", "not_found")], INSUFFICIENT, "first", 1),
        ("R1", [one("R1", "invalid")], INSUFFICIENT, "first", 0),
        # A split goes against the decision, whichever way it runs.
        ("R1", [one("R1", "invalid"), one("R1", "valid", by="b")], INSUFFICIENT, "first", 1),
        ("R1", [one("R1", "valid", "A"), one("R1", "valid", by="b")], INSUFFICIENT, "first", 1),
        ("A", [one("A", "valid"), one("A", "invalid", by="b")], SUFFICIENT, "first", 1),
        ("A", [one("A", "not_found")], SUFFICIENT, "first", 1),
        ("A", [one("A", "valid", "B")], SUFFICIENT, "first", Fraction(1, 2)),
        ("A", [one("A", "valid", "B")], SUFFICIENT, "none", 1),
        ("A", [one("A", "valid", "R1")], SUFFICIENT, "first", 0),
        ("A", [one("A", "invalid")], INSUFFICIENT, "first", -1),
        ("A", [one("A", "not_found")], INSUFFICIENT, "first", 0),
        # R2's own review does not bear the copy out: R1 is not shared with it.
        ("R1", [one("R1", "valid", "R2"), one("R2", "invalid")], INSUFFICIENT, "first", 1),
        ("R1", [one("R1", "valid", "R2"), one("R2", "valid")], INSUFFICIENT, "first", 1),
        ("R1", [one("R1", "valid", "A"), one("A", "invalid")], INSUFFICIENT, "first", 1),
        # Another line's review knows of a copy that this one's missed.
        ("B", [one("B", "valid"), one("A", "valid", "B")], SUFFICIENT, "first", Fraction(1, 2)),
    ],
)
def test_each_rule(
    line_id: str, reviews: list[Review], decision: str, counts: str, expected: Fraction
) -> None:
    by_line: dict[str, list[Review]] = {}
    for review in reviews:
        by_line.setdefault(review.line_id, []).append(review)
    assert harms(by_line, CHAIN, decision=decision, counts=counts)[line_id] == expected


# Simulation: an insufficient petition, its rejections drawn in random order and reviewed truly.

Worth = Callable[[Line, Mapping[str, list[Line]]], Fraction]
RUNS = 100
DRAWN = 150


def chains_of(length: int, *, genuine: int, restored: int, others: int) -> list[Line]:
    """``restored`` voters with ``length`` rejected lines, of which ``genuine`` are theirs."""
    lines = [
        Line(f"{voter}-{n}", "invalid", "duplicate", f"v{voter}", genuine=n < genuine)
        for voter in range(restored)
        for n in range(length)
    ]
    return lines + [
        Line(f"x{n}", "invalid", "not_registered", f"x{n}", genuine=False) for n in range(others)
    ]


def confirmed(lines: Sequence[Line], margin: int, worth: Worth) -> float:
    """The share of audits of these rejections that confirm the decision."""
    of_voter: dict[str, list[Line]] = {}
    for line in lines:
        of_voter.setdefault(line.voter, []).append(line)
    population = [Reviewed(0, worth(line, of_voter)) for line in lines]
    return share_confirmed(population, [Part(len(lines), 1, 1)], margin)


def share_confirmed(population: Sequence[Reviewed], parts: list[Part], margin: int) -> float:
    """The share of audits that confirm the decision within ``DRAWN`` reviews."""
    chance = random.Random(4)
    hits = 0
    for _ in range(RUNS):
        drawn = chance.sample(population, DRAWN)
        held = money(Fraction(margin), parts, drawn, STANDARD)
        hits += risk(Fraction(margin), parts, held) <= Fraction(1, 20)
    return hits / RUNS


def by_the_rule(line: Line, of_voter: Mapping[str, list[Line]]) -> Fraction:
    lines = of_voter[line.voter]
    findings, drawn = findings_of(lines), [line.line_id]
    found = harms(reviews_of(lines, drawn), findings, decision=INSUFFICIENT, counts="first")
    return found[line.line_id]


def by_lines_signed(line: Line, of_voter: Mapping[str, list[Line]]) -> Fraction:
    return Fraction(line.genuine, len(of_voter[line.voter]))


def by_line(line: Line, of_voter: Mapping[str, list[Line]]) -> Fraction:
    return Fraction(line.genuine)


@pytest.mark.parametrize(("length", "genuine"), [(1, 1), (3, 3), (3, 1), (5, 5), (5, 2)])
def test_a_wrong_decision_is_confirmed_in_at_most_one_of_twenty(length: int, genuine: int) -> None:
    lines = chains_of(length, genuine=genuine, restored=120, others=780)
    assert confirmed(lines, 120, by_the_rule) <= 0.05


@pytest.mark.parametrize("of", ["one side", "both"])
@pytest.mark.parametrize("decision", [INSUFFICIENT, SUFFICIENT])
def test_random_chains_on_both_sides_at_the_margin(decision: str, of: str) -> None:
    """The number required is such that the decision is wrong by a single voter."""
    accepting = 0.1 if decision == INSUFFICIENT else 0.4
    lines = petition_with_chains(random.Random(3), voters=300, genuine=0.5, accepting=accepting)
    accepted = sum(line.status == "valid" for line in lines)
    voters = distinct_voters(lines)
    margin = voters - accepted if decision == INSUFFICIENT else accepted - voters
    assert margin > 0
    harmful = "invalid" if decision == INSUFFICIENT else "valid"
    drawn_from = [line for line in lines if of == "both" or line.status == harmful]
    found = harms(
        reviews_of(lines, [line.line_id for line in drawn_from]),
        findings_of(lines),
        decision=decision,
        counts="first",
    )
    population = [Reviewed(int(line.status == harmful), found[line.line_id]) for line in drawn_from]
    parts = [Part(sum(one.part == n for one in population), 1, n) for n in (0, 1)]
    assert share_confirmed(population, parts, margin) <= 0.05


@pytest.mark.parametrize(("corrected", "least", "most"), [(True, 0, 0.05), (False, 0.5, 1)])
def test_strata_drawn_unequally_are_corrected_for(
    corrected: bool, least: float, most: float
) -> None:
    """The errors lie where the audit looks least; without the correction it would be fooled."""
    chance, margin, hits = random.Random(20220815), 100, 0
    weights = [3, 1]
    parts = [Part(300, weight if corrected else 1, 1) for weight in weights]
    population = [Reviewed(n // 300, Fraction(n >= 600 - margin)) for n in range(600)]
    for _ in range(RUNS):
        # Successive sampling: the least of independent exponential times at these rates is next.
        at = [(chance.expovariate(weights[one.part]), n) for n, one in enumerate(population)]
        drawn = [population[n] for _, n in sorted(at)[:DRAWN]]
        held = money(Fraction(margin), parts, drawn, STANDARD)
        hits += risk(Fraction(margin), parts, held) <= Fraction(1, 20)
    assert least <= hits / RUNS <= most


def test_dividing_by_the_lines_signed_would_confirm_wrong_decisions() -> None:
    lines = chains_of(4, genuine=1, restored=150, others=500)
    assert confirmed(lines, 150, by_the_rule) <= 0.05
    assert confirmed(lines, 150, by_lines_signed) > 0.5


def test_counting_lines_would_not_confirm_a_right_decision() -> None:
    """30 voters on 120 lines are missing, 90 would have to be: lines alone look like enough."""
    lines = chains_of(4, genuine=4, restored=30, others=480)
    assert confirmed(lines, 90, by_line) < 0.05
    assert confirmed(lines, 90, by_the_rule) > 0.9
