"""Form fields in the design system's dress."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from rollcheck.office.people.roles import LABELS, Role

register = template.Library()

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    # The design system's own asks for files in English alone: the browser knows its reader.
    (forms.ClearableFileInput, "office-files"),
)


@register.filter
def dressed(field: BoundField) -> SafeString:
    """Return the field's widget with the class it has in the design system."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):
        return _choices(field, "checkbox" if widget.allow_multiple_selected else "radio")
    dress = next((name for kind, name in CLASSES if isinstance(widget, kind)), "usa-input")
    if field.errors:
        dress += " usa-input--error"
    return field.as_widget(attrs={"class": dress})


def _choices(field: BoundField, kind: str) -> SafeString:
    """Return a box to tick and its label for each choice."""
    boxes = list(field.subwidgets)
    for one in boxes:
        one.data["attrs"]["class"] = f"usa-{kind}__input"
    return format_html_join(
        "",
        '<div class="usa-{0}">{1}<label class="usa-{0}__label" for="{2}">{3}</label></div>',
        ((kind, one.tag(wrap_label=False), one.id_for_label, one.choice_label) for one in boxes),
    )


@register.filter
def is_box(field: BoundField) -> bool:
    """Tell whether the field is a single box to tick, whose label follows it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def role_label(role: Role) -> Promise:
    """Return a role's name in the reader's language."""
    return LABELS[role]
