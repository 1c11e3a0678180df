"""The page that a supervisor watches a check on."""

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import RawCount
from rollcheck.office.review.despite_defects import accepted_despite
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.standing import standing
from rollcheck.office.watching import charts, progress
from rollcheck.office.watching.circulators import Circulator, circulators
from rollcheck.office.watching.provisional import provisional
from rollcheck.office.watching.reviewers import Reviewer, reviewers

ON_A_PAGE = 50
Row = TypeVar("Row", Reviewer, Circulator)


@require_safe
def watch(request: HttpRequest, code: str) -> HttpResponse:
    """Show how a petition's check goes, to whoever may see findings."""
    about = seen_petition(request, code)
    require(request, Right.SEE_FINDINGS, about)
    context: dict[str, Any] = {"petition": about}
    if RawCount.objects.filter(petition=about).exists():
        context |= _found(request, about)
    return render(request, "watching/watch.html", context)


def _found(request: HttpRequest, about: Petition) -> dict[str, Any]:
    stands = standing(about)
    count = stands.whole
    queue = progress.queue_of(about)
    by_day = progress.looks_by_day(about)
    expected = progress.forecast_of(about, count, queue, by_day)
    hours = progress.by_hour(about)
    labels = {code: reason_label(known.reason) for code, known in known_reasons(about).items()}
    most = max(count.reasons.values(), default=0)
    return {
        "count": count,
        "settled": count.valid + count.invalid,
        "queue": queue,
        "shares": [
            ("valid", charts.percent(count.valid, count.raw)),
            ("invalid", charts.percent(count.invalid, count.raw)),
            ("open", charts.percent(count.waits, count.raw)),
        ],
        "reasons": [
            (labels.get(code, code), number, charts.percent(number, most))
            for code, number in sorted(count.reasons.items(), key=lambda one: -one[1])
        ],
        "days": list(by_day.items()),
        "days_chart": charts.columns(
            [
                # Translators: how a day is written below a column, by Django's letters.
                (date_format(day, _("M j")), looks)
                for day, looks in by_day.items()
            ]
        ),
        "hours": hours.whole,
        "hours_chart": charts.columns(
            [(f"{hour.hour}:00", float(hour.percent)) for hour in hours.whole]
        ),
        "forecast": expected,
        "dues": progress.dues(about, expected, by_day),
        "provisional": provisional(about, count),
        "despite": accepted_despite(about),
        # Whoever stands out is on the first page.
        "reviewers": page_of(request, _closer_first(reviewers(about, hours)), ON_A_PAGE, "people"),
        "circulators": page_of(
            request, _closer_first(circulators(stands.by_circulator)), ON_A_PAGE, "circulators"
        ),
    }


def _closer_first(found: list[Row]) -> list[Row]:
    return sorted(found, key=lambda one: not one.stands_out)
