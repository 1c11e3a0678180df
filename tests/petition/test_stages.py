"""The sample and the full check under the law of 2022, on counts small enough to follow."""

from datetime import date
from math import ceil, floor

import pytest

from rollcheck import law
from rollcheck.petition.determinations import Determination
from rollcheck.petition.filed import Filed
from rollcheck.petition.projection import statutory_projection
from rollcheck.petition.stages import Proposals, check_all, check_sample
from rollcheck.petition.verdicts import RequiredNumber
from rollcheck.sampling import estimate, sample_counts

RULES = law.rule_set("us-ca/county-recall", date(2022, 7, 6))
NOTHING = Proposals({}, {})


def numbers(*values: int) -> tuple[RequiredNumber, ...]:
    return tuple(
        RequiredNumber(value, position == 0, None, None) for position, value in enumerate(values)
    )


def valid(voter: str) -> tuple[Determination, ...]:
    return (Determination("ann", True, "", voter, "", None),)


def invalid(reason: str, duplicate_of: str = "") -> tuple[Determination, ...]:
    people = RULES.reasons[reason].people
    return tuple(
        Determination(f"person {i}", False, reason, "", duplicate_of, None) for i in range(people)
    )


ORDER = [f"L{i}" for i in range(1000)]


def determined(
    accepted: int, reason: str = "not_registered"
) -> dict[str, tuple[Determination, ...]]:
    found = {line: valid(f"V{line}") for line in ORDER[:accepted]}
    found.update({line: invalid(reason) for line in ORDER[accepted:]})
    return found


def test_full_check_decides() -> None:
    check = check_all(
        ORDER, determined(700), NOTHING, RULES, filed=Filed(1000), required=numbers(750, 650)
    )
    assert check.tally.reconciles
    assert (check.tally.valid, dict(check.tally.reasons)) == (700, {"not_registered": 300})
    assert [one.decision for one in check.verdicts] == ["insufficient", "sufficient"]
    assert check.verdicts[0].lowest.values["short_by"] == 50


def test_waiting_lines_leave_the_decision_open_or_not() -> None:
    some = {line: valid(f"V{line}") for line in ORDER[:700]}
    some |= {line: invalid("not_registered") for line in ORDER[700:900]}
    check = check_all(
        ORDER, some, NOTHING, RULES, filed=Filed(1000), required=numbers(750, 600, 850)
    )
    assert (check.tally.lowest_valid, check.tally.highest_valid) == (700, 800)
    assert [one.decision for one in check.verdicts] == [None, "sufficient", "insufficient"]


def test_lines_not_keyed_wait() -> None:
    check = check_all(
        ORDER, determined(700), NOTHING, RULES, filed=Filed(1010), required=numbers(705)
    )
    assert dict(check.tally.waiting) == {"not_keyed": 10}
    assert check.verdicts[0].decision is None


def test_the_machine_subtracts_nothing() -> None:
    proposals = Proposals({"L1": "confidential"}, {"L2": "L0"})
    check = check_all(ORDER, {}, proposals, RULES, filed=Filed(1000), required=numbers(10))
    assert dict(check.tally.waiting) == {
        "confidential": 1,
        "machine_duplicate": 1,
        "no_determination": 998,
    }
    assert check.tally.highest_valid == 1000


def test_raw_below_required_is_insufficient_whatever_waits() -> None:
    check = check_all(ORDER, {}, NOTHING, RULES, filed=Filed(1000), required=numbers(1001))
    assert check.verdicts[0].decision == "insufficient_on_raw"


def test_the_sample_projects_and_waits_at_both_ends() -> None:
    drawn = ORDER[:500]
    found = {line: valid(f"V{line}") for line in drawn[:400]}
    found |= {line: invalid("duplicate", drawn[0]) for line in drawn[400:403]}
    found |= {line: invalid("duplicate", "L999") for line in drawn[403:404]}
    found |= {line: invalid("not_registered") for line in drawn[404:490]}
    check = check_sample(drawn, found, NOTHING, RULES, filed=Filed(10_000), required=numbers(7000))
    assert (check.duplicates, check.duplicates_outside) == (3, 1)
    assert check.tally.valid == 401
    assert check.tally.reconciles
    assert dict(check.tally.waiting) == {"not_in_sample": 9500, "no_determination": 10}
    low, high = check.verdicts[0].lowest.values, check.verdicts[0].highest.values
    # 401 of 500 is 80.20 %; each is worth 20, a duplicate 20 x 19 = 380.
    assert low["naive_valid"] == 8020
    assert low["projected_valid"] == 8020 - 13 * 380
    assert high["projected_valid"] == 8220 - 3 * 380
    assert check.verdicts[0].decision is None


@pytest.mark.parametrize(
    ("accepted", "decision"), [(250, "insufficient"), (350, "full_check"), (450, "sufficient")]
)
def test_the_sample_decides(accepted: int, decision: str) -> None:
    drawn = ORDER[:500]
    found = {line: valid(f"V{line}") for line in drawn[:accepted]}
    found |= {line: invalid("not_registered") for line in drawn[accepted:]}
    check = check_sample(drawn, found, NOTHING, RULES, filed=Filed(10_000), required=numbers(7000))
    assert check.verdicts[0].decision == decision


def test_the_case_of_2022() -> None:
    """715,833 lines with the published result of each give the published decision."""
    published = {
        "not_registered": 88_464,
        "duplicate": 43_593,
        "different_address": 32_187,
        "signature_mismatch": 9_490,
        "canceled": 7_344,
        "out_of_jurisdiction": 5_374,
        "other": 9_331,
    }
    order = [str(i) for i in range(715_833)]
    lines = iter(order)
    found = {next(lines): valid(f"V{i}") for i in range(520_050)}
    for reason, count in published.items():
        finding = invalid(reason, "0" if reason == "duplicate" else "")
        found |= {next(lines): finding for _ in range(count)}
    check = check_all(
        order, found, NOTHING, RULES, filed=Filed(715_833), required=numbers(566_857, 543_840)
    )
    assert (check.tally.valid, check.tally.invalid, check.tally.waits) == (520_050, 195_783, 0)
    assert dict(check.tally.reasons) == {
        code: published[code] for code in RULES.reasons if code in published
    }
    assert [one.lowest.values["short_by"] for one in check.verdicts] == [46_807, 23_790]
    assert check.verdicts[0].decision == "insufficient"


def test_both_projections_carry_an_interval_once_nothing_waits() -> None:
    """The sample of 2022 with 104 second copies, as `rollcheck sample estimate` prints it."""
    order = [str(i) for i in range(35_793)]
    found = {line: valid(f"V{line}") for line in order[:27_983]}
    found |= {
        line: invalid("duplicate", line_of)
        for line, line_of in zip(order[27_983:28_087], order, strict=False)
    }
    rest = invalid("not_registered")
    found |= dict.fromkeys(order[28_087:], rest)
    check = check_sample(
        order, found, NOTHING, RULES, filed=Filed(715_833), required=numbers(566_857)
    )
    assert check.intervals
    assert check.intervals.naive == (556_642, 562_593)
    counts = sample_counts(raw=715_833, sample=35_793, valid=27_983, duplicates=104)
    printed = estimate("statutory", counts, statutory_projection(RULES, counts, None)[0])
    assert check.intervals.projected == (floor(printed.low), ceil(printed.high))
    assert check.intervals.projected[0] < 520_122 < check.intervals.projected[1]
    del found["35792"]
    check = check_sample(
        order, found, NOTHING, RULES, filed=Filed(715_833), required=numbers(566_857)
    )
    assert check.intervals is None
