"""The app of checkpoints."""

from importlib import import_module

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    """Signed heads of the record."""

    name = "rollcheck.office.checkpoints"
    label = "checkpoints"

    def ready(self) -> None:
        """Make the acts and the daily signing known."""
        import_module("rollcheck.office.checkpoints.handlers")
        import_module("rollcheck.office.checkpoints.daily")
