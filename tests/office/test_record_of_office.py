"""``rollcheck record check`` on an office's data folder: entries, sealed content, images."""

import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rollcheck.cli.app import run_command
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.store import OfficeStore
from rollcheck.office.checkpoints.heads import open_record, sign_head
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.record import Act, Event, KeyFolder, append_acts
from rollcheck.record.events.intake import SheetScanned
from rollcheck.record.events.matching import SnapshotTaken
from rollcheck.record.files import place_of, sha256_of, store_file


def put(event: Event, place: OfficePlace, petition: Petition | None) -> None:
    """Record an event whose rows play no part here."""
    keys = KeyFolder(place.content_keys, secrets.token_bytes)
    done = Act(event, timezone.now(), "p1", petition.code if petition else "")
    with transaction.atomic(), writing():
        append_acts(OfficeStore(), [done], keys, secrets.token_bytes)


def checked(place: OfficePlace, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run_command(["record", "check", str(place.folder), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def image(place: OfficePlace, petition: Petition, tmp_path: Path) -> Path:
    """Store a scan and record it; return where it lies."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"a sheet")
    digest = store_file(place.images, scan)
    put(SheetScanned("12", "1", digest), place, petition)
    return place_of(place.images, digest)


def test_an_office_is_checked_and_nothing_signed_pins_it(
    place: OfficePlace, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = checked(place, capsys)
    assert (code, said["problems"]) == (3, [])
    assert said["entries"] > 3
    assert said["contents"] > 0
    assert said["files"] == 1
    assert any("names no key" in one for one in said["not_established"])


def test_an_image_that_was_changed_or_taken_away_is_found(
    place: OfficePlace, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image.write_bytes(b"another sheet")
    code, said = checked(place, capsys)
    assert (code, [one["code"] for one in said["problems"]]) == (1, ["file_altered"])
    image.unlink()
    code, said = checked(place, capsys)
    assert (code, [one["code"] for one in said["problems"]]) == (1, ["file_missing"])


@pytest.fixture
def snapshot(place: OfficePlace, petition: Petition) -> Path:
    """Import a snapshot of one file, as the worker keeps it; return its folder."""
    folder = place.snapshots / "roll-1"
    folder.mkdir()
    (folder / "voters.parquet").write_text("voters")
    voters = sha256_of(folder / "voters.parquet")
    manifest = {"files": {"voters.parquet": {"sha256": voters}}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    digest = sha256_of(folder / "manifest.json")
    day, now = timezone.now().date(), timezone.now()
    taken = SnapshotTaken(day, 1, 0, "plain", manifest=digest, files=(voters,))
    put(taken, place, petition)
    with writing():
        RollSnapshot.objects.create(
            code="roll-1", as_of=day, voters=1, rejected_rows=0, layout="plain", manifest=digest,
            taken_at=now,
        )  # fmt: skip
    return folder


def wrong(place: OfficePlace, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code, said = checked(place, capsys)
    return code, [one["code"] for one in said["problems"]]


@pytest.mark.parametrize("name", ["voters.parquet", "manifest.json"])
def test_a_snapshot_that_was_changed_is_found(
    place: OfficePlace, snapshot: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    open_record()
    sign_head(None)
    assert wrong(place, capsys) == (0, [])
    # A copy of the right file elsewhere does not heal the one that is worked with.
    (place.incoming / "copy").write_bytes((snapshot / name).read_bytes())
    (snapshot / name).write_text("others")
    assert wrong(place, capsys) == (1, ["file_altered"])


@pytest.mark.parametrize("name", ["voters.parquet", "manifest.json"])
def test_a_snapshot_that_was_taken_away_is_found(
    place: OfficePlace, snapshot: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    open_record()
    sign_head(None)
    kept = (snapshot / name).read_bytes()
    (snapshot / name).unlink()
    code, said = checked(place, capsys)
    assert (code, [one["code"] for one in said["problems"]]) == (1, ["file_missing"])
    assert f"put {name} back from a backup" in said["problems"][0]["message"]
    # Kept elsewhere, in a folder that is given, it is there.
    elsewhere = place.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / name).write_bytes(kept)
    words = ["record", "check", str(place.folder), "--files", str(elsewhere)]
    assert run_command(words) == 0


def test_an_entry_that_was_changed_in_the_database_is_found(
    place: OfficePlace, image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE acts_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER acts_entry_no_update")
        cursor.execute("SELECT entry FROM acts_entry WHERE id = 1")
        (entry,) = cursor.fetchone()
        altered = bytes(entry).replace(b'"actor":"', b'"actor":"x')
        cursor.execute("UPDATE acts_entry SET entry = %s WHERE id = 1", [altered])
    code, said = checked(place, capsys)
    assert code == 1
    assert said["first_bad_entry"] == 1


def test_a_folder_that_is_neither_is_no_record(tmp_path: Path) -> None:
    assert run_command(["record", "check", str(tmp_path)]) == 1
