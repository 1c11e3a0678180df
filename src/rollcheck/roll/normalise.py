"""Names and addresses in one form, as DuckDB macros used on the roll and on petition lines alike.

The rules are SQL (``sql/*.sql``); what they know of words is data (``words/*.csv``). Sources:
USPS Publication 28, Postal Addressing Standards, appendices B and C (public domain).
"""

import re
from functools import cache
from importlib.resources import files

import duckdb

from rollcheck.roll.roads import road_macros
from rollcheck.roll.words import word_macros


def install_normalisation(con: duckdb.DuckDBPyConnection) -> None:
    """Create the normalising macros on ``con``, as temporary macros.

    ``norm_name(text)``, ``norm_suffix(text)``, ``norm_city(text)``, ``norm_zip(text)``,
    ``norm_house(text)`` and ``norm_unit(text)`` return VARCHAR, ``norm_street(text)`` a
    STRUCT(dir, street, type) and ``norm_address(text)`` a STRUCT(house, dir, street, type, unit,
    city_tail, po_box, zip) of VARCHAR. All are deterministic, never null, and '' where there is
    nothing.
    """
    for statement in _statements():
        con.execute(statement)


@cache
def _statements() -> tuple[str, ...]:
    found = [*word_macros(), *road_macros()]
    for name in ("names.sql", "addresses.sql"):
        sql = files("rollcheck.roll").joinpath("sql", name).read_text(encoding="utf-8")
        sql = re.sub(r"^ *--.*\n", "", sql, flags=re.MULTILINE)
        found += [statement for statement in sql.split(";\n") if statement.strip()]
    return tuple(found)
