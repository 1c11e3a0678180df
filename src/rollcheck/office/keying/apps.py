"""The app of keying."""

from importlib import import_module

from django.apps import AppConfig


class KeyingConfig(AppConfig):
    """Entries of lines, marks, and the text that stands."""

    name = "rollcheck.office.keying"
    label = "keying"

    def ready(self) -> None:
        """Make the acts and the long work of keying known."""
        import_module("rollcheck.office.keying.handlers")
        import_module("rollcheck.office.keying.further_forms")
        import_module("rollcheck.office.keying.taking_in")
