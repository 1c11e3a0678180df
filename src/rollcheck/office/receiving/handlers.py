"""How acts on sections, sheets, counts and scans change the rows."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.closed import still_open
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving import naming
from rollcheck.office.receiving.agreement import agreed, people_to_agree
from rollcheck.office.receiving.box_handlers import box_of, petition_of
from rollcheck.office.receiving.images import Inspected
from rollcheck.office.receiving.models import (
    Defect,
    Image,
    ImagePage,
    Line,
    RawCount,
    Section,
    Sheet,
    SheetCount,
    SheetOut,
)
from rollcheck.office.receiving.numbering import number_lines
from rollcheck.office.receiving.reconciling import standing
from rollcheck.problems import silent
from rollcheck.record.events import intake

MISSING = "missing"
"""The defect of a sheet that was registered with its section and is not in it."""


@handles(intake.SectionRegistered, right=Right.RECEIVE)
def register_section(event: intake.SectionRegistered, done: Done) -> Section:
    """Add a section, or put right its box, circulator or number of sheets before the count."""
    about = still_open(done.petition)
    _refuse_once_fixed(about)
    if naming.section_number(event.section) != event.section:
        raise ValidationError({"section": _("This cannot be the number of a section.")})
    box = box_of(done, event.box) if event.box else None
    section = Section.objects.select_for_update().filter(petition=about, number=event.section)
    found = section.first() or Section(
        petition=about,
        number=event.section,
        registered_at=done.at,
        registered_by=done.by,
        sheets_said=0,
    )
    if not 1 <= event.sheets <= naming.MOST_SHEETS:
        raise ValidationError({"sheets": _("A section has between 1 and 1,000 sheets.")})
    if found.pk and found.sheets.filter(number__gt=event.sheets).exists():
        raise ValidationError({"sheets": _("Something was said of a sheet beyond this number.")})
    found.box, found.sheets_said = box, event.sheets
    found.circulator = event.circulator or found.circulator
    found.full_clean()
    found.save()
    return found


@handles(intake.SheetCheckedOut, right=Right.RECEIVE)
def take_out(event: intake.SheetCheckedOut, done: Done) -> list[SheetOut]:
    """Take sheets out of their box; each is out once at a time."""
    sheets = _sheets(done, event.section, event.sheets)
    out = SheetOut.objects.filter(sheet__in=sheets, back_at=None)
    if out.exists():
        numbers = naming.ranges(out.values_list("sheet__number", flat=True))
        raise ValidationError(_("Already out: %(sheets)s.") % {"sheets": numbers})
    if any(sheet.missing for sheet in sheets):
        raise ValidationError(_("A sheet that is missing cannot be taken out."))
    if not event.purpose.strip():
        raise ValidationError(_("Say what for."))
    return SheetOut.objects.bulk_create(
        SheetOut(sheet=sheet, purpose=event.purpose, out_at=done.at, out_by=done.by)
        for sheet in sheets
    )


@handles(intake.SheetCheckedIn, right=Right.RECEIVE)
def put_back(event: intake.SheetCheckedIn, done: Done) -> list[Sheet]:
    """Put sheets back; each must be out."""
    sheets = _sheets(done, event.section, event.sheets)
    out = SheetOut.objects.filter(sheet__in=sheets, back_at=None)
    if out.count() != len(sheets):
        inside = {sheet.number for sheet in sheets} - set(
            out.values_list("sheet__number", flat=True)
        )
        raise ValidationError(_("Not out: %(sheets)s.") % {"sheets": naming.ranges(inside)})
    out.update(back_at=done.at, back_by=done.by)
    return sheets


@handles(intake.SheetCounted, right=Right.RECEIVE)
def count_sheet(event: intake.SheetCounted, done: Done) -> Sheet:
    """Keep one person's count; where enough people agree, the sheet has so many lines.

    Whoever counts a sheet that was missing has found it.
    """
    _refuse_once_fixed(still_open(done.petition))
    (sheet,) = _sheets(done, event.section, event.sheet)
    if not 0 <= event.lines <= naming.MOST_LINES:
        raise ValidationError(_("A sheet has between 0 and 500 lines."))
    if sheet.lines is not None:
        raise ValidationError(
            _("The counts of sheet %(sheet)s agree already.") % {"sheet": sheet.number}
        )
    if sheet.standing_counts.filter(by=done.by).exists():
        raise ValidationError(
            _("You counted sheet %(sheet)s already; another person counts it now.")
            % {"sheet": sheet.number}
        )
    SheetCount(sheet=sheet, round=sheet.round, lines=event.lines, at=done.at, by=done.by).save()
    counts = sheet.standing_counts.values_list("lines", flat=True)
    sheet.lines = agreed(counts, people_to_agree(sheet.section.petition))
    sheet.missing = False
    sheet.save()
    return sheet


@handles(intake.SheetsToCountAgain, right=Right.REOPEN)
def count_again(event: intake.SheetsToCountAgain, done: Done) -> list[Sheet]:
    """Let counts of sheets stand no more, while the raw count is not fixed; they are kept."""
    _refuse_once_fixed(still_open(done.petition))
    if not event.reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    sheets = _sheets(done, event.section, event.sheets)
    for sheet in sheets:
        if not sheet.standing_counts.exists():
            raise ValidationError(
                {"sheets": _("Nobody has counted sheet %(sheet)s.") % {"sheet": sheet.number}}
            )
        sheet.lines, sheet.round = None, sheet.round + 1
        sheet.save()
    return sheets


@handles(intake.SheetScanned, right=Right.RECEIVE)
def keep_scan(event: intake.SheetScanned, done: Done) -> ImagePage:
    """Keep a page of a scan and what it shows; a page of no known sheet waits in the queue.

    ``aside`` is what was seen of a file that is new here, whose pages then all wait. The same page
    said to show another sheet later is moved there.
    """
    about = still_open(done.petition)
    shows = naming.scanned(event.sheet)
    if shows is None:
        raise ValidationError(_("Say which sheet, as 3, or which line on it, as 3/5."))
    image = Image.objects.filter(petition=about, digest=event.image).first()
    if isinstance(done.aside, Inspected):
        if image is not None:
            raise ValidationError(_("This file is here already."))
        image = _new_image(event.image, done.aside, done)
    if image is None or shows.page > image.pages:
        raise ValidationError(_("There is no such page."))
    page: ImagePage = image.image_pages.select_for_update().get(number=shows.page)
    page.sheet, page.on_sheet = None, shows.line
    if shows.sheet is not None:
        (page.sheet,) = _sheets(done, event.section, str(shows.sheet))
        lines = page.sheet.lines
        if shows.line is not None and lines is not None and shows.line > lines:
            raise ValidationError(_("This sheet has only %(lines)s lines.") % {"lines": lines})
    page.save()
    return page


@handles(intake.SheetDefectFound, right=Right.RECEIVE)
def find_defect(event: intake.SheetDefectFound, done: Done) -> Defect:
    """Keep what a sheet or a whole section lacks; a sheet that was counted cannot be missing."""
    about, sheet = still_open(done.petition), None
    if event.sheet:
        (sheet,) = _sheets(done, event.section, event.sheet)
    if event.defect == MISSING:
        _refuse_once_fixed(about)
        if sheet is None or sheet.standing_counts.exists():
            raise ValidationError(_("Only a sheet that nobody has counted can be missing."))
        sheet.missing = True
        sheet.save()
    section = _section(done, event.section)
    noted = Defect.objects.filter(section=section, sheet=sheet, defect=event.defect)
    if noted.filter(taken_back_at=None).exists():
        raise ValidationError(_("This was found already."))
    defect = Defect(
        section=section,
        sheet=sheet,
        defect=event.defect,
        citation=event.citation,
        at=done.at,
        by=done.by,
    )
    defect.save()
    return defect


@handles(intake.RawCountFixed, right=Right.FIX_COUNT)
def fix_count(event: intake.RawCountFixed, done: Done) -> RawCount:
    """Fix the raw count and number every line of every section, from 1, in the order of sheets."""
    about = still_open(done.petition)
    _refuse_once_fixed(about)
    stands = standing(about)
    if stands.hinders:
        raise ValidationError([str(one) for one in stands.hinders])
    if (event.sections, event.sheets, event.lines) != stands.counted:
        raise ValidationError(_("The count has changed meanwhile. Load the page again."))
    number_lines(about, silent)  # Nothing is left of it where it was done as long work.
    if Line.objects.filter(petition=about).count() != event.lines:
        raise ValidationError(_("The lines do not reconcile with the count."))
    fixed = RawCount(  # Saved over a count that was reopened.
        petition=about,
        sections=event.sections,
        sheets=event.sheets,
        lines=event.lines,
        at=done.at,
        by=done.by,
    )
    fixed.save()
    return fixed


def _section(done: Done, number: str) -> Section:
    found = Section.objects.select_for_update().filter(petition=petition_of(done), number=number)
    section = found.first()
    if section is None:
        raise ValidationError({"section": _("There is no such section.")})
    return section


def _sheets(done: Done, section: str, written: str) -> list[Sheet]:
    """Return the sheets that are written, with a row each from now on."""
    of = _section(done, section)
    numbers = naming.sheet_numbers(written, range(1, of.sheets_said + 1))
    if numbers is None:
        raise ValidationError({"sheets": _("This section has no such sheet.")})
    there = {sheet.number: sheet for sheet in of.sheets.filter(number__in=numbers)}
    new = [Sheet(section=of, number=number) for number in numbers if number not in there]
    there |= {sheet.number: sheet for sheet in Sheet.objects.bulk_create(new)}
    return [there[number] for number in numbers]


def _refuse_once_fixed(about: Petition) -> None:
    if RawCount.objects.filter(petition=about).exists():
        raise ValidationError(_("The raw count is fixed; this can no longer change."))


def _new_image(digest: str, seen: Inspected, done: Done) -> Image:
    image = Image(
        petition=done.petition,
        digest=digest,
        kind=seen.kind,
        name=seen.name,
        bytes=seen.bytes,
        pages=seen.pages,
        at=done.at,
        by=done.by,
    )
    image.save()
    ImagePage.objects.bulk_create(
        ImagePage(image=image, number=number) for number in range(1, seen.pages + 1)
    )
    return image
