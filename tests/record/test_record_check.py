"""The check: a whole record holds; any single change of what is stored is found and named."""

import shutil
from pathlib import Path

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
from record_tampering import (
    WITNESS,
    WITNESS_KEY,
    change,
    copy,
    flipped,
    stored,
    whole,
)
from test_record_checkpoints import key_of, private_key

from rollcheck.merkle import GrowingTree
from rollcheck.record import Act, append_acts
from rollcheck.record.checkpoint import cosign
from rollcheck.record.events.decision import TallyMade
from rollcheck.record.heads import add_cosignature
from rollcheck.record.note import read_note

__all__ = ["copy", "whole"]


def test_a_whole_record_holds(whole: Path) -> None:
    report = check(whole)
    assert codes(report) == []
    assert report.open == ()
    assert report.notes == ()
    assert (report.entries, report.pinned, report.checkpoints) == (14, 13, 2)
    assert (report.contents, report.files, report.first_bad) == (6, 1, None)


def test_the_same_check_finds_the_same(whole: Path) -> None:
    assert check(whole) == check(whole)


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
    assert (codes(report), report.first_bad) == (["split_view"], 0)


def test_two_histories_of_one_key_are_told_as_such(copy: Path, tmp_path: Path) -> None:
    """Two observers were shown two records of the same length, both signed, and compare."""
    other = tmp_path / "other"
    shutil.copytree(copy, other)
    notes = []
    for path, valid in ((copy, 1), (other, 2)):
        with opened(path) as record:
            with record.store.transaction():
                acts = [Act(TallyMade(valid, 0, 0), START, "s1", PETITION)]
                append_acts(record.store, acts, record.keys, Bytes(f"{valid}"))
            notes.append(sign(record, Bytes(f"s{valid}")))
    report = check(copy, held={"theirs.txt": notes[1]})
    assert (codes(report), report.first_bad) == (["split_view"], None)
    assert "two histories were signed" in report.findings[0].message
    assert codes(check(copy, held={"ours.txt": notes[0]})) == []


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
