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
class Expression:
    """SQL over some columns of the source: c0, c1 … by their numbers, trimmed text or null."""

    sql: str
    sources: tuple[int, ...] = ()

    @property
    def only(self) -> int | None:
        """Return the number of the source column that this is and nothing else, or None."""
        return self.sources[0] if self.sources and self.sql == f"c{self.sources[0]}" else None


NOTHING = Expression("NULL::VARCHAR")


@dataclass(frozen=True, slots=True)
class BatchQuery:
    """How a batch of the source's text becomes columns of the snapshot, and what is checked of it.

    ``texts`` are the columns of the snapshot in order, those of ``dates`` and birth_year still as
    text; ``skip`` (BOOLEAN) tells which rows are none of the roll. ``date`` (DATE) and ``unknown``
    (BOOLEAN) are SQL over one text ``t``. ``checks`` and ``oddities`` (kept, but worth a count) are
    SQL over the columns of the snapshot, and for each date and the birth year X over ``X_text``,
    null where there is none or it stands for unknown; ``birth_year_said`` is its text as a number.
    """

    texts: Mapping[str, Expression]
    skip: Expression
    dates: tuple[str, ...]
    date: str
    unknown: str
    checks: tuple[Check, ...]
    oddities: Mapping[str, str]

    @property
    def found(self) -> str:
        """Return SQL of a STRUCT: wrong (UINTEGER: bit i: ``checks[i]`` failed), the oddities."""
        wrong = " | ".join(
            f"(coalesce({check.failed}, false)::UINTEGER << {bit})"
            for bit, check in enumerate(self.checks)
        )
        odd = "".join(f", {name}: coalesce({sql}, false)" for name, sql in self.oddities.items())
        return f"{{wrong: {wrong}{odd}}}"


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
        "impossible_date_dropped": " OR ".join(_impossible(column) for column in dates),
        "affidavit_signed_after_received": f"{signed} > {received}",
        "dated_after_as_of": f"greatest({signed}, {received}, registered_on, canceled_on) "
        f"> {_date(as_of)}",
        "birth_year_unlike_birth_date": "birth_date IS NOT NULL AND birth_year_said <> birth_year",
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
    text: Mapping[str, Expression],
    dates: Sequence[str],
    checks: Sequence[Check],
    oddities: Mapping[str, str],
) -> BatchQuery:
    return BatchQuery(
        texts=text,
        skip=_any_of(layout.skip, present),
        dates=tuple(dates),
        date=_date_said(layout),
        unknown=_unknown(layout),
        checks=tuple(checks),
        oddities=oddities,
    )


def _text(origin: Origin | None, present: Sequence[str]) -> Expression:
    """Return SQL for a column's text, null where there is none."""
    if origin is None:
        return NOTHING
    if origin.constant is not None:
        return Expression(quoted(origin.constant))
    there = [
        (present.index(source), prefix)
        for source, prefix in zip(origin.sources, origin.prefixes, strict=True)
        if source in present
    ]
    sources = tuple(dict.fromkeys(number for number, _ in there))
    parts = [f"{quoted(prefix)} || c{n}" if prefix else f"c{n}" for n, prefix in there]
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return Expression(parts[0], sources)
    joined = f"nullif(concat_ws({quoted(origin.separator)}, {', '.join(parts)}), '')"
    return Expression(joined, sources)


def _status(layout: Layout, present: Sequence[str]) -> Expression:
    """Return SQL for the status: a test's, else the code's; a roll without statuses is active."""
    code = _text(layout.columns.get("status"), present)
    if code == NOTHING:
        by_code = "'active'"
    else:
        codes = ", ".join(f"{quoted(a)}: {quoted(b)}" for a, b in layout.status_codes.items())
        empty = quoted(layout.status_when_empty) if layout.status_when_empty else "NULL"
        known = f"MAP {{{codes}}}[lower({code.sql})]" if codes else "NULL::VARCHAR"
        by_code = f"CASE WHEN {code.sql} IS NULL THEN {empty} ELSE {known} END"
    tests = [(_any_of((test,), present), status) for test, status in layout.status_where]
    if not tests:
        return Expression(by_code, code.sources)
    cases = "".join(f"WHEN {test.sql} THEN {quoted(status)} " for test, status in tests)
    sources = (*code.sources, *(number for test, _ in tests for number in test.sources))
    return Expression(f"CASE {cases}ELSE {by_code} END", tuple(dict.fromkeys(sources)))


def _any_of(tests: Sequence[RowTest], present: Sequence[str]) -> Expression:
    there = [(present.index(test.column), test) for test in tests if test.column in present]
    conditions = [
        f"lower(coalesce(c{number}, '')) IN "
        f"({', '.join(quoted(value.lower()) for value in test.values)})"
        for number, test in there
    ]
    sources = tuple(dict.fromkeys(number for number, _ in there))
    return Expression(" OR ".join(conditions) if conditions else "false", sources)


def _date_said(layout: Layout) -> str:
    """Return SQL for the date of a text; one that stands for "unknown" is no date."""
    forms = layout.date_formats or (ISO,)
    listed = ", ".join(quoted(form) for form in forms)
    parsed = f"CAST(try_strptime(t, [{listed}]) AS DATE)"
    if ISO in forms:
        # The cast reads the same dates as the format, twenty times as fast.
        iso = "regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}')"
        parsed = f"CASE WHEN {iso} THEN try_cast(t AS DATE) ELSE {parsed} END"
    # The engine also takes words such as "infinity" for dates; ours hold digits.
    return f"CASE WHEN regexp_matches(t, '[0-9]') AND NOT {_unknown(layout)} THEN {parsed} END"


def _unknown(layout: Layout) -> str:
    if not layout.unknown_dates:
        return "false"
    return f"t IN ({', '.join(quoted(value) for value in layout.unknown_dates)})"


def _impossible(column: str) -> str:
    """Return SQL that is true of a text which is no date and does not stand for an unknown one."""
    return f"({column} IS NULL AND {column}_text IS NOT NULL)"


def _date_checks(layout: Layout, dates: Sequence[str]) -> list[Check]:
    if layout.drop_impossible_dates:
        return []
    return [
        Check(
            "impossible_date",
            f"{_impossible(column)} OR year({column}) < {EARLIEST_YEAR}",
            f"{column} is no date there is, or in none of the layout's date formats",
        )
        for column in dates
    ]


def _birth_checks(layout: Layout, as_of: date) -> list[Check]:
    year, known = "birth_year_said", "birth_year_text IS NOT NULL"
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
