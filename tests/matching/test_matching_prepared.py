"""The prepared roll: made anew where it is another version's or cut short, refused if damaged."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from matching_rolls import snapshot, voter

from rollcheck.matching.prepared import FOLDER, MANIFEST, is_prepared, prepare
from rollcheck.problems import RollcheckError
from rollcheck.roll import Snapshot


@pytest.fixture
def roll(tmp_path: Path) -> Snapshot:
    made = snapshot(tmp_path, [voter("1", "Doe, Jane", "12 MAIN ST, Burbank, 91501")])
    prepare(made)
    return made


def test_a_roll_is_prepared_once(roll: Snapshot) -> None:
    before = (roll.path / FOLDER / MANIFEST).stat().st_mtime_ns
    assert prepare(roll).voters == 1
    assert (roll.path / FOLDER / MANIFEST).stat().st_mtime_ns == before
    assert [path.name for path in roll.path.iterdir() if path.name.startswith(".")] == []


def test_what_another_version_prepared_is_made_anew(roll: Snapshot) -> None:
    path = roll.path / FOLDER / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": "rollcheck-matching/1"}))
    assert not is_prepared(roll)
    prepare(roll)
    assert is_prepared(roll)


@pytest.mark.parametrize("name", ["records.npy", "entries.bin", "buckets.npy", "words.data.npy"])
def test_a_missing_or_shortened_file_is_made_anew(roll: Snapshot, name: str) -> None:
    path = roll.path / FOLDER / name
    whole = path.read_bytes()
    path.unlink()
    assert not is_prepared(roll)
    prepare(roll)
    assert path.read_bytes() == whole
    path.write_bytes(whole[:-1])
    assert not is_prepared(roll)
    prepare(roll)
    assert path.read_bytes() == whole


def test_a_damaged_file_is_named_with_what_to_do(roll: Snapshot) -> None:
    path = roll.path / FOLDER / "records.npy"
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(RollcheckError) as caught:
        prepare(roll)
    [problem] = caught.value.problems
    assert problem.code == "damaged"
    assert problem.file == str(roll.path / FOLDER)
    assert "remove this folder" in problem.message


def test_row_groups_without_rows_are_passed_over(roll: Snapshot) -> None:
    before = (roll.path / FOLDER / "records.npy").read_bytes()
    shutil.rmtree(roll.path / FOLDER)
    voters = pq.read_table(roll.voters_path)
    with pq.ParquetWriter(roll.voters_path, voters.schema) as writer:
        # As an update leaves one where no voter is new.
        for part in (voters, voters.slice(0, 0)):
            writer.write_table(part)
    prepare(roll)
    assert (roll.path / FOLDER / "records.npy").read_bytes() == before
