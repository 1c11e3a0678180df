"""Signing in, recorded as acts."""

from typing import Any

from django.contrib.auth import signals
from django.dispatch import receiver
from django.http import HttpRequest

from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.record.events.people import SignedIn, SignInRefused


@receiver(signals.user_logged_in)
def _signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    methods = request.session.get("account_authentication_methods", [])
    means = ", ".join(str(one.get("method", "")) for one in methods)
    act(SignedIn(means or "session"), by=user)


@receiver(signals.user_login_failed)
def _failed(credentials: dict[str, Any], **_: Any) -> None:
    name = str(credentials.get("username", ""))[:150]
    act(SignInRefused("wrong name or password", name), by=None)
