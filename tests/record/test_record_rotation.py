"""Keys: a rotation that the old key signed is followed, and no other."""

import shutil
from pathlib import Path

import pytest
from record_cases import (
    ORIGIN,
    START,
    Bytes,
    check,
    codes,
    doing,
    make_record,
    opened,
    sign,
)
from record_tampering import (
    copy,
    stored,
    whole,
)
from test_record_checkpoints import key_of, private_key

from rollcheck.record import Act, append_acts
from rollcheck.record.events.decision import TallyMade
from rollcheck.record.events.upkeep import KeyRotated
from rollcheck.record.folder import SIGNING_KEY
from rollcheck.record.heads import rotate_key, sign_head
from rollcheck.record.keys_in_force import rotation_message
from rollcheck.record.note import read_key, read_note
from rollcheck.record.signing import make_key_file

__all__ = ["copy", "whole"]


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
