"""The app of petitions."""

from importlib import import_module

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Petitions and what their law says of them."""

    name = "rollcheck.office.petitions"
    label = "petitions"

    def ready(self) -> None:
        """Make the acts on petitions known."""
        import_module("rollcheck.office.petitions.handlers")
