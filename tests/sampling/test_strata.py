"""Strata: a universe each, one file, one seed; nothing about the draw is new."""

from itertools import count
from pathlib import Path

import pytest

from rollcheck.merkle import leaf_hash, root
from rollcheck.problems import RollcheckError
from rollcheck.sampling import (
    LineIdentity,
    Stratum,
    commit_strata,
    commit_universe,
    draw,
    draw_strata,
    read_strata,
    read_universe,
    strata_root,
    write_leaves,
    write_strata,
)

SIZES = {"Mono": 40, "Alpine": 25, "=Inyo, 'x'": 12}


def three() -> tuple[Stratum, ...]:
    lines = [
        (name, LineIdentity(f"{name}{i}", "S", str(i), "1"))
        for name, size in SIZES.items()
        for i in range(size)
    ]
    return commit_strata(lines, (number.to_bytes(16) for number in count()))


def test_each_stratum_is_a_universe_of_its_own() -> None:
    strata = three()
    assert [one.name for one in strata] == sorted(SIZES)
    for one in strata:
        assert len(one.universe.lines) == SIZES[one.name]
        identities = {line.identity: line.salt for line in one.universe.lines}
        assert commit_universe(identities, identities.values()) == one.universe


def test_the_root_over_the_strata_is_the_documented_one() -> None:
    leaves = [
        leaf_hash(len(name.encode()).to_bytes(4) + name.encode() + stratum.universe.root)
        for name, stratum in zip(sorted(SIZES), three(), strict=True)
    ]
    assert strata_root(three()) == root(leaves)
    assert strata_root(tuple(reversed(three()))) == root(leaves)


def test_each_is_drawn_as_if_it_stood_alone_and_extends_alone() -> None:
    strata = three()
    draws = dict(draw_strata(strata, "seed", dict.fromkeys(SIZES, 5)))
    for one in strata:
        assert draws[one] == draw(one.universe, "seed", 5)
    more = dict(draw_strata(strata, "seed", {**dict.fromkeys(SIZES, 5), "Mono": 20}))
    for one in strata:
        assert more[one][:5] == draws[one]
        assert len(more[one]) == (20 if one.name == "Mono" else 5)


def test_a_size_of_nought_leaves_a_stratum_out() -> None:
    sizes = {**dict.fromkeys(SIZES, 5), "Mono": 0}
    assert "Mono" not in {one.name for one, _ in draw_strata(three(), "seed", sizes)}


def test_all_that_is_wrong_with_the_sizes_at_once() -> None:
    with pytest.raises(RollcheckError) as caught:
        draw_strata(three(), "", {"Mono": 41, "Alpine": 5, "Sierra": 5})
    messages = [problem.message for problem in caught.value.problems]
    assert len(messages) == 4
    assert sum("stratum Mono: a sample of 41" in one for one in messages) == 1
    assert sum(one.startswith("Sierra: the universe has no stratum") for one in messages) == 1
    assert sum(one.startswith("=Inyo, 'x': this stratum has no size") for one in messages) == 1
    assert sum("seed is empty" in one for one in messages) == 1


def test_the_file_holds_them_all_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "universe.csv"
    write_strata(path, three())
    assert read_strata(path) == three()
    with pytest.raises(RollcheckError, match="has strata"):
        read_universe(path)


@pytest.mark.parametrize("change", ["move", "drop", "rename"])
def test_a_line_put_into_another_stratum_is_seen(tmp_path: Path, change: str) -> None:
    path = tmp_path / "universe.csv"
    write_strata(path, three())
    rows = path.read_text().splitlines()
    place = next(i for i, row in enumerate(rows) if row.startswith("Mono"))
    if change == "move":
        rows[place] = rows[place].replace("Mono", "Alpine", 1)
    elif change == "drop":
        del rows[place + 3]
    else:
        rows[place + 2] = rows[place + 2].replace("Mono", "Sierra", 1)
    path.write_text("\n".join(rows) + "\n")
    with pytest.raises(RollcheckError) as caught:
        read_strata(path)
    assert "out_of_order" in {problem.code for problem in caught.value.problems}


def test_the_published_leaves_name_no_line(tmp_path: Path) -> None:
    write_leaves(tmp_path / "leaves.csv", three())
    head, *rows = (tmp_path / "leaves.csv").read_text().splitlines()
    assert head == "stratum,index,leaf"
    assert len(rows) == sum(SIZES.values())
    leaves = [line.leaf.hex() for one in three() for line in one.universe.lines]
    assert [row.rpartition(",")[2] for row in rows] == leaves
