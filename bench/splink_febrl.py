"""Splink on febrl data set 4, as its own users link it: fitted to these data, without labels.

The fields are given to it once as a petition line has them and once all of them. Blocks,
comparisons and training are those of Splink's own library: names with term frequencies, dates and
numbers by edits; u of random pairs, m by expectation and maximisation on two blocks; the best link
of each copy above even odds is kept.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import splink.comparison_library as compare
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from rollcheck.roll import connect_engine

Links = set[tuple[str, str]]

COLUMNS = (
    *("rec_id", "given_name", "surname", "street_number", "address_1", "suburb", "postcode"),
    *("birth_year", "date_of_birth", "soc_sec_id", "state"),
)
LINE_BLOCKS = (
    block_on("given_name", "surname"),
    block_on("surname", "postcode"),
    block_on("given_name", "postcode"),
    block_on("postcode", "street_number"),
    block_on("address_1", "street_number"),
    block_on("birth_year", "postcode"),
    block_on("birth_year", "surname"),
    block_on("birth_year", "given_name"),
    block_on("suburb", "street_number"),
)
MORE_BLOCKS = (block_on("soc_sec_id"), block_on("date_of_birth"))
RANDOM_PAIRS = 2e6
SEED = 1


def line_fields(originals: Path, copies: Path) -> Links:
    """Link on the fields that a petition line has."""
    year = compare.LevenshteinAtThresholds("birth_year", 1)
    return _linked(originals, copies, LINE_BLOCKS, [year])


def every_field(originals: Path, copies: Path) -> Links:
    """Link on every field of the data."""
    more = [
        compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        compare.ExactMatch("state"),
    ]
    return _linked(originals, copies, (*LINE_BLOCKS, *MORE_BLOCKS), more)


SETTINGS: dict[str, Callable[[Path, Path], Links]] = {
    "Splink, EM on a line's fields": line_fields,
    "Splink, EM on every field": every_field,
}


def _linked(originals: Path, copies: Path, blocks: tuple[Any, ...], more: list[Any]) -> Links:
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="rec_id",
        blocking_rules_to_generate_predictions=list(blocks),
        comparisons=[
            compare.NameComparison("given_name"),
            compare.NameComparison("surname"),
            compare.DamerauLevenshteinAtThresholds("street_number", 1),
            compare.JaroWinklerAtThresholds("address_1", [0.95, 0.85]),
            compare.JaroWinklerAtThresholds("suburb", [0.95, 0.85]),
            compare.DamerauLevenshteinAtThresholds("postcode", 1),
            *more,
        ],
        probability_two_random_records_match=1 / 5_000,
        retain_matching_columns=False,
    )
    with connect_engine() as con:
        api = DuckDBAPI(connection=con)
        for name, path in (("originals", originals), ("copies", copies)):
            con.from_arrow(_records(con, path)).create(name)
        sides = [
            api.register("originals", dataset_display_name="a_originals"),
            api.register("copies", dataset_display_name="b_copies"),
        ]
        linker = Linker(sides, settings, log_level=None)
        linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        for rule in (block_on("given_name", "surname"), block_on("postcode", "street_number")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict(threshold_match_probability=0.5)
        best = con.sql(
            f"SELECT rec_id_l, rec_id_r FROM {found.physical_name} QUALIFY row_number() OVER "
            "(PARTITION BY rec_id_r ORDER BY match_weight DESC, rec_id_l) = 1"
        ).fetchall()
    return set(best)


def _records(con: Any, path: Path) -> pa.Table:
    """Read a febrl file: text, blanks around cells away, nothing as null."""
    reads = "read_csv(?, header = true, all_varchar = true, normalize_names = true)"
    cells = ", ".join(
        f"nullif(trim({name}), '') AS {name}" for name in COLUMNS if name != "birth_year"
    )
    year = "nullif(left(trim(date_of_birth), 4), '') AS birth_year"
    table: pa.Table = con.sql(
        f"SELECT {cells}, {year} FROM {reads}", params=[str(path)]
    ).to_arrow_table()
    return table
