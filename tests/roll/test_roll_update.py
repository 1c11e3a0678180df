"""A file of changes onto a snapshot: who is added, changed, canceled; the old one stays."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from roll_files import AS_OF, problems_of, rejected_of, snapshot_of, voters_of, write_rows

from rollcheck.cli.app import run_command
from rollcheck.problems import RollcheckError
from rollcheck.record.files import sha256_of
from rollcheck.roll import Snapshot, open_lookup, open_snapshot, update_roll

COLUMNS = ("voter_id", "status", "first", "last", "house", "street", "city", "registered_on")
ANN = ("1", "active", "Ann", "Abel", "12", "Oak St", "Glendale", "2010-05-01")
BOB = ("2", "active", "Bob", "Burr", "14", "Elm St", "Glendale", "2011-05-01")
CLEO = ("3", "active", "Cleo", "Cruz", "16", "Fir St", "Glendale", "2012-05-01")
TONIGHT = date(2022, 7, 7)
LAYOUT = """
[format]
columns_may_be_absent = true
[columns]
voter_id = "voter_id"
status = "status"
first = "first"
last = "last"
house = "house"
street = "street"
city = "city"
registered_on = "registered_on"
canceled_on = "canceled_on"
[status]
when_empty = "active"
[status.codes]
active = "active"
canceled = "canceled"
[[status.where]]
column = "action"
values = ["D"]
status = "canceled"
[rows]
may_be_empty = ["last", "first"]
"""


@pytest.fixture
def base(tmp_path: Path) -> Snapshot:
    return snapshot_of(write_rows(tmp_path / "roll.csv", [COLUMNS, ANN, BOB, CLEO]))


def updated(
    base: Snapshot,
    rows: Sequence[tuple[str, ...]],
    *,
    layout: str | Path = "plain",
    name: str = "n1",
) -> Snapshot:
    file = write_rows(base.path.parent / f"{name}.csv", rows)
    out = base.path.parent / name
    return update_roll(base.path, file, layout=layout, as_of=TONIGHT, out=out)


def test_voters_are_added_changed_and_canceled(base: Snapshot) -> None:
    before = {path.name: sha256_of(path) for path in base.path.iterdir() if path.is_file()}
    moved = ("2", "active", "Bob", "Burr", "99", "Pine Ave", "Burbank", "2022-07-01")
    gone = ("3", "canceled", "Cleo", "Cruz", "16", "Fir St", "Glendale", "2012-05-01")
    new = ("4", "active", "Dora", "Diaz", "18", "Ash St", "Glendale", "2022-07-05")
    made = updated(base, [COLUMNS, moved, gone, new, ANN])
    voters = voters_of(made)
    assert [(v["row"], v["voter_id"], v["status"], v["n_street"]) for v in voters] == [
        (0, "1", "active", "OAK"),
        (1, "2", "active", "PINE"),
        (2, "3", "canceled", "FIR"),
        (3, "4", "active", "ASH"),
    ]
    assert made.manifest["update"] == {
        "rows_read": 4, "added": 1, "changed": 1, "canceled": 1, "unchanged": 1,
        "superseded": 0, "rejected": 0, "skipped": 0,
    }  # fmt: skip
    assert made.manifest["rows_kept"] == 4
    assert made.manifest["statuses"] == {"active": 3, "canceled": 1}
    assert [hit.voter_id for hit in open_lookup(made.path).find("pine burr")][:1] == ["2"]
    after = {path.name: sha256_of(path) for path in base.path.iterdir() if path.is_file()}
    assert after == before


def test_the_registration_that_stood_before_is_kept(base: Snapshot) -> None:
    moved = ("2", "active", "Bob", "Burr", "99", "Pine Ave", "Burbank", "2022-07-01")
    made = updated(base, [COLUMNS, moved])
    assert made.history_path is not None
    [stay] = pq.read_table(made.history_path).to_pylist()
    assert (stay["voter_id"], stay["row"], stay["n_street"]) == ("2", 1, "ELM")
    assert (stay["from_date"], stay["to_date"]) == (date(2011, 5, 1), AS_OF)
    renamed = ("2", "active", "Bob", "Burr-Bell", "99", "Pine Ave", "Burbank", "2022-07-01")
    file = write_rows(made.path.parent / "n2.csv", [COLUMNS, renamed])
    again = update_roll(made.path, file, layout="plain", as_of=TONIGHT, out=made.path.parent / "n2")
    assert again.history_path is not None
    assert pq.read_table(again.history_path).num_rows == 1


def test_the_manifest_names_every_snapshot_before(base: Snapshot) -> None:
    first = updated(base, [COLUMNS, ANN])
    second = update_roll(
        first.path,
        write_rows(first.path.parent / "n2.csv", [COLUMNS, BOB]),
        layout="plain",
        as_of=TONIGHT,
        out=first.path.parent / "n2",
    )
    lineage = second.manifest["lineage"]
    assert [one["manifest"] for one in lineage] == [
        sha256_of(base.path / "manifest.json"),
        sha256_of(first.path / "manifest.json"),
    ]
    assert [one["source"]["name"] for one in lineage] == ["roll.csv", "n1.csv"]
    assert open_snapshot(second.path).manifest == second.manifest


def test_a_cancellation_may_name_nothing_but_the_voter(base: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(LAYOUT)
    rows = [
        ("voter_id", "action", "canceled_on", "status", "first", "last"),
        ("2", "D", "2022-07-06", "", "", ""),
        ("9", "D", "2022-07-06", "", "", ""),
    ]
    made = updated(base, rows, layout=tmp_path / "ours.toml")
    bob = voters_of(made)[1]
    assert (bob["status"], bob["canceled_on"]) == ("canceled", date(2022, 7, 6))
    assert (bob["last"], bob["street"], bob["n_last"]) == ("Burr", "Elm St", "BURR")
    assert [(row["row"], row["code"]) for row in rejected_of(made)] == [("3", "unknown_voter")]
    done = made.manifest["update"]
    assert done["canceled"] == 1
    assert done["rejected"] == 1
    assert done["rows_read"] == sum(count for name, count in done.items() if name != "rows_read")


def test_of_several_changes_to_one_voter_the_last_counts(base: Snapshot) -> None:
    first = ("2", "active", "Bob", "First", "1", "Elm St", "Glendale", "2011-05-01")
    last = ("2", "active", "Bob", "Last", "1", "Elm St", "Glendale", "2011-05-01")
    made = updated(base, [COLUMNS, first, ANN, last])
    assert voters_of(made)[1]["last"] == "Last"
    assert made.manifest["update"]["superseded"] == 1


def test_what_cannot_be_is_refused_and_leaves_nothing(base: Snapshot, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "n.csv", [COLUMNS, ANN])
    with pytest.raises(RollcheckError) as caught:
        update_roll(
            base.path, file, layout="plain", as_of=date(2022, 7, 5), out=tmp_path / "snapshot"
        )
    assert [code for code, _ in problems_of(caught.value)] == ["exists", "older"]
    bad = write_rows(tmp_path / "bad.csv", [("voter_id", "first"), ("1", "Ann")])
    with pytest.raises(RollcheckError):
        update_roll(base.path, bad, layout="plain", as_of=TONIGHT, out=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_command(base: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = ("4", "active", "Dora", "Diaz", "18", "Ash St", "Glendale", "2022-07-05")
    file = write_rows(tmp_path / "night.csv", [COLUMNS, new])
    command = ["roll", "update", str(base.path), str(file), "--layout", "plain"]
    command += ["--as-of", "2022-07-07"]
    assert run_command([*command, "--out", str(tmp_path / "a")]) == 0
    said = capsys.readouterr().out
    assert "1 voters added" in said
    assert "4 voters now" in said
    assert run_command([*command, "--out", str(tmp_path / "b"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["update"]["added"] == 1
    assert (tmp_path / "b" / "matching").is_dir()
