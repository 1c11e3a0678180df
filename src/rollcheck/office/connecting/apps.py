"""The app of connections with the office's other systems."""

from importlib import import_module

from django.apps import AppConfig


class ConnectingConfig(AppConfig):
    """Reference signatures, changes of the roll, folders that the worker watches."""

    name = "rollcheck.office.connecting"
    label = "connecting"

    def ready(self) -> None:
        """Make the acts and the long work of connecting known."""
        for name in ("handlers", "taking_in", "changes", "watching"):
            import_module(f"rollcheck.office.connecting.{name}")
