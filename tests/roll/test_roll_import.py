"""A voter file becomes a snapshot, whole or not at all."""

import gzip
import hashlib
import json
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from roll_files import (
    ANN,
    AS_OF,
    BOB,
    PLAIN,
    problems_of,
    rejected_of,
    snapshot_of,
    voters_of,
    write_rows,
)

from rollcheck.problems import Progress, RollcheckError
from rollcheck.roll import Snapshot, import_roll, open_snapshot, rejects, source, table_import
from rollcheck.roll.columns import HISTORY_SCHEMA, VOTER_SCHEMA


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "roll.csv", [PLAIN, ANN, BOB])


def test_a_snapshot_holds_what_was_written_and_its_normal_form(small: Path) -> None:
    snapshot = snapshot_of(small)
    ann, bob = voters_of(snapshot)
    assert pq.read_schema(snapshot.voters_path).remove_metadata() == VOTER_SCHEMA
    assert (ann["row"], bob["row"]) == (0, 1)
    assert ann["last"] == "O'Brien"
    assert (ann["n_last"], ann["n_first"], ann["n_middle"]) == ("OBRIEN", "ANN", "")
    assert (ann["n_house"], ann["n_street"], ann["n_type"]) == ("12", "OAK", "ST")
    assert (ann["n_city"], ann["n_zip"], ann["zip"]) == ("LOS ANGELES", "90012", "90012-1234")
    assert (ann["birth_date"], ann["birth_year"]) == (date(1970, 1, 31), 1970)
    assert (bob["n_last"], bob["n_dir"], bob["status"]) == ("NUNEZ", "N", "canceled")
    assert bob["middle"] is None
    assert bob["affidavit_signed_on"] is None


def test_the_manifest_accounts_for_every_row_and_file(small: Path) -> None:
    snapshot = snapshot_of(small)
    manifest = snapshot.manifest
    assert manifest["format"] == "rollcheck-snapshot/2"
    assert manifest["source"] == {
        "name": "roll.csv",
        "sha256": hashlib.sha256(small.read_bytes()).hexdigest(),
        "bytes": small.stat().st_size,
    }
    counts = [manifest[key] for key in ("rows_read", "rows_kept", "rows_rejected", "rows_skipped")]
    assert counts == [2, 2, 0, 0]
    assert manifest["statuses"] == {"active": 1, "canceled": 1}
    assert manifest["as_of"] == "2022-07-06"
    assert manifest["layout"]["name"] == "plain"
    assert not manifest["has_affidavit_dates"]
    for name, file in manifest["files"].items():
        content = (snapshot.path / name).read_bytes()
        assert file == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert sorted(path.name for path in snapshot.path.iterdir()) == [
        "lookup",
        "manifest.json",
        "rejected.csv",
        "voters.parquet",
    ]


def test_only_the_owner_may_read_a_snapshot(small: Path) -> None:
    assert snapshot_of(small).path.stat().st_mode & 0o077 == 0


def test_every_bad_row_is_set_apart_with_its_line_and_why(tmp_path: Path) -> None:
    bad: dict[str, tuple[str, ...]] = {
        "missing_voter_id": ("", *ANN[1:]),
        "missing_last": ("3", *ANN[1:3], " ", *ANN[4:]),
        "missing_first": ("4", *ANN[1:2], "", *ANN[3:]),
        "unknown_status": ("5", "alive", *ANN[2:]),
        "impossible_date": ("6", *ANN[1:4], "1970-02-30", *ANN[5:]),
        "birth_in_the_future": ("7", *ANN[1:4], "2022-07-07", *ANN[5:]),
        "born_too_long_ago": ("8", *ANN[1:4], "1890-01-01", *ANN[5:]),
        "wrong_cells": ("9", *ANN[1:], "one too many"),
        "duplicate_voter_id": ("1", *BOB[1:]),
    }
    snapshot = snapshot_of(write_rows(tmp_path / "roll.csv", [PLAIN, ANN, *bad.values(), BOB]))
    rejected = rejected_of(snapshot)
    assert {row["code"]: row["row"] for row in rejected} == {
        code: str(number) for number, code in enumerate(bad, start=3)
    }
    assert {row["file"] for row in rejected} == {"roll.csv"}
    [double] = [row for row in rejected if row["code"] == "duplicate_voter_id"]
    assert double["reason"] == "voter_id is that of row 2"
    assert [(row["row"], row["voter_id"]) for row in voters_of(snapshot)] == [(0, "1"), (1, "2")]
    manifest = snapshot.manifest
    assert manifest["rows_read"] == manifest["rows_kept"] + manifest["rows_rejected"] == 11
    assert manifest["rejected_by_code"] == dict.fromkeys(sorted(bad), 1)


