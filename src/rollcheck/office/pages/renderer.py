"""Every form is drawn by one template."""

from django.forms.renderers import DjangoTemplates


class OfficeForms(DjangoTemplates):
    """Draw forms as the design system does."""

    form_template_name = "pages/form.html"
