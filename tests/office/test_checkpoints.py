"""The signed heads of the office's record: key, checkpoints, hand-over; the check ends with 0."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from office.conftest import Hire
from office.signing_record import checked
from rollcheck.merkle import GrowingTree
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.checkpoints.configured import Signing, signing_of
from rollcheck.office.checkpoints.daily import sign_daily
from rollcheck.office.checkpoints.handlers import Signed, key_in_force
from rollcheck.office.checkpoints.heads import open_record, rotate_key, sign_head
from rollcheck.office.checkpoints.key_files import key_file, signer_of
from rollcheck.office.checkpoints.models import Checkpoint, SigningKey
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.place import OfficePlace
from rollcheck.office.ready import make_ready
from rollcheck.problems import RollcheckError
from rollcheck.record import read_entry
from rollcheck.record.checkpoint import Checkpoint as Stated
from rollcheck.record.checkpoint import sign_checkpoint
from rollcheck.record.events.people import PersonRemoved, RoleGiven
from rollcheck.record.events.upkeep import CheckpointSigned, KeyRotated, RecordOpened
from rollcheck.record.signing import make_key_file


@pytest.fixture
def opened(supervisor: Person) -> SigningKey:
    """An office that was founded before and gets its key now."""
    open_record()
    return SigningKey.objects.get()


def something(by: Person) -> None:
    act(RoleGiven(by.code, Role.REVIEWER.value), by=Person.objects.get(username="ada"))


def altered(number: int) -> None:
    """Change an entry and its hash as somebody who owns the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE acts_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER acts_entry_no_update")
        cursor.execute("UPDATE acts_entry SET leaf = %s WHERE id = %s", [b"x" * 32, number])


def test_an_older_office_gets_a_key_that_its_owner_alone_reads(
    opened: SigningKey, place: OfficePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = place.signing_keys.iterdir()
    assert path == key_file(place.signing_keys, opened.verifier.key)
    assert path.stat().st_mode & 0o777 == 0o600
    assert opened.since > 1
    first = Checkpoint.objects.get()
    assert first.size == opened.since
    code, said = checked(place, capsys)
    assert (code, said["problems"], said["not_established"]) == (0, [], [])
    assert said["pinned_entries"] == first.size


def test_a_second_start_makes_nothing_new(opened: SigningKey, place: OfficePlace) -> None:
    entries = Entry.objects.count()
    open_record()
    assert Entry.objects.count() == entries
    assert len(list(place.signing_keys.iterdir())) == 1


@pytest.mark.django_db
def test_a_new_office_begins_with_its_key(place: OfficePlace) -> None:
    open_record()
    first = read_entry(bytes(Entry.objects.earliest("id").entry))
    assert (first.seq, first.type.code) == (0, "record_opened")
    assert first.data["key"] == str(key_in_force())
    assert SigningKey.objects.get().since == 1


@pytest.mark.django_db
def test_a_key_that_others_can_read_is_refused_at_start(
    place: OfficePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCHECK_DATA", str(place.folder))
    make_ready()
    key_file(place.signing_keys, key_in_force().key).chmod(0o640)
    with pytest.raises(RollcheckError) as caught:
        make_ready()
    assert "chmod 600" in caught.value.problems[0].message


def test_the_head_is_signed_when_something_was_recorded(
    opened: SigningKey, supervisor: Person
) -> None:
    first = Checkpoint.objects.get()
    assert sign_head(supervisor) == first
    something(supervisor)
    second = sign_head(supervisor)
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("id").values_list("leaf", flat=True)]
    assert second.stated.root == GrowingTree().grown(leaves[: second.size]).root()
    assert (second.grown_from, second.by) == (first.size, supervisor)
    said = read_entry(bytes(Entry.objects.latest("id").entry))
    assert said.data == {"size": second.size, "root": second.stated.root.hex()}


def test_the_worker_signs_once_a_day(opened: SigningKey, supervisor: Person) -> None:
    something(supervisor)
    sign_daily()
    assert Checkpoint.objects.count() == 1
    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: tomorrow)
        sign_daily()
        sign_daily()
    assert Checkpoint.objects.count() == 2


def test_the_worker_tells_what_hinders_it_and_waits(
    opened: SigningKey,
    supervisor: Person,
    place: OfficePlace,
    caplog: pytest.LogCaptureFixture,
) -> None:
    something(supervisor)
    key_file(place.signing_keys, key_in_force().key).unlink()
    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            timezone, "localdate", lambda *at: tomorrow.date() if not at else at[0].date()
        )
        sign_daily()
        sign_daily()
    assert [record.getMessage()[:26] for record in caplog.records] == ["the record was not signed:"]


