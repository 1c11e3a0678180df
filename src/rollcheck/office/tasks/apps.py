"""The app of long work."""

from importlib import import_module

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Tasks and their progress."""

    name = "rollcheck.office.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Make the acts on tasks known."""
        import_module("rollcheck.office.tasks.handlers")
