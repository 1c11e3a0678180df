"""Look-up: from what a person types, misspelt and in any order, to voters, ranked, with why."""

from rollcheck.roll.lookup.build import build_lookup
from rollcheck.roll.lookup.finder import Lookup, index_snapshot, open_lookup
from rollcheck.roll.lookup.hits import Hit, Reason, Shown

__all__ = ["Hit", "Lookup", "Reason", "Shown", "build_lookup", "index_snapshot", "open_lookup"]
