"""The check: a whole record holds; any single change of what is stored is found and named."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_cases import (
    ORIGIN,
    PETITION,
    START,
    Bytes,
    check,
    codes,
    doing,
    fill,
    make_record,
    opened,
    sign,
)
from test_record_checkpoints import key_of, private_key

from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.record import Act, append_acts
from rollcheck.record.checkpoint import cosign
from rollcheck.record.events.decision import TallyMade
from rollcheck.record.events.upkeep import KeyRotated, WitnessNamed
from rollcheck.record.folder import DATABASE, SIGNING_KEY
from rollcheck.record.heads import add_cosignature, rotate_key, sign_head
from rollcheck.record.keys_in_force import rotation_message
from rollcheck.record.note import COSIGNATURE, read_key, read_note
from rollcheck.record.signing import make_key_file

WITNESS = private_key("witness")
WITNESS_KEY = key_of("observer.example.org", COSIGNATURE, WITNESS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of 14 entries, with checkpoints of 10 and 13 of them, the first cosigned."""
    folder = tmp_path_factory.mktemp("whole")
    random = Bytes("whole")
    make_record(folder / "record", random)
    with opened(folder / "record", random) as record:
        fill(record, random, folder / "image.png")
        note = sign(record, random)
        with record.store.transaction():
            doing(random).note(record, WitnessNamed(str(WITNESS_KEY)))
        line = cosign(read_note(note), WITNESS_KEY, WITNESS.sign, 1679315147)
        add_cosignature(record, line, [WITNESS_KEY], doing(random))
        sign(record, random)
    return folder / "record"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "record")
    return tmp_path / "record"


