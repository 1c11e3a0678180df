"""Lines in the roll's own normal form: the same macros that made the roll's columns."""

import duckdb
import pyarrow as pa

from rollcheck.roll import connect_engine, install_normalisation

ADDRESS = ("house", "dir", "street", "type", "unit", "po_box")
READ = ("printed_name", "address", "city", "zip")

_NAME = """
    CASE WHEN printed_name IS NULL THEN ''
         WHEN contains(printed_name, ',') THEN
             norm_name(split_part(printed_name, ',', 1)) || ','
             || norm_name(split_part(printed_name, ',', 2)) || ','
             || norm_name(split_part(printed_name, ',', 3))
         ELSE norm_name(printed_name) END
"""
# `12 5` is on 5TH.
_ORDINAL = """
    CASE WHEN NOT regexp_full_match(a.street, '[0-9]+') THEN a.street
         WHEN regexp_matches(a.street, '1[123]$') THEN a.street || 'TH'
         ELSE a.street || CASE right(a.street, 1) WHEN '1' THEN 'ST' WHEN '2' THEN 'ND'
                                                  WHEN '3' THEN 'RD' ELSE 'TH' END END
"""
_LINES = f"""
    SELECT {_NAME} AS name, a.house, a.dir, {_ORDINAL} AS street, a.type, a.unit, a.po_box,
           coalesce(nullif(norm_city(coalesce(city, '')), ''), a.city_tail, '') AS city,
           norm_zip(coalesce(zip, '')) AS zip
    FROM (SELECT *, norm_address(coalesce(address, '')) AS a FROM line_in)
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
        """Return name (pieces divided by commas), ADDRESS, city and zip of each line, in order."""
        return self._query(_LINES, lines.select(list(READ)))

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


__all__ = ["ADDRESS", "Normaliser", "duckdb"]
