"""The app of snapshots."""

from importlib import import_module

from django.apps import AppConfig


class RollsConfig(AppConfig):
    """Snapshots of the roll."""

    name = "rollcheck.office.rolls"
    label = "rolls"

    def ready(self) -> None:
        """Make the act and the long work of importing known."""
        import_module("rollcheck.office.rolls.handlers")
        import_module("rollcheck.office.rolls.importing")
