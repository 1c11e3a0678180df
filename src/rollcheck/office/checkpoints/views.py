"""The page of the record's signed heads, and what witnesses and authorities get and give."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rollcheck.merkle import consistency_proof
from rollcheck.office.acts.on_request import explain, me, tell
from rollcheck.office.checkpoints import forms, heads
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.checkpoints.models import Checkpoint
from rollcheck.office.checkpoints.showing import shown_record
from rollcheck.office.checkpoints.store import cosigned
from rollcheck.office.checkpoints.taking_in import take_cosignatures, take_timestamp
from rollcheck.office.pages.paging import page_of
from rollcheck.office.people.asking import takes
from rollcheck.office.people.may import may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.problems import RollcheckError
from rollcheck.record import timestamp as rfc_3161
from rollcheck.record.events.upkeep import WitnessNamed
from rollcheck.record.note import read_note
from rollcheck.record.witnessing import write_request

NONCE_BYTES = 8
NOT_YET = 409
ON_A_PAGE = 30


@takes(Right.KEEP_RECORD)
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Show the newest checkpoint, how it grew, the key, the witnesses and the timestamps."""
    return _page(request)


@takes(Right.KEEP_RECORD)
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the head now."""
    try:
        size = heads.sign_head(me(request)).size
        number = {"number": size}
        text = ngettext("%(number)s entry is signed.", "%(number)s entries are signed.", size)
        messages.success(request, text % number)
    except (RollcheckError, ValidationError) as wrong:
        messages.error(request, _said(wrong))
    return redirect("record")


@takes(Right.CHANGE_RECORD_KEYS)
@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    """Hand over to a new key."""
    try:
        heads.rotate_key(me(request))
        messages.success(request, _("The new key signs from now on. Hand its text out."))
    except (RollcheckError, ValidationError) as wrong:
        messages.error(request, _said(wrong))
    return redirect("record")


@takes(Right.CHANGE_RECORD_KEYS)
@require_POST
def add_witness(request: HttpRequest) -> HttpResponse:
    """Name a witness by a public key."""
    form = forms.NameWitness(request.POST)
    if not form.is_valid():
        return _page(request, name_witness=form)
    tell(request, WitnessNamed(form.cleaned_data["key"]))
    return redirect("record")


@takes(Right.KEEP_RECORD)
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take in what a witness sent."""

    def take(given: dict[str, Any]) -> str:
        kept = take_cosignatures(given["line"], me(request))
        new = _("The witness's signature is kept.")
        return new if kept else _("This signature is here already.")

    return _taken(request, forms.TakeCosignature(request.POST, request.FILES), "cosign", take)


@takes(Right.KEEP_RECORD)
@require_POST
def timestamp(request: HttpRequest) -> HttpResponse:
    """Take in what a timestamp authority sent."""

    def take(given: dict[str, Any]) -> str:
        take_timestamp(given["reply"], given["authority"], me(request))
        return _("The timestamp is kept.")

    return _taken(request, forms.TakeTimestamp(request.POST, request.FILES), "stamp", take)


@takes(Right.KEEP_RECORD)
@require_safe
def witness_request(request: HttpRequest) -> HttpResponse:
    """Hand out what a witness needs to sign the newest checkpoint, since the last it signed."""
    newest = Checkpoint.objects.last()
    given = request.GET.get("since", "0") or "0"
    since = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else -1
    if newest is None or not 0 <= since <= newest.size:
        return _text(_("There is no checkpoint of so many entries."), "", status=NOT_YET)
    proof = consistency_proof(heads.leaves_of(newest.size), since)
    asked = write_request(since, proof, read_note(bytes(newest.note)))
    return _text(str(asked), f"witness-request-{newest.size}.txt")


@takes(Right.KEEP_RECORD)
@require_safe
def timestamp_request(request: HttpRequest) -> HttpResponse:
    """Hand out the request to a timestamp authority about the newest checkpoint."""
    newest = Checkpoint.objects.last()
    if newest is None:
        return _text(_("There is no checkpoint yet."), "", status=NOT_YET)
    nonce = int.from_bytes(secrets.token_bytes(NONCE_BYTES))
    asked = rfc_3161.timestamp_request(rfc_3161.imprint_of(bytes(newest.note)), nonce)
    answer = HttpResponse(asked, content_type="application/timestamp-query")
    return _as_file(answer, f"timestamp-request-{newest.size}.tsq")


@login_not_required
@never_cache
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Hand out the newest checkpoint with its witnesses' lines; with ``size`` one as stamped.

    Nothing of it can be joined to a person. Without signing in only where an administrator set
    it so.
    """
    if not _may_see_text(request):
        return redirect_to_login(request.get_full_path())
    size = request.GET.get("size", "")
    if not size:
        newest = Checkpoint.objects.last()
        text = "" if newest is None else str(cosigned(newest))
    else:
        is_number = size.isascii() and size.isdecimal() and len(size) < 19
        found = Checkpoint.objects.filter(size=int(size)).first() if is_number else None
        text = "" if found is None else bytes(found.note).decode()
    if not text:
        return _text(_("There is no such checkpoint."), "", status=NOT_YET)
    return _text(text, f"checkpoint{'-' + size if size else ''}.txt")


@login_not_required
@never_cache
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Hand out the record's public key, to whoever may have the checkpoint."""
    if not _may_see_text(request):
        return redirect_to_login(request.get_full_path())
    try:
        return _text(f"{key_in_force()}\n", "record.key")
    except ValidationError as wrong:
        return _text(_said(wrong), "", status=NOT_YET)


def _may_see_text(request: HttpRequest) -> bool:
    return bool(settings.SIGNING.public or request.user.is_authenticated)


def _taken(
    request: HttpRequest,
    form: django_forms.Form,
    name: str,
    take: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    if form.is_valid():
        try:
            messages.success(request, take(form.cleaned_data))
            return redirect("record")
        except ValidationError as wrong:
            explain(form, wrong)
    return _page(request, **{name: form})


def _kept(request: HttpRequest) -> list[Petition]:
    """Return the petitions whose keeping whoever asks may see to."""
    every = Petition.objects.all()
    return [one for one in every if may(me(request), Right.DESTROY, one).allowed]


def _page(request: HttpRequest, **given: django_forms.Form) -> HttpResponse:
    heads = Checkpoint.objects.prefetch_related("cosignatures", "timestamps").order_by("-size")
    context = {
        "shown": shown_record(),
        "kept": page_of(request, _kept(request), ON_A_PAGE, "kept"),
        "earlier": page_of(request, heads, ON_A_PAGE, "earlier"),
        "name_witness": forms.NameWitness(),
        "cosign": forms.TakeCosignature(),
        "stamp": forms.TakeTimestamp(),
        "may_change_keys": _may_change_keys(request),
        "is_public": settings.SIGNING.public,
        **given,
    }
    return render(request, "checkpoints/record.html", context, status=422 if given else 200)


def _may_change_keys(request: HttpRequest) -> bool:
    return may(me(request), Right.CHANGE_RECORD_KEYS).allowed


def _said(wrong: RollcheckError | ValidationError) -> str:
    if isinstance(wrong, RollcheckError):
        return " ".join(one.message for one in wrong.problems)
    return " ".join(wrong.messages)


def _text(text: str, name: str, status: int = 200) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    return _as_file(answer, name)


def _as_file(answer: HttpResponse, name: str) -> HttpResponse:
    if name:
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
