"""How long a petition is kept, and its destruction: by two people, whole, seen in the record."""

import json
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from office.addresses import things
from office.conftest import Hire
from office.reviewing import Browser, opened, post
from rollcheck.cli.app import run_command
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import Kept, writing
from rollcheck.office.acts.models import Entry, SealedContent
from rollcheck.office.acts.store import OfficeStore
from rollcheck.office.checkpoints.heads import open_record, sign_head
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Circulator, Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.receiving.models import Image, Line
from rollcheck.office.retention import destroying
from rollcheck.office.retention.clock import keeping_of
from rollcheck.office.retention.models import Destruction
from rollcheck.office.retention.personal import PERSONAL, SEALED, something_left
from rollcheck.office.retention.stored import files_of_petition
from rollcheck.office.review.models import Finding, Note, Query
from rollcheck.office.tasks.models import State, Task
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.record import Act, Event, KeyFolder, append_acts, read_entry
from rollcheck.record.events.matching import LineLookedUp
from rollcheck.record.events.petition import (
    CirculatorRegistered,
    PetitionClosed,
    PetitionOpened,
)
from rollcheck.record.events.upkeep import (
    BackupMade,
    ContentDestroyed,
    DestructionApproved,
    DestructionBegun,
    HoldLifted,
    HoldPlaced,
    RetentionSet,
)
from rollcheck.record.files import place_of

SINCE = date(2022, 8, 15)
UNTIL = date(2023, 4, 15)
CITATION = "Elec. Code 17400(b): 8 months from 2022-08-15"
YES = DestructionApproved("the time is over")
HOLD = HoldPlaced("Committee v. Registrar", "evidence")


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    """A petition with something of everything that is personal."""
    about = opened(petition, supervisor, roll, [(3, 2)])
    things(about, supervisor)
    who = CirculatorRegistered("Carl Carrier", "1 Elm St", "", ())
    act(who, by=supervisor, petition=about, aside=(None, None))
    for task in Task.objects.filter(petition=about):
        with writing():
            Task.objects.filter(pk=task.pk).update(state=State.DONE, arguments={"for_whom": "us"})
    return about


@pytest.fixture
def two(about: Petition, supervisor: Person, administrator: Person) -> Petition:
    """The petition closed, its time over, two people of one mind."""
    act(PetitionClosed("insufficient"), by=supervisor, petition=about)
    about.refresh_from_db()
    keep(about, supervisor)
    act(YES, by=supervisor, petition=about)
    act(YES, by=administrator, petition=about)
    return about


def keep(about: Petition, by: Person, until: date = UNTIL, since: date = SINCE) -> None:
    act(RetentionSet(until, CITATION), by=by, petition=about, aside=since)


def refused(event: Event, about: Petition, by: Person, aside: Any = None) -> str:
    with pytest.raises(ValidationError) as wrong:
        act(event, by=by, petition=about, aside=aside)
    return " ".join(wrong.value.messages)


def destroyed(browser: Client, about: Petition) -> Any:
    return browser.post(f"/petitions/{about.code}/retention/destroy", {"sure": "on"})


def test_the_time_is_the_laws(about: Petition, supervisor: Person, hire: Hire) -> None:
    day = RetentionSet(UNTIL - timedelta(days=1), CITATION)
    assert "says how long" in refused(day, about, supervisor, SINCE)
    assert "says how long" in refused(RetentionSet(UNTIL, CITATION), about, supervisor)
    with pytest.raises(PermissionDenied):
        keep(about, hire(Role.ADJUDICATOR))
    keep(about, supervisor)
    assert keeping_of(about).until == UNTIL