def change(path: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change the database as somebody does who owns the file: the triggers go first."""
    db = sqlite3.connect(path / DATABASE)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA journal_mode = MEMORY")
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    for sql, values in statements:
        db.execute(sql, values)
    db.commit()
    db.close()


def stored(path: Path, sql: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(path / DATABASE)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def test_a_whole_record_holds(whole: Path) -> None:
    report = check(whole)
    assert codes(report) == []
    assert report.open == ()
    assert report.notes == ()
    assert (report.entries, report.pinned, report.checkpoints) == (14, 13, 2)
    assert (report.contents, report.files, report.first_bad) == (6, 1, None)


def test_the_same_check_finds_the_same(whole: Path) -> None:
    assert check(whole) == check(whole)


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


def flipped(data: bytes, place: int, bit: int) -> bytes:
    place %= len(data)
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


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


def rewrite(path: Path, number: int, edit: Callable[[bytes], bytes]) -> None:
    """Change an entry together with its hash and the head, as an owner of the file can."""
    entries = [row[0] for row in stored(path, "SELECT entry FROM entry ORDER BY seq")]
    entries[number] = edit(entries[number])  # type: ignore[arg-type]
    leaves = [leaf_hash(entry) for entry in entries]  # type: ignore[arg-type]
    change(
        path,
        (
            "UPDATE entry SET entry = ?, leaf = ? WHERE seq = ?",
            (entries[number], leaves[number], number),
        ),
        ("UPDATE head SET nodes = ?", (b"".join(GrowingTree().grown(leaves).nodes),)),
    )


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


def test_what_rests_on_a_bad_entry_is_listed(copy: Path) -> None:
    (data,) = stored(copy, "SELECT entry FROM entry WHERE seq = 4")[0]
    change(copy, ("UPDATE entry SET entry = ? WHERE seq = 4", (flipped(data, 9, 0),)))  # type: ignore[arg-type]
    report = check(copy)
    resting = [(one.what, one.number, one.label) for one in report.dependents]
    assert resting == [
        ("entry", 7, "Line adjudicated"),
        ("entry", 8, "Tally made"),
        ("entry", 9, "Certificate issued"),
        ("checkpoint", 10, "Checkpoint"),
        ("checkpoint", 13, "Checkpoint"),
    ]


def test_checkpoints_and_cosignatures_that_were_taken_away_are_missed(copy: Path) -> None:
    change(copy, ("DELETE FROM cosignature", ()))
    assert codes(check(copy)) == ["cosignature_missing"]
    change(copy, ("DELETE FROM checkpoint WHERE size = 10", ()))
    assert "checkpoint_missing" in codes(check(copy))


def test_content_that_was_taken_away_or_put_in_is_found(copy: Path) -> None:
    change(copy, ("DELETE FROM content WHERE seq = 3", ()))
    report = check(copy)
    assert (codes(report), report.first_bad) == (["content_missing"], 3)
    change(
        copy,
        ("INSERT INTO content VALUES (8, 'r-2022', x'00', x'00')", ()),
        ("INSERT INTO content VALUES (99, 'r-2022', x'00', x'00')", ()),
    )
    assert sorted(codes(check(copy))) == ["content_missing", "content_stray", "content_stray"]


def test_content_under_the_name_of_another_petition_is_found(copy: Path) -> None:
    change(copy, ("UPDATE content SET petition = 'r-2023' WHERE seq = 3", ()))
    assert codes(check(copy)) == ["content_altered"]
    change(copy, ("UPDATE content SET petition = CAST(x'ff' AS TEXT) WHERE seq = 3", ()))
    assert codes(check(copy)) == ["content_altered"]


def test_content_of_one_entry_beside_another_is_found(copy: Path) -> None:
    change(
        copy,
        ("UPDATE content SET seq = -1 WHERE seq = 3", ()),
        ("UPDATE content SET seq = 3 WHERE seq = 4", ()),
        ("UPDATE content SET seq = 4 WHERE seq = -1", ()),
    )
    assert codes(check(copy)) == ["content_altered", "content_altered"]


def test_an_altered_or_missing_image_is_found(copy: Path) -> None:
    (image,) = [path for path in (copy / "files").rglob("*") if path.is_file()]
    data = image.read_bytes()
    image.write_bytes(data + b"x")
    report = check(copy)
    assert (codes(report), report.first_bad) == (["file_altered"], 2)
    image.unlink()
    assert codes(check(copy)) == ["file_missing"]
    (copy.parent / "elsewhere").mkdir()
    (copy.parent / "elsewhere" / "any name").write_bytes(data)
    assert codes(check(copy, folders=[copy.parent / "elsewhere"])) == []


def test_a_checkpoint_held_elsewhere_pins_history(copy: Path, tmp_path: Path) -> None:
    """Somebody with the key makes everything anew; only what was held elsewhere tells."""
    held = stored(copy, "SELECT note FROM checkpoint WHERE size = 10")[0][0]
    assert codes(check(copy, held={"held.txt": held})) == []
    forged = tmp_path / "forged"
    random = Bytes("forged")
    forged.mkdir(mode=0o700)
    make_again(copy, forged, random)
    assert codes(check(forged)) == []
    report = check(forged, held={"held.txt": held})
    assert (codes(report), report.first_bad) == (["rewritten"], 0)


def make_again(original: Path, forged: Path, random: Bytes) -> None:
    shutil.copytree(original, forged, dirs_exist_ok=True)
    change(
        forged,
        *((f"DELETE FROM {table}", ()) for table in ("content", "cosignature", "checkpoint")),
        ("DELETE FROM entry WHERE seq > 0", ()),
    )
    opening = stored(forged, "SELECT leaf FROM entry")[0][0]
    assert isinstance(opening, bytes)
    change(forged, ("UPDATE head SET size = 1, nodes = ?", (opening,)))
    with opened(forged, random) as record:
        fill(record, random, forged / "image.png")
        with record.store.transaction():
            acts = [Act(TallyMade(5, 0, 0), START, "s1", PETITION)]
            append_acts(record.store, acts, record.keys, random)
        sign(record, random)


def test_a_checkpoint_of_another_record_is_refused(copy: Path, tmp_path: Path) -> None:
    make_record(tmp_path / "other", Bytes("other"))
    with opened(tmp_path / "other") as record:
        note = sign(record, Bytes())
    assert codes(check(copy, held={"other.txt": note})) == ["checkpoint_unsigned"]
    assert codes(check(copy, held={"other.txt": b"nonsense"})) == ["checkpoint_altered"]


def test_the_key_known_from_elsewhere_must_be_the_records(copy: Path, tmp_path: Path) -> None:
    with opened(copy) as record:
        key = record.verifier_key()
    assert codes(check(copy, key=key)) == []
    other = key_of(ORIGIN, 1, private_key("other"))
    assert codes(check(copy, key=other)) == ["other_key"]


def test_what_cannot_be_established_is_said(copy: Path) -> None:
    shutil.rmtree(copy / "content-keys")
    change(copy, ("DELETE FROM entry WHERE seq > 9", ()), ("DELETE FROM checkpoint", ()))
    change(copy, ("DELETE FROM cosignature", ()))
    leaves = [leaf for (leaf,) in stored(copy, "SELECT leaf FROM entry ORDER BY seq")]
    nodes = b"".join(GrowingTree().grown(leaves).nodes)  # type: ignore[arg-type]
    change(copy, ("UPDATE head SET size = 10, nodes = ?", (nodes,)))
    report = check(copy)
    assert codes(report) == []
    assert [sentence.split(",")[0][:40] for sentence in report.open] == [
        "The content of r-2022 could not be opene",
        "There is no checkpoint to compare with",
    ]


def test_an_unknown_witness_shows_nothing(tmp_path: Path) -> None:
    make_record(tmp_path / "record", Bytes())
    with opened(tmp_path / "record") as record:
        note = sign(record, Bytes("a"))
        line = cosign(read_note(note), WITNESS_KEY, WITNESS.sign, 1679315147)
        add_cosignature(record, line, [WITNESS_KEY], doing(Bytes("b")))
    report = check(tmp_path / "record")
    assert codes(report) == []
    assert "observer.example.org is not known" in report.open[0]
    assert check(tmp_path / "record", witnesses=[WITNESS_KEY]).open == ()


# Keys


def rotated(path: Path, random: Bytes) -> None:
    with opened(path, random) as record:
        key = record.verifier_key()
        signer = record.signer(key, None)
        sign(record, random)
        new = make_key_file(path / "next.pem", None)
        rotate_key(record, (key, signer), new, doing(random))
        (path / "next.pem").replace(path / SIGNING_KEY)
        sign(record, random)


def test_a_rotated_key_holds_from_then_on(copy: Path) -> None:
    rotated(copy, Bytes("rotated"))
    report = check(copy)
    assert codes(report) == []
    assert report.pinned == report.entries - 1
    first, *_, last = (read_note(note).signatures[0].key_id for note in read_notes(copy))
    assert first != last


def read_notes(path: Path) -> list[bytes]:
    return [bytes(row[0]) for row in stored(path, "SELECT note FROM checkpoint ORDER BY size")]  # type: ignore[call-overload]


def test_either_key_of_a_rotated_record_is_known(copy: Path) -> None:
    with opened(copy) as record:
        old = record.verifier_key()
    rotated(copy, Bytes("rotated"))
    with opened(copy) as record:
        new = record.verifier_key()
    assert new != old
    assert codes(check(copy, key=old)) == []
    assert codes(check(copy, key=new)) == []


def test_an_old_key_signs_nothing_after_it_was_rotated(copy: Path, tmp_path: Path) -> None:
    shutil.copy(copy / SIGNING_KEY, tmp_path / "stolen.pem")
    with opened(copy) as record:
        old = record.verifier_key()
    rotated(copy, Bytes("rotated"))
    shutil.copy(tmp_path / "stolen.pem", copy / SIGNING_KEY)
    with opened(copy) as record:
        with pytest.raises(Exception, match="another key than the one in force"):
            sign(record, Bytes())
        signer = record.signer(old, None)
        with record.store.transaction():
            append_acts(
                record.store, [Act(TallyMade(0, 0, 0), START, "x")], record.keys, Bytes("z")
            )
        sign_head(record, old, signer, doing(Bytes("y")))
    assert "checkpoint_unsigned" in codes(check(copy))


def test_a_rotation_that_the_old_key_did_not_sign_is_not_followed(copy: Path) -> None:
    thief = private_key("thief")
    new = key_of(ORIGIN, 1, thief)
    with opened(copy) as record:
        old = record.verifier_key()
        signature = thief.sign(rotation_message(old, new)).hex()
        with record.store.transaction():
            number = doing(Bytes("t")).note(record, KeyRotated(str(old), str(new), signature))
    report = check(copy)
    assert (codes(report), report.first_bad) == (["rotation_unsigned"], number)


def test_a_key_that_only_claims_to_come_after_another_is_not_that_record(tmp_path: Path) -> None:
    """A thief opens a record with his own key and writes that it gave way to the office's."""
    path = tmp_path / "record"
    make_record(path, Bytes("thief"))
    office = key_of(ORIGIN, 1, private_key("office"))
    with opened(path) as record:
        key = record.verifier_key()
        signer = record.signer(key, None)
        sign(record, Bytes("t"))
        signature = signer.sign(rotation_message(key, office)).hex()
        with record.store.transaction():
            doing(Bytes("u")).note(record, KeyRotated(str(key), str(office), signature))
    assert codes(check(path, key=office)) == ["other_key"]
    assert read_key(str(office)) == office
