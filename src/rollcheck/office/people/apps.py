"""The app of people and rights."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, roles and rights."""

    name = "rollcheck.office.people"
    label = "people"

    def ready(self) -> None:
        """Make the acts on people known, and log who signs in and out."""
        import_module("rollcheck.office.people.handlers")
        import_module("rollcheck.office.people.signing_in")
