"""Why a voter fits what was typed, in plain words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck.roll import Reason

HOW: dict[str, Promise] = {
    "exact": _("as on the roll"),
    "swapped": _("month and day swapped"),
    "joined": _("part of a joined word"),
    "year": _("the year alone"),
    "nickname": _("a nickname"),
    "prefix": _("the beginning"),
    "one_edit": _("one letter off"),
    "far": _("two letters off"),
}


def why(reason: Reason) -> dict[str, Any]:
    """Return one piece of evidence: the field, how closely it fits, what it is worth in bits."""
    label = HOW[reason.how]
    return {
        "field": reason.field,
        "level": reason.how,
        "label": f"{reason.typed}: {label}",
        "bits": round(reason.bits, 1),
    }
