"""A house number that is hidden in an address is found, and what may be right is left alone."""

import pyarrow as pa
import pytest

from rollcheck.matching.mended import mended
from rollcheck.matching.normalise import Normaliser

MENDED = {
    # The space is lost.
    "375CHURCH ST": "375 CHURCH ST",
    "440Lone Oak": "440 Lone Oak",
    # Something stands in front of the house number, or hangs on it.
    "D8 2488 HECKER DR": "2488 HECKER DR # D8",
    "12B, 100 N Oak": "100 N Oak # 12B",
    "10469-A2 CISSELL ST": "10469 CISSELL ST # A2",
    "# 123 MAIN ST": "123 MAIN ST",
    "No. 123 Main St": "123 Main St",
    "N 2884 MONTE": "2884 N MONTE",
    "n. 2884MONTE": "2884 n MONTE",
    "123.5 MAIN ST": "123 MAIN ST",
    "123E MAIN": "123 E MAIN",
    "123NW 5TH AVE": "123 NW 5TH AVE",
    "7N 700E": "7 N 700 E",
    "c/o Smith, 12 Oak St": "12 Oak St",
    "* 12 Oak": "12 Oak",
    # The number is written in pieces, or with a sign in it.
    "1,234 MAIN ST": "1234 MAIN ST",
    "12 - 34 150TH ST": "12-34 150TH ST",
    "12.34 OAK": "12-34 OAK",
    "123 .5 OAK": "123 OAK",
    "123 1-2 OAK": "123 OAK",
    "1231/2 N OAK": "123 N OAK",
    "123 half Oak": "123 Oak",
    "N6 W23001 BLUEMOUND RD": "N6W23001 BLUEMOUND RD",
    "N 6-W 23001 BLUEMOUND RD": "N6W23001 BLUEMOUND RD",
    # The unit stands before the street.
    "395 #15-B Pinecrest St": "395 Pinecrest St # 15-B",
    "2030 APT. 21D S LEACH AVE": "2030 S LEACH AVE # 21D",
    "4/123 MAIN": "123 MAIN # 4",
    "12/C MAIN": "12C MAIN",
    "12 (c) N Oak St": "12c N Oak St",
    "655/403 S ROSE": "655 S ROSE # 403",
    "1016/5-A E EAGLE": "1016 E EAGLE # 5-A",
    "112-16-A PATEL AVE": "112 PATEL AVE # 16-A",
    "4-123 MAIN": "123 MAIN # 4",
    "329 - 502 CHURCH": "329 CHURCH # 502",
    # Digits are read as letters.
    "1O3 MAIN ST": "103 MAIN ST",
    "L340 EL CASA DR": "1340 EL CASA DR",
    "33A4 FRANCO": "3344 FRANCO",
    "8z75 GREENE LANE": "8275 GREENE LANE",
}
LEFT = [
    *("123 MAIN ST", "42ND ST", "1ST AVE", "3rd", "12A MAIN", "12-14 MAIN", "104-69 METZ DR"),
    *("N 12 ST", "N 12TH ST", "W6480 COUNTY ROAD A", "40W123 MAIN ST", "S1200 MAIN", "B12 MAIN"),
    *("# 4 MAIN ST 123", "APT 4 123 MAIN", "PO BOX 7", "HIGHWAY 99", "MAIN", ""),
    *("123 SPACE PARK DR", "12 1/2 MAIN", "94-123 PALM ST", "123 MAIN 12/34"),
    *("N 104TH BLVD APT 4", "4809A 65 ST"),
]


def test_a_hidden_house_number_is_found() -> None:
    assert dict(zip(MENDED, mended(pa.array(MENDED)).to_pylist(), strict=True)) == MENDED


@pytest.mark.parametrize("address", LEFT)
def test_what_may_be_right_is_left(address: str) -> None:
    assert mended(pa.array([address])).to_pylist() == [address]


def test_a_half_in_digits_is_no_part_of_the_street() -> None:
    addresses = ["349.5 FRANKLIN ST", "349 1/2 FRANKLIN ST", "349 N.5TH ST"]
    blank = [""] * len(addresses)
    normaliser = Normaliser()
    table = pa.table({"printed_name": blank, "address": addresses, "city": blank, "zip": blank})
    found = normaliser.lines(table)
    normaliser.close()
    assert found["house"].to_pylist() == ["349"] * 3
    assert found["street"].to_pylist() == ["FRANKLIN", "FRANKLIN", "5TH"]


def test_none() -> None:
    assert len(mended(pa.array([], pa.string()))) == 0


def test_a_zip_code_whose_digits_are_read_as_letters() -> None:
    zips = ["g0005", "9I722", "90005-1234", "90005", "FAIRO", ""]
    blank = [""] * len(zips)
    normaliser = Normaliser()
    table = pa.table({"printed_name": blank, "address": blank, "city": blank, "zip": zips})
    found = normaliser.lines(table)["zip"].to_pylist()
    normaliser.close()
    assert found[:4] == ["90005", "91722", "90005", "90005"]
    assert found[-1] == ""
