"""The app of runs and what is published of them."""

from importlib import import_module

from django.apps import AppConfig


class CertifyingConfig(AppConfig):
    """Runs of what was decided here."""

    name = "rollcheck.office.certifying"
    label = "certifying"

    def ready(self) -> None:
        """Make the acts and the long work known."""
        import_module("rollcheck.office.certifying.handlers")
        import_module("rollcheck.office.certifying.making")
