"""The page of the record: who may, what it shows, what witnesses and authorities send."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from office.conftest import Hire
from office.signing_record import AT, Observer, authority, checked, upload
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.checkpoints.configured import Signing
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.checkpoints.heads import open_record, sign_head
from rollcheck.office.checkpoints.models import Checkpoint, Cosignature, Timestamp, Witness
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.place import OfficePlace
from rollcheck.record.checkpoint import read_checkpoint
from rollcheck.record.events.people import RoleGiven
from rollcheck.record.events.upkeep import CheckpointWitnessed
from rollcheck.record.note import read_signature, signed_by
from rollcheck.record.witnessing import read_request, refusal

SignedIn = Callable[[Person], Client]


@pytest.fixture
def browser(supervisor: Person, signed_in: SignedIn) -> Client:
    """A supervisor's browser, in an office with two checkpoints."""
    open_record()
    act(RoleGiven(supervisor.code, Role.REVIEWER.value), by=Person.objects.get(username="ada"))
    sign_head(supervisor)
    return signed_in(supervisor)


@pytest.fixture
def admin(browser: Client, administrator: Person, signed_in: SignedIn) -> Client:
    return signed_in(administrator)


@pytest.fixture
def observer(admin: Client) -> Observer:
    """A witness whom the administrator named."""
    made = Observer()
    assert admin.post(f"{AT}witnesses", {"key": str(made.key)}).status_code == 302
    return made


def newest() -> Checkpoint:
    found = Checkpoint.objects.last()
    assert found is not None
    return found


def send(browser: Client, content: bytes) -> int:
    return browser.post(f"{AT}witnesses/signatures", {"line": upload(content)}).status_code


def test_the_page_shows_the_newest_head_and_how_it_grew(browser: Client) -> None:
    said = browser.get(AT).content.decode()
    root = bytes(newest().note).decode().split("\n")[2]
    assert root.replace("+", "&#x2B;") in said or root in said
    assert "unchanged: proven by" in said
    assert "Make a new key" not in said


def test_a_head_that_did_not_grow_is_shown_as_such(browser: Client) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rollcheck.office.checkpoints.showing._hashes", lambda _: (b"x" * 32,))
        assert "the record was changed" in browser.get(AT).content.decode()


def test_an_administrator_and_a_supervisor_alone_see_it(
    browser: Client, admin: Client, hire: Hire, signed_in: SignedIn
) -> None:
    assert admin.get(AT).status_code == 200
    for role in set(Role) - {Role.ADMINISTRATOR, Role.SUPERVISOR}:
        other = signed_in(hire(role))
        assert other.get(AT).status_code == 403
        assert other.post(f"{AT}sign").status_code == 403
    assert browser.post(f"{AT}key/change").status_code == 403
    assert browser.post(f"{AT}witnesses", {"key": str(Observer().key)}).status_code == 403
    assert not Witness.objects.exists()


def test_the_record_is_signed_on_demand(browser: Client, hire: Hire) -> None:
    hire(Role.REVIEWER)
    before = newest()
    said = browser.post(f"{AT}sign", follow=True).content.decode()
    assert "entries are signed" in said
    assert newest().size > before.size


