"""The app of proposals."""

from importlib import import_module

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """What the matcher proposes."""

    name = "rollcheck.office.proposals"
    label = "proposals"

    def ready(self) -> None:
        """Make the act and the long work of matching known."""
        import_module("rollcheck.office.proposals.handlers")
        import_module("rollcheck.office.proposals.matching")
