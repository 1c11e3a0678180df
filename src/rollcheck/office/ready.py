"""Making an office ready to work: its folder, settings, database brought up to date, its key."""

import os
from collections.abc import Mapping
from importlib import import_module

import django
from django.core.management import call_command

from rollcheck.office.place import OfficePlace, make_place, place_of

SETTINGS = "rollcheck.office.settings"


def make_ready(environment: Mapping[str, str] | None = None) -> OfficePlace:
    """Make the folder, load the settings and migrate the database; return where the office is.

    Its record gets the key that signs it, if it has none.
    Settings are read from the process's own environment, so one process serves one office.
    Raises ``RollcheckError`` as ``make_place`` does, and where others may read the record's key.
    """
    os.environ.update(environment or {})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    place = place_of(os.environ)
    os.umask(0o077)  # Whatever this process writes is for its owner alone.
    make_place(place)
    django.setup()
    # Loaded here, as the record below: they want the settings first.
    with import_module("rollcheck.office.acts.upgrading").keeping_triggers():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    import_module("rollcheck.office.checkpoints.heads").open_record()
    return place
