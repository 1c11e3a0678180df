"""Rural boxes, roads with numbers, and zip codes behind an address, as patterns for the macros."""

from collections.abc import Iterator
from string import ascii_uppercase

from rollcheck.roll.words import STATE, pattern_macro, text_literal, word_table

RURAL = r"(?:RURAL (?:ROUTE|RTE?|RD)|R ?F ?D|R ?R|ROUTE|RTE?|RD)"
CONTRACT = (
    r"(?:HIGHWAY CONTRACT(?: (?:ROUTE|RTE?))?|H ?C ?R?(?: (?:ROUTE|RTE?))?|STAR (?:ROUTE|RTE?))"
)
ROUTE_NUMBER = r"[ -]*(?:# ?)?([0-9]{1,3}|[A-Z])?"
BOX_NUMBER = r"([0-9]+(?:-?[A-Z])?)"
BEHIND_ROUTE = rf"(?:[ ,]*(?:BOX|BX)[ -]*(?:# |NO )?|[ ,]+# ){BOX_NUMBER}\b"
BEFORE_ROUTE = rf"^(?:BOX|BX) ?(?:# )?{BOX_NUMBER}[ ,]+"
# The sign before a road's number, right after the house number: 123 STATE ROUTE # 99.
SIGNED_ROAD = (
    r"^((?:[0-9]\S* )?(?:[NSEW] )?(?:(?:STATE|ST|U ?S|COUNTY|CO|CTY|CNTY|OLD) )*"
    r"(?:ROUTE|RTE?|HIGHWAY|HWY|SR|CR|FM|(?:STATE|ST|COUNTY|CO|CTY|CNTY) (?:ROAD|RD))) "
    r"(?:# |NO )([0-9])"
)

ZIP_CODE = "[0-9]{5}(?:[ -]?[0-9]{4})?"
ZIP_AT_END = r"(?:^|[ ,])([0-9]{5})(?:[ -]?[0-9]{4})?[ ,]*$"
ZIP_BEHIND = rf"^([0-9]\S* .*?[A-Z]{{2}}) ((?:(?:{STATE}) )?{ZIP_CODE})$"
# Five digits that may be the number of a road: 12 COUNTY ROAD 29900.
ROAD_BEHIND = (
    r" (?:(?:COUNTY|CO|CTY|CNTY|STATE|ST|FARM|PRIVATE) (?:ROAD|RD)|ROUTE|RTE?|HIGHWAY|HWY|SR|CR|FM)"
    rf" {ZIP_CODE}$"
)
# The kinds of street behind which a city begins; ST begins many a city and street itself.
BEFORE_CITY = (
    r"(?:AVE?|AVENUE|BLVD|BOULEVARD|DR|DRIVE|LN|LANE|CT|COURT|PL|PLACE|WAY|CIR|CIRCLE|TERR?|TERRACE"
    r"|PKWY|PARKWAY|RD|ROAD|TRL|TRAIL)"
)
CITY_BEHIND = r"(?: (?:[NS][EW]))?) ([A-Z][A-Z ]*[A-Z]{3}.*)$"
TYPE_AND_CITY = rf"^([0-9]\S* .+? {BEFORE_CITY}(?: (?:{BEFORE_CITY}|STREET))?{CITY_BEHIND}"
ST_AND_CITY = rf"^([0-9]\S* .+? (?:ST|STREET){CITY_BEHIND}"
# What is no city there, but the rest of the street (PARK AVENUE SOUTH, N ST ANDREWS PL) or a unit.
NO_CITY_BEHIND = (
    r"^(?:(?:NORTH|SOUTH)(?:EAST|WEST)?|EAST|WEST|REAR|BASEMENT|FRNT|FRONT|UPPE?R|LOWE?R|PENTHOUSE"
    rf"|(?:.* )?(?:{BEFORE_CITY}|ST|STREET|ALY|ALLEY|LOOP|XING|CROSSING|PLZ|PLAZA|EXT|EXTENSION)"
    r"(?: (?:[NS][EW]?|[EW]|NORTH|SOUTH|EAST|WEST))?)$"
)

BEFORE_ROAD = r"((?:(?:OLD|NO|SO|NORTH|SOUTH|EAST|WEST|[NS][EW]?|[EW]) )?)"
AFTER_ROAD = r"((?: (?:NORTH|SOUTH|EAST|WEST|[NS][EW]?|[EW]))?)"
# Short names of states that are whole words of streets, or stand for something else.
NO_ROAD_OF = ("CO", "DC", "PR", "VI")


def road_macros() -> Iterator[str]:
    """Yield the statements that create these patterns, and ``_road_named``."""
    for name, route in (("rural", RURAL), ("contract", CONTRACT)):
        yield pattern_macro(f"_{name}_pattern", rf"^{route}{ROUTE_NUMBER}{BEHIND_ROUTE}")
        yield pattern_macro(f"_box_{name}_pattern", rf"{BEFORE_ROUTE}{route}{ROUTE_NUMBER}\b")
    yield pattern_macro("_signed_road_pattern", SIGNED_ROAD)
    yield pattern_macro("_zip_at_end_pattern", ZIP_AT_END)
    yield pattern_macro("_zip_behind_pattern", ZIP_BEHIND)
    yield pattern_macro("_road_behind_pattern", ROAD_BEHIND)
    yield pattern_macro("_type_and_city_pattern", TYPE_AND_CITY)
    yield pattern_macro("_st_and_city_pattern", ST_AND_CITY)
    yield pattern_macro("_no_city_behind_pattern", NO_CITY_BEHIND)
    yield _road_named()


def _road_named() -> str:
    """Return the macro that gives a road with a number the one name of its kind (``roads.csv``)."""
    patterns = {_road_pattern(row): row["road"] for row in word_table("roads")}
    named = " ".join(
        f"WHEN regexp_matches(w, {text_literal(pattern)}) THEN "
        rf"regexp_replace(w, {text_literal(pattern)}, '\1{road} \2\3')"
        for pattern, road in patterns.items()
    )
    # Nearly no street ends with a number, so that one look is enough.
    ends = text_literal(rf"(?:[0-9][A-Z]?| [A-Z]{{1,2}}){AFTER_ROAD}$")
    return (
        "CREATE OR REPLACE TEMP MACRO _road_named(text) AS list_transform([text], lambda w: "
        f"CASE WHEN NOT regexp_matches(w, {ends}) THEN w {named} ELSE w END)[1]"
    )


def _road_pattern(row: dict[str, str]) -> str:
    states = "|".join(state for state in STATE.split("|") if state not in NO_ROAD_OF)
    written = row["written"].replace("{STATE}", states)
    # N, S, E and W would be directions.
    single = [letter for letter in ascii_uppercase if letter not in "NSEW"]
    twice = [letter * 2 for letter in ascii_uppercase]
    letters = f"| (?:{'|'.join([*single, *twice])})" if row["letters"] == "yes" else ""
    return rf"^{BEFORE_ROAD}(?:{written})( ?[0-9]{{1,5}}[A-Z]?{letters}){AFTER_ROAD}$"
