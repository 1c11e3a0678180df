"""One batch of a voter file's text, as a query that fills a snapshot's columns and checks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rollcheck.roll.columns import HISTORY_COLUMNS, IDENTITY, VOTER_COLUMNS
from rollcheck.roll.layout import Layout, Origin, RowTest

# No one on a roll is older; an earlier year stands for "unknown", and the layout should say so.
OLDEST_AGE = 130
EARLIEST_YEAR = 1850
ISO = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class Check:
    """Why a row cannot be kept: ``failed`` is SQL over the query's columns, true of a bad row."""

    code: str
    failed: str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchQuery:
    """SQL over a table ``batch`` with columns c0, c1 …: the source columns, as trimmed text.

    The result's columns are ``columns`` in order, then ``wrong`` (UINTEGER: bit i is set where
    ``checks[i]`` failed), ``skip`` (BOOLEAN: no row of the roll) and the ``oddities``
    (BOOLEAN each: kept, but worth a count).
    """

    sql: str
    columns: tuple[str, ...]
    checks: tuple[Check, ...]
    oddities: tuple[str, ...]


def voter_query(layout: Layout, present: Sequence[str], as_of: date) -> BatchQuery:
    """Return the query for a roll whose source has the columns ``present``, in that order."""
    text = {column: _text(layout.columns.get(column), present) for column in VOTER_COLUMNS}
    text["status"] = _status(layout, present)
    dates = [column for column in VOTER_COLUMNS if column.endswith(("_on", "_date"))]
    checks = [
        *(
            Check(f"missing_{column}", f"{column} IS NULL", f"{column} is empty")
            for column in IDENTITY
            if column not in layout.may_be_empty
        ),
        Check("unknown_status", "status IS NULL", "status is empty or none that the layout knows"),
        *_date_checks(layout, dates),
        *_birth_checks(layout, as_of),
    ]
    signed, received = "affidavit_signed_on", "affidavit_received_on"
    oddities = {
        "impossible_date_dropped": " OR ".join(_impossible(layout, column) for column in dates),
        "affidavit_signed_after_received": f"{signed} > {received}",
        "dated_after_as_of": f"greatest({signed}, {received}, registered_on, canceled_on) "
        f"> {_date(as_of)}",
        "birth_year_unlike_birth_date": "birth_date IS NOT NULL "
        "AND try_cast(birth_year_text AS SMALLINT) <> birth_year",
    }
    return _query(layout, present, text, dates, checks, oddities)


def history_query(layout: Layout, present: Sequence[str]) -> BatchQuery:
    """Return the query for a history file, like ``voter_query``."""
    text = {column: _text(layout.columns.get(column), present) for column in HISTORY_COLUMNS}
    dates = [column for column in HISTORY_COLUMNS if column.endswith(("_on", "_date"))]
    nothing = " AND ".join(
        f"{column} IS NULL"
        for column in HISTORY_COLUMNS
        if column not in {"voter_id", "from_date", "to_date"}
    )
    checks = [
        Check("missing_voter_id", "voter_id IS NULL", "voter_id is empty"),
        *_date_checks(layout, dates),
        Check("dates_reversed", "from_date > to_date", "to_date is before from_date"),
        Check("nothing_said", nothing, "the row holds neither an address nor an affidavit"),
    ]
    return _query(layout, present, text, dates, checks, {})


def _query(
    layout: Layout,
    present: Sequence[str],
    text: Mapping[str, str],
    dates: Sequence[str],
    checks: Sequence[Check],
    oddities: Mapping[str, str],
) -> BatchQuery:
    texts = ", ".join(f"{sql} AS {_source(column, dates)}" for column, sql in text.items())
    parsed = ["*", *(f"{_parsed(layout, column)} AS {column}" for column in dates)]
    if "birth_year" in text:
        unknown = _unknown(layout, "birth_year_text")
        parsed.append(
            f"CASE WHEN birth_date IS NOT NULL THEN CAST(year(birth_date) AS SMALLINT) "
            f"WHEN NOT {unknown} THEN try_cast(birth_year_text AS SMALLINT) END AS birth_year"
        )
    wrong = " | ".join(
        f"(coalesce({check.failed}, false)::UINTEGER << {bit})" for bit, check in enumerate(checks)
    )
    odd = "".join(f", coalesce({sql}, false) AS {name}" for name, sql in oddities.items())
    sql = f"""
        WITH texts AS (SELECT {texts}, {_any_of(layout.skip, present)} AS skip FROM batch),
        parsed AS (SELECT {", ".join(parsed)} FROM texts)
        SELECT {", ".join(text)}, {wrong} AS wrong, skip{odd} FROM parsed
    """  # noqa: S608 - the names are our own, the layout's texts are quoted
    return BatchQuery(sql, tuple(text), tuple(checks), tuple(oddities))


def _source(column: str, dates: Sequence[str]) -> str:
    return f"{column}_text" if column in dates or column == "birth_year" else column


