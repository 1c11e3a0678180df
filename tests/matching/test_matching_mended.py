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
]


def test_a_hidden_house_number_is_found() -> None:
    assert dict(zip(MENDED, mended(pa.array(MENDED)).to_pylist(), strict=True)) == MENDED


@pytest.mark.parametrize("address", LEFT)
def test_what_may_be_right_is_left(address: str) -> None:
    assert mended(pa.array([address])).to_pylist() == [address]


def test_none() -> None:
    assert len(mended(pa.array([], pa.string()))) == 0


def test_a_zip_code_whose_digits_are_read_as_letters() -> None:
    zips = ["g0005", "9I722", "90005-1234", "90005", "FAIRO", ""]
    blank = [""] * len(zips)
    normaliser = Normaliser(1)
    table = pa.table({"printed_name": blank, "address": blank, "city": blank, "zip": zips})
    found = normaliser.lines(table)["zip"].to_pylist()
    normaliser.close()
    assert found[:4] == ["90005", "91722", "90005", "90005"]
    assert found[-1] == ""
