"""Taking in one file of scans: looked at, stored, and its pages put with their sheets."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.images import RefusedFileError, bare, inspected
from rollcheck.office.receiving.models import Image, Section
from rollcheck.office.receiving.naming import Scanned, of_file
from rollcheck.record.events.intake import SheetScanned
from rollcheck.record.files import sha256_of, store_file

Place = tuple[Section, int]
"""A section and one of its sheets."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: whether it was kept, and the sentence that says so."""

    kept: bool
    sentence: str


def take_in(path: Path, name: str, about: Petition, by: Person, shows: Place | None) -> Taken:
    """Keep a file for a petition, once.

    All its pages show the sheet ``shows``; without it the file's name says the section and the
    first sheet, and each further page is of the next sheet. Pages of no known sheet wait.
    """
    digest = sha256_of(path)
    there = Image.objects.filter(petition=about, digest=digest).first()
    if there is not None:
        return Taken(kept=False, sentence=f"{bare(name)}: {_already(there)}")
    try:
        seen = inspected(path, name)
    except RefusedFileError as refused:
        return Taken(kept=False, sentence=f"{bare(name)}: {refused.sentence}")
    store_file(settings.PLACE.images, path)
    first = shows or _by_name(name, about)
    events = [
        _scanned(digest, first, page, together=bool(shows)) for page in range(1, seen.pages + 1)
    ]
    placed = [event for event in events if event.section]
    try:
        with transaction.atomic():
            act(events[0], by=by, petition=about, aside=seen)
            for event in placed:
                if event is not events[0]:
                    act(event, by=by, petition=about)
    except ValidationError as wrong:
        return Taken(kept=False, sentence=f"{seen.name}: {' '.join(wrong.messages)}")
    return Taken(kept=True, sentence=f"{seen.name}: {_said(len(placed), seen.pages)}")


def _by_name(name: str, about: Petition) -> Place | None:
    said = of_file(name)
    section = about.sections.filter(number=said[0]).first() if said else None
    return (section, said[1]) if said and section else None


def _scanned(digest: str, first: Place | None, page: int, *, together: bool) -> SheetScanned:
    if first is not None:
        section, sheet = first
        number = sheet if together else sheet + page - 1
        if 1 <= number <= section.sheets_said:
            return SheetScanned(section.number, str(Scanned(number, None, page)), digest)
    return SheetScanned("", str(Scanned(None, None, page)), digest)


def _already(there: Image) -> str:
    page = there.image_pages.exclude(sheet=None).select_related("sheet__section").first()
    if page is None or page.sheet is None:
        return _("This file is here already, and waits for its sheet.")
    return _("This file is here already, as sheet %(sheet)s.") % {"sheet": page.sheet}


def _said(placed: int, pages: int) -> str:
    kept = ngettext("%(pages)s page kept", "%(pages)s pages kept", pages) % {"pages": pages}
    if placed == pages:
        return f"{kept}."
    waits = _("%(number)s wait for their sheet") % {"number": pages - placed}
    return f"{kept}, {waits}."
