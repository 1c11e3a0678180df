"""The normalised columns of a table, each distinct text normalised once."""

from collections.abc import Callable

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
# Texts that are their own normal form.
PLAIN = {
    "norm_name": "[A-Z]+",
    "norm_house": "[1-9][0-9]*",
    "norm_unit": "[1-9][0-9]*",
    "norm_zip": "[0-9]{5}",
}
REMEMBERED = 500_000  # texts whose forms are kept, of each kind


class Normaliser:
    """The normal forms of one file's rows, batch after batch; a text seen before is looked up.

    The same names and streets come again in every batch, and looking one up takes a hundredth of
    the time of normalising it.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._seen: dict[str, Seen] = {}
        self._seen_streets = Seen(lambda texts: _parsed_streets(con, texts), len(ADDRESS_PARTS))

    def names(self, table: pa.Table) -> dict[str, pa.Array]:
        """Return n_last, n_first, n_middle and n_suffix of ``table``'s rows."""
        return {
            form: self._normalised(table[source], macro)
            for form, (source, macro) in NAME_SOURCES.items()
        }

    def addresses(self, table: pa.Table) -> dict[str, pa.Array]:
        """Return the n_ columns of ``table``'s addresses.

        Where the house number has no column of its own, the street column may hold all of the
        address. What stands in a column of its own beats what was found in the street's text.
        """
        # Not null_handling="skip": that loses the rows in which every part is null (Arrow 26).
        street = pc.binary_join_element_wise(
            *(table[part] for part in STREET_PARTS),
            " ",
            null_handling="replace",
            null_replacement="",
        )
        # Whether a house number stands apart travels with the text, so that each is parsed once.
        marked = pc.binary_join_element_wise(
            pc.if_else(pc.is_valid(table["house"]), "+", "-"), street, ""
        )
        found = dict(zip(ADDRESS_PARTS, self._seen_streets.forms(marked), strict=True))
        own_house = self._normalised(table["house"], "norm_house")
        own_unit = self._normalised(table["unit"], "norm_unit")
        own_city = self._normalised(table["city"], "norm_city")
        return {
            "n_house": _first_filled(own_house, found["house"]),
            "n_dir": found["dir"],
            "n_street": found["street"],
            "n_type": found["type"],
            "n_unit": _first_filled(own_unit, found["unit"]),
            "n_city": _first_filled(own_city, found["city_tail"]),
            "n_zip": self._normalised(table["zip"], "norm_zip"),
            "n_po_box": found["po_box"],
        }

    def _normalised(self, column: pa.ChunkedArray, macro: str) -> pa.Array:
        """Return ``macro`` of each text of ``column``, '' where it is null."""
        if macro not in self._seen:
            self._seen[macro] = Seen(lambda texts: [_forms(self._con, texts, macro)], 1)
        [forms] = self._seen[macro].forms(column)
        return pc.fill_null(forms, "")


class Seen:
    """Texts with their forms, several for each text; made where a text is new."""

    def __init__(self, make: Callable[[pa.Array], list[pa.Array]], forms: int) -> None:
        self._make = make
        self._places: dict[str, int] = {}
        self._forms = [pa.array([], pa.string())] * forms

    def forms(self, column: pa.ChunkedArray) -> list[pa.Array]:
        """Return each form of a column's texts, null where they are null."""
        encoded = column.combine_chunks().dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        new = [place for place, text in enumerate(texts) if text not in self._places]
        if new:
            if len(self._places) + len(new) > REMEMBERED:
                # Whole addresses in one column are nearly all different: begin anew.
                self._places, new = {}, list(range(len(texts)))
                self._forms = [form[:0] for form in self._forms]
            known = len(self._places)
            made = self._make(encoded.dictionary.take(pa.array(new)))
            self._forms = [pa.concat_arrays(both) for both in zip(self._forms, made, strict=True)]
            self._places |= {texts[place]: known + n for n, place in enumerate(new)}
        places = pa.array([self._places[text] for text in texts], pa.int32())
        rows = places.take(encoded.indices)
        return [form.take(rows) for form in self._forms]


def _forms(con: duckdb.DuckDBPyConnection, texts: pa.Array, macro: str) -> pa.Array:
    """Return ``macro`` of each text; the engine is only asked of those that are not plain.

    Planning one query costs it as much as normalising ten thousand names.
    """
    if macro not in PLAIN or not len(texts):
        return _query(con, texts, f"{macro}(t)")
    plain = pc.match_substring_regex(texts, f"^({PLAIN[macro]})$")
    if pc.all(plain).as_py():
        return texts
    return pc.replace_with_mask(
        texts, pc.invert(plain), _query(con, texts.filter(pc.invert(plain)), f"{macro}(t)")
    )


def _parsed_streets(con: duckdb.DuckDBPyConnection, texts: pa.Array) -> list[pa.Array]:
    """Return the parts of each text: "-" and a whole address, or "+" and what follows the house.

    Nearly all of the latter are a street and nothing else, which takes a fifth of the work.
    """
    whole = _query(con, texts, "t[1] = '-' OR _is_more_than_street(t)")
    is_whole = whole.to_numpy(zero_copy_only=False)
    places = np.empty(len(texts), np.int64)
    places[~is_whole] = np.arange(np.count_nonzero(~is_whole))
    places[is_whole] = np.arange(np.count_nonzero(~is_whole), len(texts))
    streets = _query(con, texts.filter(pc.invert(whole)), "norm_street(t[2:])")
    addresses_sql = "norm_address(CASE WHEN t[1] = '+' THEN '1 ' ELSE '' END || t[2:])"
    if not pc.any(whole).as_py():
        nothing = pa.array([""] * len(texts), pa.string())
        return [
            streets.field(STREET_FIELDS.index(name)) if name in STREET_FIELDS else nothing
            for name in ADDRESS_PARTS
        ]
    addresses = _query(con, texts.filter(whole), addresses_sql)
    order = pa.array(places)
    nothing = pa.array([""] * len(streets), pa.string())
    parts = []
    for place, name in enumerate(ADDRESS_PARTS):
        known = streets.field(STREET_FIELDS.index(name)) if name in STREET_FIELDS else nothing
        parts.append(pa.concat_arrays([known, addresses.field(place)]).take(order))
    return parts


def _query(con: duckdb.DuckDBPyConnection, texts: pa.Array, expression: str) -> pa.Array:
    """Return an expression over the column t for each of ``texts``, in their order."""
    con.register("distinct_texts", pa.table({"t": texts}))
    try:
        found = con.sql(f"SELECT {expression} AS found FROM distinct_texts").to_arrow_table()  # noqa: S608 - our own expressions
    finally:
        con.unregister("distinct_texts")
    return found["found"].combine_chunks()


def _first_filled(own: pa.Array, found: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(own, ""), found, own)
