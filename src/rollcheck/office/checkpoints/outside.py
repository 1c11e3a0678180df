"""The public record: what is handed to people outside, and what those who look on may see and when.

Examiners, auditors and observers begin their part with a result. Until then their page says what
is there now, what will be, when, and why nothing of a check under way is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rollcheck.office.acts.on_request import me
from rollcheck.office.checkpoints.models import Checkpoint
from rollcheck.office.checkpoints.showing import shown_record
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import takes
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.people.roles import LABELS, Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.problems import RollcheckError

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Part:
    """What one role sees now, what comes later and when, and why not sooner."""

    now: Promise
    later: Promise
    when: Promise
    why: Promise


PARTS: Mapping[Role, Part] = {
    Role.EXAMINER: Part(
        _("The public record below, and what the law lets you examine."),
        _("Which lines were rejected and for which reason, as far as the place's law shows them."),
        _("After a petition was found insufficient, on the days that the law gives."),
        _("While people still look lines up nobody outside sees how it is going to end."),
    ),
    Role.AUDITOR: Part(
        _("The public record below; petitions with their law, their days and their policy."),
        _("Lines drawn at random, to look at anew without what was found on them first."),
        _("After a result, once lines are drawn for an audit."),
        _("Whoever looks anew must not know what was found: so nothing of it is shown before."),
    ),
    Role.OBSERVER: Part(
        _("The public record below: checkpoints and the key, to keep outside this office."),
        _("The certificate with its bundle: the draw, counts, decision and audit, to run again."),
        _("With the certificate, or before it where a supervisor lifts the embargo."),
        _("A provisional number would be taken for a result, and could not be taken back."),
    ),
}


@dataclass(frozen=True, slots=True)
class Examined:
    """A petition that somebody may examine once it has a result, and what the law says of it."""

    petition: Petition
    who: tuple[str, ...]
    what: str
    citation: str


@takes(Right.SEE_PUBLIC_RECORD)
@require_safe
def public_record(request: HttpRequest) -> HttpResponse:
    """Show what is public, and the part of whoever looks on from outside the work."""
    who = me(request)
    roles = who.roles_held.filter(taken_at=None).values_list("role", flat=True)
    heads = Checkpoint.objects.order_by("-size")
    page = page_of(request, _to_examine(who), ON_A_PAGE, "examined")
    context = {
        "shown": shown_record(),
        "heads": page_of(request, heads, ON_A_PAGE, "heads"),
        "parts": [(LABELS[role], part) for role, part in PARTS.items() if role in set(roles)],
        "page": page,
        "examined": [_examined(one) for one in page],
        "is_public": settings.SIGNING.public,
    }
    return render(request, "checkpoints/outside.html", context)


def _to_examine(who: Person) -> QuerySet[Petition]:
    """Return the petitions that were filed of which somebody is an examiner."""
    held = who.roles_held.filter(taken_at=None, role=Role.EXAMINER)
    filed = Petition.objects.filter(destruction_at=None).exclude(filed_on=None).order_by("-pk")
    if held.filter(petition=None).exists():
        return filed
    return filed.filter(pk__in=held.values("petition"))


def _examined(petition: Petition) -> Examined:
    try:
        fields = rules_now(petition).fields
    except RollcheckError:
        return Examined(petition, (), "", "")
    who, what = fields.get("examination.who"), fields.get("examination.what")
    return Examined(
        petition,
        tuple(who.value) if who is not None and isinstance(who.value, tuple) else (),
        "" if what is None else str(what.value),
        "" if what is None else what.citation,
    )
