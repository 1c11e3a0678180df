"""Addresses and names that roll and line write in different forms agree, and others do not."""

import pytest
from matching_rolls import RULES, line, lines, neighbours, snapshot, voter

from rollcheck.matching import evidence_of, match_lines

AT_HOME = {"house": "", "street_type": "", "city": "", "zip": ""}
"""The columns that stay empty where the street's column holds the whole address."""
VOTERS = [
    voter("rural", "Zimmer, Karl", "", **AT_HOME | {"street": "RR 2 BOX 15", "zip": "54001"}),
    voter("contract", "Zwick, Dora", "", **AT_HOME | {"street": "HC 12 BOX 7", "zip": "54001"}),
    voter("letter", "Zorn, Emil", "123A MAPLE ST, Salem, 54002"),
    voter("unit", "Zahn, Rita", "127 MAPLE ST, A, Salem, 54002"),
    voter("hyphen", "Zander, Olga", "12-34 MAPLE ST, Salem, 54002"),
    voter("grid", "Zobel, Hans", "N6W23001 BLUEMOUND RD, Salem, 54002"),
    voter("county", "Ziegler, Maud", "40 COUNTY ROAD 12, Salem, 54003")
    | {"street": "COUNTY ROAD 12", "street_type": ""},
    voter("state", "Zeller, Rosa", "41 SR-99, Salem, 54003")
    | {"street": "SR-99", "street_type": ""},
    voter("whole", "Zucker, Paul", "", **AT_HOME | {"street": "77 ELM ST Salem, CA 54004"}),
    voter("number", "Zach, Ines", "700 900, Salem, 54005") | {"street": "900", "street_type": ""},
    voter("turned", "Nguyen, Lan Thi", "9 BIRCH ST, Salem, 54006"),
    voter("suffix", "Stone Jr, Peter", "11 BIRCH ST, Salem, 54006"),
]
LINES = {
    "rural": ("KARL ZIMMER", "R.F.D. #2, Box 15", "54001", "address", "building"),
    "contract": ("DORA ZWICK", "Star Route 12 Bx 7", "54001", "address", "building"),
    "letter": ("EMIL ZORN", "123 Maple St #A", "54002", "address", "building"),
    "unit": ("RITA ZAHN", "127A Maple", "54002", "address", "building"),
    "hyphen": ("OLGA ZANDER", "12 34 Maple St", "54002", "address", "building"),
    "grid": ("HANS ZOBEL", "W23001 Bluemound", "54002", "address", "building"),
    "grid, digits": ("HANS ZOBEL", "23001 Bluemound Rd", "54002", "address", "building"),
    "grid, less": ("HANS ZOBEL", "3001 Bluemound Rd", "54002", "address", "other_on_street"),
    "county": ("MAUD ZIEGLER", "40 CR #12", "54003", "address", "building"),
    "county, other": ("MAUD ZIEGLER", "40 Co Rd 13", "54003", "address", "garbled_street"),
    "state": ("ROSA ZELLER", "41 State Rte 99", "54003", "address", "building"),
    "state, shorter": ("ROSA ZELLER", "41 Hwy 99", "54003", "address", "near_street"),
    "whole": ("PAUL ZUCKER", "77 Elm", "54004", "address", "building"),
    "whole, both": ("PAUL ZUCKER", "77 Elm St Apt 2, Salem CA 54004", "", "address", "building"),
    "number": ("INES ZACH", "700 900th", "54005", "address", "building"),
    "turned": ("NGUYEN THI LAN", "9 Birch St", "54006", "first_name", "exact"),
    "suffix": ("PETER STONE JR", "11 Birch St", "54006", "suffix", "exact"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, dict[str, str]]]:
    roll = snapshot(tmp_path_factory.mktemp("forms"), [*VOTERS, *neighbours(60)])
    asked = [
        line(case, name, address, "", zip_code)
        for case, (name, address, zip_code, _, _) in LINES.items()
    ]
    proposed = match_lines(lines(asked), roll, RULES)
    best = {}
    for row in proposed.table.to_pylist():
        [candidate, *_] = row["candidates"]
        levels = {said["field"]: said["level"] for said in evidence_of(candidate)}
        best[row["line_id"]] = (candidate["voter_id"], levels)
    return best


@pytest.mark.parametrize("case", LINES)
def test_forms(found: dict[str, tuple[str, dict[str, str]]], case: str) -> None:
    *_, field, level = LINES[case]
    voter_id, levels = found[case]
    assert voter_id == case.partition(",")[0]
    assert levels[field] == level