def test_a_row_with_several_faults_names_them_all(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "roll.csv", [PLAIN, ANN, ("", "alive", "", *BOB[3:])])
    [row] = rejected_of(snapshot_of(path))
    assert row["code"] == "missing_voter_id"
    assert row["reason"].split("; ") == [
        "voter_id is empty",
        "first is empty",
        "status is empty or none that the layout knows",
    ]


@pytest.mark.parametrize(
    "text", ["infinity", "epoch", "2022-13-01", "0000-00-00", "31/12/1970", "x"]
)
def test_what_is_no_date(tmp_path: Path, text: str) -> None:
    path = write_rows(tmp_path / "roll.csv", [PLAIN, ANN, ("2", *BOB[1:4], text, *BOB[5:])])
    assert [row["code"] for row in rejected_of(snapshot_of(path))] == ["impossible_date"]


def test_dates_in_american_order_are_read(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "roll.csv", [PLAIN, ("2", *BOB[1:4], "2/8/1980", *BOB[5:])])
    assert voters_of(snapshot_of(path))[0]["birth_date"] == date(1980, 2, 8)


@pytest.mark.parametrize("year", ["19x0", "1880", "2023", "99999"])
def test_a_birth_year_that_cannot_be(tmp_path: Path, year: str) -> None:
    rows = [
        ("voter_id", "first", "last", "birth_year"),
        ("1", "A", "B", "1990"),
        ("2", "C", "D", year),
    ]
    snapshot = snapshot_of(write_rows(tmp_path / "roll.csv", rows))
    assert voters_of(snapshot)[0]["birth_year"] == 1990
    assert rejected_of(snapshot)[0]["code"] in {"impossible_birth_year", "birth_in_the_future"}


def test_only_identity_is_needed_and_strange_columns_are_named(tmp_path: Path) -> None:
    rows = [("party", "last", "voter_id", "first"), ("X", "Oak", "1", "Ann")]
    snapshot = snapshot_of(write_rows(tmp_path / "roll.csv", rows))
    assert voters_of(snapshot)[0]["status"] == "active"
    assert snapshot.manifest["columns_left_out"] == ["party"]
    assert snapshot.manifest["columns_read"] == ["last", "voter_id", "first"]


def test_oddities_are_kept_and_counted(tmp_path: Path) -> None:
    head = (
        "voter_id",
        "first",
        "last",
        "affidavit_signed_on",
        "affidavit_received_on",
        "canceled_on",
    )
    rows = [
        head,
        ("1", "A", "B", "2020-02-02", "2020-02-01", ""),
        ("2", "A", "B", "2020-02-02", "2020-02-03", "2022-07-07"),
    ]
    snapshot = snapshot_of(write_rows(tmp_path / "roll.csv", rows))
    assert snapshot.has_affidavit_dates
    assert snapshot.manifest["rows_kept"] == 2
    assert snapshot.manifest["oddities"]["affidavit_signed_after_received"] == 1
    assert snapshot.manifest["oddities"]["dated_after_as_of"] == 1


