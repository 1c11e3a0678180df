"""People's own words inside a sentence of the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def apart(words: object) -> SafeString:
    """Return words whose direction leaves the text around them as it stands.

    A name may be written from right to left, or hold marks that turn the direction: as HTML's
    ``bdi`` it is laid out by itself (Unicode Standard Annex 9, isolates).
    """
    return format_html("<bdi>{}</bdi>", words)
