"""The fields of a line as they are written: which there are, how each is read, when two agree."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.lines import signing_day
from rollcheck.lines.load import EARLIEST_BIRTH, LATEST_BIRTH

FIELDS: dict[str, Promise] = {
    "printed_name": gettext_lazy("Printed name"),
    "address": gettext_lazy("House number and street"),
    "city": gettext_lazy("City"),
    "zip": gettext_lazy("Zip code"),
    "birth_year": gettext_lazy("Year of birth"),
    "signed_on": gettext_lazy("Date of signing"),
}
"""What may be read of a line, by the names of ``rollcheck.lines``, in the order of keying."""

USUAL = ("printed_name", "address", "city", "zip", "signed_on")
STICKY = ("city", "zip", "signed_on")
"""What people who sign one after the other often share."""

DITTO = '"'
LONGEST = 200
LOOSE = re.compile(r"[.,]+")


def as_kept(field: str, written: str) -> str:
    """Return what was typed as it is kept; a date as ``2022-03-31``. Raises ``ValidationError``."""
    text = " ".join(written.split())
    if len(text) > LONGEST or not text.isprintable():
        raise ValidationError(_("At most 200 letters, digits and signs."))
    if field == "birth_year" and text:
        return _year(text)
    return _day(text) if field == "signed_on" and text else text


def _year(text: str) -> str:
    if not (text.isascii() and text.isdigit() and EARLIEST_BIRTH <= int(text) <= LATEST_BIRTH):
        raise ValidationError(_("Write the year as 1975, or leave it empty."))
    return text


def _day(text: str) -> str:
    try:
        return signing_day(text).isoformat()
    except ValueError:
        message = _("Write the day as 3/31/2022; leave it empty where none can be read.")
        raise ValidationError(message) from None


def same(one: str, other: str) -> bool:
    """Tell whether two people keyed the same: case, spaces, full stops and commas aside."""
    return _bare(one) == _bare(other)


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields in which two entries differ, in the order of keying."""
    return tuple(name for name in FIELDS if not same(one.get(name, ""), other.get(name, "")))


def _bare(text: str) -> str:
    return " ".join(LOOSE.sub(" ", text).casefold().split())
