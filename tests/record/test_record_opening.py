"""Openings: what is shown of one line holds, and nothing altered does."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_cases import Bytes

from rollcheck.merkle import root
from rollcheck.record import Opening, finding_leaf, holds, open_leaf, read_opening
from rollcheck.record.opening import FIELDS, line_leaf
from rollcheck.sampling import LineIdentity, commit_universe

RANDOM = Bytes("openings")
SALTS = [RANDOM(16) for _ in range(23)]
TEXTS = [("invalid", "not_registered", "", "00" * 32, f"p{line} p9") for line in range(23)]
LEAVES = [finding_leaf(texts, salt) for texts, salt in zip(TEXTS, SALTS, strict=True)]
ROOT = root(LEAVES)


def opening(index: int = 7) -> Opening:
    return open_leaf("finding", LEAVES, index, TEXTS[index], SALTS[index])


@given(st.integers(0, 22))
def test_an_opening_holds_and_survives_json(index: int) -> None:
    given_out = json.dumps(opening(index).as_json())
    assert holds(read_opening(json.loads(given_out)), ROOT, 23)


def test_the_universe_is_opened_as_it_was_committed() -> None:
    identities = [LineIdentity(f"1-{line}", "1", "2", str(line)) for line in range(9)]
    universe = commit_universe(identities, (Bytes(str(line))(16) for line in range(10)))
    leaves = [line.leaf for line in universe.lines]
    for index, line in enumerate(universe.lines):
        one = line.identity
        texts = (one.line_id, one.section, one.sheet, one.line_no)
        assert line_leaf(texts, line.salt) == line.leaf
        shown = open_leaf("line", leaves, index, texts, line.salt)
        assert holds(shown, universe.root, 9)
        assert not holds(replace(shown, kind="finding"), universe.root, 9)


@pytest.mark.parametrize(
    "altered",
    [
        replace(opening(), texts=("valid", *TEXTS[7][1:])),
        replace(opening(), texts=TEXTS[7][:-1]),
        replace(opening(), index=8),
        replace(opening(), size=24),
        replace(opening(), salt=SALTS[8]),
        replace(opening(), salt=SALTS[7][:-1]),
        replace(opening(), proof=opening().proof[:-1]),
        replace(opening(), proof=(ROOT, *opening().proof[1:])),
        replace(opening(), root=LEAVES[0]),
    ],
)
def test_an_altered_opening_does_not_hold(altered: Opening) -> None:
    assert not holds(altered, ROOT, 23)


def test_an_opening_holds_under_its_own_root_alone() -> None:
    assert not holds(opening(), LEAVES[0], 23)


def test_an_opening_that_would_not_hold_is_never_handed_out() -> None:
    for index, texts, salt in (
        (7, TEXTS[8], SALTS[7]),
        (7, TEXTS[7], SALTS[8]),
        (23, TEXTS[7], SALTS[7]),
    ):
        with pytest.raises(ValueError, match="does not commit"):
            open_leaf("finding", LEAVES, index, texts, salt)
    with pytest.raises(ValueError, match="5 texts"):
        finding_leaf(TEXTS[0][:-1], SALTS[0])


@pytest.mark.parametrize(
    ("part", "other"),
    [("kind", "vote"), ("index", "7"), ("size", 7.0), ("proof", "x"), ("voter", 7), ("salt", "x")],
)
def test_what_is_no_opening_is_refused(part: str, other: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        read_opening({**opening().as_json(), part: other})


def test_what_a_leaf_commits_to_is_fixed() -> None:
    assert FIELDS == {
        "line": ("line_id", "section", "sheet", "line_no"),
        "finding": ("finding", "reason", "voter", "image", "people"),
    }
