"""The app of receiving."""

from importlib import import_module

from django.apps import AppConfig


class ReceivingConfig(AppConfig):
    """Boxes, sections, sheets, counts and scans."""

    name = "rollcheck.office.receiving"
    label = "receiving"

    def ready(self) -> None:
        """Make the acts of receiving known."""
        import_module("rollcheck.office.receiving.box_handlers")
        import_module("rollcheck.office.receiving.handlers")
        import_module("rollcheck.office.receiving.reopening")
        import_module("rollcheck.office.receiving.folder_of_scans")
        import_module("rollcheck.office.receiving.fixing")
        import_module("rollcheck.office.receiving.sheet_forms")
