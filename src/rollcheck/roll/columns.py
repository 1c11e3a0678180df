"""The columns of a snapshot: what a layout can fill, and what is derived from it."""

import pyarrow as pa

STATUSES = ("active", "inactive", "pending", "preregistered", "canceled", "confidential")

ADDRESS_COLUMNS = (
    *("house", "pre_dir", "street", "street_type", "post_dir", "unit", "city", "zip"),
)
AFFIDAVIT_DATES = ("affidavit_signed_on", "affidavit_received_on")
VOTER_DATES = ("birth_date", *AFFIDAVIT_DATES, "registered_on", "canceled_on")
HISTORY_DATES = ("from_date", "to_date", *AFFIDAVIT_DATES)
# Who a voter is: without these a row is no voter, unless the layout allows an empty name.
IDENTITY = ("voter_id", "last", "first")

# What a layout may fill, in the order of voters.parquet.
VOTER_COLUMNS = (
    *("voter_id", "status", "county", "first", "middle", "last", "suffix"),
    *("birth_date", "birth_year", *AFFIDAVIT_DATES, "registered_on", "canceled_on"),
    *ADDRESS_COLUMNS,
    "districts",
)
HISTORY_COLUMNS = ("voter_id", "from_date", "to_date", *ADDRESS_COLUMNS, *AFFIDAVIT_DATES)

NAME_FORMS = ("n_last", "n_first", "n_middle", "n_suffix")
ADDRESS_FORMS = (
    *("n_house", "n_dir", "n_street", "n_type", "n_unit", "n_city", "n_zip", "n_po_box"),
)


def column_type(column: str) -> pa.DataType:
    """Return the Arrow type of a snapshot's column."""
    if column in {*VOTER_DATES, *HISTORY_DATES}:
        return pa.date32()
    return {"birth_year": pa.int16(), "row": pa.int32()}.get(column, pa.string())


def schema_of(columns: tuple[str, ...]) -> pa.Schema:
    """Return the Arrow schema of a snapshot's table with ``columns`` in order."""
    return pa.schema([(column, column_type(column)) for column in columns])


VOTER_SCHEMA = schema_of(("row", *VOTER_COLUMNS, *NAME_FORMS, *ADDRESS_FORMS))
HISTORY_SCHEMA = schema_of(
    (
        *("voter_id", "row", "from_date", "to_date"),
        *ADDRESS_COLUMNS,
        *ADDRESS_FORMS,
        *AFFIDAVIT_DATES,
    )
)
