"""The app of backups; it has no tables."""

from importlib import import_module

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    """Backups."""

    name = "rollcheck.office.keeping"
    label = "keeping"

    def ready(self) -> None:
        """Make the act of making a backup known."""
        import_module("rollcheck.office.keeping.handlers")
