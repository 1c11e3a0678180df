"""Whether the roll knows the county and the district that a petition is about."""

import duckdb

from rollcheck.matching.rules import Rules
from rollcheck.problems import Problem, raise_if_any

NAMED = 5
COUNTIES = "SELECT DISTINCT trim(county) AS name FROM roll WHERE trim(county) <> ''"
DISTRICTS = """
    SELECT DISTINCT trim(unnest(string_split(districts, ';'))) AS name FROM roll
"""


def refuse_unknown(con: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Raise ``RollcheckError`` where no voter has the county or the district that is asked for.

    Every line would be out of the jurisdiction, which nobody means. A roll that gives no voter's
    county (or districts) is left to the caveats.
    """
    asked = (
        (rules.county, COUNTIES, "county", "counties"),
        (rules.district, DISTRICTS, "district", "districts"),
    )
    problems = [
        problem
        for name, query, column, plural in asked
        if name is not None and (problem := _unknown(con, name, query, column, plural))
    ]
    raise_if_any(problems)


def _unknown(
    con: duckdb.DuckDBPyConnection, asked: str, query: str, column: str, plural: str
) -> Problem | None:
    [(known, has_it, some)] = con.execute(
        f"""SELECT count(*), coalesce(bool_or(folded(name) = folded($1)), false),
                   (list(name ORDER BY name))[1:{NAMED}]
            FROM ({query}) WHERE name <> ''""",  # noqa: S608 - the queries are our own
        [asked],
    ).fetchall()
    if has_it or not known:
        return None
    more = ", ..." if known > NAMED else ""
    message = (
        f"no voter on the roll has the {column} named {asked}; the roll has {known:,} "
        f"{plural if known > 1 else column}: {', '.join(some)}{more}. Write it as the roll does"
    )
    return Problem("", None, column, f"unknown_{column}", message)