def test_an_administrator_changes_the_key(
    admin: Client, place: OfficePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    old = key_in_force()
    assert "Make a new key" in admin.get(AT).content.decode()
    said = admin.post(f"{AT}key/change", follow=True).content.decode()
    assert "The new key signs" in said
    assert str(old) not in said
    assert checked(place, capsys)[0] == 0


def test_what_hinders_signing_is_said(browser: Client, place: OfficePlace, hire: Hire) -> None:
    hire(Role.REVIEWER)
    for path in place.signing_keys.iterdir():
        path.unlink()
    assert "not on this machine" in browser.get(AT).content.decode()
    assert "not here" in browser.post(f"{AT}sign", follow=True).content.decode()


def test_the_checkpoint_and_the_key_are_for_whoever_is_signed_in(
    browser: Client, hire: Hire, signed_in: SignedIn
) -> None:
    reader = signed_in(hire(None))
    text = reader.get(f"{AT}checkpoint").content
    checkpoint, note = read_checkpoint(text)
    assert checkpoint == newest().stated
    assert signed_by(note, [key_in_force()])
    assert reader.get(f"{AT}key").content.decode() == f"{key_in_force()}\n"
    first = Checkpoint.objects.earliest("size")
    earlier = reader.get(f"{AT}checkpoint", {"size": first.size})
    assert earlier.content == bytes(first.note)
    for size in ("0", "-1", "x", "9" * 40, "²"):
        assert reader.get(f"{AT}checkpoint", {"size": size}).status_code == 409
    for address in ("checkpoint", "key"):
        assert Client().get(AT + address).headers["Location"].startswith("/account/login/")


def test_an_administrator_may_show_them_to_everybody(browser: Client, settings: Settings) -> None:
    settings.SIGNING = Signing(public=True)
    for address in ("checkpoint", "key"):
        assert Client().get(AT + address).status_code == 200
    assert Client().get(AT).status_code == 302
    assert Client().get(f"{AT}witnesses/request").status_code == 302


@pytest.mark.django_db
def test_an_office_without_a_key_says_so(administrator: Person, signed_in: SignedIn) -> None:
    admin = signed_in(administrator)
    assert "no key yet" in admin.get(AT).content.decode()
    for address in ("sign", "key/change"):
        assert "no key yet" in admin.post(AT + address, follow=True).content.decode()
    for address in ("checkpoint", "key", "timestamps/request", "witnesses/request"):
        assert admin.get(AT + address).status_code == 409


def test_a_witness_signs_and_the_check_ends_with_0(
    browser: Client, observer: Observer, place: OfficePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Checkpoint.objects.earliest("size")
    asked = read_request(browser.get(f"{AT}witnesses/request", {"since": first.size}).content)
    last = read_checkpoint(bytes(first.note))
    assert refusal(asked, key_in_force(), last) is None
    assert send(browser, observer.line(bytes(newest().note))) == 302
    assert "observer.example.org" in browser.get(AT).content.decode()
    assert b"observer.example.org" in browser.get(f"{AT}checkpoint").content
    code, said = checked(place, capsys)
    assert (code, said["problems"], said["not_established"]) == (0, [], [])
    entries = Entry.objects.count()
    again = browser.get(f"{AT}checkpoint").content
    assert send(browser, again) == 302
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("since", ["-1", "x", "9" * 30, "1000000", "²"])
def test_a_request_from_elsewhere_is_refused(browser: Client, since: str) -> None:
    assert browser.get(f"{AT}witnesses/request", {"since": since}).status_code == 409


def test_what_is_no_witness_signature_is_refused(browser: Client, observer: Observer) -> None:
    note = bytes(newest().note)
    line = observer.line(note)
    other = note.replace(note.split(b"\n")[1], b"2", 1)
    for content in (
        b"",
        b"\x00\xff\xfe",
        secrets.token_bytes(5000),
        note,
        line[:-9] + b"AAAAAAA=\n",
        observer.line(other),
        Observer().line(note),
        Observer("stranger.example.org").line(note),
        line * 21,
        b"x" * (1 << 18) + line,
        "— observer.example.org \n".encode(),
        observer.line(note, time=1 << 62),
    ):
        assert send(browser, content) == 422, content[:80]
    assert not Cosignature.objects.exists()
    assert browser.post(f"{AT}witnesses/signatures", {}).status_code == 422


def test_the_act_itself_verifies_the_witness(browser: Client, supervisor: Person) -> None:
    stranger = Observer()
    line = read_signature(stranger.line(bytes(newest().note)).decode().strip())
    event = CheckpointWitnessed(newest().size, stranger.key.name, 1_790_000_000)
    with pytest.raises(ValidationError):
        act(event, by=supervisor, aside=line)


def test_a_witness_is_named_once_by_a_witness_key(admin: Client, observer: Observer) -> None:
    for key in (str(observer.key), str(key_in_force()), "nonsense", "a+12345678+AAAA"):
        admin.post(f"{AT}witnesses", {"key": key})
    assert Witness.objects.count() == 1
    assert admin.post(f"{AT}witnesses", {"key": ""}).status_code == 422


def test_a_timestamp_is_kept_and_checked(
    browser: Client, tmp_path: Path, place: OfficePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = authority(tmp_path)
    reply = stamp(browser.get(f"{AT}timestamps/request").content)
    certificate = tmp_path / "authority.pem"
    files = {"reply": upload(reply), "authority": upload(certificate.read_bytes())}
    assert browser.post(f"{AT}timestamps", files).status_code == 302
    assert "Time of Example County" in browser.get(AT).content.decode()
    code, said = checked(place, capsys, "--authority", str(certificate))
    assert (code, said["problems"], said["not_established"]) == (0, [], [])
    assert checked(place, capsys)[0] == 3
    again = {"reply": upload(reply), "authority": upload(certificate.read_bytes())}
    assert browser.post(f"{AT}timestamps", again).status_code == 422
    assert Timestamp.objects.count() == 1


def test_what_is_no_timestamp_is_refused(browser: Client, tmp_path: Path) -> None:
    data = Path(__file__).parents[1] / "data" / "timestamps"
    reply, pem = (data / "reply-ec.tsr").read_bytes(), (data / "authority.pem").read_bytes()
    (tmp_path / "own").mkdir()
    ours = authority(tmp_path / "own")(browser.get(f"{AT}timestamps/request").content)
    for given, by in (
        (reply, pem),
        (ours, pem),
        (ours[:-1], pem),
        (ours[:40], pem),
        (b"\x30\x80", pem),
        (secrets.token_bytes(3000), pem),
        (ours, b"no certificate"),
        (ours, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        (b"0" * ((1 << 18) + 1), pem),
        (b"", pem),
    ):
        files = {"reply": upload(given), "authority": upload(by)}
        assert browser.post(f"{AT}timestamps", files).status_code == 422, given[:20]
    assert not Timestamp.objects.exists()
