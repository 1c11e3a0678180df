"""Form fields in the design system's dress."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from rollcheck.office.people.roles import LABELS, Role

register = template.Library()

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.ClearableFileInput, "usa-file-input"),
)


@register.filter
def dressed(field: BoundField) -> SafeString:
    """Return the field's widget with the class it has in the design system."""
    widget = field.field.widget
    dress = next((name for kind, name in CLASSES if isinstance(widget, kind)), "usa-input")
    if field.errors:
        dress += " usa-input--error"
    return field.as_widget(attrs={"class": dress})


@register.filter
def is_box(field: BoundField) -> bool:
    """Tell whether the field is a single box to tick, whose label follows it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def role_label(role: Role) -> Promise:
    """Return a role's name in the reader's language."""
    return LABELS[role]
