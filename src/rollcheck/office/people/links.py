"""Links with which somebody sets a password: good once, for three days."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from rollcheck.office.people.models import Person


def password_link(person: Person) -> str:
    """Return the path of a link; it is void as soon as the password is set."""
    name = urlsafe_base64_encode(str(person.pk).encode())
    token = default_token_generator.make_token(person)
    return reverse("set_password", args=[name, token])


def person_of(name: str, token: str) -> Person | None:
    """Return whom a link is for, or None where it is not good (any more)."""
    try:
        number = int(urlsafe_base64_decode(name).decode("ascii"))
    except (ValueError, OverflowError):
        return None
    person = Person.objects.filter(pk=number, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        return None
    return person
