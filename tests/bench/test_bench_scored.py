"""What the accuracy bench counts, on proposals small enough to count by hand."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from bench.accuracy import below_the_bars, by_group, confusion, freeze
from bench.linear import steep
from bench.matching_at_scale import Round, misses, rows
from bench.measure import Cost
from bench.plot import Series, log_plot
from bench.scored import Judged, pooled

from rollcheck.demo import sure_enough


def judged(named: str, right: str, sure: list[float], outcome: list[str] | None = None) -> Judged:
    """Lines as signs: 1 for named, and for right; the last of ten lines has no voter."""
    flags = [np.array([one == "1" for one in signs]) for signs in (named, right)]
    findable = np.arange(len(named)) < len(named) - 1
    outcomes = outcome or ["matched" if one == "1" else "ambiguous" for one in named]
    return Judged(
        findable=findable,
        named=flags[0],
        right=flags[1],
        among_five=findable,
        readable=np.ones(len(named), np.bool_),
        score=np.array(sure),
        sure=np.array(sure),
        outcome=np.array(outcomes),
        true_outcome=np.where(findable, "matched", "none"),
        name_group=np.array(["two_part" if n % 2 else "other" for n in range(len(named))]),
    )


ONE = judged("1111111001", "1111110000", [9, 8, 7, 6, 5, 4, 3, -9, -9, 2])


def test_an_ambiguous_line_is_a_miss() -> None:
    assert ONE.found.recall == pytest.approx(6 / 9)
    assert ONE.found.precision == pytest.approx(6 / 8)
    assert ONE.found.f1 == pytest.approx(2 * 6 / (8 + 9))
    assert ONE.left("ambiguous") == pytest.approx(2 / 9)
    assert ONE.found.five == 1


def test_recall_at_a_precision_takes_the_surest_lines() -> None:
    assert sure_enough(ONE) == 4
    assert ONE.found.sure_recall == pytest.approx(6 / 9)
    assert sure_enough(ONE, 6 / 7) == 3
    precision, recall = ONE.surely(8)
    assert precision == 1
    assert recall == pytest.approx(2 / 9)
    none_right = judged("11", "00", [2, 1])
    assert sure_enough(none_right) == float("inf")
    assert none_right.found.sure_recall == 0


def test_lines_as_sure_as_one_another_are_taken_together() -> None:
    tied = judged("1110", "1010", [5, 5, 4, 0])
    assert sure_enough(tied) == float("inf")


def test_the_best_threshold_names_no_voter_who_lowers_f1() -> None:
    threshold = ONE.best_threshold()
    assert threshold == 4
    accepted = ONE.accepting(threshold)
    assert accepted.found.precision == 1
    assert accepted.outcome[6] == "none"
    frozen = freeze({"Rollcheck": ONE, "Splink": ONE})
    assert frozen.splink_accepts == 4
    assert frozen.sure == {"Rollcheck": 4, "Splink": 4}


def test_groups_that_fall_behind_are_named_once_they_are_large() -> None:
    table, failures = by_group(ONE)
    assert [row[0] for row in table.rows] == [
        "every line (too few to say)",
        "two_part (too few to say)",
    ]
    assert failures == []
    many = pooled([judged("11", "10", [5, 4])] * 20_000)
    worse = replace(many, name_group=np.array(["two_part", "other"] * 20_000))
    assert by_group(worse)[1] == []
    behind = judged("11", "00", [5, 4])
    found = pooled([behind] * 20_000 + [judged("11", "10", [5, 4])] * 60_000)
    mixed = replace(found, name_group=np.repeat(["two_part", "other"], [40_000, 120_000]))
    assert any(said.startswith("two_part: F1") for said in by_group(mixed)[1])


def test_what_is_below_a_bar_is_said() -> None:
    said = below_the_bars("keyed", {"Rollcheck": ONE, "Splink": ONE})
    assert any("beside Splink's" in one for one in said)
    assert any("ambiguous is 0.2222" in one for one in said)


def test_the_confusion_table_counts_every_line() -> None:
    table = confusion(ONE)
    assert sum(int(cell) for row in table.rows for cell in row[1:]) == len(ONE.outcome)


def a_round(ours: float, splink: float, mib: float) -> Round:
    return Round(
        splink=Cost(splink * 2, 3000),
        splink_predict_and_best=splink,
        ours=Cost(ours * 2, mib),
        ours_match=ours,
        splink_from_raw=Cost(splink * 4, 3000),
        our_import=Cost(ours * 3, 900),
    )


def test_ratios_are_of_one_round_each() -> None:
    rounds = [a_round(1, 10, 2000), a_round(3, 10, 2000), a_round(2, 8, 2000)]
    matching = rows(rounds)[1]
    assert matching[3] == "0.25"
    assert misses(rounds) == ()
    assert len(misses([a_round(9, 10, 4000)])) == 3


def test_the_steepness_is_one_where_time_grows_like_the_size() -> None:
    assert steep([(10, 1), (20, 2), (200, 20)]) == pytest.approx(1)
    assert steep([(10, 1), (20, 4)]) == pytest.approx(2)


def test_a_plot_is_well_formed_and_says_its_numbers() -> None:
    svg = log_plot("Time & size", "voters", "s", [Series("import", [(20_000, 0.5), (2e7, 300)])])
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert "20,000: 0.5" in svg
    assert "Time &amp; size" in svg
