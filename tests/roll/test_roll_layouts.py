"""Layouts: those of the package on files exactly as published, and those that are wrong."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from roll_files import problems_of, rejected_of, snapshot_of, voters_of, write_rows

from rollcheck.problems import RollcheckError
from rollcheck.roll import layout_names, load_layout
from rollcheck.roll.columns import VOTER_COLUMNS

DATA = Path(__file__).parent.parent / "data"
DOCUMENTATION = Path(__file__).parent.parent.parent / "docs" / "formats-roll.md"

# The 67 columns of layout_ncvoter.txt (2022-02-11), in order.
NORTH_CAROLINA_COLUMNS = """
county_id county_desc voter_reg_num ncid last_name first_name middle_name name_suffix_lbl status_cd
voter_status_desc reason_cd voter_status_reason_desc res_street_address res_city_desc state_cd
zip_code mail_addr1 mail_addr2 mail_addr3 mail_addr4 mail_city mail_state mail_zipcode
full_phone_number confidential_ind registr_dt race_code ethnic_code party_cd gender_code birth_year
age_at_year_end birth_state drivers_lic precinct_abbrv precinct_desc municipality_abbrv
municipality_desc ward_abbrv ward_desc cong_dist_abbrv super_court_abbrv judic_dist_abbrv
nc_senate_abbrv nc_house_abbrv county_commiss_abbrv county_commiss_desc township_abbrv township_desc
school_dist_abbrv school_dist_desc fire_dist_abbrv fire_dist_desc water_dist_abbrv water_dist_desc
sewer_dist_abbrv sewer_dist_desc sanit_dist_abbrv sanit_dist_desc rescue_dist_abbrv rescue_dist_desc
munic_dist_abbrv munic_dist_desc dist_1_abbrv dist_1_desc vtd_abbrv vtd_desc
"""

# The 46 columns of Ohio's voter file before those of the elections, and two of the latter.
OHIO_COLUMNS = """
SOS_VOTERID COUNTY_NUMBER COUNTY_ID LAST_NAME FIRST_NAME MIDDLE_NAME SUFFIX DATE_OF_BIRTH
REGISTRATION_DATE VOTER_STATUS PARTY_AFFILIATION RESIDENTIAL_ADDRESS1 RESIDENTIAL_SECONDARY_ADDR
RESIDENTIAL_CITY RESIDENTIAL_STATE RESIDENTIAL_ZIP RESIDENTIAL_ZIP_PLUS4 RESIDENTIAL_COUNTRY
RESIDENTIAL_POSTALCODE MAILING_ADDRESS1 MAILING_SECONDARY_ADDRESS MAILING_CITY MAILING_STATE
MAILING_ZIP MAILING_ZIP_PLUS4 MAILING_COUNTRY MAILING_POSTAL_CODE CAREER_CENTER CITY
CITY_SCHOOL_DISTRICT COUNTY_COURT_DISTRICT CONGRESSIONAL_DISTRICT COURT_OF_APPEALS
EDU_SERVICE_CENTER_DISTRICT EXEMPTED_VILL_SCHOOL_DISTRICT LIBRARY LOCAL_SCHOOL_DISTRICT
MUNICIPAL_COURT_DISTRICT PRECINCT_NAME PRECINCT_CODE STATE_BOARD_OF_EDUCATION
STATE_REPRESENTATIVE_DISTRICT STATE_SENATE_DISTRICT TOWNSHIP VILLAGE WARD
PRIMARY-03/07/2000 GENERAL-11/07/2000
"""


NORTH_CAROLINA, OHIO = NORTH_CAROLINA_COLUMNS.split(), OHIO_COLUMNS.split()


def quoted(columns: list[str], rows: list[dict[str, str]], delimiter: str) -> str:
    """A file with every cell in quotes, as these offices write them, and CRLF line ends."""
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return "".join(delimiter.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


def test_north_carolina(tmp_path: Path) -> None:
    assert len(NORTH_CAROLINA) == 67
    ann = {
        "county_desc": "WAKE",
        "ncid": "AA1",
        "last_name": "NÚÑEZ",
        "first_name": "ANN",
        "name_suffix_lbl": "JR",
        "status_cd": "A",
        "birth_year": "1970",
        "zip_code": "27601",
        "res_street_address": "123   OAK ST  # 4",
        "res_city_desc": "RALEIGH",
        "registr_dt": "10/05/2004",
        "confidential_ind": "N",
        "cong_dist_abbrv": "2",
        "nc_senate_abbrv": "15",
        "nc_house_abbrv": "",
    }
    rows = [
        ann,
        ann | {"ncid": "AA2", "status_cd": "R", "registr_dt": "01/01/1900"},
        ann | {"ncid": "AA3", "status_cd": "D"},
        ann | {"ncid": "AA4", "confidential_ind": "Y", "res_street_address": ""},
        ann | {"ncid": "AA5", "status_cd": "Z"},
        ann | {"ncid": "AA6", "status_cd": "S", "first_name": ""},
        ann | {"ncid": "AA7", "status_cd": "I"},
    ]
    path = tmp_path / "ncvoter92.txt"
    path.write_bytes(quoted(NORTH_CAROLINA, rows, "\t").encode("windows-1252"))
    snapshot = snapshot_of(path, layout="north-carolina")
    voters = voters_of(snapshot)
    assert [(voter["voter_id"], voter["status"]) for voter in voters] == [
        ("AA1", "active"),
        ("AA2", "canceled"),
        ("AA4", "confidential"),
        ("AA6", "active"),
        ("AA7", "inactive"),
    ]
    assert [row["code"] for row in rejected_of(snapshot)] == ["unknown_status"]
    assert snapshot.manifest["rows_skipped"] == 1
    assert (voters[0]["n_last"], voters[0]["n_suffix"]) == ("NUNEZ", "JR")
    assert (voters[0]["n_house"], voters[0]["n_street"], voters[0]["n_unit"]) == ("123", "OAK", "4")
    assert voters[0]["districts"] == "CD-2;SD-15"
    assert voters[0]["registered_on"] == date(2004, 10, 5)
    assert voters[1]["registered_on"] is None
    # It is not known whether that day is of signing or receipt, so neither is claimed.
    assert not snapshot.has_affidavit_dates


def test_ohio(tmp_path: Path) -> None:
    assert len(OHIO) == 48
    ann = {
        "SOS_VOTERID": "OH1",
        "COUNTY_NUMBER": "77",
        "LAST_NAME": "OAK",
        "FIRST_NAME": "ANN",
        "DATE_OF_BIRTH": "1965-12-08",
        "REGISTRATION_DATE": "2016-03-29",
        "VOTER_STATUS": "ACTIVE",
        "RESIDENTIAL_ADDRESS1": "51 COTTER AVE",
        "RESIDENTIAL_SECONDARY_ADDR": "APT 3",
        "RESIDENTIAL_CITY": "AKRON",
        "RESIDENTIAL_ZIP": "44305",
        "CONGRESSIONAL_DISTRICT": "13",
        "GENERAL-11/07/2000": "X",
    }
    rows = [ann, ann | {"SOS_VOTERID": "OH2", "VOTER_STATUS": "CONFIRMATION"}]
    path = tmp_path / "SUMMIT.txt"
    path.write_bytes(quoted(OHIO, rows, ",").encode())
    snapshot = snapshot_of(path, layout="ohio")
    first, second = voters_of(snapshot)
    assert (first["status"], second["status"]) == ("active", "inactive")
    assert (first["birth_date"], first["registered_on"]) == (date(1965, 12, 8), date(2016, 3, 29))
    assert (first["n_house"], first["n_type"], first["n_unit"]) == ("51", "AVE", "3")
    assert (first["county"], first["districts"]) == ("77", "CD-13")
    assert not snapshot.has_affidavit_dates


def test_florida(tmp_path: Path) -> None:
    columns = list(load_layout("florida").format.names)
    assert len(columns) == 38
    ann = {
        "County Code": "DAD",
        "Voter ID": "100",
        "Name Last": 'O"Oak',
        "Name First": "Ann",
        "Requested public records exemption": "N",
        "Birth Date": "01/31/1970",
        "Residence Address Line 1": "12  NW 3rd ST",
        "Residence Address Line 2": "Apt 5",
        "Residence City (USPS)": "Miami",
        "Residence Zipcode": "331281234",
        "Registration Date": "02/01/1996",
        "Voter Status": "ACT",
        "House District": "112",
    }
    hidden = dict.fromkeys(("Residence Address Line 1", "Birth Date", "Registration Date"), "*")
    rows = [
        ann,
        ann | {"Voter ID": "101", "Voter Status": "PRE"},
        ann | hidden | {"Voter ID": "102", "Requested public records exemption": "Y"},
    ]
    cells = [[row.get(column, "") for column in columns] for row in rows]
    path = tmp_path / "DAD_20220712.txt"
    path.write_text("".join("\t".join(row) + "\r\n" for row in cells), encoding="windows-1252")
    snapshot = snapshot_of(path, layout="florida")
    first, second, third = voters_of(snapshot)
    assert [voter["status"] for voter in (first, second, third)] == [
        "active",
        "preregistered",
        "confidential",
    ]
    assert (first["n_last"], first["last"]) == ("OOAK", 'O"Oak')
    assert (first["n_dir"], first["n_street"], first["n_unit"]) == ("NW", "3RD", "5")
    assert (first["n_zip"], first["registered_on"]) == ("33128", date(1996, 2, 1))
    assert third["birth_date"] is None


def test_febrl(tmp_path: Path) -> None:
    copy = tmp_path / "febrl4b.csv"
    copy.write_bytes((DATA / "febrl" / "febrl4b.csv").read_bytes())
    snapshot = snapshot_of(copy, layout="febrl")
    voters = voters_of(snapshot)
    assert len(voters) == 5000
    assert snapshot.manifest["oddities"]["impossible_date_dropped"] == 64
    assert {voter["status"] for voter in voters} == {"active"}
    assert sum(1 for voter in voters if voter["n_first"] == "") > 100
    assert any(voter["n_type"] == "PL" for voter in voters)


def documented_layouts() -> list[str]:
    """The complete layouts shown in the documentation, in order."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    return [block for block in re.findall(r"```toml\n(.*?)```", text, re.S) if "[columns]" in block]


