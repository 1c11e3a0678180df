"""A box in a form: typed or read from its label, with those offered that fit, however many."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Box

OFFERED = 20
"""So many boxes are offered at once; more letters find the others."""


def boxes_like(petition: Petition, written: str) -> list[Box]:
    """Return the boxes whose code holds what is written, those that came last first."""
    found = petition.boxes.filter(code__icontains=written) if written else petition.boxes.all()
    return list(found.order_by("-pk")[:OFFERED])


class BoxInput(forms.TextInput):
    """A field to type in, with a list that the page asks for anew as one types."""

    template_name = "receiving/box_input.html"
    boxes: tuple[Box, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what fills the template: the field, and the boxes that are offered at first."""
        return {**super().get_context(name, value, attrs), "boxes": self.boxes}


class BoxField(forms.CharField):
    """The code of a box of one petition; its value is the box, or None."""

    widget: BoxInput = BoxInput()  # Django copies it for each form.

    def of(self, petition: Petition) -> None:
        """Take boxes of this petition, and offer them."""
        self.petition = petition
        self.widget.boxes = tuple(boxes_like(petition, ""))
        self.widget.attrs |= {
            "autocomplete": "off",
            "list": "boxes-offered",
            "hx-get": reverse("receive_boxes", args=[petition.code]),
            "hx-trigger": "input changed delay:150ms",
            "hx-target": "#boxes-offered",
        }

    def prepare_value(self, value: Any) -> Any:
        """Return the code of a box."""
        return value.code if isinstance(value, Box) else value

    def clean(self, value: Any) -> Box | None:
        """Return the box with this code."""
        code = super().clean(value)
        if not code:
            return None
        box = self.petition.boxes.filter(code__iexact=code).order_by("pk").first()
        if box is None:
            raise forms.ValidationError(
                _("No box of this petition is called so. Receive it first, or look at its label.")
            )
        return box
