"""Where the picture of a signature is, and how a voter stands on the roll."""

from django import template
from django.templatetags.static import static

from rollcheck.office.review.wording import STATUSES

register = template.Library()


@register.simple_tag
def signature(name: str) -> str:
    """Return the address of a signature of the practice set."""
    return static(f"learning/signatures/{name}.png")


@register.filter
def status_said(status: str) -> str:
    """Return how a voter of a case stands on the roll, in words, and since which day."""
    code, _space, day = status.partition(" ")
    return f"{STATUSES[code]} {day}".strip()
