"""The normalised columns of a table, each distinct text normalised once."""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

NAME_SOURCES = {
    "n_last": ("last", "norm_name"),
    "n_first": ("first", "norm_name"),
    "n_middle": ("middle", "norm_name"),
    "n_suffix": ("suffix", "norm_suffix"),
}
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
    has_house = pc.is_valid(table["house"])
    street = pc.binary_join_element_wise(
        *(table[part] for part in STREET_PARTS), " ", null_handling="skip"
    )
    # Whether a house number stands apart travels with the text, so that one look-up serves both.
    marked = pc.binary_join_element_wise(pc.if_else(has_house, "+", "-"), street, "")
    found = _street_lines(con, marked)
    own_house, own_unit = (
        _normalised(con, table["house"], "norm_house"),
        _normalised(con, table["unit"], "norm_unit"),
    )
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


def _street_lines(con: duckdb.DuckDBPyConnection, marked: pa.ChunkedArray) -> dict[str, pa.Array]:
    texts, indices = _distinct(marked)
    con.register("distinct_texts", pa.table({"t": texts}))
    try:
        parsed = con.sql(
            "SELECT unnest(_norm_street_line(t[2:], t[1] = '+')) FROM distinct_texts"
        ).to_arrow_table()
    finally:
        con.unregister("distinct_texts")
    return {name: parsed[name].combine_chunks().take(indices) for name in parsed.column_names}


def _normalised(con: duckdb.DuckDBPyConnection, column: pa.ChunkedArray, macro: str) -> pa.Array:
    texts, indices = _distinct(column)
    if not len(texts):
        return pa.array([""], pa.string()).take(pc.fill_null(indices, 0))
    con.register("distinct_texts", pa.table({"t": texts}))
    try:
        forms = con.sql(f"SELECT {macro}(t) AS n FROM distinct_texts").to_arrow_table()["n"]  # noqa: S608 - our own macro
    finally:
        con.unregister("distinct_texts")
    return pc.fill_null(forms.combine_chunks().take(indices), "")


def _distinct(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Return the distinct texts of a column and, for each row, which of them it is (or null)."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.dictionary, encoded.indices


def _first_filled(own: pa.Array, found: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(own, ""), found, own)
