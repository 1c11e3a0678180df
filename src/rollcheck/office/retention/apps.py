"""The app of keeping and destroying."""

from importlib import import_module

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Retention, litigation holds, and destruction by two people."""

    name = "rollcheck.office.retention"
    label = "retention"

    def ready(self) -> None:
        """Make the acts known, and the long work."""
        import_module("rollcheck.office.retention.handlers")
        import_module("rollcheck.office.retention.destroying")
