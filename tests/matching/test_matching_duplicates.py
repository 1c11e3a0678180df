"""Lines of one person: who is grouped, who never is, and with which evidence."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.lines import LINE_COLUMNS
from rollcheck.matching import DUPLICATE_LEVELS, duplicate_groups
from rollcheck.matching.duplicates_among import groups_without_voter
from rollcheck.matching.duplicates_compare import Writing, evidence
from rollcheck.matching.duplicates_groups import writings_of
from rollcheck.problems import silent

Line = tuple[str, str, str, int | None]
"""Printed name, address, zip code, year of birth."""

MAIN = "12 Main St"


def table(lines: Sequence[Line]) -> pa.Table:
    """Lines as matching takes them, called by their place from 1."""
    rows = [
        {
            "line_id": f"{place}",
            "printed_name": name,
            "address": address,
            "zip": code,
            "birth_year": born,
        }
        for place, (name, address, code, born) in enumerate(lines, 1)
    ]
    kinds: dict[str, pa.DataType] = {"birth_year": pa.int16(), "signed_on": pa.date32()}
    return pa.table(
        {
            name: pa.array(
                [row.get(name, None if name in kinds else "") for row in rows],
                kinds.get(name, pa.string()),
            )
            for name in LINE_COLUMNS
        }
    )


def groups(lines: Sequence[Line], several: Sequence[int] = ()) -> list[dict[str, Any]]:
    """Groups of lines for none of which a voter was found."""
    found: list[dict[str, Any]] = duplicate_groups(
        table(lines), [None] * len(lines), several
    ).table.to_pylist()
    return found


def one(name: str, address: str = MAIN, code: str = "91722", born: int | None = None) -> Line:
    """A line, at home in Main Street unless it says otherwise."""
    return name, address, code, born


SAME = {
    "in another order": (one("Anna Bell"), one("BELL, ANNA")),
    "a middle name more": (one("Anna Bell"), one("Anna Maria Bell")),
    "a slip": (one("Annabella Quillfeather"), one("Annabela Quillfeather")),
    "a nickname": (one("Robert Quill"), one("Bob Quill")),
    "together": (one("Mary Ann Quill"), one("Maryann Quill")),
    "an initial and the year": (one("A Bell", born=1975), one("Anna Bell", born=1975)),
    "house misread": (one("Anna Bell", "6401 Elm"), one("Anna Bell", "6901 Elm")),
    "street misread": (one("Anna Bell", "12 Birch Rd"), one("Anna Bell", "12 Birsh Rd")),
    "no zip code": (one("Anna Bell"), one("Anna Bell", code="")),
    "no address but the year": (one("Anna Bell", "", born=1975), one("Anna Bell", born=1975)),
    "both juniors": (one("Jose Diaz Jr"), one("Jose Diaz, Jr.")),
}
APART = {
    "a couple": (one("Anna Bell"), one("Robert Bell")),
    "a couple by an initial": (one("A Bell"), one("Anna Bell")),
    "twins": (one("Anna Bell", born=1990), one("Carla Bell", born=1990)),
    "father and son": (one("Jose Diaz Sr"), one("Jose Diaz Jr")),
    "one a junior, no years": (one("Jose Diaz"), one("Jose Diaz Jr")),
    "generations": (one("Jose Diaz", born=1950), one("Jose Diaz", born=1980)),
    "middle names differ": (one("Anna Maria Bell"), one("Anna Louise Bell")),
    "siblings of two surnames": (one("Carla Diaz Quill"), one("Bo C Diaz Quill")),
    "another street": (one("Anna Bell"), one("Anna Bell", "12 Birch Rd")),
    "another unit": (one("Anna Bell", "12 Main St #3"), one("Anna Bell", "12 Main St #4")),
    "another town": (one("Anna Bell"), one("Anna Bell", code="90001")),
    "neighbours": (one("Anna Bell", "12 1st St"), one("Anna Bell", "12 21st St")),
    "no name": (one(""), one("")),
    "nothing but a name": (one("Anna Bell", "", ""), one("Anna Bell", "", "")),
}


CASES = [*SAME.values(), *APART.values()]


@pytest.fixture(scope="module")
def written() -> dict[tuple[Line, ...], dict[int, Writing]]:
    """The two lines of each case as they are compared; all are read at once, which takes time."""
    every = [line for pair in CASES for line in pair]
    read = writings_of(table(every), list(range(len(every))), frozenset(), silent)
    return {pair: {0: read[2 * n], 1: read[2 * n + 1]} for n, pair in enumerate(CASES)}


Written = dict[tuple[Line, ...], dict[int, Writing]]


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_one_person_twice(pair: tuple[Line, Line], written: Written) -> None:
    assert groups_without_voter(written[pair], frozenset()) == [[0, 1]]


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_two_people(pair: tuple[Line, Line], written: Written) -> None:
    assert groups_without_voter(written[pair], frozenset()) == []


def test_evidence_is_the_same_whichever_line_comes_first(written: Written) -> None:
    for pair in CASES:
        first, second = written[pair].values()
        levels = evidence(first, second, frozenset())
        assert levels == evidence(second, first, frozenset())
        assert all(levels[field] in known for field, known in DUPLICATE_LEVELS.items())


def test_two_names_that_many_have_are_no_slip_of_each_other() -> None:
    crowd = [one(f"Maria {'ABCDEFGHIJKLM'[n]}ompkins", f"{n} Oak Ave") for n in range(13)]
    crowd += [one(f"Marie {'ABCDEFGHIJKLM'[n]}ulver", f"{n} Elm Ave") for n in range(13)]
    assert groups([one("Maria Bell"), one("Marie Bell")]) != []
    assert groups([one("Maria Bell"), one("Marie Bell"), *crowd]) == []


def test_lines_that_several_voters_fit_need_the_year() -> None:
    pair = [one("Jose Diaz"), one("Jose Diaz")]
    assert groups(pair, several=(0, 1)) == []
    assert len(groups(pair, several=(0,))) == 1
    assert len(groups([one("Jose Diaz", born=1950)] * 2, several=(0, 1))) == 1


def test_a_group_holds_no_two_who_differ() -> None:
    father, son = one("Jose Diaz", born=1950), one("Jose Diaz", born=1980)
    nobody_knows = one("Jose Diaz")
    (found,) = groups([father, nobody_knows, son, father])
    assert not {"1", "3"} <= set(found["lines"])


def test_the_evidence_of_each_pair() -> None:
    lines = [one("Anna Bell"), one("Bell Anna M", code=""), one("Anna Bell", "12 Mainn St")]
    (found,) = groups(lines)
    assert found["pairs"] == [
        pair("1", "2", name="fewer", address="building"),
        pair("1", "3", name="exact", address="near"),
        pair("2", "3", name="fewer", address="near"),
    ]


def pair(line: str, other: str, **levels: str) -> dict[str, str]:
    """The evidence of two lines that neither suffix nor year speaks of."""
    return {"line": line, "other": other, "suffix": "missing", "birth_year": "missing", **levels}


def test_lines_of_a_voter_are_a_group_of_theirs() -> None:
    lines = [one("Anna Bell"), one("Bo Diaz"), one("Ann Bell"), one("Anna Bell"), one("A Bell")]
    found = duplicate_groups(table(lines), ["v1", None, "v1", None, "v1"])
    (group,) = found.table.to_pylist()
    assert (group["voter_id"], group["lines"]) == ("v1", ["1", "3", "5"])
    assert [(one["line"], one["other"]) for one in group["pairs"]] == [("1", "3"), ("1", "5")]
    assert found.counts() == {
        "groups_by_voter": 1,
        "further_lines_by_voter": 2,
        "groups_without_voter": 0,
        "further_lines_without_voter": 0,
    }


def test_a_key_that_a_crowd_shares_is_left_out() -> None:
    crowd = [one(f"{chr(65 + n // 26)}o{chr(97 + n % 26)}a Bell", "1 City Hall") for n in range(99)]
    twice = one("Zebulon Quill", "1 City Hall")
    assert [found["lines"] for found in groups([*crowd, twice, twice])] == [["100", "101"]]


def test_no_lines_are_no_groups() -> None:
    assert groups([]) == []


NAMES = st.sampled_from([("ANNA", "BELL"), ("ANA", "BELL"), ("A", "BELL"), ("BELL", "ANNA"), ()])
HOUSES, BORN = st.sampled_from(["12", "121", ""]), st.sampled_from([1950, 1980, 0])
LINES = st.builds(
    Writing,
    NAMES,
    st.just(""),
    HOUSES,
    st.just("MAIN"),
    st.just(""),
    st.just("9"),
    BORN,
    st.booleans(),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(LINES, max_size=7))
def test_every_line_is_in_one_group_and_a_group_holds_none_who_differ(lines: list[Writing]) -> None:
    found = groups_without_voter(dict(enumerate(lines)), frozenset())
    members = [line for group in found for line in group]
    assert len(members) == len(set(members))
    for group in found:
        for a, b in combinations(group, 2):
            assert "different" not in evidence(lines[a], lines[b], frozenset()).values()
