"""Labels with barcodes, to print and stick on boxes, sections and sheets."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from rollcheck.office.receiving import forms
from rollcheck.office.receiving.asked import received
from rollcheck.sampling.barcode import code128_svg

BOX = "B{:05d}"
SECTION = "{:05d}"


@dataclass(frozen=True, slots=True)
class Label:
    """A label: what it says, and the same as bars."""

    text: str
    bars: SafeString


@require_safe
def labels(request: HttpRequest, code: str) -> HttpResponse:
    """Show labels as they are printed."""
    about = received(request, code)
    form = forms.Labels(request.GET or None)
    texts: list[str] = []
    if request.GET and form.is_valid():
        given = form.cleaned_data
        numbers = range(given["first"], given["first"] + given["count"])
        texts = [_text(given["kind"], given["section"], number) for number in numbers]
    found = [Label(text, _bars(text)) for text in texts]
    context = {"petition": about, "form": form, "labels": found}
    return render(request, "receiving/labels.html", context, status=422 if form.errors else 200)


def _text(kind: str, section: str, number: int) -> str:
    if kind == "box":
        return BOX.format(number)
    return SECTION.format(number) if kind == "section" else f"{section}/{number}"


def _bars(text: str) -> SafeString:
    # The text is ours: digits, letters, a slash; the picture is hidden from readers that read it.
    return mark_safe(code128_svg(text, height=48))  # noqa: S308