def test_a_history_that_was_rewritten_is_not_signed(
    opened: SigningKey, supervisor: Person, place: OfficePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    something(supervisor)
    altered(1)
    with pytest.raises(RollcheckError) as caught:
        sign_head(supervisor)
    assert "nothing was signed" in caught.value.problems[0].message
    assert checked(place, capsys)[0] == 1


def test_who_may_not_does_not_sign(opened: SigningKey, hire: Hire) -> None:
    reviewer = hire(Role.REVIEWER)
    with pytest.raises(PermissionDenied):
        sign_head(reviewer)
    with pytest.raises(PermissionDenied):
        act(RecordOpened("mine", str(key_in_force())), by=reviewer)


def test_only_the_records_own_signature_is_kept(
    opened: SigningKey, supervisor: Person, tmp_path: Path
) -> None:
    key, size = key_in_force(), Entry.objects.count()
    stranger = make_key_file(tmp_path / "stranger.pem", None)
    other = type(key)(key.name, key.type, stranger.public)
    note = sign_checkpoint(Stated(key.name, size, b"r" * 32), other, stranger.sign)
    signed = Signed(str(note).encode(), 0, ())
    with pytest.raises(ValidationError, match="not signed"):
        act(CheckpointSigned(size, (b"r" * 32).hex()), by=supervisor, aside=signed)
    with pytest.raises(ValidationError, match="another head"):
        act(CheckpointSigned(size + 1, (b"r" * 32).hex()), by=supervisor, aside=signed)


def test_a_new_key_takes_over(
    opened: SigningKey,
    administrator: Person,
    supervisor: Person,
    place: OfficePlace,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = key_in_force()
    new = rotate_key(administrator)
    assert key_in_force() == new != old
    assert [path.name for path in place.signing_keys.iterdir()] == [
        key_file(place.signing_keys, new.key).name
    ]
    something(supervisor)
    sign_head(supervisor)
    code, said = checked(place, capsys, "--key", str(old))
    assert (code, said["problems"]) == (0, [])
    with pytest.raises(PermissionDenied):
        rotate_key(supervisor)
    assert key_in_force() == new
    assert len(list(place.signing_keys.iterdir())) == 1


def test_a_key_that_the_old_one_did_not_sign_is_refused(
    opened: SigningKey, administrator: Person
) -> None:
    old = str(key_in_force())
    with pytest.raises(ValidationError, match="did not sign"):
        act(KeyRotated(old, old, "00" * 64), by=administrator)


def test_a_passphrase_keeps_the_key(
    administrator: Person, place: OfficePlace, tmp_path: Path, settings: Settings
) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text("nine wet wooden horses\n")
    phrase.chmod(0o600)
    settings.SIGNING = Signing(name="elections.example.gov/record", passphrase_file=phrase)
    open_record()
    assert key_in_force().name == "elections.example.gov/record"
    (path,) = place.signing_keys.iterdir()
    assert b"ENCRYPTED" in path.read_bytes()
    something(administrator)
    for signing, wrong in (
        (Signing(), "is encrypted"),
        (Signing(passphrase_file=tmp_path / "none"), "cannot be read"),
        (Signing(passphrase_file=path), "holds no key that this passphrase opens"),
    ):
        settings.SIGNING = signing
        with pytest.raises(RollcheckError, match=wrong):
            sign_head(administrator)
    settings.SIGNING = Signing(passphrase_file=phrase)
    assert sign_head(administrator).by == administrator


def test_a_program_signs_in_place_of_a_file(
    opened: SigningKey,
    administrator: Person,
    place: OfficePlace,
    tmp_path: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    token = make_key_file(tmp_path / "token.pem", None)
    program = tmp_path / "sign"
    program.write_text(
        "#!/bin/sh\ncat > message && openssl pkeyutl -sign -rawin -inkey token.pem -in message"
        " | base64 -w0\n"
    )
    command = f"sh -c 'cd {tmp_path} && sh sign'"
    said = {
        "ROLLCHECK_SIGNING_TOKEN": command,
        "ROLLCHECK_SIGNING_TOKEN_KEY": b64encode(token.public).decode(),
    }
    settings.SIGNING = signing_of(said)
    rotate_key(administrator)
    assert key_in_force().key == token.public
    assert list(place.signing_keys.iterdir()) == []
    assert checked(place, capsys)[0] == 0
    program.write_text("#!/bin/sh\nexit 1\n")
    something(administrator)
    with pytest.raises(RollcheckError, match="did not sign"):
        sign_head(administrator)


@pytest.mark.parametrize(
    "said",
    [
        {"ROLLCHECK_RECORD_NAME": "two words"},
        {"ROLLCHECK_SIGNING_TOKEN": "sign"},
        {"ROLLCHECK_SIGNING_TOKEN_KEY": "AAAA"},
        {"ROLLCHECK_SIGNING_TOKEN": "sign", "ROLLCHECK_SIGNING_TOKEN_KEY": "no base64"},
    ],
)
def test_what_cannot_sign_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(RollcheckError):
        signing_of(said)


def test_a_key_that_is_not_here_is_told(
    opened: SigningKey, supervisor: Person, place: OfficePlace
) -> None:
    key_file(place.signing_keys, key_in_force().key).unlink()
    open_record()
    something(supervisor)
    with pytest.raises(RollcheckError, match="not here"):
        sign_head(supervisor)


def test_a_file_with_another_key_signs_nothing(
    opened: SigningKey, place: OfficePlace, tmp_path: Path
) -> None:
    make_key_file(tmp_path / "other.pem", None)
    (tmp_path / "other.pem").replace(key_file(place.signing_keys, key_in_force().key))
    with pytest.raises(RollcheckError, match="another key"):
        signer_of(key_in_force(), place.signing_keys, Signing())


@pytest.mark.parametrize("table", ["signingkey", "checkpoint"])
def test_the_database_keeps_what_was_signed(opened: SigningKey, table: str) -> None:
    column = {"signingkey": "key", "checkpoint": "note"}[table]
    for statement in (
        f"UPDATE checkpoints_{table} SET {column} = {column}",
        f"DELETE FROM checkpoints_{table}",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_checkpoint_that_was_taken_away_is_missed(
    opened: SigningKey, place: OfficePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE checkpoints_checkpoint DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER checkpoints_checkpoint_no_delete")
        cursor.execute("DELETE FROM checkpoints_checkpoint")
    code, said = checked(place, capsys)
    assert code == 1
    assert "checkpoint_missing" in [one["code"] for one in said["problems"]]


def test_somebody_removed_signs_no_more(
    opened: SigningKey, supervisor: Person, administrator: Person
) -> None:
    act(PersonRemoved(supervisor.code, "left"), by=administrator)
    supervisor.refresh_from_db()
    with pytest.raises(PermissionDenied):
        sign_head(supervisor)
