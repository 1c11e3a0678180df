"""The app of defects."""

from importlib import import_module

from django.apps import AppConfig


class DefectsConfig(AppConfig):
    """What a noted defect does to lines by the law, and how it is taken back."""

    name = "rollcheck.office.defects"
    label = "defects"

    def ready(self) -> None:
        """Make the acts on defects known."""
        import_module("rollcheck.office.defects.handlers")
