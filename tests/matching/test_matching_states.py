"""A roll in a state's own layout, which has one date of registration and does not say of what."""

from datetime import date
from pathlib import Path

from matching_rolls import RULES, line, lines

from rollcheck.matching import Rules, match_lines
from rollcheck.roll import import_roll

OHIO = (
    *("SOS_VOTERID", "COUNTY_NUMBER", "LAST_NAME", "FIRST_NAME", "MIDDLE_NAME", "SUFFIX"),
    *("DATE_OF_BIRTH", "REGISTRATION_DATE", "VOTER_STATUS", "RESIDENTIAL_ADDRESS1"),
    *("RESIDENTIAL_SECONDARY_ADDR", "RESIDENTIAL_CITY", "RESIDENTIAL_ZIP"),
    *("CONGRESSIONAL_DISTRICT", "STATE_SENATE_DISTRICT", "STATE_REPRESENTATIVE_DISTRICT"),
)
VOTERS = [
    ("OH1", "QUINTERO", "TERESA", "2010-05-04", "12 MAPLE AVE"),
    ("OH2", "BIANCHI", "PAOLO", "2022-05-01", "14 MAPLE AVE"),
    ("OH3", "OYELARAN", "TUNDE", "", "16 MAPLE AVE"),
    ("OH4", "PAPADAKIS", "ELENI", "1900-01-01", "18 MAPLE AVE"),
]


def test_who_registered_after_signing_is_not_matched(tmp_path: Path) -> None:
    rows = [
        f"{voter},25,{last},{first},,,1970-01-02,{on},ACTIVE,{street},,COLUMBUS,43215,03,15,18"
        for voter, last, first, on, street in VOTERS
    ]
    source = tmp_path / "SWVF_23_44.txt"
    source.write_text("\n".join([",".join(OHIO), *rows]) + "\n", encoding="windows-1252")
    roll = import_roll(source, layout="ohio", as_of=date(2022, 7, 1), out=tmp_path / "snapshot")
    assert roll.manifest["registration_dates"] == {"affidavit": 0, "registered_on": 2, "none": 2}
    signed = [
        line(voter, f"{first} {last}", street, "Columbus", "43215")
        for voter, last, first, _, street in VOTERS
    ]
    rules = Rules("25", None, RULES.filed_on, RULES.circulation_from, RULES.circulation_to)
    matches = match_lines(lines(signed), roll, rules)
    assert matches.table.column("voter_id").to_pylist() == ["OH1", "OH2", "OH3", "OH4"]
    assert matches.table.column("outcome").to_pylist() == [
        "matched",
        "registration_unclear",
        "matched",
        "matched",
    ]
    undated, dated = matches.caveats
    assert "without any date was taken to be registered in time (2 lines)" in undated
    assert "only where it is not after the day of signing" in dated
    assert "(2 lines of voters with such a date)" in dated
