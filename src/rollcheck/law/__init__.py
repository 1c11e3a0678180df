"""The law: statutes as data and the arithmetic on them. Pure, exact, without a clock.

``rule_set`` finds a place's rules for a day; the questions ``required``, ``sample``,
``project`` and ``decide`` answer with a ``Computation``: values, the steps to them
with rule and citation, and warnings. Each question states what it raises.
"""

from rollcheck.law.catalogue import forms, identifiers, rule_set
from rollcheck.law.computation import Computation, Step
from rollcheck.law.counting import DECISIONS
from rollcheck.law.fields import MARKS, Field
from rollcheck.law.full_check import decide
from rollcheck.law.load import load_rule_set
from rollcheck.law.projection import project
from rollcheck.law.reasons import REASONS, Reason
from rollcheck.law.requirement import required
from rollcheck.law.rule_set import Deadline, RuleSet
from rollcheck.law.sample_stage import sample

__all__ = [
    "DECISIONS",
    "MARKS",
    "REASONS",
    "Computation",
    "Deadline",
    "Field",
    "Reason",
    "RuleSet",
    "Step",
    "decide",
    "forms",
    "identifiers",
    "load_rule_set",
    "project",
    "required",
    "rule_set",
    "sample",
]
