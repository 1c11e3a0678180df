"""The draw follows the published formula, extends, and is uniform."""

from collections import Counter
from hashlib import sha256
from itertools import count

import pytest

from rollcheck.problems import RollcheckError
from rollcheck.sampling import LineIdentity, Universe, commit_universe, draw, ticket


def universe_of(size: int) -> Universe:
    identities = [LineIdentity(f"L{i}", "S", "1", str(i)) for i in range(size)]
    return commit_universe(identities, (number.to_bytes(16) for number in count()))


def test_ticket_is_the_published_formula() -> None:
    root, seed = bytes(range(32)), "é 3 1 4"
    text = seed.encode("utf-8")
    data = root + len(text).to_bytes(4, "big") + text + (7).to_bytes(8, "big")
    assert ticket(root, seed, 7) == sha256(data).digest()


def test_golden_vector() -> None:
    """Computed with sha256sum in a shell; a change of the formula would break every past draw."""
    universe = universe_of(20)
    assert universe.root.hex() == ROOT
    drawn = draw(universe, "s", 5)
    assert [one.index for one in drawn] == [1, 3, 7, 10, 2]
    assert drawn[0].ticket.hex() == FIRST_TICKET


ROOT = "5e5e620a39b29e86a33fc78dae560078fb9fd743bcdfc3ba2945969ea930e5b3"
FIRST_TICKET = "106544583cefc2afd13edaa7f29461084c47e18ce18db9377d0c85a307bbcb6e"


def test_smallest_tickets_in_order() -> None:
    universe = universe_of(200)
    tickets = sorted((ticket(universe.root, "seed", i), i) for i in range(200))
    drawn = draw(universe, "seed", 30)
    assert [(one.ticket, one.index) for one in drawn] == tickets[:30]
    assert [one.rank for one in drawn] == list(range(1, 31))
    assert all(one.line == universe.lines[one.index] for one in drawn)


def test_a_larger_draw_begins_with_the_smaller() -> None:
    universe = universe_of(100)
    assert draw(universe, "seed", 60)[:20] == draw(universe, "seed", 20)


def test_another_seed_draws_other_lines() -> None:
    universe = universe_of(100)
    assert draw(universe, "a", 10) != draw(universe, "b", 10)


def test_uniform() -> None:
    """Chi-square over 2,000 seeds: each of 20 lines is drawn equally often."""
    universe, times = universe_of(20), 2_000
    drawn = Counter(one.index for i in range(times) for one in draw(universe, f"seed {i}", 5))
    expected = times * 5 / 20
    # Without replacement the statistic shrinks by the factor 15/19.
    statistic = sum((drawn[i] - expected) ** 2 / expected for i in range(20)) * 19 / 15
    assert statistic < 43.8  # the 99.9 % point of chi-square with 19 degrees of freedom


@pytest.mark.parametrize(("seed", "size"), [("", 5), ("s", 0), ("s", 21), ("s", -1)])
def test_nonsense_is_refused(seed: str, size: int) -> None:
    with pytest.raises(RollcheckError):
        draw(universe_of(20), seed, size)


def test_all_problems_at_once() -> None:
    with pytest.raises(RollcheckError) as caught:
        draw(universe_of(20), "", 0)
    assert {problem.column for problem in caught.value.problems} == {"seed", "size"}
