"""The open tables once more as Parquet, typed by the same columns as the CSV."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from rollcheck.publish.bundle_tables import Columns

PARQUET = "parquet"
TYPES = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_()}
"""The type of a column in the data package, to that in Parquet."""

HASHES = frozenset({"leaf", "finding"})
"""Columns that only the CSV has: random bytes, which no file makes smaller, for the verifier."""


def write_parquet(folder: Path, tables: Mapping[str, Columns]) -> dict[str, Columns]:
    """Write each table of a bundle as ``parquet/NAME.parquet``; return their columns by file.

    An empty cell is null. The same CSV gives the same bytes: no time, no name, no path goes in.
    """
    (folder / PARQUET).mkdir()
    written: dict[str, Columns] = {}
    for name, columns in tables.items():
        kept = tuple(one for one in columns if one[0] not in HASHES)
        out = Path(name).with_suffix(".parquet").name
        pq.write_table(_read(folder / name, kept), folder / PARQUET / out, compression="zstd")
        written[out] = kept
    return written


def _read(source: Path, columns: Columns) -> pa.Table:
    table = pc.read_csv(
        source,
        convert_options=pc.ConvertOptions(
            include_columns=[name for name, _, _ in columns],
            column_types={name: TYPES[kind] for name, kind, _ in columns},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    fields = [
        pa.field(name, TYPES[kind], metadata={"description": meaning})
        for name, kind, meaning in columns
    ]
    return table.cast(pa.schema(fields))
