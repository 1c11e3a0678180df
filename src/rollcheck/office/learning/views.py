"""The pages of practice: one made-up line at a time, what was right, the marks; the card."""

import random
import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rollcheck.office.acts.act import act
from rollcheck.office.acts.on_request import me, tell
from rollcheck.office.learning.cases import VALID, Case, cases_of, marks
from rollcheck.office.learning.handlers import ASKED, OFFERED, PRACTICE
from rollcheck.office.learning.models import Practice
from rollcheck.office.learning.passing import is_asked
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import require, seen_petition
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.guidance import guidance
from rollcheck.office.review.keys import KEYS, keys_said
from rollcheck.record.events.people import PolicySet, PracticePassed

LONGEST_WHY = 300
UNDER_WAY = "practice"
ON_A_PAGE = 20


def _learned(request: HttpRequest, code: str) -> Petition:
    about = seen_petition(request, code)
    require(request, Right.REVIEW, about)
    return about


@require_safe
def practice(request: HttpRequest, code: str) -> HttpResponse:
    """Say what practice is, how far one is, and what came of it."""
    about = _learned(request, code)
    mine = Practice.objects.filter(petition=about, person=me(request))
    cases = cases_of(rules_now(about))
    context = {
        "petition": about,
        "asked": is_asked(about),
        "may_ask": may(me(request), Right.CHANGE_PETITION, about).allowed,
        "other": OFFERED if is_asked(about) else ASKED,
        "cases": len(cases),
        "left": len(cases) - len(_given(request, about)) if _under_way(request, about) else None,
        "mine": page_of(request, mine, ON_A_PAGE),
    }
    return render(request, "learning/practice.html", context)


@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the petition's reviewers for practice, or only offer it."""
    about = seen_petition(request, code)
    require(request, Right.CHANGE_PETITION, about)
    value, why = request.POST.get("value", ""), request.POST.get("why", "").strip()
    if not 1 <= len(why) <= LONGEST_WHY:
        messages.error(request, _("Say why, in at most 300 signs."))
    else:
        tell(request, PolicySet(PRACTICE, value, why), petition=about)
    return redirect("practice", code)


@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a practice, its cases in an order of their own."""
    about = _learned(request, code)
    order = [case.id for case in cases_of(rules_now(about))]
    random.Random(secrets.randbits(64)).shuffle(order)  # noqa: S311 - an order, no secret
    request.session[UNDER_WAY] = {"petition": about.code, "order": order, "given": {}}
    return redirect("practice_case", code)


def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show the next case; on an answer say whether it is right, and why."""
    about = _learned(request, code)
    if not _under_way(request, about):
        return redirect("practice", code)
    known = {one.id: one for one in cases_of(rules_now(about))}
    given = _given(request, about)
    waiting = [one for one in request.session[UNDER_WAY]["order"] if one not in given]
    if not waiting:
        return _finish(request, about, given)
    shown = known.get(waiting[0])
    if shown is None:
        del request.session[UNDER_WAY]
        return redirect("practice", code)
    context = {"petition": about, **_shown(me(request), about, shown, len(given) + 1, len(known))}
    if request.method == "POST" and request.POST.get("case") == shown.id:
        answer, voter = _answer(request, shown)
        if answer not in {VALID, *known_reasons(about)} or (answer == VALID and not voter):
            context["wrong"] = _("Choose the voter whose line this is.")
            return render(request, "learning/case.html", context, status=422)
        given[shown.id] = [answer, voter]
        request.session.modified = True
        context["answered"] = {
            "right": shown.is_right(answer, voter),
            "why": shown.why[(get_language() or "en")[:2]],
            "expected": _label(about, shown.answer),
            "voter": shown.voters[shown.voter - 1] if shown.voter else None,
        }
    return render(request, "learning/case.html", context)


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Show the decision card: what counts here, each reason with its source, to print."""
    about = _learned(request, code)
    context = {
        "petition": about,
        "topics": guidance(rules_now(about)),
        "reasons": known_reasons(about).values(),
        "keys": KEYS,
    }
    return render(request, "learning/card.html", context)


def _under_way(request: HttpRequest, about: Petition) -> bool:
    return bool(request.session.get(UNDER_WAY, {}).get("petition") == about.code)


def _given(request: HttpRequest, about: Petition) -> dict[str, list[Any]]:
    """Return what was answered so far: the session's own, to be added to."""
    found: dict[str, list[Any]] = {}
    if _under_way(request, about):
        found = request.session[UNDER_WAY]["given"]
    return found


def _answer(request: HttpRequest, shown: Case) -> tuple[str, int]:
    text = request.POST.get("voter", "")
    voter = int(text) if text.isdecimal() and len(text) < 3 else 0
    return request.POST.get("answer", ""), voter if voter <= len(shown.voters) else 0


def _shown(who: Person, about: Petition, shown: Case, number: int, of: int) -> dict[str, Any]:
    return {
        "case": shown,
        "number": number,
        "of": of,
        "reasons": [known.reason for known in known_reasons(about).values()],
        "keys": _keys(who, about),
    }


def _keys(who: Person, about: Petition) -> dict[str, Any]:
    """Return the workbench's keys: what one practises with one works with."""
    return {
        "person": who.code,
        "keys": keys_said(),
        "reasons": [
            {"code": f"reason:{code}", "key": one.key, "label": reason_label(one.reason)}
            for code, one in known_reasons(about).items()
        ],
    }


def _label(about: Petition, answer: str) -> str:
    return _("Valid") if answer == VALID else reason_label(known_reasons(about)[answer].reason)


def _finish(request: HttpRequest, about: Petition, given: dict[str, list[Any]]) -> HttpResponse:
    cases = cases_of(rules_now(about))
    right = {one.id for one in cases if one.id in given and one.is_right(*given[one.id])}
    found = marks(cases, right)
    event = PracticePassed(me(request).code, all(mark.reached for mark in found))
    aside = {name: (answer, voter) for name, (answer, voter) in given.items()}
    del request.session[UNDER_WAY]
    try:
        made = act(event, by=me(request), petition=about, aside=aside)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("practice", about.code)
    rows = [(_label(about, mark.answer), mark) for mark in found]
    context = {"petition": about, "made": made, "marks": rows}
    return render(request, "learning/result.html", context)
