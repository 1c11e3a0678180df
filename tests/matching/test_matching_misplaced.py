"""What runs into the next field of a line is put where it belongs, and nothing else is."""

import pyarrow as pa
import pytest

from rollcheck.matching.misplaced import put_right

FIELDS = ("printed_name", "address", "city", "zip")
MOVED: dict[tuple[str, ...], tuple[str, ...]] = {
    # printed_name, address, city, zip: as they come, and as they belong
    ("375 CHURCH ST", "Ana Lee", "RENO", "89501"): ("Ana Lee", "375 CHURCH ST", "RENO", "89501"),
    ("ANA LEE", "12 OAK", "COVINA 91735", ""): ("ANA LEE", "12 OAK", "COVINA", "91735"),
    ("ANA LEE", "12 OAK", "Covina, CA 91735-1234", ""): (
        "ANA LEE",
        "12 OAK",
        "Covina, CA",
        "91735",
    ),
    ("TINA", "GONZALEZ 695 HAZEL", "", ""): ("TINA GONZALEZ", "695 HAZEL", "", ""),
    ("TINA", "DE LA O 695HAZEL", "", ""): ("TINA DE LA O", "695HAZEL", "", ""),
    ("1019.5 S BASS DR", "Lee, Ana", "", ""): ("Lee, Ana", "1019.5 S BASS DR", "", ""),
}
LEFT = [
    ("375 CHURCH ST", "12 OAK", "", ""),
    ("375 CHURCH ST", "", "", ""),
    ("0 LIVIA LEE", "HAZEL LANE", "", ""),
    ("ANA LEE", "42ND ST", "RENO", "89501"),
    ("ANA LEE", "12A MAIN", "RENO", "89501"),
    ("ANA LEE", "3rd", "RENO", "89501"),
    ("ANA LEE", "12 OAK", "COVINA 91735", "91736"),
    ("ANA LEE", "12 OAK", "91735", ""),
    ("ANA LEE", "HAZEL 695 OAK", "", ""),
    ("TINA", "N 12 MAIN ST", "", ""),
    ("TINA", "PO BOX 12 MAIN", "", ""),
    ("TINA", "APT 5 MAIN", "", ""),
    ("TINA", "HIGHWAY 101", "", ""),
    ("", "", "", ""),
]


def moved(*rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the fields of lines that were put right together."""
    columns = zip(*rows, strict=True)
    texts = {name: pa.array(values) for name, values in zip(FIELDS, columns, strict=True)}
    found = put_right(texts)
    return list(zip(*(found[name].to_pylist() for name in FIELDS), strict=True))


@pytest.mark.parametrize("given", MOVED)
def test_it_goes_where_it_belongs(given: tuple[str, ...]) -> None:
    assert moved(given) == [MOVED[given]]


@pytest.mark.parametrize("given", LEFT)
def test_it_stays_where_it_may_belong(given: tuple[str, ...]) -> None:
    assert moved(given) == [given]


def test_every_line_by_itself() -> None:
    assert moved(*MOVED, *LEFT) == [*MOVED.values(), *LEFT]


def test_no_line() -> None:
    empty = {name: pa.array([], pa.string()) for name in FIELDS}
    assert {name: len(found) for name, found in put_right(empty).items()} == dict.fromkeys(
        FIELDS, 0
    )
