"""Voter-file layouts as data, import, normalisation, snapshots, history, look-up."""

from rollcheck.roll.drafting import Draft, draft_layout
from rollcheck.roll.engine import connect_engine
from rollcheck.roll.imports import import_roll
from rollcheck.roll.layout import Layout, layout_names, load_layout
from rollcheck.roll.lookup import Hit, Lookup, Reason, Shown, index_snapshot, open_lookup
from rollcheck.roll.normalise import install_normalisation
from rollcheck.roll.other_names import other_names
from rollcheck.roll.snapshot import Snapshot, open_snapshot
from rollcheck.roll.update import update_roll

__all__ = [
    "Draft",
    "Hit",
    "Layout",
    "Lookup",
    "Reason",
    "Shown",
    "Snapshot",
    "connect_engine",
    "draft_layout",
    "import_roll",
    "index_snapshot",
    "install_normalisation",
    "layout_names",
    "load_layout",
    "open_lookup",
    "open_snapshot",
    "other_names",
    "update_roll",
]
