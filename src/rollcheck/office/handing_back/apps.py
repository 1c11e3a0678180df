"""The app of files that go back."""

from importlib import import_module

from django.apps import AppConfig


class HandingBackConfig(AppConfig):
    """Files of results."""

    name = "rollcheck.office.handing_back"
    label = "handing_back"

    def ready(self) -> None:
        """Make the acts and the long work known."""
        import_module("rollcheck.office.handing_back.handlers")
        import_module("rollcheck.office.handing_back.making")
