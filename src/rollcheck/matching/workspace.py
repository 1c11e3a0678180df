"""The database that one matching run works in: its settings, inputs and parameters."""

import csv
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from rollcheck.matching.rules import Rules
from rollcheck.matching.weights import FIELDS, Weights
from rollcheck.roll import Snapshot, connect_engine, install_normalisation

# How the words of a printed name without a comma can be read; 0 is none.
READING_COLUMNS = (
    *("words_in_all", "name_order", "last_from", "last_to", "first_at"),
    *("middle_from", "middle_to"),
)
READINGS = (
    (1, "as_written", 1, 1, 0, 0, 0),
    (1, "swapped", 0, 0, 1, 0, 0),
    (2, "as_written", 2, 2, 1, 0, 0),
    (2, "swapped", 1, 1, 2, 0, 0),
    (3, "as_written", 3, 3, 1, 2, 2),
    (3, "two_surnames", 2, 3, 1, 0, 0),
    (3, "one_surname", 2, 2, 1, 0, 0),
    (3, "swapped", 1, 1, 2, 3, 3),
    (3, "swapped", 1, 2, 3, 0, 0),
    (4, "as_written", 4, 4, 1, 2, 3),
    (4, "two_surnames", 3, 4, 1, 2, 2),
    (4, "two_surnames", 2, 4, 1, 0, 0),
    (4, "one_surname", 3, 3, 1, 2, 2),
    (4, "swapped", 1, 1, 2, 3, 4),
    (4, "swapped", 1, 2, 3, 4, 4),
    (5, "as_written", 5, 5, 1, 2, 4),
    (5, "two_surnames", 4, 5, 1, 2, 3),
    (5, "two_surnames", 3, 5, 1, 2, 2),
    (5, "one_surname", 4, 4, 1, 2, 3),
    (5, "swapped", 1, 1, 2, 3, 5),
    (5, "swapped", 1, 2, 3, 4, 5),
)

HISTORY_COLUMNS = """
    CREATE OR REPLACE TEMP VIEW history AS
    SELECT NULL::INTEGER AS row, NULL::DATE AS from_date, NULL::DATE AS to_date,
           '' AS n_house, '' AS n_dir, '' AS n_street, '' AS n_type, '' AS n_unit,
           '' AS n_city, '' AS n_zip, '' AS n_po_box,
           NULL::DATE AS affidavit_signed_on, NULL::DATE AS affidavit_received_on
    WHERE false
"""


def step_text(name: str) -> str:
    """Return the statements of ``steps/NAME.sql``."""
    return files(__package__).joinpath("steps", f"{name}.sql").read_text("utf-8")


def step(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run every statement of ``steps/NAME.sql``."""
    con.execute(step_text(name))


def open_workspace(folder: Path, *, threads: int | None, memory: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to a new database in ``folder``, which also takes what spills."""
    con = connect_engine(folder / "matching.duckdb")
    con.execute("SET temp_directory = $1", [str(folder / "spill")])
    con.execute("SET memory_limit = $1", [memory])
    con.execute("SET preserve_insertion_order = false")
    if threads is not None:
        con.execute("SET threads = $1", [threads])
    install_normalisation(con)
    return con


def install_weights(con: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Make the weights known: one type per field, lists of worth, thresholds, key caps."""
    for field in FIELDS:
        levels = weights.field(field)
        # The names are those of FIELDS, checked when the file was loaded.
        names = ", ".join(f"'{level.name}'" for level in levels)
        con.execute(f"CREATE TYPE {field}_level AS ENUM ({names})")
        _set(con, f"{field}_bits", [level.bits for level in levels])
        _set(con, f"{field}_share", [level.share for level in levels])
        _set(con, f"{field}_of", [level.of for level in levels])
    for name, value in weights.scalars.items():
        _set(con, name, value)
    _fill(
        con,
        "cap",
        pa.table({"kind": list(weights.caps), "most": pa.array(weights.caps.values(), pa.int64())}),
    )
    _fill(
        con,
        "name_pattern",
        pa.table(dict(zip(READING_COLUMNS, zip(*READINGS, strict=True), strict=True))),
    )
    _fill(con, "nickname", _nicknames())


def install_rules(con: duckdb.DuckDBPyConnection, rules: Rules, snapshot: Snapshot) -> None:
    """Make the place's rules and the snapshot's date known to the steps."""
    values = {
        "county": rules.county,
        "district": rules.district,
        "filed_on": rules.filed_on,
        "circulation_from": rules.circulation_from,
        "circulation_to": rules.circulation_to,
        "signed_by_signing_day": rules.signed_by_signing_day,
        "received_by_filing_day": rules.received_by_filing_day,
        "unit_ignored": rules.unit_ignored,
        "earlier_address_counts": rules.earlier_address_counts,
        "as_of": snapshot.as_of,
        "on_roll_by_filing": snapshot.as_of <= rules.filed_on,
        "has_dates": snapshot.has_affidavit_dates,
    }
    con.execute(
        """SET VARIABLE rules = {
            'county': $county::VARCHAR, 'district': $district::VARCHAR,
            'filed_on': $filed_on::DATE, 'circulation_from': $circulation_from::DATE,
            'circulation_to': $circulation_to::DATE,
            'signed_by_signing_day': $signed_by_signing_day::BOOLEAN,
            'received_by_filing_day': $received_by_filing_day::BOOLEAN,
            'unit_ignored': $unit_ignored::BOOLEAN,
            'earlier_address_counts': $earlier_address_counts::BOOLEAN,
            'as_of': $as_of::DATE, 'on_roll_by_filing': $on_roll_by_filing::BOOLEAN,
            'has_dates': $has_dates::BOOLEAN}""",
        values,
    )
    _set(con, "counted_statuses", sorted(rules.counted_statuses))


def install_roll(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Make the views ``roll`` and ``history`` on the snapshot's files."""
    con.read_parquet(str(snapshot.voters_path)).create_view("roll")
    if snapshot.history_path is None:
        con.execute(HISTORY_COLUMNS)
    else:
        con.read_parquet(str(snapshot.history_path)).create_view("history")


def _set(con: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    con.execute(f"SET VARIABLE {name} = $1", [value])


def _fill(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    con.from_arrow(table).create(name)


def _nicknames() -> pa.Table:
    """Return each first name with the others that the same person may go by, both ways."""
    text = files("rollcheck.roll").joinpath("nicknames", "nicknames.csv").read_text("utf-8")
    others: dict[str, set[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        one, other = row["name1"].upper(), row["name2"].upper()
        others.setdefault(one, set()).add(other)
        others.setdefault(other, set()).add(one)
    names = sorted(others)
    return pa.table({"name": names, "others": [sorted(others[name]) for name in names]})
