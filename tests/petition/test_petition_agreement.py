"""Agreement, rates against others, and the forecast."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.petition.agreement import agreement, share, stands_out
from rollcheck.petition.pace import forecast, looks_to_come

CODES = st.sampled_from(["valid", "not_registered", "duplicate"])
PAIRS = st.dictionaries(st.tuples(CODES, CODES), st.integers(1, 50), min_size=1)


def test_kappa_of_a_published_table() -> None:
    # Cohen 1960, table 2, of 200 cases: agreement .70, by chance .41, kappa .492.
    counts = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    table = {(str(i), str(j)): n for i, row in enumerate(counts) for j, n in enumerate(row)}
    found = agreement(table)
    assert (found.pairs, found.agreed) == (200, 140)
    assert found.kappa is not None
    assert round(float(found.kappa), 3) == 0.492


@given(PAIRS)
def test_kappa_is_one_only_where_all_agree_and_never_more(
    pairs: dict[tuple[str, str], int],
) -> None:
    kappa = agreement(pairs).kappa
    all_agree = all(first == second for first, second in pairs)
    if kappa is None:
        assert len(pairs) == 1
        assert all_agree
    else:
        assert (kappa == 1) == all_agree
        assert -1 <= kappa <= 1


def test_agreement_of_nothing_is_none() -> None:
    assert agreement({}).kappa is None


def test_independent_findings_have_no_kappa() -> None:
    assert agreement({(a, b): 5 for a in "xy" for b in "xy"}).kappa == Fraction(0)


# Newcombe, Statistics in Medicine 17 (1998), table I, method 3 without continuity correction.
@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_as_published(count: int, of: int, low: float, high: float) -> None:
    found = share(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_rate_lies_in_its_interval(count: int, of: int) -> None:
    found = share(min(count, of), of)
    assert found.rate is not None
    assert 0 <= found.low <= found.rate <= found.high <= 1


def test_who_stands_out() -> None:
    others = share(200, 1_000)
    assert stands_out(share(60, 100), others)
    assert not stands_out(share(25, 100), others)
    assert not stands_out(share(1, 2), others)
    assert not stands_out(share(2, 3), share(0, 1))
    assert not stands_out(share(5, 5), share(0, 0))
    assert not stands_out(share(0, 0), others)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def test_looks_to_come_count_second_looks_at_the_rate_so_far() -> None:
    assert looks_to_come(1_000, 30, rejected=25, settled=100, people=Decimal(2)) == 1_280
    assert looks_to_come(10, 0, rejected=0, settled=0, people=Decimal(2)) == 10
    assert looks_to_come(0, 0, rejected=5, settled=9, people=Decimal(3)) == 0


def test_the_forecast_goes_by_the_last_days_worked_and_by_working_days() -> None:
    friday = date(2022, 7, 8)
    done = {date(2022, 7, day): looks for day, looks in ((1, 9_000), (5, 100), (6, 100), (7, 100))}
    done[friday] = 3
    found = forecast(4_650, done, friday, weekday)
    assert found.per_day == Decimal(9_300) / 4
    assert found.done_on == date(2022, 7, 12)


def test_nothing_done_is_no_forecast() -> None:
    today = date(2022, 7, 8)
    assert forecast(10, {}, today, weekday).done_on is None
    assert forecast(0, {}, today, weekday).done_on == today
    assert forecast(10**9, {today: 1}, today, weekday).done_on is None


def test_the_first_day_alone_is_a_forecast_too() -> None:
    monday = date(2022, 7, 11)
    assert forecast(20, {monday: 10}, monday, weekday).done_on == date(2022, 7, 13)