def _text(origin: Origin | None, present: Sequence[str]) -> str:
    """Return SQL for a column's text, null where there is none."""
    if origin is None:
        return "NULL::VARCHAR"
    if origin.constant is not None:
        return quoted(origin.constant)
    parts = [
        (f"{quoted(prefix)} || " if prefix else "") + _cell(source, present)
        for source, prefix in zip(origin.sources, origin.prefixes, strict=True)
        if source in present
    ]
    if not parts:
        return "NULL::VARCHAR"
    if len(parts) == 1:
        return parts[0]
    return f"nullif(concat_ws({quoted(origin.separator)}, {', '.join(parts)}), '')"


def _cell(source: str, present: Sequence[str]) -> str:
    return f"nullif(c{present.index(source)}, '')"


def _status(layout: Layout, present: Sequence[str]) -> str:
    """Return SQL for the status: a test's, else the code's; a roll without statuses is active."""
    origin = layout.columns.get("status")
    code = _text(origin, present)
    if code == "NULL::VARCHAR":
        by_code = "'active'"
    else:
        codes = ", ".join(f"{quoted(a)}: {quoted(b)}" for a, b in layout.status_codes.items())
        empty = quoted(layout.status_when_empty) if layout.status_when_empty else "NULL"
        known = f"MAP {{{codes}}}[lower({code})]" if codes else "NULL::VARCHAR"
        by_code = f"CASE WHEN {code} IS NULL THEN {empty} ELSE {known} END"
    tests = "".join(
        f"WHEN {_any_of((test,), present)} THEN {quoted(status)} "
        for test, status in layout.status_where
    )
    return f"CASE {tests}ELSE {by_code} END" if tests else by_code


def _any_of(tests: Sequence[RowTest], present: Sequence[str]) -> str:
    conditions = [
        f"lower(coalesce({_cell(test.column, present)}, '')) IN "
        f"({', '.join(quoted(value.lower()) for value in test.values)})"
        for test in tests
        if test.column in present
    ]
    return " OR ".join(conditions) if conditions else "false"


def _parsed(layout: Layout, column: str) -> str:
    """Return SQL for a date; a text that stands for "unknown" is no date and no mistake."""
    text = f"{column}_text"
    forms = layout.date_formats or (ISO,)
    listed = ", ".join(quoted(form) for form in forms)
    parsed = f"CAST(try_strptime({text}, [{listed}]) AS DATE)"
    if ISO in forms:
        # The cast reads the same dates as the format, twenty times as fast.
        iso = f"regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
        parsed = f"CASE WHEN {iso} THEN try_cast({text} AS DATE) ELSE {parsed} END"
    # The engine also takes words such as "infinity" for dates; ours hold digits.
    return (
        f"CASE WHEN regexp_matches({text}, '[0-9]') AND NOT {_unknown(layout, text)} "
        f"THEN {parsed} END"
    )


def _unknown(layout: Layout, text: str) -> str:
    if not layout.unknown_dates:
        return "false"
    return f"{text} IN ({', '.join(quoted(value) for value in layout.unknown_dates)})"


def _impossible(layout: Layout, column: str) -> str:
    """Return SQL that is true of a text which is no date and does not stand for an unknown one."""
    return (
        f"({column} IS NULL AND {column}_text IS NOT NULL"
        f" AND NOT {_unknown(layout, f'{column}_text')})"
    )


def _date_checks(layout: Layout, dates: Sequence[str]) -> list[Check]:
    if layout.drop_impossible_dates:
        return []
    return [
        Check(
            "impossible_date",
            f"{_impossible(layout, column)} OR year({column}) < {EARLIEST_YEAR}",
            f"{column} is no date there is, or in none of the layout's date formats",
        )
        for column in dates
    ]


def _birth_checks(layout: Layout, as_of: date) -> list[Check]:
    year = "try_cast(birth_year_text AS SMALLINT)"
    known = f"birth_year_text IS NOT NULL AND NOT {_unknown(layout, 'birth_year_text')}"
    too_old = as_of.year - OLDEST_AGE
    return [
        Check(
            "impossible_birth_year",
            f"{known} AND ({year} IS NULL OR {year} < {too_old})",
            f"birth_year is no year, or before {too_old}",
        ),
        Check(
            "birth_in_the_future",
            f"birth_date > {_date(as_of)} OR {known} AND {year} > {as_of.year}",
            "the birth is after the date of the roll",
        ),
        Check(
            "born_too_long_ago",
            f"year(birth_date) < {too_old} AND NOT {str(layout.drop_impossible_dates).lower()}",
            f"birth_date is before {too_old}; if it stands for an unknown date, the layout's "
            "dates.unknown should name it",
        ),
    ]


def _date(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def quoted(value: str) -> str:
    """Return ``value`` as an SQL string literal."""
    return "'" + value.replace("'", "''") + "'"
