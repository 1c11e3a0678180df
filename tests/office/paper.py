"""Paper as tests make it: pictures of sheets, sections entered and counted."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Section
from rollcheck.record.events import intake


def picture(text: str = "1", size: tuple[int, int] = (300, 200)) -> Image.Image:
    """A small sheet with something written on it."""
    sheet = Image.new("RGB", size, "white")
    ImageDraw.Draw(sheet).text((10, 10), text, fill="black")
    return sheet


def scan(kind: str = "PNG", text: str = "1", pages: int = 1, **more: Any) -> bytes:
    """A file of that kind with so many different pages."""
    file = io.BytesIO()
    first, *rest = [picture(f"{text} {page}") for page in range(pages)]
    if pages > 1:
        more |= {"save_all": True, "append_images": rest}
    first.save(file, kind, **more)
    return file.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def entered(
    petition: Petition,
    by: Person,
    number: str = "12",
    sheets: int = 2,
    box: str = "",
    circulator: str = "",
) -> Section:
    """A section, registered."""
    event = intake.SectionRegistered(number, box, sheets, circulator)
    made: Section = act(event, by=by, petition=petition)
    return made


def counted(petition: Petition, by: Person, section: str, lines: Sequence[int]) -> None:
    """One person's count of every sheet of a section."""
    for sheet, each in enumerate(lines, 1):
        act(intake.SheetCounted(section, str(sheet), each), by=by, petition=petition)
