"""Destruction: only when nothing forbids it; afterwards the log still verifies."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from record_cases import (
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

from rollcheck.problems import RollcheckError
from rollcheck.record import Act, Event, append_acts
from rollcheck.record.destroy import destroy_content
from rollcheck.record.destruction import standing_of
from rollcheck.record.events.review import LineDetermined
from rollcheck.record.events.upkeep import (
    ContentDestroyed,
    DestructionApproved,
    HoldLifted,
    HoldPlaced,
    RetentionSet,
)
from rollcheck.record.files import erase, store_file

UNTIL = date(2023, 3, 8)
AFTER = UNTIL + timedelta(days=1)
RETENTION = RetentionSet(UNTIL, "Elec. 17400(b)")
YES = DestructionApproved("the time has run out")
HOLD = HoldPlaced("Committee v. Registrar", "evidence")
LIFTED = HoldLifted("Committee v. Registrar", "settled")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    random = Bytes("destruction")
    make_record(tmp_path / "record", random)
    with opened(tmp_path / "record", random) as record:
        fill(record, random, tmp_path / "image.png")
    return tmp_path / "record"


def tell(path: Path, *told: tuple[Event, str], petition: str = PETITION) -> None:
    random = Bytes(f"told {path.stat().st_mtime_ns}")
    with opened(path, random) as record, record.store.transaction():
        acts = [Act(event, START, who, petition) for event, who in told]
        append_acts(record.store, acts, record.keys, random)


def destroy(path: Path, today: date = AFTER) -> ContentDestroyed:
    with opened(path) as record:
        return destroy_content(record, PETITION, today, doing(Bytes("destroyed")))


def refused(path: Path, today: date = AFTER) -> list[str]:
    with pytest.raises(RollcheckError) as error:
        destroy(path, today)
    return [problem.code for problem in error.value.problems]


def test_without_retention_and_people_nothing_is_destroyed(path: Path) -> None:
    assert refused(path) == ["no_retention", "approvals"]


def test_nothing_is_destroyed_while_it_must_be_kept(path: Path) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"))
    assert refused(path, UNTIL) == ["retained"]
    assert destroy(path, AFTER).contents == 6


def test_one_person_twice_is_not_two(path: Path) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s1"))
    assert refused(path) == ["approvals"]


def test_a_hold_stops_it_and_those_who_approved_must_look_again(path: Path) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"), (HOLD, "s1"))
    assert refused(path) == ["held", "approvals"]
    tell(path, (LIFTED, "s1"))
    assert refused(path) == ["approvals"]
    tell(path, (YES, "s1"), (YES, "s2"))
    assert destroy(path).contents == 6


def test_a_longer_retention_asks_people_again(path: Path) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"), (RETENTION, "s1"))
    assert refused(path) == ["approvals"]


def test_other_petitions_approve_nothing(path: Path) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"), petition="another")
    assert refused(path) == ["no_retention", "approvals"]


def test_a_destroyed_petition_leaves_a_log_that_verifies(path: Path) -> None:
    with opened(path) as record:
        before = sign(record, Bytes("before"))
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"))
    certificate = destroy(path)
    assert (certificate.contents, certificate.files) == (6, 1)
    assert (path / "content-keys" / f"{PETITION}.key").read_bytes() == b""
    report = check(path, held={"before.txt": before})
    assert codes(report) == []
    assert report.contents == 0
    assert report.files == 1  # the certificate of the decision, a copy of the same bytes
    with opened(path) as record:
        standing = standing_of(record.upkeep(), PETITION)
        last = list(record.entries())[-1]
    assert last.seq == standing.destroyed
    assert last.refers_to == standing.basis
    assert len(standing.basis) == 3


def test_files_and_key_are_overwritten_on_the_disk_before_they_go(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"))
    key = path / "content-keys" / f"{PETITION}.key"
    (image,) = (one for one in (path / "files").rglob("*") if one.is_file())
    before, synced = (image.read_bytes(), key.read_bytes()), []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.pread(handle, 1 << 20, 0)))
    destroy(path)
    assert synced == [bytes(len(before[0])), b"", bytes(len(before[1])), b""]
    assert all(any(one) for one in before)
    assert not image.exists()


def test_what_another_name_holds_too_is_not_overwritten(tmp_path: Path) -> None:
    kept, other, link = (tmp_path / name for name in ("kept", "other", "link"))
    kept.write_bytes(b"somebody's scan")
    other.hardlink_to(kept)
    link.symlink_to(kept)
    for path in (other, link, tmp_path / "gone"):
        erase(path)
        assert not os.path.lexists(path)
    assert kept.read_bytes() == b"somebody's scan"


def test_nothing_of_a_destroyed_petition_is_in_the_database(path: Path) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"))
    with opened(path) as record:
        boxes = [one.box.box for one in record.store.entries() if one.box]
    assert len(boxes) == 6
    destroy(path)
    data = (path / "record.sqlite").read_bytes()
    assert not [box for box in boxes if box in data]


def test_other_petitions_keep_their_content_and_files(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other.png").write_bytes(b"another line")
    with opened(path) as record:
        shared = store_file(record.files, tmp_path / "image.png")
        own = store_file(record.files, tmp_path / "other.png")
    other = LineDetermined("9-1", "valid", "", "v1", "law", shared)
    tell(path, (other, "p1"), petition="another")
    tell(path, (LineDetermined("1-9", "valid", "", "v2", "law", own), "p1"))
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"))
    certificate = destroy(path)
    assert (certificate.contents, certificate.files) == (7, 1)
    report = check(path)
    assert codes(report) == []
    assert report.contents == 1


def test_it_is_done_once_and_an_interrupted_one_is_finished(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"))
    with monkeypatch.context() as patched:
        patched.setattr("rollcheck.record.content_keys.KeyFolder.destroy", interrupted)
        with pytest.raises(KeyboardInterrupt):
            destroy(path)
    assert (path / "content-keys" / f"{PETITION}.key").stat().st_size == 32
    destroy(path)
    assert (path / "content-keys" / f"{PETITION}.key").stat().st_size == 0
    assert refused(path) == ["destroyed"]
    assert codes(check(path)) == []


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_nothing_is_sealed_under_a_destroyed_key(path: Path) -> None:
    tell(path, (RETENTION, "s1"), (YES, "s1"), (YES, "s2"))
    destroy(path)
    with pytest.raises(RollcheckError, match="was destroyed"):
        tell(path, (LineDetermined("1-9", "valid", "", "v2", "law", ""), "p1"))
    assert codes(check(path)) == []