def test_nobody_agrees_too_early_twice_or_against_a_hold(
    about: Petition, supervisor: Person, administrator: Person
) -> None:
    said = refused(YES, about, supervisor)
    assert "not closed" in said
    assert "Nothing says yet how long" in said
    act(PetitionClosed("withdrawn"), by=supervisor, petition=about)
    today = timezone.localdate()
    later = RetentionSet(today, "x")
    since = date(today.year - 1, today.month, 1)
    far = date(today.year, today.month, 1)
    keep(about, supervisor, until=_eight_months_on(far), since=far)
    assert "must be kept until" in refused(YES, about, supervisor)
    assert "says how long" in refused(later, about, supervisor, since)
    keep(about, supervisor)
    act(HOLD, by=supervisor, petition=about)
    assert "Committee v. Registrar" in refused(YES, about, supervisor)
    assert "stands already" in refused(HOLD, about, supervisor)
    act(HoldLifted(HOLD.hold, "settled"), by=administrator, petition=about)
    assert "No such hold" in refused(HoldLifted(HOLD.hold, "x"), about, supervisor)
    act(YES, by=supervisor, petition=about)
    assert "another person" in refused(YES, about, supervisor)
    assert "2 different people who agree; 1 did" in refused(DestructionBegun(""), about, supervisor)


