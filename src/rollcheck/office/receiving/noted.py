"""Noted defects that void no line yet."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from rollcheck.office.receiving.models import Defect, Line


def voiding_nothing(defects: Collection[str]) -> QuerySet[Defect]:
    """Find the noted defects of these kinds that void no line yet, though they have lines to void.

    A sheet or a section on which no line was counted has none.
    """
    lines = Line.objects.filter(section=OuterRef("section"), void=False)
    here = Exists(lines.filter(sheet=OuterRef("sheet")))
    noted = Defect.objects.filter(defect__in=defects, taken_back_at=None, voids=None)
    return noted.filter(Q(Exists(lines), sheet=None) | Q(here, sheet__isnull=False)).order_by()