def test_an_address_in_one_column_is_taken_apart(tmp_path: Path) -> None:
    rows = [
        ("voter_id", "first", "last", "house", "pre_dir", "street", "street_type", "unit", "city"),
        ("1", "A", "B", "", "", "12 1/2 N Oak St Apt 4, Pasadena", "", "", ""),
        ("2", "A", "B", "12 1/2", "N", "Oak", "St", "Apt 4", "Pasadena"),
        ("3", "A", "B", "12", "", "N Oak St #4", "", "", "Pasadena"),
        ("4", "A", "B", "", "", "", "", "", ""),
    ]
    *same, none = voters_of(snapshot_of(write_rows(tmp_path / "roll.csv", rows)))
    names = [name for name in VOTER_SCHEMA.names if name.startswith("n_") and name != "n_zip"]
    assert len({tuple(voter[name] for name in names[4:]) for voter in same}) == 1
    assert [same[0][name] for name in names[4:]] == ["12", "N", "OAK", "ST", "4", "PASADENA", ""]
    assert {none[name] for name in names[4:]} == {""}


def test_a_suffix_behind_a_name_is_none_of_it(tmp_path: Path) -> None:
    names = {
        ("Ann", "", "Smith, Jr.", ""): ("ANN", "", "SMITH", "JR"),
        ("Bob", "Lee III", "Smith", ""): ("BOB", "LEE", "SMITH", "III"),
        ("Carl", "Sr", "Smith", ""): ("CARL", "", "SMITH", "SR"),
        ("Dan Jr", "", "Smith", ""): ("DAN", "", "SMITH", "JR"),
        ("Ed", "", "Smith Jr", "II"): ("ED", "", "SMITH", "II"),
        ("Flor", "V", "Junior", ""): ("FLOR", "V", "JUNIOR", ""),
        ("Thi Vi", "Vi", "Nguyen", ""): ("THI VI", "VI", "NGUYEN", ""),
    }
    rows = [(f"{n}", *name) for n, name in enumerate(names)]
    made = snapshot_of(
        write_rows(tmp_path / "r.csv", [("voter_id", "first", "middle", "last", "suffix"), *rows])
    )
    found = [
        tuple(voter[form] for form in ("n_first", "n_middle", "n_last", "n_suffix"))
        for voter in voters_of(made)
    ]
    assert found == list(names.values())


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    path = write_rows(tmp_path / "roll.txt", [PLAIN, ANN, BOB], delimiter=delimiter)
    assert len(voters_of(snapshot_of(path))) == 2


def test_packed_and_in_another_encoding(tmp_path: Path, small: Path) -> None:
    text = small.read_text(encoding="utf-8")
    packed = tmp_path / "roll.csv.gz"
    packed.write_bytes(gzip.compress(text.encode("latin-1")))
    assert voters_of(snapshot_of(packed, encoding="latin-1"))[1]["last"] == "Núñez"


def test_parquet(tmp_path: Path) -> None:
    columns = dict(zip(PLAIN, zip(ANN, BOB, strict=True), strict=True))
    dates = pa.array([date(1970, 1, 31), None])
    table = pa.table(columns | {"birth_date": dates, "voter_id": [1, 2], "more": [0, 0]})
    pq.write_table(table, tmp_path / "roll.parquet")
    snapshot = snapshot_of(tmp_path / "roll.parquet")
    ann, bob = voters_of(snapshot)
    assert (ann["voter_id"], ann["birth_date"], bob["birth_date"]) == ("1", date(1970, 1, 31), None)
    assert snapshot.manifest["columns_left_out"] == ["more"]


