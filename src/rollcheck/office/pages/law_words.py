"""What the law says, in the reader's language; where nobody translated it, marked as English.

A screen reader then reads each part in its own language (WCAG 2.2, 3.1.2). Citations stay as they
are.
"""

import re
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rollcheck.law import Reason
from rollcheck.law.language import ENGLISH, in_language, reason_in

DAY = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def told(text: str) -> str:
    """Return a text of the law in the reader's language; as it stands where it has no other."""
    return in_language(text, get_language() or ENGLISH) or text


def marked(text: str) -> SafeString:
    """Return a text of the law for a page, marked where it is not in the reader's language."""
    own = in_language(text, get_language() or ENGLISH)
    return cited(text) if own is None else format_html("{}", days_told(own))


def days_told(text: str) -> str:
    """Return a text with its days, such as 2022-07-06, as the rest of the page writes them."""
    return DAY.sub(_day_told, text)


def _day_told(found: re.Match[str]) -> str:
    try:
        return date_format(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def cited(citation: str) -> SafeString:
    """Return a citation for a page: it is in English."""
    return format_html('<span lang="en">{}</span>', citation) if citation else SafeString("")


def figure(value: str) -> SafeString:
    """Return what a step comes to: a number as the reader writes it, anything else in words."""
    if NUMBER.fullmatch(value):
        return format_html("{}", number_format(Decimal(value), force_grouping=True))
    return marked(value)


def step_called(name: str) -> SafeString:
    """Return what a step of the arithmetic is called."""
    return marked(name[:1].upper() + name[1:])


def reason_label(reason: Reason) -> str:
    """Return a reason's name: the office's own words, in another language those of the law."""
    return reason_in(reason.code, get_language() or ENGLISH) or reason.label
