"""Links to the other pages of a list that is shown a page at a time."""

from typing import Any

from django import template
from django.core.paginator import Page

register = template.Library()


@register.inclusion_tag("pages/turn.html", takes_context=True)
def turn(
    context: dict[str, Any],
    page: Page[Any],
    name: str = "page",
    path: str = "",
    *,
    newest_first: bool = False,
) -> dict[str, Any]:
    """Return what ``pages/turn.html`` shows; ``name`` as in ``page_of``.

    ``path`` is where the list stands, where a form that is shown again was sent elsewhere. A link
    keeps what else the address asks for, and leads to the element called ``name``. Of many pages
    the first two, the last two and those around this one have a link of their own.
    """
    query = context["request"].GET.copy()

    def link(number: int) -> str:
        query[name] = str(number)
        anchor = "" if name == "page" else f"#{name}"
        return f"{path}?{query.urlencode()}{anchor}"

    near = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=2)
    return {
        "page": page,
        "before": link(page.number - 1) if page.has_previous() else "",
        "after": link(page.number + 1) if page.has_next() else "",
        "numbers": [(one, link(one) if isinstance(one, int) else "") for one in near],
        "newest_first": newest_first,
    }