def test_an_offices_own_delimited_layout(tmp_path: Path) -> None:
    layout = tmp_path / "office.toml"
    layout.write_text(documented_layouts()[0], encoding="utf-8")
    rows = [
        ("VRN", "STAT", "LNAME", "FNAME", "ADDR1", "ADDR2", "RCVD", "TYPE"),
        ("1", "a", "OAK", "ANN", "12 ELM ST", "APT 3", "05-JAN-2020", "V"),
        ("2", "", "ELM", "", "14 ELM ST", "", "00-XXX-0000", "V"),
        ("", "", "TOTAL 2", "", "", "", "", "total"),
    ]
    snapshot = snapshot_of(write_rows(tmp_path / "r.txt", rows, delimiter="|"), layout=layout)
    ann, bob = voters_of(snapshot)
    assert (ann["status"], bob["status"]) == ("active", "pending")
    assert (ann["street"], ann["n_unit"], ann["county"]) == ("12 ELM ST APT 3", "3", "Sierra")
    assert (ann["affidavit_received_on"], bob["affidavit_received_on"]) == (date(2020, 1, 5), None)
    assert snapshot.manifest["rows_skipped"] == 1
    assert snapshot.manifest["layout"]["name"] == "office"


def test_an_offices_own_fixed_width_layout(tmp_path: Path) -> None:
    layout = tmp_path / "fixed.toml"
    layout.write_text(documented_layouts()[1], encoding="utf-8")
    path = tmp_path / "roll.dat"
    path.write_text(
        "000001NÚÑEZ     ANN     1970013112 ELM ST\n"
        "000002OAK       BOB     00000000\n"
        "000003OAK\n"
        "\n",
        encoding="utf-8",
    )
    snapshot = snapshot_of(path, layout=layout)
    ann, bob = voters_of(snapshot)
    assert (ann["last"], ann["birth_date"], ann["n_street"]) == ("NÚÑEZ", date(1970, 1, 31), "ELM")
    assert (bob["birth_date"], bob["street"]) == (None, None)
    assert [(row["row"], row["code"]) for row in rejected_of(snapshot)] == [("3", "missing_first")]


