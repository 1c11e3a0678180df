"""Lines to candidates with evidence, and duplicates: one plan of block, compare, weigh, rank."""

from rollcheck.matching.outcomes import OUTCOMES
from rollcheck.matching.rules import Rules

__all__ = ["OUTCOMES", "Rules"]
