"""Tampering: any single change of what is stored is found, and the first bad entry named."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_cases import (
    PETITION,
    START,
    Bytes,
    check,
    codes,
    opened,
)
from record_tampering import (
    change,
    copy,
    flipped,
    rewrite,
    stored,
    whole,
)

from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.problems import RollcheckError
from rollcheck.record import Act, append_acts
from rollcheck.record.events.decision import CertificateIssued, TallyMade
from rollcheck.record.files import store_file

__all__ = ["copy", "whole"]


# Any single change. Columns of bytes get one bit flipped; numbers get another number.
BLOBS = [
    ("entry", "seq", "entry"),
    ("entry", "seq", "leaf"),
    ("content", "seq", "nonce"),
    ("content", "seq", "box"),
    ("head", "one", "nodes"),
    ("checkpoint", "size", "note"),
    ("cosignature", "size", "line"),
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(BLOBS), st.integers(0, 99), st.integers(0, 2000), st.integers(0, 7))
def test_any_changed_bit_is_found(
    whole: Path, tmp_path: Path, where: tuple[str, str, str], row: int, place: int, bit: int
) -> None:
    table, key, column = where
    path = tmp_path / "record"
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(whole, path)
    rows = stored(path, f"SELECT {key}, {column} FROM {table} ORDER BY {key}")
    number, data = rows[row % len(rows)]
    assert isinstance(data, bytes)
    new = flipped(data, place, bit)
    change(path, (f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (new, number)))
    report = check(path)
    assert report.findings
    if table in ("entry", "content"):
        assert report.first_bad == number
    else:
        assert report.first_bad is None or table == "head"


@pytest.mark.parametrize("part", [0, 1, 8])
def test_a_database_cut_short_is_refused(copy: Path, part: int) -> None:
    path = copy / "record.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * part // 16])
    with pytest.raises(RollcheckError) as refused:
        check(copy)
    (problem,) = refused.value.problems
    assert problem.code in ("no_record", "database")


def test_two_stored_files_that_changed_places_are_found(copy: Path) -> None:
    with opened(copy) as record:
        image = copy.parent / "another"
        image.write_bytes(b"another image")
        digests = [store_file(record.files, image)]
        act = Act(CertificateIssued("insufficient", digests[0]), START, "s1", PETITION)
        with record.store.transaction():
            append_acts(record.store, [act], record.keys, Bytes("another"))
    one, other = sorted(path for path in (copy / "files").rglob("*") if path.is_file())[:2]
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert codes(check(copy)).count("file_altered") == 2


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"v":' + b"9" * 5_000 + b"}", b"\xff", b""])
def test_an_entry_that_no_program_wrote_is_named(copy: Path, text: bytes) -> None:
    change(copy, ("UPDATE entry SET entry = ?, leaf = ? WHERE seq = 3", (text, leaf_hash(text))))
    report = check(copy)
    assert report.first_bad == 3
    assert "malformed" in codes(report)


@pytest.mark.parametrize("number", range(14))
def test_a_deleted_entry_is_named(copy: Path, number: int) -> None:
    change(copy, ("DELETE FROM entry WHERE seq = ?", (number,)))
    report = check(copy)
    assert report.first_bad == number
    assert codes(report)[0] == ("missing" if number < 13 else "cut_off")


@pytest.mark.parametrize("number", range(14))
def test_an_inserted_entry_is_named(copy: Path, number: int) -> None:
    """The others move up by one, as if the entry had been written at its place."""
    (data,) = stored(copy, f"SELECT entry FROM entry WHERE seq = {number}")[0]
    change(
        copy,
        ("UPDATE entry SET seq = -seq - 1 WHERE seq >= ?", (number,)),
        ("UPDATE entry SET seq = -seq WHERE seq < 0", ()),
        ("INSERT INTO entry VALUES (?, ?, ?)", (number, data, leaf_hash(data))),  # type: ignore[arg-type]
    )
    # The entry itself is a copy of the one that stood there, and its copy is the first moved one.
    assert check(copy).first_bad == number + 1


@given(st.integers(0, 13), st.integers(0, 13))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_two_entries_in_each_others_place_are_named(
    whole: Path, tmp_path: Path, first: int, second: int
) -> None:
    if first == second:
        return
    path = tmp_path / "record"
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(whole, path)
    change(
        path,
        ("UPDATE entry SET seq = -1 WHERE seq = ?", (first,)),
        ("UPDATE entry SET seq = ? WHERE seq = ?", (first, second)),
        ("UPDATE entry SET seq = ? WHERE seq = -1", (second,)),
    )
    report = check(path)
    assert report.first_bad == min(first, second)
    assert codes(report).count("moved") == 2


@pytest.mark.parametrize("size", [1, 5, 10])
def test_a_record_cut_off_with_its_head_is_found(copy: Path, size: int) -> None:
    leaves = [leaf for (leaf,) in stored(copy, f"SELECT leaf FROM entry WHERE seq < {size}")]
    tree = GrowingTree().grown(leaves)  # type: ignore[arg-type]
    change(
        copy,
        ("DELETE FROM entry WHERE seq >= ?", (size,)),
        ("DELETE FROM content WHERE seq >= ?", (size,)),
        ("UPDATE head SET size = ?, nodes = ?", (size, b"".join(tree.nodes))),
    )
    report = check(copy)
    assert report.first_bad == size
    assert "cut_off" in codes(report)


def test_a_rewritten_entry_is_found_between_two_checkpoints(copy: Path) -> None:
    rewrite(copy, 11, lambda entry: entry.replace(b"admin1", b"admin2"))
    report = check(copy)
    assert (codes(report), report.first_bad) == (["rewritten"], 10)
    assert "entries 10 to 12" in report.findings[0].message


def test_a_rewritten_last_entry_is_pinned_by_nothing_yet(copy: Path) -> None:
    """What the documentation says: after the newest checkpoint only the store itself speaks."""
    with opened(copy) as record, record.store.transaction():
        append_acts(
            record.store, [Act(TallyMade(1, 4, 0), START, "s1", PETITION)], record.keys, Bytes()
        )
    rewrite(copy, 14, lambda entry: entry.replace(b'"valid":1', b'"valid":2'))
    report = check(copy)
    assert codes(report) == []
    assert "2 entries after the newest checkpoint" in report.notes[0]
