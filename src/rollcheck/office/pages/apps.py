"""The app of the layout."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Layout, errors and health."""

    name = "rollcheck.office.pages"
    label = "pages"
