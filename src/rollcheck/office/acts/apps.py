"""The app of acts."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """The log of acts and the guard on every other write."""

    name = "rollcheck.office.acts"
    label = "acts"
