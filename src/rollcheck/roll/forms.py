"""The normalised columns of a table, each distinct text normalised once."""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NAME_SOURCES = {
    "n_last": ("last", "norm_name"),
    "n_first": ("first", "norm_name"),
    "n_middle": ("middle", "norm_name"),
    "n_suffix": ("suffix", "norm_suffix"),
}
STREET_FIELDS = ("dir", "street", "type")
ADDRESS_PARTS = ("house", "dir", "street", "type", "unit", "city_tail", "po_box")
STREET_PARTS = ("pre_dir", "street", "street_type", "post_dir")


def name_forms(con: duckdb.DuckDBPyConnection, table: pa.Table) -> dict[str, pa.Array]:
    """Return n_last, n_first, n_middle and n_suffix of ``table``'s rows."""
    return {
        form: _normalised(con, table[source], macro)
        for form, (source, macro) in NAME_SOURCES.items()
    }


def address_forms(con: duckdb.DuckDBPyConnection, table: pa.Table) -> dict[str, pa.Array]:
    """Return the n_ columns of ``table``'s addresses.

    Where the house number has no column of its own, the street column may hold all of the
    address. What stands in a column of its own beats what was found in the street's text.
    """
    # Not null_handling="skip": that loses the rows in which every part is null (Arrow 26).
    street = pc.binary_join_element_wise(
        *(table[part] for part in STREET_PARTS), " ", null_handling="replace", null_replacement=""
    )
    # Whether a house number stands apart travels with the text, so that each is parsed once.
    marked = pc.binary_join_element_wise(
        pc.if_else(pc.is_valid(table["house"]), "+", "-"), street, ""
    )
    found = _parsed_streets(con, marked)
    own_house = _normalised(con, table["house"], "norm_house")
    own_unit = _normalised(con, table["unit"], "norm_unit")
    own_city = _normalised(con, table["city"], "norm_city")
    return {
        "n_house": _first_filled(own_house, found["house"]),
        "n_dir": found["dir"],
        "n_street": found["street"],
        "n_type": found["type"],
        "n_unit": _first_filled(own_unit, found["unit"]),
        "n_city": _first_filled(own_city, found["city_tail"]),
        "n_zip": _normalised(con, table["zip"], "norm_zip"),
        "n_po_box": found["po_box"],
    }


def _parsed_streets(con: duckdb.DuckDBPyConnection, marked: pa.ChunkedArray) -> dict[str, pa.Array]:
    """Return the parts of each text: "-" and a whole address, or "+" and what follows the house.

    Nearly all of the latter are a street and nothing else, which takes a fifth of the work.
    """
    texts, indices = _distinct(marked)
    whole = _query(con, texts, "t[1] = '-' OR _is_more_than_street(t)")
    is_whole = whole.to_numpy(zero_copy_only=False)
    places = np.empty(len(texts), np.int64)
    places[~is_whole] = np.arange(np.count_nonzero(~is_whole))
    places[is_whole] = np.arange(np.count_nonzero(~is_whole), len(texts))
    streets = _query(con, texts.filter(pc.invert(whole)), "norm_street(t[2:])")
    addresses_sql = "norm_address(CASE WHEN t[1] = '+' THEN '1 ' ELSE '' END || t[2:])"
    addresses = _query(con, texts.filter(whole), addresses_sql)
    rows = pc.take(pa.array(places), indices)
    nothing = pa.array([""] * len(streets), pa.string())
    parts = {}
    for place, name in enumerate(ADDRESS_PARTS):
        known = streets.field(STREET_FIELDS.index(name)) if name in STREET_FIELDS else nothing
        parts[name] = pa.concat_arrays([known, addresses.field(place)]).take(rows)
    return parts


def _normalised(con: duckdb.DuckDBPyConnection, column: pa.ChunkedArray, macro: str) -> pa.Array:
    """Return ``macro`` of each text of ``column``, '' where it is null."""
    texts, indices = _distinct(column)
    return pc.fill_null(_query(con, texts, f"{macro}(t)").take(indices), "")


def _query(con: duckdb.DuckDBPyConnection, texts: pa.Array, expression: str) -> pa.Array:
    """Return an expression over the column t for each of ``texts``, in their order."""
    con.register("distinct_texts", pa.table({"t": texts}))
    try:
        found = con.sql(f"SELECT {expression} AS found FROM distinct_texts").to_arrow_table()  # noqa: S608 - our own expressions
    finally:
        con.unregister("distinct_texts")
    return found["found"].combine_chunks()


def _distinct(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Return the distinct texts of a column and, for each row, which of them it is (or null)."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.dictionary, encoded.indices


def _first_filled(own: pa.Array, found: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(own, ""), found, own)
