"""Thousands of everything that a page of the office lists, put straight into its database."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from rollcheck.office.acts.kept import writing
from rollcheck.office.checkpoints.models import Checkpoint
from rollcheck.office.connecting.models import Watch, WatchKind
from rollcheck.office.duplicates.models import Group, GroupLine
from rollcheck.office.handing_back.models import HandedOut
from rollcheck.office.learning.models import Known, Practice
from rollcheck.office.people.models import Person, RoleHeld
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Circulator, Petition
from rollcheck.office.receiving.models import (
    Box,
    BoxStep,
    Defect,
    Image,
    ImagePage,
    Line,
    Section,
    Sheet,
    SheetCount,
    StepKind,
)
from rollcheck.office.review.models import Finding, LineState, Note, Stands
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.tasks.models import Task

MANY = 2000
BOXES = 2000
A_HASH = "0" * 64
A_NOTE = "office/record\n0\nAAAA\n\n— office/record AAAAAAAA\n".encode()


def fill(about: Petition, who: Person) -> None:
    """Let there be thousands of rows in every list that ``who`` may see."""
    for number in range(MANY):
        (settings.PLACE.incoming / f"{number:05d}.dat").touch()
    with writing():
        people = _people(about, who)
        _office(about, who)
        sheets = _paper(about, who, people[0])
        _review(about, who, people, sheets)


def _people(about: Petition, who: Person) -> list[Person]:
    now = timezone.now()
    others = Petition.objects.bulk_create(
        Petition(code=f"other-{n}", title=f"Other {n}", rules=about.rules, opened_at=now)
        for n in range(MANY)
    )
    people = Person.objects.bulk_create(
        Person(username=f"many{n}", code=f"p-many{n}", full_name=f"Many {n}") for n in range(MANY)
    )
    held = [(one, about) for one in people] + [(who, one) for one in others]
    RoleHeld.objects.bulk_create(
        RoleHeld(person=person, role=Role.REVIEWER, petition=of, given_at=now)
        for person, of in held
    )
    return people


def _office(about: Petition, who: Person) -> None:
    now = timezone.now()
    kept: dict[str, Any] = {"petition": about, "at": now}
    RollSnapshot.objects.bulk_create(
        RollSnapshot(
            code=f"roll-{n}", as_of=date(2022, 7, 6), voters=1, rejected_rows=0, layout="plain",
            manifest=A_HASH, taken_at=now,
        )
        for n in range(MANY)
    )  # fmt: skip
    Watch.objects.bulk_create(
        Watch(kind=WatchKind.SCANS, folder=f"folder {n}", petition=about, set_by=who, since=now)
        for n in range(MANY)
    )
    Task.objects.bulk_create(
        Task(
            code=f"many-{n}", kind="match_lines", arguments={}, petition=about, asked_by=who,
            asked_at=now,
        )
        for n in range(MANY)
    )  # fmt: skip
    HandedOut.objects.bulk_create(
        HandedOut(digest=A_HASH, layout="plain", lines=1, for_whom="us", by=who, **kept)
        for _ in range(MANY)
    )
    Circulator.objects.bulk_create(
        Circulator(petition=about, name=f"Known {n}", registered_at=now) for n in range(MANY)
    )
    Practice.objects.bulk_create(Practice(person=who, passed=False, **kept) for _ in range(MANY))
    Checkpoint.objects.bulk_create(
        Checkpoint(size=-n, note=A_NOTE, at=now, by=who) for n in range(1, MANY)
    )


def _paper(about: Petition, who: Person, other: Person) -> list[Sheet]:
    """Boxes and sections; sheets that are counted, that differ, that are missing, with scans."""
    now = timezone.now()
    boxes = Box.objects.bulk_create(
        Box(petition=about, code=f"M{n}", seal="S", sections_said=1) for n in range(BOXES)
    )
    box = about.boxes.get(code="B1")
    BoxStep.objects.bulk_create(
        BoxStep(box=box, kind=StepKind.SEAL_CHECKED, at=now, by=who) for _ in range(MANY)
    )
    sections = Section.objects.bulk_create(
        Section(
            petition=about, box=box if n else boxes[0], number=f"{n + 100}", sheets_said=3,
            circulator=f"Unknown {n}", registered_at=now, registered_by=who,
        )
        for n in range(MANY)
    )  # fmt: skip
    said = [(1, 1, False), (2, None, False), (3, None, True)]
    sheets = Sheet.objects.bulk_create(
        Sheet(section=section, number=number, lines=lines, missing=missing)
        for section in sections
        for number, lines, missing in said
    )
    SheetCount.objects.bulk_create(
        SheetCount(sheet=one, lines=lines, at=now, by=by)
        for one in sheets[1::3]
        for lines, by in ((1, who), (2, other))
    )
    (section,) = about.sections.filter(number="1")
    section.sheets_said = 1000
    section.save()
    Defect.objects.bulk_create(
        Defect(section=section, defect=f"lack {n}", at=now, by=who) for n in range(MANY)
    )
    image = Image.objects.create(
        petition=about, digest=A_HASH, kind="pdf", bytes=1, pages=2 * MANY, at=now, by=who
    )
    sheet = section.sheets.get(number=1)
    ImagePage.objects.bulk_create(
        ImagePage(image=image, number=n + 1, sheet=sheet if n < MANY else None)
        for n in range(2 * MANY)
    )
    return sheets[::3]


def _review(about: Petition, who: Person, people: list[Person], sheets: list[Sheet]) -> None:
    """A line each: those of every two are one voter's; questions, known lines, findings, groups."""
    now = timezone.now()
    lines = Line.objects.bulk_create(
        Line(petition=about, section=sheet.section, sheet=sheet, ordinal=1, on_sheet=1)
        for sheet in sheets
    )
    held = lines[: MANY // 4]
    settled = lines[MANY // 4 :]
    states = [LineState(line=one, state=Stands.HELD) for one in held]
    states += [
        LineState(line=one, state=Stands.SETTLED, valid=True, voter=f"w{n // 2}", people=1)
        for n, one in enumerate(settled)
    ]
    for n, state in enumerate(states):
        state.petition, state.order, state.free = about, n + 100, False
    LineState.objects.bulk_create(states)
    Note.objects.bulk_create(
        Note(line=one, person=who, at=now, text="which?", lead=True) for one in held
    )
    found: dict[str, Any] = {"petition": about, "round": 1, "at": now, "valid": True, "entry": 0}
    Finding.objects.bulk_create(
        Finding(line=one, person=by, step=step, voter="w", **found)
        for n, one in enumerate(settled)
        for step, by in ((1, people[n]), (2, who))
    )
    kept: dict[str, Any] = {"petition": about, "at": now}
    Known.objects.bulk_create(
        Known(line=one, round=1, valid=True, voter="w", by=who, **kept) for one in settled
    )
    Finding.objects.bulk_create(
        Finding(line=one, person=people[-1 - n], step=1, voter="w", known=True, **found)
        for n, one in enumerate(settled)
    )
    made = Group.objects.bulk_create(Group(evidence=[], **kept) for _ in settled)
    GroupLine.objects.bulk_create(
        GroupLine(group=group, line=line)
        for n, group in enumerate(made)
        for line in (settled[n], settled[n - 1])
    )
