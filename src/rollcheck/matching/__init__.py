"""Lines to candidates with evidence, and duplicates: one plan of block, compare, weigh, rank."""

from rollcheck.matching.labels import FIELD_LABELS, LEVEL_LABELS
from rollcheck.matching.matches import Matches, evidence_of
from rollcheck.matching.outcomes import OUTCOMES
from rollcheck.matching.plan import Engine, Means, match_lines
from rollcheck.matching.prepared import prepare
from rollcheck.matching.rules import Rules
from rollcheck.matching.store import explain_line, refuse_existing, save_matches, summary
from rollcheck.matching.weights import load_weights

__all__ = [
    "FIELD_LABELS",
    "LEVEL_LABELS",
    "OUTCOMES",
    "Engine",
    "Matches",
    "Means",
    "Rules",
    "evidence_of",
    "explain_line",
    "load_weights",
    "match_lines",
    "prepare",
    "refuse_existing",
    "save_matches",
    "summary",
]