def test_a_fixed_width_file_cut_inside_its_last_record(tmp_path: Path) -> None:
    layout = tmp_path / "fixed.toml"
    layout.write_text(documented_layouts()[1].replace("trimmed = true", ""), encoding="utf-8")
    path = tmp_path / "roll.dat"
    ann = "000001NUNEZ     ANN     1970013112 ELM ST           "
    bob = "000002OAK       BOB     000000009 OAK ST            "
    path.write_text(f"{ann}\n{bob[:-15]}", encoding="utf-8")
    snapshot = snapshot_of(path, layout=layout)
    assert [voter["voter_id"] for voter in voters_of(snapshot)] == ["000001"]
    [rejected] = rejected_of(snapshot)
    assert (rejected["row"], rejected["code"]) == ("2", "short_record")
    assert rejected["text"] == bob[:-15]
    assert "trimmed = true" in rejected["reason"]


def refused(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RollcheckError) as caught:
        load_layout(path)
    assert {problem.file for problem in caught.value.problems} == {str(path)}
    return [place for _, place in problems_of(caught.value)]


def test_everything_wrong_with_a_layout_is_reported_at_once(tmp_path: Path) -> None:
    text = """
    [format]
    delimiter = "::"
    quote = "quote"
    encoding = "klingon"
    header = false
    [columns]
    voter_id = { join = [] }
    last = { join = ["A", "B"], prefixes = ["only one"] }
    middle_name = "M"
    first = 7
    [status]
    when_empty = "unknown"
    [status.codes]
    A = "alive"
    [[status.where]]
    column = "X"
    values = ["Y"]
    status = "hidden"
    [[rows.skip]]
    column = "X"
    values = "Y"
    """
    assert refused(tmp_path, text) == [
        *("columns.voter_id", "columns.last", "columns.middle_name", "columns.first"),
        *("status.codes.A", "status.where[1].status", "rows.skip[1]"),
        *("format.delimiter", "format.quote", "format.encoding", "format.names"),
        "status.when_empty",
    ]