def test_parquet_cut_short_and_without_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "roll.parquet"
    pq.write_table(pa.table({"voter_id": ["1"], "first": ["A"]}), path)
    with pytest.raises(RollcheckError) as caught:
        snapshot_of(path)
    assert problems_of(caught.value) == [("missing_column", "last")]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(RollcheckError) as caught:
        snapshot_of(path)
    assert problems_of(caught.value) == [("damaged_parquet", "roll.parquet")]
    assert not (tmp_path / "snapshot").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"voter_id,first,last\n", "no_rows_kept"),
        (b"voter_id,first,last\n,A,B\n", "no_rows_kept"),
        (b'voter_id,first,last\n1,A,"B', "unclosed_quote"),
        (b"voter_id,first,last\n1,A,N\xfa\xf1ez\n", "undecodable"),
        (b"voter_id,first\n1,A\n", "missing_column"),
        (b"voter_id,first,last,last\n1,A,B,C\n", "column_twice"),
        (b"\x00\x01\x02", "not_text"),
    ],
)
def test_a_source_that_cannot_be_a_roll(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "roll.csv"
    path.write_bytes(content)
    with pytest.raises(RollcheckError) as caught:
        snapshot_of(path)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert [entry.name for entry in tmp_path.iterdir()] == ["roll.csv"]


def test_archives_cut_short(tmp_path: Path, small: Path) -> None:
    packed = tmp_path / "roll.gz"
    packed.write_bytes(gzip.compress(small.read_bytes())[:-12])
    archive = tmp_path / "roll.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(small, "roll.csv")
    archive.write_bytes(archive.read_bytes()[:-30])
    for path in (packed, archive):
        with pytest.raises(RollcheckError) as caught:
            snapshot_of(path)
        assert [problem.code for problem in caught.value.problems] == ["damaged_archive"]


def test_a_missing_source(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as caught:
        snapshot_of(tmp_path / "none.csv")
    assert [problem.code for problem in caught.value.problems] == ["missing"]


def test_a_snapshot_is_never_overwritten(small: Path) -> None:
    before = snapshot_of(small).manifest
    with pytest.raises(RollcheckError) as caught:
        snapshot_of(small)
    assert [problem.code for problem in caught.value.problems] == ["exists"]
    assert open_snapshot(small.parent / "snapshot").manifest == before


def test_the_folder_around_it_must_exist(small: Path) -> None:
    with pytest.raises(RollcheckError) as caught:
        import_roll(small, layout="plain", as_of=AS_OF, out=small.parent / "no" / "where")
    assert [problem.code for problem in caught.value.problems] == ["missing"]


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("stage", ["_filled", "checked", "read_source"])
def test_an_import_that_dies_leaves_nothing(
    small: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, stage: str
) -> None:
    def die(*anything: object, **named: object) -> object:
        raise fault

    monkeypatch.setattr(table_import, stage, die)
    with pytest.raises(type(fault)):
        snapshot_of(small)
    assert [path.name for path in small.parent.iterdir()] == ["roll.csv"]


def test_a_disk_that_fills_in_the_writers_thread_leaves_nothing(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(writer: pq.ParquetWriter, table: pa.Table) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        snapshot_of(small)
    assert [path.name for path in small.parent.iterdir()] == ["roll.csv"]


def test_what_is_made_beside_is_whole_with_the_snapshot_or_nothing_is_left(small: Path) -> None:
    def stop(snapshot: Snapshot, *, progress: Progress) -> None:
        made.append(voters_of(snapshot))
        (snapshot.path / "more").touch()
        progress("More", 1, 1)
        if len(made) == 1:
            raise KeyboardInterrupt

    made: list[list[dict[str, object]]] = []
    out = small.parent / "snapshot"
    with pytest.raises(KeyboardInterrupt):
        import_roll(small, layout="plain", as_of=AS_OF, out=out, beside=stop)
    assert [path.name for path in small.parent.iterdir()] == ["roll.csv"]
    snapshot = import_roll(small, layout="plain", as_of=AS_OF, out=out, beside=stop)
    assert made == [voters_of(snapshot)] * 2
    assert {"more", "lookup", "voters.parquet"} <= {path.name for path in out.iterdir()}


def test_rows_keep_their_numbers_over_many_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "ROWS_AT_ONCE", 10)
    monkeypatch.setattr("rollcheck.problems.delimited_rows.BLOCK", 200)
    rows = [("voter_id", "first", "last", "birth_year")]
    rows += [
        (f"{n // 3 * 3 if n % 30 == 1 else n}", "A", "B", "x" if n % 7 == 0 else "")
        for n in range(2, 200)
    ]
    snapshot = snapshot_of(write_rows(tmp_path / "roll.csv", rows))
    voters, rejected = voters_of(snapshot), rejected_of(snapshot)
    assert [voter["row"] for voter in voters] == list(range(len(voters)))
    assert len(voters) + len(rejected) == 198
    years = [int(row["row"]) for row in rejected if row["code"] == "impossible_birth_year"]
    assert years == [n for n in range(2, 200) if n % 7 == 0]
    doubled = [int(row["row"]) for row in rejected if row["code"] == "duplicate_voter_id"]
    assert doubled == [n for n in range(31, 200, 30) if (n - 1) % 7 and n % 7]
    assert {row["reason"] for row in rejected if row["row"] == "31"} == {
        "voter_id is that of row 30"
    }


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), max_size=12))
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_row_is_lost_whatever_it_holds(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    head = ("voter_id", "first", "last", "birth_year", "street")
    rows = [head, ("1", "Ann", "Oak", "1990", "Oak"), *cells]
    snapshot = snapshot_of(write_rows(folder / "roll.csv", rows))
    manifest = snapshot.manifest
    assert manifest["rows_read"] == manifest["rows_kept"] + manifest["rows_rejected"]
    assert manifest["rows_read"] == 1 + len(cells)
    assert len(rejected_of(snapshot)) == manifest["rows_rejected"]


class TestHistory:
    HEAD = ("voter_id", "from_date", "to_date", "house", "street", "affidavit_signed_on")

    def test_rows_are_attached_to_their_voters(self, tmp_path: Path, small: Path) -> None:
        rows = [
            self.HEAD,
            ("2", "2019-01-01", "2020-01-01", "9", "Elm Ave", "2018-12-01"),
            ("1", "", "2021-01-01", "", "7 N Pine St #3", ""),
            ("1", "2021-01-01", "", "8", "Fir", ""),
        ]
        history = write_rows(tmp_path / "history.csv", rows)
        snapshot = snapshot_of(small, history=history)
        assert snapshot.history_path is not None
        assert pq.read_schema(snapshot.history_path).remove_metadata() == HISTORY_SCHEMA
        found = pq.read_table(snapshot.history_path).to_pylist()
        assert [(row["voter_id"], row["row"]) for row in found] == [("2", 1), ("1", 0), ("1", 0)]
        assert (found[0]["n_street"], found[0]["affidavit_signed_on"]) == ("ELM", date(2018, 12, 1))
        assert (found[1]["n_house"], found[1]["n_unit"], found[1]["from_date"]) == ("7", "3", None)
        assert snapshot.manifest["history"]["rows_kept"] == 3

    def test_bad_rows_and_strangers_are_set_apart(self, tmp_path: Path, small: Path) -> None:
        rows = [
            self.HEAD,
            ("9", "2019-01-01", "", "9", "Elm", ""),
            ("1", "2019-02-30", "", "9", "Elm", ""),
            ("1", "2020-01-01", "2019-01-01", "9", "Elm", ""),
            ("1", "2020-01-01", "", "", "", ""),
            ("1", "2020-01-01", "", "9", "Elm", "", "more"),
            ("1", "2020-01-01", "", "9", "Elm", ""),
        ]
        snapshot = snapshot_of(small, history=write_rows(tmp_path / "history.csv", rows))
        assert {row["code"]: (row["file"], row["row"]) for row in rejected_of(snapshot)} == {
            "unknown_voter": ("history.csv", "2"),
            "impossible_date": ("history.csv", "3"),
            "dates_reversed": ("history.csv", "4"),
            "nothing_said": ("history.csv", "5"),
            "wrong_cells": ("history.csv", "6"),
        }
        history = snapshot.manifest["history"]
        assert (history["rows_read"], history["rows_kept"], history["rows_rejected"]) == (6, 1, 5)

    def test_a_history_that_cannot_be_read_leaves_nothing(
        self, tmp_path: Path, small: Path
    ) -> None:
        history = write_rows(tmp_path / "history.csv", [("from_date",), ("2020-01-01",)])
        with pytest.raises(RollcheckError) as caught:
            snapshot_of(small, history=history)
        assert problems_of(caught.value) == [("missing_column", "voter_id")]
        assert not (tmp_path / "snapshot").exists()


class TestOpening:
    def refusal(self, path: Path) -> str:
        with pytest.raises(RollcheckError) as caught:
            open_snapshot(path)
        return caught.value.problems[0].code

    def test_it_opens_as_it_was_made(self, small: Path) -> None:
        made = snapshot_of(small)
        assert open_snapshot(made.path) == made
        assert made.as_of == AS_OF

    def test_what_is_no_snapshot(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path / "none") == "missing"
        assert self.refusal(tmp_path) == "no_snapshot"
        (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
        assert self.refusal(tmp_path) == "damaged_snapshot"
        (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
        assert self.refusal(tmp_path) == "no_snapshot"
        for other in ("other/1", "rollcheck-snapshot/1"):
            manifest = json.dumps({"format": other})
            (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
            with pytest.raises(RollcheckError) as refused:
                open_snapshot(tmp_path)
            [problem] = refused.value.problems
            assert problem.code == "other_format"
            assert "rollcheck roll import" in problem.message

    def test_a_file_changed_cut_short_or_gone(self, small: Path) -> None:
        snapshot = snapshot_of(small)
        content = snapshot.voters_path.read_bytes()
        snapshot.voters_path.write_bytes(content[:-1])
        assert self.refusal(snapshot.path) == "changed_since_import"
        snapshot.voters_path.unlink()
        assert self.refusal(snapshot.path) == "missing"

    def test_a_manifest_without_its_keys(self, small: Path) -> None:
        snapshot = snapshot_of(small)
        manifest = dict(snapshot.manifest)
        del manifest["files"]
        (snapshot.path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert self.refusal(snapshot.path) == "damaged_snapshot"


@pytest.mark.parametrize("most", [100_000, 3])
def test_rejected_rows_are_in_the_order_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(rejects, "SORTED_AT_MOST", most)
    unknown = ("3", "alive", *BOB[2:])
    path = write_rows(tmp_path / "roll.csv", [PLAIN, ANN, ANN, unknown, ("1",), BOB, BOB, ("2",)])
    earlier = write_rows(tmp_path / "history.csv", [("voter_id", "city"), ("9", "L.A."), ("9",)])
    rows = [
        (row["file"], int(row["row"])) for row in rejected_of(snapshot_of(path, history=earlier))
    ]
    everything = [("roll.csv", row) for row in (3, 4, 5, 7, 8)]
    everything += [("history.csv", row) for row in (2, 3)]
    assert sorted(rows) == sorted(everything)
    assert (rows == everything) is (most > len(rows))


def test_a_file_without_rows_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as caught:
        snapshot_of(write_rows(tmp_path / "roll.csv", [PLAIN]))
    assert caught.value.problems[0].message == (
        "the file has no rows, so there is no roll to make; is it the right file?"
    )


def test_a_file_of_which_no_row_can_be_kept_says_why(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as caught:
        snapshot_of(write_rows(tmp_path / "roll.csv", [PLAIN, ("3", "alive", *BOB[2:])]))
    assert caught.value.problems[0].message == (
        "its only row cannot be kept, so there is no roll to make; most often, status is empty or "
        "none that the layout knows (unknown_status). Is the layout the right one?"
    )
