"""The app of duplicates."""

from importlib import import_module

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """Groups of lines that may be one person's, and what people settled of them."""

    name = "rollcheck.office.duplicates"
    label = "duplicates"

    def ready(self) -> None:
        """Make the acts and the long work of duplicates known."""
        import_module("rollcheck.office.duplicates.handlers")
        import_module("rollcheck.office.duplicates.finding")
