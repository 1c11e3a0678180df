"""Pages before anybody has signed in: setting an office up, and setting a password by link."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rollcheck.office.acts.act import act
from rollcheck.office.people.forms import Found, NewPassword
from rollcheck.office.people.founding import found_office, founding_key
from rollcheck.office.people.links import person_of
from rollcheck.office.people.models import Person
from rollcheck.record.events.people import PasswordSet


@login_not_required
@never_cache
def found(request: HttpRequest) -> HttpResponse:
    """Set up the first administrator; gone once there is one."""
    if Person.objects.exists():
        raise Http404
    form = Found(request.POST or None)
    if request.method == "POST" and form.is_valid() and _founded(form):
        messages.success(request, _("This office is set up. Sign in with the name you chose."))
        return redirect("account_login")
    return render(request, "people/found.html", {"form": form})


def _founded(form: Found) -> bool:
    given = form.cleaned_data
    typed = given["key"].strip().encode()
    if not secrets.compare_digest(typed, founding_key().encode()):
        form.add_error("key", _("This is not the key that the server printed."))
        return False
    try:
        found_office(given["username"], given["full_name"], given["password"])
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return False
    except PermissionDenied:
        raise Http404 from None
    return True


@login_not_required
@never_cache
def set_password(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """Let whoever has a good link set the password of the person whom it is for."""
    person = person_of(name, token)
    if person is None:
        return render(request, "people/link_void.html", status=404)
    form = NewPassword(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        hashed = make_password(form.cleaned_data["password"])
        act(PasswordSet(person.code), by=person, aside=hashed)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("account_login")
    return render(request, "people/set_password.html", {"form": form, "person": person})
