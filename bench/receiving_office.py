"""An office with a county's paper in it, and what its pages cost; a process for each."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.test import Client

from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.people.founding import found_office
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Image, ImagePage, Line, Section, Sheet, SheetCount
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.record.events.people import RoleGiven
from rollcheck.record.events.petition import PetitionOpened

CODE = "bench"


def measure(sheets: int, lines: int, sheets_a_section: int) -> None:
    """Print processor and wall seconds of each page and act, a line each, in their order."""
    settings.ALLOWED_HOSTS = ["testserver"]
    person = found_office("sue", "Sue", "seven dry paper boats")
    act(RoleGiven(person.code, Role.SUPERVISOR.value), by=None)
    opened = PetitionOpened("Bench", "us-ca", "county-recall", "us-ca/county-recall")
    said = {"target": "", "county": "", "district": "", "form_approved_on": None}
    petition = act(opened, by=person, aside={"code": CODE, **said})
    fill(petition, person, sheets, lines, sheets_a_section)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    browser = Client()
    browser.force_login(person, "django.contrib.auth.backends.ModelBackend")

    def page(path: str) -> Callable[[], None]:
        def ask() -> None:
            if browser.get(f"/petitions/{CODE}/receiving/{path}").status_code != 200:
                raise RuntimeError(path)

        return ask

    def fix() -> None:
        counted = {"sections": -(-sheets // sheets_a_section), "sheets": sheets, "lines": lines}
        browser.post(f"/petitions/{CODE}/receiving/fix", counted)
        work_until_idle()
        if Line.objects.filter(petition=petition).count() != lines:
            raise RuntimeError("not fixed")

    page("")()
    for what in (page(""), page("sections"), page("count"), fix, page("")):
        wall, cpu = time.perf_counter(), time.process_time()
        what()
        took = time.process_time() - cpu, time.perf_counter() - wall
        sys.stdout.write(" ".join(f"{seconds:.2f}" for seconds in took) + "\n")


def fill(
    petition: Petition, person: Person, sheets: int, lines: int, sheets_a_section: int
) -> None:
    """Put sections, sheets, two counts of each sheet and a scan of most into the database."""
    now = datetime.now(UTC)
    with writing():
        other = Person(username="other", code="p-other", full_name="Other", password="!")
        other.save()
        sections = Section.objects.bulk_create(
            (
                Section(
                    petition=petition, number=str(number), sheets_said=sheets_a_section,
                    registered_at=now, registered_by=person,
                )
                for number in range(1, -(-sheets // sheets_a_section) + 1)
            ),
            batch_size=2000,
        )  # fmt: skip
        each, more = divmod(lines, sheets)
        made = Sheet.objects.bulk_create(
            (
                Sheet(
                    section=sections[number // sheets_a_section],
                    number=number % sheets_a_section + 1,
                    lines=each + (number < more),
                )
                for number in range(sheets)
            ),
            batch_size=2000,
        )
        for by in (person, other):
            SheetCount.objects.bulk_create(
                (SheetCount(sheet=one, lines=one.lines or 0, at=now, by=by) for one in made),
                batch_size=2000,
            )
        images = Image.objects.bulk_create(
            (
                Image(
                    petition=petition, digest=f"{number:064x}", kind="png", name=str(number),
                    bytes=1, pages=1, at=now, by=person,
                )
                for number in range(sheets)
            ),
            batch_size=2000,
        )  # fmt: skip
        ImagePage.objects.bulk_create(
            (
                ImagePage(image=image, number=1, sheet=sheet)
                for image, sheet in zip(images, made, strict=True)
            ),
            batch_size=2000,
        )
