"""The text that stands for a line, as other parts of the office ask for it."""

from rollcheck.office.keying.models import LineRead
from rollcheck.office.receiving.models import Line


def read_of(line: Line) -> dict[str, str] | None:
    """Return the text of a line by field, keyed or read beforehand; None where there is none."""
    found = LineRead.objects.filter(line=line).values_list("fields", flat=True).first()
    return None if found is None else dict(found)


def mark_of(line: Line) -> str:
    """Return the mark that stands on a line: blank, struck, unsigned, or nothing."""
    return LineRead.objects.filter(line=line).values_list("mark", flat=True).first() or ""
