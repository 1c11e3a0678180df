"""Snapshots opened for look-up: once in a process, their files mapped."""

from functools import lru_cache
from pathlib import Path

from rollcheck.roll import Lookup, open_lookup

OPEN_AT_ONCE = 4
"""Snapshots kept open in a process: their indexes are mapped, so each costs next to nothing."""


@lru_cache(maxsize=OPEN_AT_ONCE)
def opened_roll(snapshot: Path) -> Lookup:
    """Return the look-up of a snapshot's folder. Raises ``RollcheckError`` as ``open_lookup``."""
    return open_lookup(snapshot)
