"""What the roll leaves open, in words for the report: exactly what was assumed, and how often."""

from collections.abc import Iterator

import duckdb

from rollcheck.matching.rules import Rules
from rollcheck.roll import Snapshot

# Lines by what is known of the proposed voter's registration; the dates of a history do not matter
# here, since a roll without affidavit dates has none of the present registration.
UNDATED_LINES = """
    SELECT count(*) FILTER (registered_on IS NULL), count(registered_on)
    FROM finding JOIN roll USING (voter_id)
    WHERE outcome NOT IN ('canceled', 'confidential', 'out_of_jurisdiction')
"""
CANCELED_LINES = """
    SELECT count(*) FROM finding JOIN roll USING (voter_id)
    WHERE status = 'canceled' AND canceled_on IS NULL AND outcome = 'registration_unclear'
"""


def caveats(con: duckdb.DuckDBPyConnection, snapshot: Snapshot, rules: Rules) -> Iterator[str]:
    """Say what the roll leaves open, from the findings of all lines."""
    if not snapshot.has_affidavit_dates:
        yield from _registration(con, snapshot, rules)
    yield from _cancellation(con)
    yield from _jurisdiction(con, rules)


def _registration(
    con: duckdb.DuckDBPyConnection, snapshot: Snapshot, rules: Rules
) -> Iterator[str]:
    [(undated, dated)] = con.execute(UNDATED_LINES).fetchall()
    [(has_other_date,)] = con.execute("SELECT count(registered_on) > 0 FROM roll").fetchall()
    if snapshot.as_of <= rules.filed_on:
        assumed = (
            f"It is dated {snapshot.as_of}, not after the filing on {rules.filed_on}, so a voter "
            "on it without any date was taken to be registered in time"
        )
    else:
        assumed = (
            f"It is dated {snapshot.as_of}, after the filing on {rules.filed_on}: whether a voter "
            "without any date was registered in time is not known"
        )
    yield f"The roll carries no affidavit dates. {assumed} ({_lines(undated)})."
    if has_other_date:
        yield (
            "The roll has a date of registration that does not say what it dates: signing, "
            "receipt or a later change. A voter with one was taken to be registered in time only "
            "where it is not after the day of signing; between that day and the filing the matter "
            f"was left open ({_lines(dated)} of voters with such a date)."
        )


def _cancellation(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    [(undated,)] = con.execute(CANCELED_LINES).fetchall()
    [(dates,)] = con.execute(
        "SELECT count(canceled_on) FROM roll WHERE status = 'canceled'"
    ).fetchall()
    if undated:
        yield (
            ("" if dates else "The roll carries no dates of cancellation. ")
            + f"{_lines(undated)} of canceled voters without a date of cancellation: whether they "
            "were canceled before they signed is not known."
        )


def _jurisdiction(con: duckdb.DuckDBPyConnection, rules: Rules) -> Iterator[str]:
    no_county, no_districts = con.execute(
        "SELECT count(*) - count(county), count(*) - count(districts) FROM roll"
    ).fetchall()[0]
    missing = ((rules.county, no_county, "county"), (rules.district, no_districts, "districts"))
    for asked, voters, what in missing:
        if asked is not None and voters:
            yield (
                f"{voters:,} voters have no {what} on the roll and were taken to be inside the "
                "jurisdiction."
            )


def _lines(count: int) -> str:
    return f"{count:,} line" if count == 1 else f"{count:,} lines"
