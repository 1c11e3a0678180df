"""An office whose review is open: made in a process of its own, over a snapshot that is there."""

import hashlib
import io
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.test import Client
from PIL import Image as Pillow
from PIL import ImageDraw

from bench.office_person import CODE
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.people.founding import found_office, new_code
from rollcheck.office.people.handlers import NewPerson
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Image, ImagePage, Sheet
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.review.opening import REVIEW, prepare
from rollcheck.problems import silent
from rollcheck.record.events import intake
from rollcheck.record.events.matching import SnapshotTaken
from rollcheck.record.events.people import PersonAdded, PolicySet, RoleGiven
from rollcheck.record.events.petition import PetitionAmended, PetitionOpened, StageEntered
from rollcheck.record.files import place_of

A_SHEET = 10


def make(snapshot: str, people: int, lines: int) -> None:
    """Make it with so many lines and print a session for each of so many reviewers, as JSON."""
    sue = found_office("sue", "Sue", "seven dry paper boats")
    act(RoleGiven(sue.code, Role.SUPERVISOR.value), by=None)
    opened = PetitionOpened("Bench", "us-ca", "county-recall", "us-ca/county-recall")
    said = {"target": "", "county": "", "district": "", "form_approved_on": None}
    petition = act(opened, by=sue, aside={"code": CODE, **said})
    act(PolicySet("people:raw_count", "1", "alone"), by=sue, petition=petition)
    _received(petition, sue, lines)
    _opened(petition, sue, Path(snapshot))
    sessions = []
    for number in range(people):
        added = PersonAdded(new_code(), f"Reviewer {number}")
        person = act(added, by=None, aside=NewPerson(f"r{number}"))
        act(RoleGiven(person.code, Role.REVIEWER.value), by=None, petition=petition)
        browser = Client()
        browser.force_login(person, "django.contrib.auth.backends.ModelBackend")
        sessions.append(browser.cookies["sessionid"].value)
    sys.stdout.write(json.dumps(sessions) + "\n")


def _received(petition: Petition, sue: Person, lines: int) -> None:
    """Count sheets of ten lines, each with a scan of its own."""
    sheets = -(-lines // A_SHEET)
    act(intake.SectionRegistered("1", "", sheets, ""), by=sue, petition=petition)
    now = datetime.now(UTC)
    for number in range(1, sheets + 1):
        act(intake.SheetCounted("1", str(number), A_SHEET), by=sue, petition=petition)
        content = _picture(number)
        digest = hashlib.sha256(content).hexdigest()
        path = place_of(settings.PLACE.images, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        with writing():
            image = Image.objects.create(
                petition=petition, digest=digest, kind="png", bytes=len(content), pages=1, at=now,
                by=sue,
            )  # fmt: skip
            sheet = Sheet.objects.get(section__petition=petition, number=number)
            ImagePage.objects.create(image=image, number=1, sheet=sheet)
    act(intake.RawCountFixed(*standing(petition).counted), by=sue, petition=petition)


def _picture(number: int) -> bytes:
    """Return a sheet as a scanner makes it: letter size at 200 dots an inch, ten written lines."""
    sheet = Pillow.new("L", (1700, 2200), "white")
    pen = ImageDraw.Draw(sheet)
    for line in range(A_SHEET):
        pen.text((100, 100 + 200 * line), f"sheet {number} line {line}", fill="black")
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def _opened(petition: Petition, sue: Person, snapshot: Path) -> None:
    """Look lines up in the snapshot, where it lies, and open the review."""
    (settings.PLACE.snapshots / "roll").symlink_to(snapshot)
    taken = SnapshotTaken(date(2022, 7, 6), 1, 0, "plain", "0" * 64, ())
    act(taken, by=sue, aside="roll")
    amended = PetitionAmended("snapshot", "0" * 64, "the roll of the day")
    petition = act(amended, by=sue, petition=petition)
    prepare(petition, silent)
    act(StageEntered(REVIEW, ""), by=sue, petition=petition)
