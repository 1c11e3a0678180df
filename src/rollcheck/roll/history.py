"""Earlier addresses and affidavits of voters, attached to the voters of a snapshot."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from rollcheck.problems import Progress
from rollcheck.problems.delimited import BadRow
from rollcheck.roll.checks import history_query
from rollcheck.roll.columns import ADDRESS_FORMS, HISTORY_COLUMNS, HISTORY_SCHEMA, schema_of
from rollcheck.roll.forms import Normaliser
from rollcheck.roll.layout import load_layout
from rollcheck.roll.rejects import Rejects, row_texts
from rollcheck.roll.snapshot import HISTORY, VOTERS
from rollcheck.roll.source import ROWS_AT_ONCE, source_file
from rollcheck.roll.table_import import ParquetSink, import_table

UNATTACHED = "history.unattached.parquet"


def import_history(
    con: duckdb.DuckDBPyConnection,
    forms: Normaliser,
    source: Path,
    folder: Path,
    rejects: Rejects,
    encoding: str | None,
    progress: Progress,
) -> dict[str, Any]:
    """Write history.parquet into ``folder`` and return what the manifest says of it.

    Rows of voters that the snapshot does not hold are rejected. Raises ``RollcheckError`` as
    the roll's own import does.
    """
    origin = source_file(source)
    layout = load_layout("history").with_encoding(encoding)
    unattached = folder / UNATTACHED
    schema = schema_of(("row", *HISTORY_COLUMNS, *ADDRESS_FORMS))
    with ParquetSink(unattached, schema) as sink:
        passed = import_table(
            con,
            source,
            layout,
            lambda present: history_query(layout, present),
            forms.addresses,
            sink,
            rejects,
            progress,
        )
    attached = _attached(con, unattached, folder / VOTERS)
    strangers = attached.filter("voter_row IS NULL").to_arrow_table()
    texts = row_texts(strangers.select(list(HISTORY_COLUMNS)))
    for row, text in zip(strangers["row"].to_pylist(), texts, strict=True):
        reason = "voter_id is not on the roll, or its row was rejected"
        rejects.add(source.name, BadRow(int(passed.rows[row]), "unknown_voter", reason, text))
    columns = ", ".join(
        "voter_row AS row" if name == "row" else name for name in HISTORY_SCHEMA.names
    )
    known = attached.filter("voter_row IS NOT NULL").project(columns)
    with ParquetSink(folder / HISTORY, HISTORY_SCHEMA) as sink:
        for batch in known.to_arrow_reader(ROWS_AT_ONCE):
            sink.write(pa.Table.from_batches([batch]).cast(HISTORY_SCHEMA))
    unattached.unlink()
    return {
        "source": origin.as_json(),
        "rows_read": passed.read,
        "rows_kept": passed.kept - strangers.num_rows,
        "rows_rejected": passed.rejected + strangers.num_rows,
    }


def _attached(
    con: duckdb.DuckDBPyConnection, unattached: Path, voters: Path
) -> duckdb.DuckDBPyRelation:
    """Return the history's rows in the order of their source, each with its voter's row."""
    return con.sql(
        """
        SELECT history.*, voters.row AS voter_row
        FROM read_parquet($history) AS history
        LEFT JOIN (SELECT voter_id, row FROM read_parquet($voters)) AS voters USING (voter_id)
        ORDER BY history.row
        """,
        params={"history": str(unattached), "voters": str(voters)},
    )
