"""Where the picture of a signature is."""

from django import template
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def signature(name: str) -> str:
    """Return the address of a signature of the practice set."""
    return static(f"learning/signatures/{name}.png")
