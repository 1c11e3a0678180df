"""The roll: the voters asked for, and every kind of household that makes matching hard."""

from collections import Counter, defaultdict
from datetime import date
from statistics import median

import pytest

from demo.demo_files import DemoFiles, Row
from rollcheck.demo.names import name_tables
from rollcheck.demo.spellings import FIRST_NAMES, SURNAMES, fold

AS_OF = "2022-07-06"
COMMON = {"MAIN", "2ND", "PARK", "CHURCH", "CENTRAL", "WASHINGTON", "MISSION"}


def address(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("house", "pre_dir", "street", "street_type", "unit", "zip"))


@pytest.fixture(scope="module")
def homes(demo: DemoFiles) -> list[list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in demo.roll:
        found[address(row)].append(row)
    return list(found.values())


def test_voters_by_status_and_county(demo: DemoFiles) -> None:
    counts = Counter((row["county"], row["status"]) for row in demo.roll)
    assert counts == {
        ("Los Angeles", "active"): 56_686,
        ("Los Angeles", "inactive"): 2_267,
        ("Los Angeles", "canceled"): 2_267,
        ("Los Angeles", "pending"): 227,
        ("Los Angeles", "preregistered"): 170,
        ("Los Angeles", "confidential"): 28,
        ("Orange", "active"): 2_834,
    }


def test_voter_ids_are_unique(demo: DemoFiles) -> None:
    assert len(demo.voter) == len(demo.roll)


def test_dates_can_be(demo: DemoFiles) -> None:
    for row in demo.roll:
        signed, received, canceled = (
            row[name] for name in ("affidavit_signed_on", "affidavit_received_on", "canceled_on")
        )
        assert max(signed, received, canceled) <= AS_OF
        assert not (signed and received) or signed <= received
        assert bool(canceled) == (row["status"] == "canceled")
        assert not (canceled and signed) or signed <= canceled
        age = (date.fromisoformat(AS_OF) - date.fromisoformat(row["birth_date"])).days / 365.25
        assert (15.9 < age < 18) if row["status"] == "preregistered" else (18 <= age < 106)


def test_some_affidavit_dates_are_missing(demo: DemoFiles) -> None:
    unsigned = sum(not row["affidavit_signed_on"] for row in demo.roll)
    undated = sum(not row["affidavit_received_on"] for row in demo.roll)
    assert 0 < undated < unsigned < 0.03 * len(demo.roll)


def test_families_couples_and_roommates(homes: list[list[Row]]) -> None:
    surnames = Counter(
        (min(len(home), 3), len({row["last"] for row in home}) == 1) for home in homes
    )
    assert all(surnames[size, same] > 100 for size, same in [(2, True), (2, False), (3, True)])
    assert surnames[3, False] > 100


def test_namesakes_at_one_address_differ_by_suffix_or_only_by_birth(homes: list[list[Row]]) -> None:
    namesakes = [
        pair
        for home in homes
        for pair in [
            [row for row in home if (row["first"], row["last"]) == (one["first"], one["last"])]
            for one in home[:1]
        ]
        if len(pair) == 2
    ]
    suffixes = Counter(tuple(sorted(row["suffix"] for row in pair)) for pair in namesakes)
    assert suffixes["", "JR"] > 20
    assert suffixes["", ""] > 5
    assert suffixes["JR", "SR"] > 5
    # Who was born on the same day is registered twice.
    twice = sum(one["birth_date"] == other["birth_date"] for one, other in namesakes)
    assert 20 < twice < 0.5 * len(namesakes)


def test_twins(homes: list[list[Row]]) -> None:
    twins = 0
    for home in homes:
        born = Counter((row["last"], row["birth_date"]) for row in home)
        twins += sum(many == 2 for many in born.values())
    assert twins > 100


def test_buildings_of_many_flats(demo: DemoFiles) -> None:
    flats: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in demo.roll:
        flats[row["zip"], row["street"], row["street_type"], row["pre_dir"], row["house"]].add(
            row["unit"]
        )
    assert max(map(len, flats.values())) > 100
    assert sum(len(units) > 20 for units in flats.values()) > 20


def test_names_that_are_hard(demo: DemoFiles) -> None:
    surnames = Counter(row["last"] for row in demo.roll)
    given = Counter(row["first"] for row in demo.roll)
    assert sum(many for name, many in given.items() if "-" in name) > 50
    assert sum(many for name, many in given.items() if " " in name) > 500
    assert sum(many for name, many in surnames.items() if len(name) <= 2) > 300
    assert sum(many for name, many in surnames.items() if " " in name) > 1000
    assert sum(many for name, many in surnames.items() if "-" in name) > 500
    assert sum(many for name, many in surnames.items() if "'" in name) > 30
    assert sum(many for name, many in surnames.items() if fold(name) != name) > 500
    assert surnames["GARCIA"] > 5 * surnames["GARCÍA"] > 0
    assert any(name.startswith("DE LA ") for name in surnames)


def test_no_name_comes_from_anywhere_but_the_frequency_tables(demo: DemoFiles) -> None:
    tables = name_tables()
    known = {*tables.surnames.to_pylist(), *tables.accented_surnames.to_pylist()}
    known_first = {*tables.first_names.to_pylist(), *tables.accented_first_names.to_pylist()}
    parts = {part for name in known for part in name.replace("-", " ").split(" ")}
    parts |= known_first
    strange = [
        row
        for row in demo.roll
        if not {*row["last"].replace("-", " ").split(" ")} <= parts
        or not {*row["first"].replace("-", " ").split(" ")} <= parts
    ]
    # They are misspelt on the roll.
    assert 0.003 < len(strange) / len(demo.roll) < 0.012


def test_spellings_only_add_accents_spaces_and_apostrophes() -> None:
    for plain, spelt in {**SURNAMES, **FIRST_NAMES}.items():
        assert fold(spelt).replace(" ", "").replace("'", "") == plain
        assert fold(spelt).isascii()


def test_history_ends_where_the_roll_begins(demo: DemoFiles) -> None:
    during = 0
    for row in demo.history:
        now = demo.voter[row["voter_id"]]
        assert row["from_date"] <= row["to_date"] < (now["affidavit_signed_on"] or AS_OF)
        assert row["affidavit_signed_on"] <= row["affidavit_received_on"]
        during += "2022-01-27" <= row["to_date"] <= AS_OF
    moved = sum(address(row) != address(demo.voter[row["voter_id"]]) for row in demo.history)
    assert 0.04 < moved / len(demo.roll) < 0.1
    assert during > 500
    near = sum(row["zip"] == demo.voter[row["voter_id"]]["zip"] for row in demo.history)
    assert 0.3 < near / len(demo.history) < 0.7


def test_first_names_follow_the_fashion_of_the_birth_year(demo: DemoFiles) -> None:
    born: dict[str, list[int]] = defaultdict(list)
    for row in demo.roll:
        born[row["first"]].append(int(row["birth_date"][:4]))
    middle = {name: median(years) for name, years in born.items() if len(years) > 20}
    assert middle["LINDA"] < 1962 < middle["JENNIFER"] < 1988 < middle["EMILY"]
    assert middle["RONALD"] < 1968 < middle["JASON"] < 1990 < middle["TYLER"]


def test_names_of_the_old_and_of_the_young_differ(demo: DemoFiles) -> None:
    old, young = Counter[str](), Counter[str]()
    for row in demo.roll:
        year = int(row["birth_date"][:4])
        if year < 1950:
            old[row["first"]] += 1
        elif year > 1990:
            young[row["first"]] += 1
    shared = sum(min(old[name] / old.total(), young[name] / young.total()) for name in old)
    assert shared < 0.6


def test_house_numbers_begin_with_low_digits_and_many_are_round(demo: DemoFiles) -> None:
    leading = Counter(row["house"][0] for row in demo.roll)
    share = {digit: many / len(demo.roll) for digit, many in leading.items()}
    # Benford: log10(1 + 1/d), .30 and .05 for 1 and 9.
    assert 0.22 < share["1"] < 0.42
    assert share["1"] > share["2"] > share["4"] > share["9"]
    assert share["9"] < 0.08
    tens = sum(row["house"].endswith("0") for row in demo.roll)
    assert 0.13 < tens / len(demo.roll) < 0.3
    assert sum(int(row["house"].split(" ")[0].rstrip("A")) < 100 for row in demo.roll) > 300


def test_the_same_number_in_the_same_street_of_several_cities(demo: DemoFiles) -> None:
    zips: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in demo.roll:
        zips[row["house"], row["street"]].add(row["zip"])
    assert sum(len(own) > 1 for (_, street), own in zips.items() if street in COMMON) > 8


def test_suburbs_and_towers(demo: DemoFiles) -> None:
    flats: dict[str, list[bool]] = defaultdict(list)
    for row in demo.roll:
        flats[row["zip"]].append(row["unit"] != "")
    shares = sorted(sum(own) / len(own) for own in flats.values())
    assert shares[0] < 0.15
    assert shares[-1] > 0.7


def test_groups_of_names_cluster_and_kin_live_next_door(demo: DemoFiles) -> None:
    by_zip: dict[str, list[bool]] = defaultdict(list)
    streets: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    frequent = {"GARCIA", "HERNANDEZ", "LOPEZ", "MARTINEZ", "GONZALEZ", "RODRIGUEZ", "PEREZ"}
    for row in demo.roll:
        by_zip[row["zip"]].append(row["last"] in frequent)
        streets[row["street"], row["zip"]][row["last"]].add(row["house"] + row["unit"])
    shares = sorted(sum(own) / len(own) for own in by_zip.values())
    assert shares[-1] > 2 * shares[0]
    rare = [
        homes for own in streets.values() for name, homes in own.items() if name not in frequent
    ]
    assert sum(len(homes) > 1 for homes in rare) > 0.02 * len(rare)
