"""What a petition that was closed refuses, in one sentence wherever it is asked."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.office.petitions.models import Petition

WHY_CLOSED = gettext_lazy("This petition is closed; nothing about it can change.")


def still_open(about: Petition | None) -> Petition:
    """Return the petition that an act is about.

    Raises ``ValidationError`` where the act names none, or one that was closed.
    """
    if about is None:
        raise ValidationError(_("Say which petition."))
    if about.closed_at is not None:
        raise ValidationError(WHY_CLOSED)
    return about