def _eight_months_on(day: date) -> date:
    months = day.month - 1 + 8
    return date(day.year + months // 12, months % 12 + 1, day.day)


def test_a_hold_after_they_agreed_asks_them_again(two: Petition, supervisor: Person) -> None:
    act(HOLD, by=supervisor, petition=two)
    act(HoldLifted(HOLD.hold, "settled"), by=supervisor, petition=two)
    assert "0 did" in refused(DestructionBegun(""), two, supervisor)


def test_everything_personal_goes_and_the_record_still_verifies(
    two: Petition,
    place: OfficePlace,
    supervisor: Person,
    signed_in: Browser,
    capsys: pytest.CaptureFixture[str],
) -> None:
    open_record()
    act(BackupMade("b" * 64, 7), by=None)
    copy = place.incoming / "sheet.png"
    copy.write_bytes(place_of(place.images, Image.objects.get().digest).read_bytes())
    stays = another(supervisor, place)
    own, elsewhere = place.incoming / two.code, place.incoming / "roll.csv"
    own.mkdir()
    (own / "not-taken.png").write_bytes(b"somebody's sheet")
    elsewhere.write_bytes(b"of the roll")
    files = files_of_petition(place, two)
    assert files
    sealed = SealedContent.objects.filter(petition=two.code).count()
    lines = Line.every.filter(petition=two).count()
    answer = destroyed(signed_in(supervisor), two)
    assert answer.url.startswith("/tasks/destroy-")
    assert work_until_idle() == 1
    task = Task.objects.get(kind="destroy_content")
    assert (task.state, task.problems) == (State.DONE, [])
    assert task.result == {
        "files": len(files), "contents_destroyed": sealed, "rows_destroyed": rows(two)
    }  # fmt: skip
    assert not something_left(two)
    assert not [path for path in (*files, copy) if path.exists()]
    assert Line.every.filter(petition=two).count() == lines
    assert (place.content_keys / f"{two.code}.key").read_bytes() == b""
    assert own / "not-taken.png" in files
    assert stays.is_file()
    assert elsewhere.is_file()
    sign_head(None)
    assert checked(place, capsys) == []


def another(by: Person, place: OfficePlace) -> Path:
    """Another petition with a scan of its own and one that both have; return where that lies."""
    opened = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    other: Petition = act(opened, by=by, aside={"code": "other"})
    own = Image.objects.get(petition__code="recall22")
    shared = place_of(place.images, "5" * 64)
    shared.parent.mkdir()
    shared.write_bytes(b"both")
    with writing():
        for one in (other, own.petition):
            Image.objects.create(
                petition=one, digest="5" * 64, kind="png", bytes=4, pages=1, at=own.at, by=by
            )
    return shared


def rows(about: Petition) -> int:
    """How many rows the certificate says went."""
    entry = read_entry(bytes(Entry.objects.get(type="content_destroyed").entry))
    assert entry.petition == about.code
    return int(str(entry.data["rows"]))


def checked(place: OfficePlace, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the check of the record says, but for the snapshot, whose manifest is made up here."""
    capsys.readouterr()
    run_command(["record", "check", str(place.folder), "--json"])
    said = json.loads(capsys.readouterr().out)
    found = [f"bad: {one['message']}" for one in said["problems"]]
    return [one for one in found + said["not_established"] if "000000000000…" not in one]


def test_the_certificate_says_what_when_by_whom_and_what_backups_hold(
    two: Petition, supervisor: Person, signed_in: Browser
) -> None:
    act(BackupMade("b" * 64, 7), by=None)
    browser = signed_in(supervisor)
    destroyed(browser, two)
    work_until_idle()
    page = browser.get(f"/petitions/{two.code}/retention/").content.decode()
    for said in (CITATION, "b" * 64, "Certificate of destruction", "Sue", "Ada Administrator"):
        assert said in page
    certificate = Entry.objects.get(type="content_destroyed")
    entry = read_entry(bytes(certificate.entry))
    assert entry.data["backups"] == ["b" * 64]
    about = [Entry.objects.get(pk=number).type for number in entry.refers_to]
    assert about == [
        "retention_set", "destruction_approved", "destruction_approved", "destruction_begun"
    ]  # fmt: skip


def test_its_pages_say_so_instead_of_failing(
    two: Petition, supervisor: Person, administrator: Person, signed_in: Browser
) -> None:
    browser = signed_in(supervisor)
    destroyed(browser, two)
    work_until_idle()
    for path in (
        "watch",
        "receiving/",
        "review/line",
        "keying/",
        "duplicates/",
        "back/",
        "circulators",
    ):
        answer = browser.get(f"/petitions/{two.code}/{path}")
        assert answer.status_code == 410, path
        assert "was destroyed" in answer.content.decode()
    said = post(browser, two, "determine", {})
    assert (said.status_code, said.json()["message"][:4]) == (410, "What")
    for path in (f"/petitions/{two.code}", f"/petitions/{two.code}/retention/", "/", "/record/"):
        assert browser.get(path).status_code == 200
    kept = signed_in(administrator).get("/record/").content.decode()
    assert f"/petitions/{two.code}/retention/" in kept
    looked_up = LineLookedUp("3-1", "garcia")
    two.refresh_from_db()
    assert "was destroyed" in refused(looked_up, two, supervisor)


def test_stopped_anywhere_it_goes_on_and_ends_once(
    two: Petition,
    place: OfficePlace,
    supervisor: Person,
    signed_in: Browser,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """After each step the worker dies; whoever comes next does the rest."""
    open_record()
    sign_head(None)
    sealed = SealedContent.objects.filter(petition=two.code).count()
    browser = signed_in(supervisor)
    for name in ("_take_files", "_take_rows", "_certify"):
        whole = getattr(destroying, name)
        monkeypatch.setattr(destroying, name, _dies_after(whole, first=name != "_take_files"))
        destroyed(browser, two)
        work_until_idle()
        monkeypatch.setattr(destroying, name, whole)
        two.refresh_from_db()
        assert Destruction.objects.get(petition=two).ended is None
        (said,) = checked(place, capsys)
        assert said.startswith("The content of recall22 is being destroyed")
    page = browser.get(f"/petitions/{two.code}/retention/").content.decode()
    assert "Go on with the destruction" in page
    destroyed(browser, two)
    work_until_idle()
    assert not something_left(two)
    entry = read_entry(bytes(Entry.objects.get(type="content_destroyed").entry))
    assert entry.data["contents"] == sealed
    sign_head(None)
    assert checked(place, capsys) == []
    assert destroyed(browser, two).status_code == 422
    assert work_until_idle() == 0


def _dies_after(step: Callable[..., None], *, first: bool) -> Callable[..., None]:
    def dies(*given: Any) -> None:
        if not first:
            step(*given)
        raise MemoryError

    return dies


@pytest.mark.parametrize("recorded", [False, True])
def test_nothing_append_only_goes_unless_the_record_says_that_it_is_this_petition(
    two: Petition, supervisor: Person, recorded: bool
) -> None:
    """Neither a row alone lets anything go, nor that another petition is being destroyed."""
    finding = Finding.objects.filter(petition=two).earliest("pk")
    with writing():
        Query.objects.create(line=finding.line, person=supervisor, at=finding.at, text="garcia")
        Note.objects.create(line=finding.line, person=supervisor, at=finding.at, text="blurred")
        other = Petition.objects.create(
            code="other", title="Other", rules=two.rules, opened_at=finding.at
        )
        if recorded:
            begun = Entry.objects.count()
            put = Act(DestructionBegun(""), finding.at, supervisor.code, "other")
            keys = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes)
            append_acts(OfficeStore(), [put], keys, secrets.token_bytes)
            Destruction.objects.create(petition=other, begun=begun)
        else:
            Destruction.objects.create(petition=two, begun=1)
    for table in ("review_finding", "review_query", "review_note", "acts_sealedcontent"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {_column(table)}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(statement)


def _column(table: str) -> str:
    return {"review_finding": "voter = 'x'", "acts_sealedcontent": "petition = 'x'"}.get(
        table, "text = 'x'"
    )


def test_a_destruction_that_ended_lets_nothing_more_go(
    two: Petition, supervisor: Person, signed_in: Browser
) -> None:
    finding = Finding.objects.filter(petition=two).earliest("pk")
    destroyed(signed_in(supervisor), two)
    work_until_idle()
    with writing():
        finding.save(force_insert=True)
    for statement in (
        "DELETE FROM review_finding",
        "UPDATE retention_destruction SET ended = NULL",
        "UPDATE retention_destruction SET begun = 0",
        "DELETE FROM retention_destruction",
        "DELETE FROM retention_said",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_only_the_worker_certifies_and_only_what_is_gone(two: Petition, supervisor: Person) -> None:
    certificate = ContentDestroyed(1, 1, 1, (), "")
    with pytest.raises(PermissionDenied):
        act(certificate, by=supervisor, petition=two)
    with pytest.raises(ValidationError):
        act(certificate, by=None, petition=two)
    act(DestructionBegun(""), by=supervisor, petition=two)
    with pytest.raises(ValidationError, match="is left"):
        act(certificate, by=None, petition=two)


def test_on_the_command_line_an_office_is_sent_to_its_page(
    petition: Petition, place: OfficePlace, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["record", "destroy", str(place.folder), petition.code, "--by", "s1"]
    assert run_command(words) == 1
    assert "on the petition's page" in capsys.readouterr().err


def test_work_under_way_is_waited_for(two: Petition, supervisor: Person) -> None:
    with writing():
        Task.objects.filter(petition=two).update(state=State.RUNNING)
    assert "has not ended" in refused(DestructionBegun(""), two, supervisor)


STAY = {
    # Of the office, and not of one petition.
    "Person", "RoleHeld", "RollSnapshot", "ReferenceSignature", "Watch", "SigningKey", "Witness",
    "Checkpoint", "Cosignature", "Timestamp", "Head", "acts.Entry", "Said", "Destruction",
    # Dates, numbers and policies; how much paper there was; who practised.
    "Petition", "RequiredNumber", "DistrictCounts", "PeopleForReason", "Box", "Sheet",
    "SheetCount", "Defect", "RawCount", "KeyingPolicy", "FurtherForm", "Turn", "Review",
    "PracticePolicy", "Practice", "PracticeAnswer", "KnownPolicy",
}  # fmt: skip


def test_of_every_table_it_is_decided_whether_it_goes() -> None:
    goes = {one.model for one in (*PERSONAL, SEALED)}
    undecided = [
        model
        for model in apps.get_models()
        if issubclass(model, Kept) and model not in goes
        and not {model.__name__, f"{model._meta.app_label}.{model.__name__}"} & STAY
    ]  # fmt: skip
    assert undecided == []


def test_nothing_of_the_petition_is_left_in_the_database(
    two: Petition, place: OfficePlace, supervisor: Person, signed_in: Browser
) -> None:
    """A name that was keyed, looked up, noted and carried is looked for in every table."""
    assert Circulator.objects.filter(name="Carl Carrier").exists()
    destroyed(signed_in(supervisor), two)
    work_until_idle()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found = repr(cursor.fetchall())
            for personal in ("Carrier", "1 Elm St", "'v1'", "circulator 1", "for_whom"):
                assert personal not in found or model.__name__ in {"ReferenceSignature"}, (
                    model,
                    personal,
                )
