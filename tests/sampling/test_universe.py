"""The universe commits to lines; altering its file is seen."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from rollcheck.merkle import leaf_hash, root
from rollcheck.problems import RollcheckError
from rollcheck.sampling import (
    LineIdentity,
    Universe,
    commit_universe,
    read_universe,
    write_universe,
)


def salts() -> Iterator[bytes]:
    return (number.to_bytes(16) for number in count())


def universe_of(size: int) -> Universe:
    identities = [
        LineIdentity(f"L{i}", f"S{i // 50}", str(i // 10), str(i % 10)) for i in range(size)
    ]
    return commit_universe(identities, salts())


def test_leaf_is_the_documented_commitment() -> None:
    universe = commit_universe([LineIdentity("L1", "S", "2", "3")], salts())
    data = bytes(16) + b"\0\0\0\2L1" + b"\0\0\0\1S" + b"\0\0\0\0012" + b"\0\0\0\0013"
    assert universe.lines[0].leaf == leaf_hash(data)
    assert universe.root == root([leaf_hash(data)])


def test_order_is_that_of_the_leaves_and_not_of_the_lines() -> None:
    leaves = [line.leaf for line in universe_of(100).lines]
    assert leaves == sorted(leaves)
    ids = [line.identity.line_id for line in universe_of(100).lines]
    assert ids != [f"L{i}" for i in range(100)]


def test_the_order_of_the_lines_does_not_matter_to_a_line_with_its_salt() -> None:
    a, b = LineIdentity("a", "1", "1", "1"), LineIdentity("b", "1", "1", "2")
    one, two = bytes(16), b"\1" * 16
    assert commit_universe([a, b], [one, two]).root == commit_universe([b, a], [two, one]).root


def test_fields_cannot_run_into_each_other() -> None:
    a = commit_universe([LineIdentity("a", "bc", "1", "1")], salts())
    b = commit_universe([LineIdentity("ab", "c", "1", "1")], salts())
    assert a.root != b.root


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        commit_universe([LineIdentity("a", "1", "1", "1")], [b"short"])
    with pytest.raises(ValueError, match="fewer salts"):
        commit_universe([LineIdentity("a", "1", "1", "1")], [])


def test_file_round_trip(tmp_path: Path) -> None:
    strange = [LineIdentity("=1+1", "'=x", "a,b", 'say "so"\n'), LineIdentity("-", "@", "+", "'")]
    universe = commit_universe(strange, salts())
    write_universe(tmp_path / "universe.csv", universe)
    assert read_universe(tmp_path / "universe.csv") == universe


@pytest.mark.parametrize(
    ("damage", "code", "row"),
    [
        (lambda rows: rows[3].replace("L", "M", 1), "altered", 4),
        (lambda rows: rows[3][:-64] + "z" * 64, "altered", 4),
    ],
)
def test_an_altered_row_is_named(tmp_path: Path, damage: object, code: str, row: int) -> None:
    path = tmp_path / "universe.csv"
    write_universe(path, universe_of(9))
    rows = path.read_text().splitlines()
    assert callable(damage)
    rows[3] = damage(rows)
    path.write_text("\n".join(rows) + "\n")
    with pytest.raises(RollcheckError) as caught:
        read_universe(path)
    first = caught.value.problems[0]
    assert (first.code, first.row) == (code, row)


@pytest.mark.parametrize("change", ["drop", "swap", "repeat"])
def test_rows_moved_or_missing_are_seen(tmp_path: Path, change: str) -> None:
    path = tmp_path / "universe.csv"
    write_universe(path, universe_of(9))
    rows = path.read_text().splitlines()
    if change == "drop":
        del rows[4]
    elif change == "swap":
        rows[4], rows[5] = rows[5], rows[4]
    else:
        rows.insert(4, rows[4])
    path.write_text("\n".join(rows) + "\n")
    with pytest.raises(RollcheckError) as caught:
        read_universe(path)
    assert caught.value.problems[0].code == "out_of_order"


def test_an_empty_universe_is_refused(tmp_path: Path) -> None:
    write_universe(tmp_path / "universe.csv", commit_universe([], salts()))
    with pytest.raises(RollcheckError, match="no lines"):
        read_universe(tmp_path / "universe.csv")
