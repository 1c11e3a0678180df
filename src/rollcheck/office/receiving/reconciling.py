"""Whether boxes, sections, sheets, lines and scans fit together, and what does not."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Box, ImagePage, Section, Sheet, SheetOut


@dataclass(frozen=True, slots=True)
class Standing:
    """How the receipt of a petition stands.

    ``counted`` are sections, sheets (those that are there) and lines; ``hinders`` are sentences
    that say why the raw count cannot be fixed; ``differs`` what does not fit and stays visible.
    """

    counted: tuple[int, int, int]
    uncounted_sheets: int
    disagreeing: QuerySet[Sheet]
    missing: QuerySet[Sheet]
    out: QuerySet[SheetOut]
    boxes_short: QuerySet[Box]
    unplaced: QuerySet[ImagePage]
    without_image: int
    claimed: int | None

    @property
    def hinders(self) -> list[Promise | str]:
        """Say why the raw count cannot be fixed yet."""
        return [
            sentence
            for wrong, sentence in (
                (not self.counted[0], _("No section is registered.")),
                (
                    self.uncounted_sheets,
                    ngettext_lazy(
                        "%(number)s sheet is not counted to an end.",
                        "%(number)s sheets are not counted to an end.",
                        self.uncounted_sheets,
                    )
                    % {"number": self.uncounted_sheets},
                ),
                (self.out_count, _("Sheets are out of their boxes; put them back first.")),
            )
            if wrong
        ]

    @property
    def out_count(self) -> int:
        """Return how many sheets are out of their boxes."""
        return self.out.count()

    @property
    def reconciles(self) -> bool:
        """Tell whether nothing at all is amiss."""
        return not (
            self.hinders
            or self.missing.exists()
            or self.boxes_short.exists()
            or self.unplaced.exists()
            or self.differs_from_claim
        )

    @property
    def differs_from_claim(self) -> bool:
        """Tell whether the filing claims another number of lines."""
        return self.claimed is not None and self.claimed != self.counted[2]


def standing(petition: Petition) -> Standing:
    """Return how the receipt of ``petition`` stands now."""
    sections = Section.objects.filter(petition=petition)
    said = sections.aggregate(number=Count("pk"), sheets=Sum("sheets_said"))
    sheets = Sheet.objects.filter(section__petition=petition).select_related("section")
    ended = sheets.aggregate(
        counted=Count("pk", filter=Q(lines__isnull=False)),
        missing=Count("pk", filter=Q(missing=True)),
        lines=Sum("lines"),
    )
    scanned = sheets.filter(image_pages__isnull=False).distinct().count()
    there = (said["sheets"] or 0) - ended["missing"]
    boxes = Box.objects.filter(petition=petition).annotate(sections_found=Count("sections"))
    return Standing(
        counted=(said["number"], there, ended["lines"] or 0),
        uncounted_sheets=there - ended["counted"],
        disagreeing=disagreeing(sheets),
        missing=in_order(sheets.filter(missing=True)),
        out=SheetOut.objects.filter(sheet__section__petition=petition, back_at=None),
        boxes_short=boxes.exclude(sections_found=F("sections_said")),
        unplaced=ImagePage.objects.filter(image__petition=petition, sheet=None),
        without_image=there - scanned,
        claimed=petition.raw_count,
    )


def disagreeing(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Return the sheets that people counted differently and that wait for one more."""
    ways = Count("counts__lines", filter=Q(counts__round=F("round")), distinct=True)
    return in_order(sheets.filter(lines=None).annotate(ways=ways).filter(ways__gte=2))


def in_order(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Return sheets by section, 2 before 10, and number."""
    return sheets.order_by(Length("section__number"), "section__number", "number")
