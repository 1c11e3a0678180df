"""The scan that shows a line: the line's own, or its sheet's."""

from rollcheck.office.receiving.models import ImagePage, Line


def image_of(line: Line) -> ImagePage | None:
    """Return the page to look at for a line: of the line itself before one of its whole sheet."""
    pages = ImagePage.objects.filter(sheet_id=line.sheet_id).select_related("image")
    for on_sheet in (line.on_sheet, None):
        found = pages.filter(on_sheet=on_sheet).order_by("-pk").first()
        if found is not None:
            return found
    return None
