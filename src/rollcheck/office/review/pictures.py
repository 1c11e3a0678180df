"""The scan that shows a line: the line's own, or its sheet's."""

from django.db.models import F, Q

from rollcheck.office.receiving.models import ImagePage, Line


def image_of(line: Line) -> ImagePage | None:
    """Return the page to look at for a line: of the line itself before one of its whole sheet."""
    pages = ImagePage.objects.filter(sheet_id=line.sheet_id).select_related("image")
    shown = pages.filter(Q(on_sheet=line.on_sheet) | Q(on_sheet=None))
    return shown.order_by(F("on_sheet").asc(nulls_last=True), "-pk").first()
