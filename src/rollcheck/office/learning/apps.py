"""The app of learning."""

from importlib import import_module

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Practice before live work."""

    name = "rollcheck.office.learning"
    label = "learning"

    def ready(self) -> None:
        """Make the acts of passing and of planting known."""
        import_module("rollcheck.office.learning.handlers")
        import_module("rollcheck.office.learning.planting")
