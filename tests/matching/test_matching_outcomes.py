"""Every outcome, from a roll and lines through the whole plan."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from matching_rolls import RULES, line, lines, neighbours, place, snapshot, voter

from rollcheck.matching import OUTCOMES, evidence_of, match_lines
from rollcheck.problems import RollcheckError
from rollcheck.roll import Snapshot

HOME = "12 MAPLE AVE, Burbank, 91501"
AT_HOME = ("12 Maple Avenue", "Burbank", "91501")
OLD = "450 ASH BLVD, Glendale, 91201"
AT_OLD = ("450 Ash Blvd", "Glendale", "91201")
FLATS = "900 TOWER ST, APT 5, Glendale, 91204"
JULY = {"affidavit_signed_on": "2022-07-08", "affidavit_received_on": "2022-07-09"}
MAY = {"affidavit_signed_on": "2022-05-02", "affidavit_received_on": "2022-05-09"}

VOTERS = [
    *neighbours(),
    voter("PLAIN", "QUINTERO, TERESA LUZ", HOME, birth_date="1970-01-02"),
    voter("HUSBAND", "QUINTERO, RAMON", HOME),
    voter("FLAT", "OKONKWO, CHIDI", FLATS),
    voter(
        "GONE",
        "VELASCO, DORA",
        "14 MAPLE AVE, Burbank, 91501",
        status="canceled",
        canceled_on="2022-02-01",
    ),
    voter(
        "LATER",
        "VELASCO, HUGO",
        "14 MAPLE AVE, Burbank, 91501",
        status="canceled",
        canceled_on="2022-05-01",
    ),
    voter("UNDATED", "VELASCO, IRMA", "14 MAPLE AVE, Burbank, 91501", status="canceled"),
    voter("PENDING", "NAKAMURA, KEN", "16 MAPLE AVE, Burbank, 91501", status="pending"),
    voter("YOUNG", "NAKAMURA, AIKO", "16 MAPLE AVE, Burbank, 91501", status="preregistered"),
    voter("INACTIVE", "NAKAMURA, JUN", "16 MAPLE AVE, Burbank, 91501", status="inactive"),
    voter("ORANGE", "PETROVA, VERA", "18 MAPLE AVE, Burbank, 91501", county="Orange"),
    voter("LATE", "BIANCHI, PAOLO", "20 MAPLE AVE, Burbank, 91501", **MAY),
    voter(
        "OPEN",
        "BIANCHI, SILVIA",
        "20 MAPLE AVE, Burbank, 91501",
        affidavit_signed_on="",
        affidavit_received_on="2022-05-09",
    ),
    voter(
        "BARE",
        "BIANCHI, GINA",
        "20 MAPLE AVE, Burbank, 91501",
        affidavit_signed_on="",
        affidavit_received_on="",
    ),
    voter("SECRET", "LINDQVIST, ASTRID", "", status="confidential"),
    voter("SECRET2", "LINDQVIST, BJORN", "22 MAPLE AVE, Burbank, 91501", status="confidential"),
    voter("SECRET3", "KOWALCZYK, MARIA", "", status="confidential"),
    voter("SECRET4", "SOBRINO LARA, JOHN PAUL", "", status="confidential"),
    voter("TWIN1", "SECRETAN, NOOR", "", status="confidential"),
    voter("TWIN2", "SECRETAN, NOOR", "", status="confidential"),
    voter("SENIOR", "ABERNATHY, WALTER J", "24 MAPLE AVE, Burbank, 91501", suffix="SR"),
    voter("JUNIOR", "ABERNATHY, WALTER J", "24 MAPLE AVE, Burbank, 91501", suffix="JR"),
    voter("MOVED", "OYELARAN, TUNDE", HOME),
    voter("MOVER", "PAPADAKIS, ELENI", HOME, **MAY),
    voter("AGAIN", "PAPADAKIS, NIKOS", HOME, **JULY),
    voter("KNOWN", "PAPADAKIS, SOFIA", HOME, **MAY),
    voter("BOX", "STROMBERG, LARS", "", city="Burbank", zip="91502", street="PO BOX 77"),
    voter("TWINA", "DELGADILLO, MARTA", "26 MAPLE AVE, Burbank, 91501", birth_date="1990-05-05"),
    voter("TWINB", "DELGADILLO, MARIO", "26 MAPLE AVE, Burbank, 91501", birth_date="1990-05-05"),
    voter("DOUBLE", "GARCIA LOPEZ, ANA", "28 MAPLE AVE, Burbank, 91501"),
    voter("NICK", "KOWALCZYK, ROBERT", "30 MAPLE AVE, Burbank, 91501"),
]


def stay(voter_id: str, address: str, to_date: str, **more: str) -> dict[str, str]:
    return {
        "voter_id": voter_id,
        "from_date": "2012-01-01",
        "to_date": to_date,
        **place(address),
        **more,
    }


IN_2012 = {"affidavit_signed_on": "2012-01-01", "affidavit_received_on": "2012-01-09"}
HISTORY = [
    stay("MOVED", OLD, "2018-04-01", **IN_2012),
    stay("MOVER", OLD, "2022-05-01", **IN_2012),
    stay("AGAIN", OLD, "2022-07-07", **IN_2012),
    stay("KNOWN", OLD, "2018-04-01"),
]

# line id: (printed name, address, outcome, voter)
CASES: dict[str, tuple[str, tuple[str, ...], str, str | None]] = {
    "as on the roll": ("Teresa Luz Quintero", AT_HOME, "matched", "PLAIN"),
    "surname first": ("QUINTERO, TERESA", AT_HOME, "matched", "PLAIN"),
    "no comma": ("Quintero Teresa", AT_HOME, "matched", "PLAIN"),
    "initials": ("T L Quintero", AT_HOME, "matched", "PLAIN"),
    "slip in the surname": ("Teresa Quintaro", AT_HOME, "matched", "PLAIN"),
    "slip in the street": (
        "Teresa Quintero",
        ("12 Mapel Ave", "Burbank", "91501"),
        "matched",
        "PLAIN",
    ),
    "no house number": ("Teresa Luz Quintero", ("Maple Ave", "", "91501"), "matched", "PLAIN"),
    "no zip": ("Teresa Quintero", ("12 Maple Ave", "Burbank", ""), "matched", "PLAIN"),
    "the middle name for the first, elsewhere": (
        "Luz Teresa Quintero",
        ("1 Nowhere Ln", "Lomita", "90717"),
        "different_address",
        "PLAIN",
    ),
    "surname, middle name, first name": ("Quintero Luz Teresa", AT_HOME, "matched", "PLAIN"),
    "a first name in two": ("Ter Esa Quintero", AT_HOME, "matched", "PLAIN"),
    "a short form that the roll lacks": ("Moncho Quintero", AT_HOME, "matched", "HUSBAND"),
    "name and address in each other's field": (
        "12 Maple Ave",
        ("Teresa Quintero", "Burbank", "91501"),
        "matched",
        "PLAIN",
    ),
    "the husband": ("Ramon Quintero", AT_HOME, "matched", "HUSBAND"),
    "half of a first name that nobody bears": ("Tebhxsa Quintero", AT_HOME, "matched", "PLAIN"),
    "kin not on the roll": ("Wendell Quintero", AT_HOME, "none", None),
    "stranger at the address": ("Xenia Zabriskie", AT_HOME, "none", None),
    "nobody": ("Xenia Zabriskie", ("1 Nowhere Ln", "Lomita", "90717"), "none", None),
    "blank": ("", ("", "", ""), "none", None),
    "another unit": (
        "Chidi Okonkwo",
        ("900 Tower St Apt 7", "Glendale", "91204"),
        "matched",
        "FLAT",
    ),
    "no unit": ("Chidi Okonkwo", ("900 Tower St", "Glendale", "91204"), "matched", "FLAT"),
    "canceled": ("Dora Velasco", ("14 Maple Ave", "Burbank", "91501"), "canceled", "GONE"),
    "canceled after signing": (
        "Hugo Velasco",
        ("14 Maple Ave", "Burbank", "91501"),
        "matched",
        "LATER",
    ),
    "canceled, no date": (
        "Irma Velasco",
        ("14 Maple Ave", "Burbank", "91501"),
        "registration_unclear",
        "UNDATED",
    ),
    "pending": (
        "Ken Nakamura",
        ("16 Maple Ave", "Burbank", "91501"),
        "registration_unclear",
        "PENDING",
    ),
    "preregistered": (
        "Aiko Nakamura",
        ("16 Maple Ave", "Burbank", "91501"),
        "registration_unclear",
        "YOUNG",
    ),
    "inactive": ("Jun Nakamura", ("16 Maple Ave", "Burbank", "91501"), "matched", "INACTIVE"),
    "another county": (
        "Vera Petrova",
        ("18 Maple Ave", "Burbank", "91501"),
        "out_of_jurisdiction",
        "ORANGE",
    ),
    "registered late": (
        "Paolo Bianchi",
        ("20 Maple Ave", "Burbank", "91501"),
        "registered_late",
        "LATE",
    ),
    "one date, open": (
        "Silvia Bianchi",
        ("20 Maple Ave", "Burbank", "91501"),
        "registration_unclear",
        "OPEN",
    ),
    "no date, others have": (
        "Gina Bianchi",
        ("20 Maple Ave", "Burbank", "91501"),
        "registration_unclear",
        "BARE",
    ),
    "confidential, no address": (
        "Astrid Lindqvist",
        ("5 Hidden Ln", "Burbank", "91501"),
        "confidential",
        "SECRET",
    ),
    "confidential, address": (
        "Bjorn Lindqvist",
        ("22 Maple Ave", "Burbank", "91501"),
        "confidential",
        "SECRET2",
    ),
    **{
        f"confidential, {what}": (name, ("5 Hidden Ln", "Burbank", "91501"), "confidential", who)
        for what, name, who in (
            ("a slip in the surname", "Maria Kowalczik", "SECRET3"),
            ("swapped letters", "Maria Kowalzcyk", "SECRET3"),
            ("misread letters", "Maria Kovvalczyk", "SECRET3"),
            ("a slip in the first name", "Mria Kowalczyk", "SECRET3"),
            ("an initial", "M Kowalczyk", "SECRET3"),
            ("surname first", "Kowalczik Maria", "SECRET3"),
            ("two surnames, one slip", "John Sobrina", "SECRET4"),
            ("a nickname", "Jack Sobrino", "SECRET4"),
            ("the middle name", "Paul Sobrino Lara", "SECRET4"),
        )
    },
    "no slip of a confidential name": (
        "Wanda Kowalski",
        ("5 Hidden Ln", "Burbank", "91501"),
        "none",
        None,
    ),
    "two confidential": ("Noor Secretan", ("6 Hidden Ln", "Burbank", "91501"), "ambiguous", None),
    "father or son": (
        "Walter J Abernathy",
        ("24 Maple Ave", "Burbank", "91501"),
        "ambiguous",
        None,
    ),
    "the son": ("Walter Abernathy Jr", ("24 Maple Ave", "Burbank", "91501"), "matched", "JUNIOR"),
    "the father": (
        "Abernathy Sr, Walter",
        ("24 Maple Ave", "Burbank", "91501"),
        "matched",
        "SENIOR",
    ),
    "moved long ago, old address": ("Tunde Oyelaran", AT_OLD, "different_address", "MOVED"),
    "moved long ago, new address": ("Tunde Oyelaran", AT_HOME, "matched", "MOVED"),
    "somewhere else": (
        "Tunde Oyelaran",
        ("77 Far Rd", "Pomona", "91766"),
        "different_address",
        "MOVED",
    ),
    "moved in circulation, old": ("Eleni Papadakis", AT_OLD, "matched", "MOVER"),
    "moved in circulation, new": ("Eleni Papadakis", AT_HOME, "matched", "MOVER"),
    "moved after filing, old": ("Nikos Papadakis", AT_OLD, "matched", "AGAIN"),
    "moved after filing, new": ("Nikos Papadakis", AT_HOME, "different_address", "AGAIN"),
    "earlier affidavit not known": ("Sofia Papadakis", AT_HOME, "registration_unclear", "KNOWN"),
    "post office box": ("Lars Stromberg", ("PO Box 77", "Burbank", "91502"), "matched", "BOX"),
    "one twin": ("Marta Delgadillo", ("26 Maple Ave", "Burbank", "91501"), "matched", "TWINA"),
    "other twin": ("Mario Delgadillo", ("26 Maple Ave", "Burbank", "91501"), "matched", "TWINB"),
    "one of two surnames": (
        "Ana Garcia",
        ("28 Maple Ave", "Burbank", "91501"),
        "matched",
        "DOUBLE",
    ),
    "the other of two": ("Ana Lopez", ("28 Maple Ave", "Burbank", "91501"), "matched", "DOUBLE"),
    "joined surnames": (
        "Ana Garcialopez",
        ("28 Maple Ave", "Burbank", "91501"),
        "matched",
        "DOUBLE",
    ),
    "a slip in both names and the street": (
        "Chidy Okonkvo",
        ("900 Towor St Apt 5", "Glendale", "91204"),
        "matched",
        "FLAT",
    ),
    "a slip in the surname of who moved": (
        "Chidi Okonkvo",
        ("900 Far Rd", "Pomona", "91766"),
        "different_address",
        "FLAT",
    ),
    "a slip in both names of who moved": (
        "Chidy Okonkvo",
        ("900 Far Rd", "Pomona", "91766"),
        "different_address",
        "FLAT",
    ),
    "both names begin otherwise": (
        "Shidi Akonkwo",
        ("900 Tower St Apt 5", "Glendale", "91204"),
        "matched",
        "FLAT",
    ),
    "a letter that nobody can read": (
        "Chidi Oko?kwo",
        ("900 Tower St Apt 5", "Glendale", "91204"),
        "matched",
        "FLAT",
    ),
    "the beginning of the surname": (
        "Chidi Oko",
        ("900 Tower St Apt 5", "Glendale", "91204"),
        "matched",
        "FLAT",
    ),
    "a slip in one of two surnames": (
        "Ana Garsia",
        ("28 Maple Ave", "Burbank", "91501"),
        "matched",
        "DOUBLE",
    ),
    "nickname": ("Bob Kowalczyk", ("30 Maple Ave", "Burbank", "91501"), "matched", "NICK"),
}
ROWS = [line(case, name, *address) for case, (name, address, _outcome, _voter) in CASES.items()]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("outcomes"), VOTERS, HISTORY)


@pytest.fixture(scope="module")
def found(taken: Snapshot) -> Mapping[str, dict[str, Any]]:
    return {row["line_id"]: row for row in match_lines(lines(ROWS), taken, RULES).table.to_pylist()}


@pytest.mark.parametrize("case", CASES)
def test_outcome_and_voter(found: Mapping[str, dict[str, Any]], case: str) -> None:
    row = found[case]
    assert (row["outcome"], row["voter_id"]) == CASES[case][2:]


def test_every_outcome_occurs() -> None:
    assert {outcome for _, _, outcome, _ in CASES.values()} == set(OUTCOMES)


def test_the_evidence_adds_up_to_the_score(found: Mapping[str, dict[str, Any]]) -> None:
    for row in found.values():
        scores = [candidate["score"] for candidate in row["candidates"]]
        assert scores == sorted(scores, reverse=True)
        for candidate in row["candidates"]:
            bits = sum(round(1000 * entry["bits"]) for entry in evidence_of(candidate))
            assert bits == round(1000 * candidate["score"])
        if len(scores) > 1:
            assert row["gap"] == pytest.approx(scores[0] - scores[1], abs=0.0005)


def test_a_voter_proposed_twice_names_the_first_line(found: Mapping[str, dict[str, Any]]) -> None:
    assert found["as on the roll"]["duplicate_of"] is None
    assert found["surname first"]["duplicate_of"] == "as on the roll"
    assert found["no zip"]["duplicate_of"] == "as on the roll"
    assert found["nobody"]["duplicate_of"] is None
    assert found["father or son"]["duplicate_of"] is None


def test_the_rules_decide_what_the_same_evidence_means(taken: Snapshot) -> None:
    strict = replace(
        RULES,
        unit_ignored=False,
        earlier_address_counts=False,
        county=None,
        counted_statuses=frozenset({"active", "pending"}),
    )
    table = match_lines(lines(ROWS), taken, strict).table.to_pylist()
    outcome = {row["line_id"]: row["outcome"] for row in table}
    assert outcome["another unit"] == "different_address"
    assert outcome["no unit"] == "matched"
    assert outcome["another county"] == "matched"
    assert outcome["inactive"] == "registration_unclear"
    assert outcome["pending"] == "matched"
    # Re-registered in May, signed in March: the registration then was the old address's.
    assert outcome["moved in circulation, old"] == "matched"
    assert outcome["moved in circulation, new"] == "different_address"


def test_where_the_address_need_not_match(taken: Snapshot) -> None:
    table = match_lines(lines(ROWS), taken, replace(RULES, address_must_match=False)).table
    outcome = {row["line_id"]: row["outcome"] for row in table.to_pylist()}
    assert outcome["somewhere else"] == "matched"
    assert outcome["moved after filing, new"] == "matched"
    assert outcome["nobody"] == "none"


def test_districts(tmp_path: Path) -> None:
    address = "100 OAK ST, Pasadena, 91101"
    roll = [
        *neighbours(50),
        voter("IN", "QUINTERO, TERESA", address, districts="SUP-1;AD 40"),
        voter("OUT", "OYELARAN, TUNDE", address, districts="SUP-2;AD-41"),
        voter("UNSAID", "BIANCHI, PAOLO", address),
    ]
    where = ("100 Oak St", "Pasadena", "91101")
    rows = [
        line("1", "Teresa Quintero", *where),
        line("2", "Tunde Oyelaran", *where),
        line("3", "Paolo Bianchi", *where),
    ]
    rules = replace(RULES, district="ad 40")
    matches = match_lines(lines(rows), snapshot(tmp_path, roll), rules)
    assert matches.table.column("outcome").to_pylist() == [
        "matched",
        "out_of_jurisdiction",
        "matched",
    ]
    assert any("have no districts on the roll" in caveat for caveat in matches.caveats)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"county": "Los Angeles County"},
            [("county", "unknown_county", "2 counties: Los Angeles, Orange.")],
        ),
        (
            {"county": "19", "district": "AD-40"},
            [
                ("county", "unknown_county", "2 counties: Los Angeles, Orange."),
                ("district", "unknown_district", "6 districts: D-0, D-1, D-2, D-3, D-4, ..."),
            ],
        ),
    ],
)
def test_a_county_or_district_that_no_voter_has(
    tmp_path: Path, asked: dict[str, Any], said: list[tuple[str, str, str]]
) -> None:
    voters = [
        {**row, "districts": f"D-{number % 6}; D-0"} for number, row in enumerate(neighbours(20))
    ]
    voters.append({**voters[0], "voter_id": "ORANGE", "county": "Orange"})
    roll = snapshot(tmp_path, voters)
    with pytest.raises(RollcheckError) as refused:
        match_lines(lines([line("1", "Teresa Quintero")]), roll, replace(RULES, **asked))
    problems = refused.value.problems
    assert [(problem.column, problem.code) for problem in problems] == [
        (column, code) for column, code, _ in said
    ]
    for problem, (_, _, words) in zip(problems, said, strict=True):
        assert problem.file == ""
        assert words in problem.message


def test_a_roll_that_gives_no_county_is_taken_to_be_inside(tmp_path: Path) -> None:
    voters = [{**row, "county": ""} for row in neighbours(20)]
    matches = match_lines(lines([line("1", "Nobody")]), snapshot(tmp_path, voters), RULES)
    assert any("20 voters have no county on the roll" in caveat for caveat in matches.caveats)


def undated(voters: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{**row, "affidavit_signed_on": "", "affidavit_received_on": ""} for row in voters]


@pytest.mark.parametrize(
    ("as_of", "outcome", "says"),
    [
        (date(2022, 7, 6), "matched", "taken to be registered in time"),
        (date(2022, 7, 7), "registration_unclear", "is not known"),
    ],
)
def test_a_roll_without_dates(tmp_path: Path, as_of: date, outcome: str, says: str) -> None:
    roll = undated([*neighbours(50), voter("A", "QUINTERO, TERESA", HOME)])
    matches = match_lines(
        lines([line("1", "Teresa Quintero", *AT_HOME)]),
        snapshot(tmp_path, roll, as_of=as_of),
        RULES,
    )
    assert matches.table.column("outcome").to_pylist() == [outcome]
    assert len(matches.caveats) == 1
    assert says in matches.caveats[0]
    assert "(1 line)" in matches.caveats[0]


def test_canceled_voters_of_a_roll_without_dates_of_cancellation(
    tmp_path: Path, found: Mapping[str, dict[str, Any]]
) -> None:
    assert found["canceled"]["outcome"] == "canceled"
    roll = [*neighbours(50), voter("A", "QUINTERO, TERESA", HOME, status="canceled")]
    rows = [
        line("1", "Teresa Quintero", *AT_HOME),
        line("2", "Teresa Quintero", *AT_HOME, signed_on=date(2022, 7, 6)),
    ]
    matches = match_lines(lines(rows), snapshot(tmp_path, roll), RULES)
    # On the roll's own day it had been canceled; before it, nobody knows.
    assert matches.table.column("outcome").to_pylist() == ["registration_unclear", "canceled"]
    assert any(
        "no dates of cancellation. 1 line of canceled voters" in caveat
        for caveat in matches.caveats
    )


def test_a_line_without_a_date(taken: Snapshot) -> None:
    rows = [
        line("late", "Paolo Bianchi", "20 Maple Ave", "Burbank", "91501", signed_on=None),
        line("canceled", "Hugo Velasco", "14 Maple Ave", "Burbank", "91501", signed_on=None),
        line("early", "Teresa Quintero", *AT_HOME, signed_on=None),
    ]
    table = match_lines(lines(rows), taken, RULES).table
    # Signed and canceled in May, within circulation: the line may be from before or after.
    assert table.column("outcome").to_pylist() == [
        "registration_unclear",
        "registration_unclear",
        "matched",
    ]
