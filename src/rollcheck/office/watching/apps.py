"""The app of watching; it keeps nothing of its own."""

from django.apps import AppConfig


class WatchingConfig(AppConfig):
    """Watching a petition's check."""

    name = "rollcheck.office.watching"
    label = "watching"
