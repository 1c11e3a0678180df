"""Shares, kappas, decisions and the one picture that needs a sum, for the page of watching."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

NOT_KNOWN = "–"
DECISIONS: dict[str, Promise] = {
    "sufficient": _("Sufficient"),
    "insufficient": _("Insufficient"),
    "insufficient_on_raw": _("Insufficient on the raw count"),
    "full_check": _("Every line must be checked"),
    "next_sample": _("Another sample must be drawn"),
}


@register.filter
def in_percent(rate: float | None) -> str:
    """Write a rate (0 to 1) in percent with one place."""
    return NOT_KNOWN if rate is None else f"{number_format(round(100 * rate, 1), 1)} %"


@register.filter
def two_places(value: Fraction | None) -> str:
    """Write a fraction with two places."""
    if value is None:
        return NOT_KNOWN
    return number_format(round(Decimal(value.numerator) / value.denominator, 2), 2)


@register.filter
def decision(code: str) -> Promise:
    """Return a decision in the reader's language."""
    return DECISIONS[code]


@register.simple_tag
def stacked(shares: Iterable[tuple[str, str]]) -> SafeString:
    """Draw shares (a name of a style, percent) one after the other in a box of 100 by 8."""
    begun, parts = Decimal(0), []
    for name, width in shares:
        parts.append((name, str(begun), width))
        begun += Decimal(width)
    drawn = '<rect class="watch-whole__{}" x="{}" width="{}" height="8"/>'
    return format_html("{}", format_html_join("", drawn, parts))
