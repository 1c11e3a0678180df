"""The days on which the work at a petition reached a step: beside those of the law."""

from datetime import date

from django.db.models import Min
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import BoxStep, RawCount
from rollcheck.office.review.models import Review


def days_of_work(petition: Petition) -> list[tuple[date, Promise]]:
    """Return the days of the steps that were reached and still stand, in the office's time zone."""
    first = BoxStep.objects.filter(box__petition=petition).aggregate(at=Min("at"))["at"]
    count = RawCount.objects.filter(petition=petition).values_list("at", flat=True).first()
    review = Review.objects.filter(petition=petition).values_list("at", flat=True).first()
    reached = (
        (first, _("The first box was received")),
        (count, _("The raw count was fixed")),
        (review, _("The review was opened")),
        (petition.closed_at, _("The petition was closed")),
    )
    return [(timezone.localdate(at), label) for at, label in reached if at is not None]
