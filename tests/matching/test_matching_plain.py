"""Plain texts come to the same normal form as by the roll's own macros."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.matching.normalise import Normaliser
from rollcheck.matching.plain import plain_addresses, plain_names
from rollcheck.roll import connect_engine, install_normalisation

PARTS = ("house", "dir", "street", "type", "unit", "po_box", "zip")


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_engine() as opened:
        install_normalisation(opened)
        yield opened


@pytest.fixture(scope="module")
def normaliser() -> Iterator[Normaliser]:
    made = Normaliser()
    yield made
    made.close()


def lines(texts: list[str], column: str) -> pa.Table:
    named = {name: [""] * len(texts) for name in ("printed_name", "address", "city", "zip")}
    return pa.table(named | {column: texts})


houses = st.sampled_from(["12", "1714", "9", "12B", "012", "12-14", "12 1/2", "3RD", ""])
streets = st.lists(
    st.sampled_from(
        [
            *("MAIN", "Oak", "N", "West", "3RD", "42nd", "ST", "St.", "AVENUE", "De La", "PH", "7"),
            *("E", "HWY", "Rte", "Road", "County", "SR", "TH"),
        ]
    ),
    max_size=4,
).map(" ".join)
units = st.sampled_from(
    [
        "",
        "APT 4",
        "Apt. 4B",
        "#12",
        "# 12",
        "UNIT C",
        ", APT 9",
        "APT #5",
        "STE 0",
        "REAR",
        "4",
        "NO 4",
        "90012",
    ]
)
addresses = st.tuples(houses, streets, units).map(lambda parts: " ".join(parts).strip())


# Few long lists: the roll's macros take as long for one text as for hundreds.
@settings(max_examples=3, deadline=None)
@given(texts=st.lists(addresses, min_size=100, max_size=160))
def test_addresses(
    con: duckdb.DuckDBPyConnection, normaliser: Normaliser, texts: list[str]
) -> None:
    found = normaliser.lines(lines(texts, "address"))
    con.register("given", pa.table({"t": texts}))
    expected = con.sql("SELECT a.* FROM (SELECT norm_address(t) AS a FROM given)").to_arrow_table()
    for part in PARTS:
        assert found[part].to_pylist() == expected[part].to_pylist(), part


@settings(max_examples=4, deadline=None)
@given(
    texts=st.lists(
        st.text("abYZ 'é,.-ñ0ßøŒ’，ﬁ\u0301１ı李\u00a0ǆĿ", max_size=14), min_size=60, max_size=160
    )
)
def test_names(con: duckdb.DuckDBPyConnection, normaliser: Normaliser, texts: list[str]) -> None:
    found = normaliser.lines(lines(texts, "printed_name"))["name"].to_pylist()
    pieces = [[*text.split(","), "", ""][:3] for text in texts]
    con.register("given", pa.table({"t": [piece for three in pieces for piece in three]}))
    rows = con.sql("SELECT norm_name(t) FROM given").fetchall()
    said = [row[0] for row in rows]
    for number, name in enumerate(found):
        mine = [piece.strip() for piece in [*name.split(","), "", ""][:3]]
        assert mine == said[3 * number : 3 * number + 3]


def test_most_addresses_are_plain() -> None:
    texts = ["1714 EAST Shepherd St", "906 LOS PLAYA", "12 Main St Apt 4", "9 Oak Ave #2B"]
    found, plain = plain_addresses(pa.array(texts))
    assert plain.tolist() == [1, 1, 1, 1]
    assert found["unit"].to_pylist() == ["", "", "4", "2B"]
    _, plain = plain_addresses(pa.array(["PO BOX 7", "12 Oak St, Burbank", "", "5 Stone Canyon 7"]))
    assert plain.tolist() == [0, 0, 0, 0]


def test_accents_are_not_plain() -> None:
    _, plain = plain_names(pa.array(["Maria Castillo", "María Castillo"]))
    assert plain.tolist() == [1, 0]
