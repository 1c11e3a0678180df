"""Lines in the roll's own normal form: the same macros that made the roll's columns."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.matching.compiled import Bytes, Int64s
from rollcheck.matching.mended import DIGITS, LETTERS, mended
from rollcheck.matching.misplaced import put_right
from rollcheck.matching.plain import plain_addresses, plain_names
from rollcheck.roll import connect_engine, install_normalisation

READ = ("printed_name", "address", "city", "zip")

_STREET = "SELECT a.* FROM (SELECT norm_street(t) AS a FROM line_in)"
_ADDRESS = "SELECT a.* FROM (SELECT norm_address(t) AS a FROM line_in)"
# `12 MAIN 4` ends with a unit that no sign announces.
_UNSIGNED = r"\s([0-9]+[A-Za-z]?|[A-Za-z]|[A-Za-z][0-9]+)\s*$"
# The number of a road is none: HIGHWAY 99 is whole, also where the roll has STATE HIGHWAY 99.
_MAY_END_WITH_UNIT = """
    unit = '' AND regexp_matches(street, ' ([0-9]+[A-Z]?|[A-Z]|[A-Z][0-9]+)$')
    AND NOT regexp_full_match(street,
        '(OLD )?((US|STATE) HIGHWAY|HIGHWAY|COUNTY ROAD|PRIVATE ROAD|FM|RR|HC|AVENUE) [^ ]+')
"""
_WITH_UNIT = f"""
    SELECT a.house, a.dir, a.street, a.type, a.unit
    FROM (SELECT norm_address(regexp_replace(address, '{_UNSIGNED}', ' # \\1')) AS a FROM line_in)
"""  # noqa: S608 - the parts are our own


# A machine, or a hurried reader, takes digits for letters.
_ZIP = f"""
    SELECT norm_zip(CASE WHEN regexp_full_match(t, '[0-9{LETTERS}]{{5}}')
                          AND length(regexp_replace(t, '[^0-9]', '', 'g')) >= 3
                         THEN translate(t, '{LETTERS}', '{DIGITS}') ELSE t END) AS found
    FROM line_in
"""  # noqa: S608 - the parts are our own

# What one sign of a name becomes; a name is its signs one by one, and a comma only divides names.
_SIGN = "SELECT replace(_capitals(t), ',', ' ') AS found FROM line_in"
UNREADABLE = "?"


class Normaliser:
    """Brings lines into normal form with an engine of its own, which ``close`` gives back."""

    def __init__(self) -> None:
        self._engine = connect_engine()
        self._engine.execute("SET threads = 1")
        install_normalisation(self._engine)

    def close(self) -> None:
        """Give the engine back."""
        self._engine.close()

    def lines(self, lines: pa.Table) -> pa.Table:
        """Return name (pieces divided by commas), address and its parts, city and zip of lines."""
        texts = put_right({name: _without_gaps(lines[name]) for name in READ})
        parts = self._addresses(texts["address"])
        city = self._distinct("SELECT norm_city(t) AS found FROM line_in", texts["city"])["found"]
        zip_code = self._distinct(_ZIP, texts["zip"])["found"]
        city_behind, zip_behind = parts.pop("city_tail"), parts.pop("zip")
        return pa.table(
            {
                "name": self._names(texts["printed_name"]),
                **parts,
                "city": pc.if_else(pc.equal(city, ""), city_behind, city),
                "zip": pc.if_else(pc.equal(zip_code, ""), zip_behind, zip_code),
            }
        )

    def _names(self, texts: pa.Array) -> pa.Array:
        found, plain = plain_names(texts)
        at = np.flatnonzero(plain == 0)
        if len(at) == 0:
            return found
        others, _ = plain_names(self._in_ascii(texts.take(pa.array(at))))
        return _replaced(found, at, others)

    def _in_ascii(self, texts: pa.Array) -> pa.Array:
        """Return names with each sign beyond ASCII replaced by what the macros make of it."""
        names = texts.to_pylist()
        signs = sorted({sign for name in names for sign in name if not sign.isascii()})
        made = self._query(_SIGN, pa.table({"t": pa.array(signs, pa.string())}))["found"]
        letters = {
            ord(sign): text if text.isascii() else " "
            for sign, text in zip(signs, made.to_pylist(), strict=True)
        }
        return pa.array([name.translate(letters) for name in names], pa.string())

    def _addresses(self, texts: pa.Array) -> dict[str, pa.Array]:
        """Return the address's parts, the city and zip code behind it among them."""
        found, plain = plain_addresses(texts)
        at = np.flatnonzero(plain == 0)
        others = mended(texts.take(pa.array(at)))
        of_others, plain[at] = plain_addresses(others)
        texts = _replaced(texts, at, others)
        found = {name: _replaced(found[name], at, of_others[name]) for name in found}
        found |= {"address": texts} | self._distinct(_STREET, found["street"])
        nothing = pa.array([""], pa.string()).take(pa.array(np.zeros(len(texts), np.int8)))
        found |= {"po_box": nothing, "city_tail": nothing, "zip": nothing}
        return self._others(_ADDRESS, texts, plain, found)

    def _others(
        self, query: str, texts: pa.Array, plain: Bytes, found: dict[str, pa.Array]
    ) -> dict[str, pa.Array]:
        """Return ``found`` with what a query makes of the texts that are not plain in its place."""
        at = np.flatnonzero(plain == 0)
        if len(at) == 0:
            return found
        others = self._distinct(query, texts.take(pa.array(at)))
        return found | {name: _replaced(found[name], at, others[name]) for name in others}

    def _distinct(self, query: str, texts: pa.Array) -> dict[str, pa.Array]:
        """Return a query's columns for each of ``texts`` (its column t), each text queried once."""
        encoded = texts.dictionary_encode()
        found = self._query(query, pa.table({"t": encoded.dictionary}))
        return {
            name: found[name].combine_chunks().take(encoded.indices) for name in found.column_names
        }

    def may_end_with_unit(self, normalised: pa.Table) -> pa.Array:
        """Tell of which lines the street may end with a unit that no sign announces."""
        found = self._query(f"SELECT {_MAY_END_WITH_UNIT} AS found FROM line_in", normalised)  # noqa: S608 - our own
        return found["found"].combine_chunks()

    def with_units(self, addresses: pa.Table) -> pa.Table:
        """Return house, dir, street, type and unit of addresses read as ending with a unit."""
        return self._query(_WITH_UNIT, addresses)

    def _query(self, sql: str, lines: pa.Table) -> pa.Table:
        """Return a query's rows, one for each of ``lines``."""
        self._engine.register("line_in", lines)
        try:
            return self._engine.sql(sql).to_arrow_table()
        finally:
            self._engine.unregister("line_in")


def _without_gaps(texts: pa.ChunkedArray) -> pa.Array:
    """Return texts without the signs of who keys for what they cannot read: a letter is missing."""
    found = pc.fill_null(texts, "").combine_chunks()
    return pc.replace_substring(found, UNREADABLE, "")


def _replaced(texts: pa.Array, at: Int64s, others: pa.Array) -> pa.Array:
    """Return ``texts`` with those at some places replaced by others."""
    places = np.arange(len(texts))
    places[at] = len(texts) + np.arange(len(at))
    return pa.concat_arrays([texts, others]).take(pa.array(places))
