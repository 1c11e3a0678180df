"""Long lists, a page at a time."""

from typing import TYPE_CHECKING, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.core.paginator import _SupportsPagination

Row = TypeVar("Row")


def page_of(
    request: HttpRequest, rows: "_SupportsPagination[Row]", each: int, name: str = "page"
) -> Page[Row]:
    """Return the page of ``rows`` that the address asks for, or the nearest that there is.

    ``rows`` are a query or a list; ``each`` of them stand on a page. ``name`` is what the address
    calls it, where a page of the office has several lists.
    """
    return Paginator(rows, each).get_page(request.GET.get(name))
