"""docs/formats-roll.md names whatever of the roll has a name."""

from datetime import date
from pathlib import Path

import pytest
from roll_files import ANN, PLAIN, snapshot_of, write_rows

from rollcheck.problems import delimited_fixed, delimited_rows
from rollcheck.roll import duplicates, history, layout_names, load_layout
from rollcheck.roll.checks import history_query, voter_query
from rollcheck.roll.columns import HISTORY_SCHEMA, STATUSES, VOTER_SCHEMA
from rollcheck.roll.layout_keys import KEYS

PAGE = Path(__file__).parent.parent.parent / "docs" / "formats-roll.md"
QUERIES = (
    voter_query(load_layout("plain"), [], date(2022, 7, 6)),
    history_query(load_layout("history"), []),
)
WRITTEN_IN_CODE = {
    delimited_rows: ("wrong_cells", "blank_row", "overlong_cell"),
    delimited_fixed: ("short_record",),
    duplicates: ("duplicate_voter_id",),
    history: ("unknown_voter",),
}
NAMES = sorted(
    {
        *VOTER_SCHEMA.names,
        *HISTORY_SCHEMA.names,
        *STATUSES,
        *layout_names(),
        *(check.code for query in QUERIES for check in query.checks),
        *(oddity for query in QUERIES for oddity in query.oddities),
        *(f"{table}.{key}".lstrip(".") for table, keys in KEYS.items() for key in keys),
        *(code for codes in WRITTEN_IN_CODE.values() for code in codes),
    }
)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


def test_codes_outside_the_queries_are_those_in_the_code() -> None:
    for module, codes in WRITTEN_IN_CODE.items():
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        assert all(f'"{code}"' in source for code in codes)


def test_every_key_of_a_manifest_is_documented(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    manifest = snapshot_of(write_rows(tmp_path / "roll.csv", [PLAIN, ANN])).manifest
    assert not [key for key in manifest if f"`{key}`" not in text]
