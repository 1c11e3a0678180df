"""Signing in, as an office wants it: nobody signs up; what changes a person is an act."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.record.events.people import PasswordSet


class OfficeAdapter(DefaultAccountAdapter):
    """Accounts: added by an administrator alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are added by an administrator."""
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Keep a new password's hash, as an act of its owner."""
        user.set_password(password)
        act(PasswordSet(user.code), by=user, aside=user.password)


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """An office's own directory: it says who somebody is, the administrator whether they work here.

    Somebody signs in through it when an administrator added them under the name that the directory
    gives as ``preferred_username``.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: people are added by an administrator."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the directory's account to the person whom an administrator added, once.

        Another account that takes the same name later is not that person's.
        """
        if sociallogin.is_existing:
            return
        person = Person.objects.filter(username=sociallogin.user.username, is_active=True).first()
        if person is None or SocialAccount.objects.filter(user=person).exists():
            return
        # Not by ``connect``: it saves the person, and only acts do.
        sociallogin.user = sociallogin.account.user = person
        sociallogin.account.save()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, whose secrets are kept encrypted under the office's own."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _seal().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret from the database."""
        return _seal().decrypt(encrypted_text.encode("ascii")).decode()


def _seal() -> Fernet:
    key = hashlib.sha256(b"second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
