"""Lines to candidates with evidence, and duplicates: one plan of block, compare, weigh, rank."""

from rollcheck.matching.duplicates_compare import DUPLICATE_LEVELS
from rollcheck.matching.duplicates_groups import (
    DuplicateGroups,
    duplicate_groups,
    groups_of,
    namesakes,
)
from rollcheck.matching.labels import FIELD_LABELS, LEVEL_LABELS
from rollcheck.matching.matches import Matches, evidence_of
from rollcheck.matching.outcomes import OUTCOMES
from rollcheck.matching.plan import Engine, Means, match_lines, on_this_machine
from rollcheck.matching.prepared import prepare
from rollcheck.matching.rules import Rules
from rollcheck.matching.since import changes, made_from, open_earlier, since, taken_over
from rollcheck.matching.store import explain_line, proposals, refuse_existing, save_matches, summary
from rollcheck.matching.weights import load_weights

__all__ = [
    "DUPLICATE_LEVELS",
    "FIELD_LABELS",
    "LEVEL_LABELS",
    "OUTCOMES",
    "DuplicateGroups",
    "Engine",
    "Matches",
    "Means",
    "Rules",
    "changes",
    "duplicate_groups",
    "evidence_of",
    "explain_line",
    "groups_of",
    "load_weights",
    "made_from",
    "match_lines",
    "namesakes",
    "on_this_machine",
    "open_earlier",
    "prepare",
    "proposals",
    "refuse_existing",
    "save_matches",
    "since",
    "summary",
    "taken_over",
]
