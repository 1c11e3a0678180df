"""Lines in the roll's own normal form: the same macros that made the roll's columns."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.matching.compiled import Bytes
from rollcheck.matching.plain import plain_addresses, plain_names
from rollcheck.roll import connect_engine, install_normalisation

READ = ("printed_name", "address", "city", "zip")

_NAME = """
    CASE WHEN contains(t, ',') THEN norm_name(split_part(t, ',', 1)) || ','
             || norm_name(split_part(t, ',', 2)) || ',' || norm_name(split_part(t, ',', 3))
         ELSE norm_name(t) END
"""
# `12 5` is on 5TH.
_ORDINAL = """
    CASE WHEN NOT regexp_full_match(a.street, '[0-9]+') THEN a.street
         WHEN regexp_matches(a.street, '1[123]$') THEN a.street || 'TH'
         ELSE a.street || CASE right(a.street, 1) WHEN '1' THEN 'ST' WHEN '2' THEN 'ND'
                                                  WHEN '3' THEN 'RD' ELSE 'TH' END END
"""
_STREET = (
    f"SELECT a.dir, {_ORDINAL} AS street, a.type FROM (SELECT norm_street(t) AS a FROM line_in)"  # noqa: S608 - our own
)
_ADDRESS = f"""
    SELECT a.house, a.dir, {_ORDINAL} AS street, a.type, a.unit, a.po_box, a.city_tail
    FROM (SELECT norm_address(t) AS a FROM line_in)
"""  # noqa: S608 - the parts are our own
# `12 MAIN 4` ends with a unit that no sign announces.
_UNSIGNED = r"\s([0-9]+[A-Za-z]?|[A-Za-z]|[A-Za-z][0-9]+)\s*$"
_MAY_END_WITH_UNIT = "unit = '' AND regexp_matches(street, ' ([0-9]+[A-Z]?|[A-Z]|[A-Z][0-9]+)$')"
_WITH_UNIT = f"""
    SELECT a.house, a.dir, {_ORDINAL} AS street, a.type, a.unit
    FROM (SELECT norm_address(regexp_replace(address, '{_UNSIGNED}', ' # \\1')) AS a FROM line_in)
"""  # noqa: S608 - the parts are our own


class Normaliser:
    """Brings lines into normal form; holds an engine, which ``close`` gives back."""

    def __init__(self, threads: int) -> None:
        self._con = connect_engine()
        self._con.execute(f"SET threads = {threads:d}")
        install_normalisation(self._con)

    def close(self) -> None:
        """Give the engine back."""
        self._con.close()

    def lines(self, lines: pa.Table) -> pa.Table:
        """Return name (pieces divided by commas), parts of the address, city and zip of lines."""
        texts = {name: pc.fill_null(lines[name], "").combine_chunks() for name in READ}
        parts = self._addresses(texts["address"])
        city = self._distinct("SELECT norm_city(t) AS found FROM line_in", texts["city"])["found"]
        tail = parts.pop("city_tail")
        return pa.table(
            {
                "name": self._names(texts["printed_name"]),
                **parts,
                "city": pc.if_else(pc.equal(city, ""), tail, city),
                "zip": self._distinct("SELECT norm_zip(t) AS found FROM line_in", texts["zip"])[
                    "found"
                ],
            }
        )

    def _names(self, texts: pa.Array) -> pa.Array:
        found, plain = plain_names(texts)
        query = f"SELECT {_NAME} AS found FROM line_in"  # noqa: S608 - our own
        return self._others(query, texts, plain, {"found": found})["found"]

    def _addresses(self, texts: pa.Array) -> dict[str, pa.Array]:
        """Return the address's parts and city_tail: of plain ones by the street, else whole."""
        found, plain = plain_addresses(texts)
        found |= self._distinct(_STREET, found["street"])
        nothing = pa.array([""], pa.string()).take(pa.array(np.zeros(len(texts), np.int8)))
        found |= {"po_box": nothing, "city_tail": nothing}
        return self._others(_ADDRESS, texts, plain, found)

    def _others(
        self, query: str, texts: pa.Array, plain: Bytes, found: dict[str, pa.Array]
    ) -> dict[str, pa.Array]:
        """Return ``found`` with what a query makes of the texts that are not plain in its place."""
        at = np.flatnonzero(plain == 0)
        if len(at) == 0:
            return found
        others = self._distinct(query, texts.take(pa.array(at)))
        places = np.arange(len(texts))
        places[at] = len(texts) + np.arange(len(at))
        return {
            name: pa.concat_arrays([column, others[name]]).take(pa.array(places))
            for name, column in found.items()
        }

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
        self._con.register("line_in", lines)
        try:
            return self._con.sql(sql).to_arrow_table()
        finally:
            self._con.unregister("line_in")
