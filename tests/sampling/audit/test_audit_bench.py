"""The bench of the audit judges what it counts."""

from bench.audit_2022 import EXPECTED, Found, failures


def row(what: str, *, confirmed: int, expected: float | None, wrong: bool) -> Found:
    return Found(what, 100, confirmed, expected, None, wrong)


RIGHT = [
    row(f"{float(rate):.1%} wrong", confirmed=100, expected=float(least), wrong=False)
    for rate, (least, _) in EXPECTED.items()
]


def test_five_of_a_hundred_may_be_confirmed_and_no_more() -> None:
    assert failures([*RIGHT, row("beyond", confirmed=5, expected=None, wrong=True)]) == ()
    (failure,) = failures([*RIGHT, row("beyond", confirmed=6, expected=None, wrong=True)])
    assert failure == "beyond: 6.0% of audits confirm a wrong decision"


def test_an_expectation_out_of_its_range_is_a_failure() -> None:
    slow = [row("0.0% wrong", confirmed=100, expected=21.0, wrong=False), *RIGHT[1:]]
    assert failures(slow) == ("0.0% wrong: 21.0 re-reviews, not 11 to 20",)
