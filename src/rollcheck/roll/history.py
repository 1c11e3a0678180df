"""Earlier addresses and affidavits of voters, attached to the voters of a snapshot."""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck.problems import Progress
from rollcheck.problems.delimited import BadRow
from rollcheck.roll.checks import history_query
from rollcheck.roll.columns import ADDRESS_FORMS, HISTORY_COLUMNS, HISTORY_SCHEMA, schema_of
from rollcheck.roll.forms import Normaliser
from rollcheck.roll.layout import load_layout
from rollcheck.roll.rejects import Rejects, row_texts
from rollcheck.roll.snapshot import HISTORY, VOTERS
from rollcheck.roll.source import source_file
from rollcheck.roll.table_import import ParquetSink, Passed, import_table

UNATTACHED = "history.unattached.parquet"
ROWS_IN_GROUP = 122_880  # of history.parquet, in each row group


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
    strangers = _attach(con, unattached, folder, source.name, passed, rejects)
    unattached.unlink()
    return {
        "source": origin.as_json(),
        "rows_read": passed.read,
        "rows_kept": passed.kept - strangers,
        "rows_rejected": passed.rejected + strangers,
    }


def _attach(
    con: duckdb.DuckDBPyConnection,
    unattached: Path,
    folder: Path,
    file: str,
    passed: Passed,
    rejects: Rejects,
) -> int:
    """Write history.parquet: rows as they are, each with its voter's row; return how many had none.

    Those of nobody on the roll are rejected.
    """
    voters = _voters_of(con, unattached, folder / VOTERS)
    done, strangers = 0, 0
    with (
        pq.ParquetFile(unattached) as rows,
        ParquetSink(folder / HISTORY, HISTORY_SCHEMA) as sink,
    ):
        for batch in rows.iter_batches(ROWS_IN_GROUP):
            table = pa.Table.from_batches([batch])
            own = voters[done : done + table.num_rows]
            unknown = table.filter(pa.array(own < 0))
            texts = row_texts(unknown.select(list(HISTORY_COLUMNS)))
            for row, text in zip(unknown["row"].to_pylist(), texts, strict=True):
                reason = "voter_id is not on the roll, or its row was rejected"
                rejects.add(file, BadRow(int(passed.rows[row]), "unknown_voter", reason, text))
            known = table.set_column(0, "row", pa.array(own)).filter(pa.array(own >= 0))
            sink.write(known.select(HISTORY_SCHEMA.names).cast(HISTORY_SCHEMA))
            done, strangers = done + table.num_rows, strangers + unknown.num_rows
    return strangers


def _voters_of(
    con: duckdb.DuckDBPyConnection, unattached: Path, voters: Path
) -> npt.NDArray[np.int32]:
    """Return the voter's row of each row of the history, in their order; -1 for none."""
    found = con.sql(
        """
        SELECT coalesce(voters.row, -1)::INTEGER AS voter
        FROM (SELECT row, voter_id FROM read_parquet($history)) AS history
        LEFT JOIN (SELECT voter_id, row FROM read_parquet($voters)) AS voters USING (voter_id)
        ORDER BY history.row
        """,
        params={"history": str(unattached), "voters": str(voters)},
    )
    rows: npt.NDArray[np.int32] = found.to_arrow_table()["voter"].to_numpy()
    return rows
