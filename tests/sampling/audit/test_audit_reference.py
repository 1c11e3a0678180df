"""``audit step`` agrees with a brute-force computation on hundreds of random review files."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest
from audit_cases import Line, begun, commitment_to, petition_with_chains, write_reviews
from audit_reference import Row, brute_order, brute_risk, brute_worth

from rollcheck.cli.app import run_command
from rollcheck.sampling.audit import Audit, step_of_reviews, write_commitment, write_state

FILES = 300
AGREES = 1e-9


Expected = tuple[Fraction, Fraction]


def random_case(number: int) -> tuple[list[Line], Audit]:
    chance = random.Random(number)
    lines = petition_with_chains(chance, voters=chance.randint(8, 40))
    accepted = sum(line.status == "valid" for line in lines)
    rejected = len(lines) - accepted
    required = {accepted + chance.randint(1, max(1, rejected)), max(1, accepted - 3), len(lines)}
    certified = tuple(chance.sample(sorted(required), k=len(required)))
    commitment = commitment_to(
        lines, required=certified, seed=number, copies=chance.choice(["first", "first", "none"])
    )
    strata = commitment.frame.strata
    weights = {one.name: chance.randint(1, 3) for one in strata if chance.random() < 0.5}
    of = chance.choice(["rejections", "acceptances", "both"])
    drawn_from = [
        one.name
        for one in strata
        if of == "both" or (one.status == "invalid") == (of == "rejections")
    ]
    weights = {name: weight for name, weight in weights.items() if name in drawn_from}
    return lines, begun(commitment, of=of, weights=weights, seed=f"seed {number}")


def random_rows(chance: random.Random, lines: list[Line], drawn: list[str]) -> list[Row]:
    """Reviews of the first lines drawn, with copies true and false, splits, lines not found."""
    of_voter: dict[str, list[str]] = {}
    for line in lines:
        of_voter.setdefault(line.voter, []).append(line.line_id)
    voter = {line.line_id: line.voter for line in lines}
    rows: list[Row] = []
    for line_id in drawn[: chance.randint(1, len(drawn))]:
        for reviewer in range(1 + (chance.random() < 0.3)):
            found = chance.choices(["valid", "invalid", "not_found"], [4, 8, 1])[0]
            copies = ""
            if found == "valid":
                others = [one for one in of_voter[voter[line_id]] if one != line_id]
                copies = ";".join(sorted(one for one in others if chance.random() < 0.7)) or "none"
            rows.append((line_id, f"auditor-{reviewer}", found, copies))
    return rows


def expected_risks(lines: list[Line], audit: Audit, rows: list[Row]) -> list[Expected | None]:
    """The risk of each required number by brute force; ``None`` where the draw cannot test it.

    With each comes the risk of the opposite statement, doubts at their best for the decision.
    """
    document, plan = audit.commitment.as_json(), audit.plan
    status = {line.line_id: line.status for line in lines}
    stratum = {line.line_id: line.reason or "valid" for line in lines}
    statuses = {"rejections": ["invalid"], "acceptances": ["valid"], "both": ["invalid", "valid"]}
    reviewed = list(dict.fromkeys(row[0] for row in rows))
    risks: list[Expected | None] = []
    for required in plan.required:
        accepted = sum(one == "valid" for one in status.values())
        sufficient = accepted >= required
        if plan.of != "both" and (plan.of == "acceptances") != sufficient:
            risks.append(None)
            continue
        margin = accepted - required + 1 if sufficient else required - accepted
        both = []
        for harmful, doubt, sign, needed in (
            ("valid" if sufficient else "invalid", sufficient, 1, margin),
            ("invalid" if sufficient else "valid", not sufficient, -1, 1 - margin),
        ):
            left: dict[int, tuple[int, bool]] = {}
            key_of: dict[str, int] = {}
            for line_id, found in status.items():
                if found in statuses[plan.of]:
                    weight = plan.weights.get(stratum[line_id], 1)
                    key = 2 * weight + (found == harmful)
                    key_of[line_id] = key
                    left[key] = (left.get(key, (0, False))[0] + 1, found == harmful)
            harms = []
            for line_id in reviewed:
                copies = str(document["copies"])
                worth = brute_worth(line_id, rows, status, copies, sufficient=doubt)
                counted = int(status[line_id] == "valid")
                harms.append(sign * (counted - worth if sufficient else worth - counted))
            drawn = [(status[line_id], key_of[line_id]) for line_id in reviewed]
            both.append(brute_risk(drawn, left, harms, needed))
        risks.append((both[0], both[1]))
    return risks


@pytest.mark.parametrize("block", range(10))
def test_steps_agree_with_brute_force(block: int, tmp_path: Path) -> None:
    strictly_between = 0
    contradicted = set()
    for number in range(block * FILES // 10, (block + 1) * FILES // 10):
        lines, audit = random_case(number)
        chance = random.Random(f"rows {number}")
        drawn = [place.finding.line_id for place in audit.drawn]
        rows = random_rows(chance, lines, drawn)
        path = write_reviews(tmp_path / f"{number}.csv", rows)
        after = step_of_reviews(audit, path)
        for standing, expected in zip(
            after.standings, expected_risks(lines, audit, rows), strict=True
        ):
            if expected is None:
                assert standing.conclusion == "not_drawn"
                continue
            at, opposite = expected
            assert float(standing.risk) == pytest.approx(float(at), abs=AGREES, rel=AGREES)
            assert standing.contradicted == (opposite <= audit.plan.risk)
            contradicted.add(standing.contradicted)
            strictly_between += 0 < at < 1
    assert strictly_between >= FILES // 30
    assert contradicted == {True, False}


def test_the_order_is_that_of_all_tickets_sorted() -> None:
    for number in range(0, FILES, 30):
        _, audit = random_case(number)
        strata = audit.commitment.as_json()["strata"]
        assert isinstance(strata, list)
        names = {place.stratum for place in audit.drawn}
        expected = brute_order(
            [one for one in strata if one["name"] in names], audit.state.seed, audit.plan.weights
        )
        assert [(place.stratum, place.index) for place in audit.drawn] == expected


@pytest.mark.parametrize("number", range(0, FILES, 25))
def test_the_command_prints_the_same_risk(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, audit = random_case(number)
    write_commitment(tmp_path, audit.commitment)
    write_state(tmp_path / "state.json", audit.state)
    drawn = [place.finding.line_id for place in audit.drawn]
    rows = random_rows(random.Random(f"rows {number}"), lines, drawn)
    path = write_reviews(tmp_path / "reviews.csv", rows)
    assert run_command(["audit", "step", str(tmp_path / "state.json"), str(path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)["required"]
    for one, expected in zip(printed, expected_risks(lines, audit, rows), strict=True):
        if expected is not None:
            assert one["risk"] == pytest.approx(float(expected[0]), abs=AGREES, rel=AGREES)


def test_several_steps_are_one(tmp_path: Path) -> None:
    """The risk depends on the reviews alone, not on how they were cut into files."""
    _, audit = random_case(7)
    drawn = [place.finding.line_id for place in audit.drawn]
    rows = [(line_id, "auditor-1", "invalid", "") for line_id in drawn]
    whole = step_of_reviews(audit, write_reviews(tmp_path / "all.csv", rows))
    for start in range(0, len(rows), 5):
        part = write_reviews(tmp_path / f"part{start}.csv", rows[start : start + 5])
        audit = step_of_reviews(audit, part)
    assert [one.risk for one in audit.standings] == [one.risk for one in whole.standings]