def test_keys_of_the_wrong_shape_are_reported_at_once(tmp_path: Path) -> None:
    text = """
    tittle = "x"
    dates = 3
    [format]
    header = "yes"
    separator = ","
    [rows]
    may_be_empty = "first"
    """
    assert refused(tmp_path, text) == [
        *("tittle", "dates", "format.header", "format.separator", "rows.may_be_empty"),
        "columns",
    ]


def test_wrong_shapes_hide_no_other_problem(tmp_path: Path) -> None:
    text = """
    tittle = "x"
    [format]
    header = "yes"
    delimiter = "::"
    encoding = "klingon"
    positions = 5
    [columns]
    voter_id = "ID"
    last = { join = [] }
    surname = "L"
    [dates]
    formats = ["%d-%b-%Y", "%m/%Q", "%Y"]
    [status.codes]
    A = "alive"
    [rows]
    may_be_empty = ["voter_id"]
    skip = "TOTAL"
    """
    assert refused(tmp_path, text) == [
        *("tittle", "format.header", "format.positions", "rows.skip"),
        *("columns.last", "columns.surname", "status.codes.A"),
        *("format.delimiter", "format.encoding", "columns.first"),
        *("rows.may_be_empty", "dates.formats", "dates.formats"),
    ]


def test_an_unknown_key_is_told_which_there_are(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("tittle = 1", encoding="utf-8")
    with pytest.raises(RollcheckError) as caught:
        load_layout(path)
    assert caught.value.problems[0].message == (
        "unknown key; a layout has title, source, notes, format, dates, status, rows, columns"
    )


def test_a_layout_that_names_columns_it_does_not_place(tmp_path: Path) -> None:
    text = '[format.positions]\nA = [1, 2]\nB = [0, 2]\n[columns]\nvoter_id = "A"\nlast = "C"\n'
    assert refused(tmp_path, text) == ["format.positions.B", "columns.first", "columns.last"]


@pytest.mark.parametrize("text", ["[columns", "\xff"])
def test_what_is_not_toml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(RollcheckError) as caught:
        load_layout(path)
    assert problems_of(caught.value) == [("bad_layout", str(path))]


def test_a_layout_that_is_not_there(tmp_path: Path) -> None:
    for name, code in (("atlantis", "unknown_layout"), (str(tmp_path / "no.toml"), "missing")):
        with pytest.raises(RollcheckError) as caught:
            load_layout(name)
        assert problems_of(caught.value) == [(code, name)]


@pytest.mark.parametrize("name", layout_names())
def test_every_layout_of_the_package_loads_and_says_where_it_was_read(name: str) -> None:
    layout = load_layout(name)
    assert set(layout.columns) <= set(VOTER_COLUMNS)
    assert {"voter_id", "first", "last"} <= set(layout.columns)
    text = files("rollcheck.roll").joinpath("layouts", f"{name}.toml").read_text(encoding="utf-8")
    assert name == "plain" or tomllib.loads(text)["source"]
