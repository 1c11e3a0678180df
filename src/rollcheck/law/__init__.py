"""The law: statutes as data and the arithmetic on them. Pure, exact, without a clock.

``rule_set`` finds a place's rules for a day; the questions ``required``, ``sample``,
``project``, ``decide`` and ``deadlines`` answer with a ``Computation``: values, the steps to them
with rule and citation, and warnings. Each question states what it raises.
"""

from rollcheck.law.catalogue import forms, identifiers, rule_set
from rollcheck.law.computation import Computation, Step
from rollcheck.law.counting import DECISIONS
from rollcheck.law.examples import example_problems
from rollcheck.law.fields import GOVERNING_DATES, MARKS, Field
from rollcheck.law.formulas import numbers_used
from rollcheck.law.full_check import decide
from rollcheck.law.last_days import deadlines
from rollcheck.law.load import load_rule_set
from rollcheck.law.projection import project
from rollcheck.law.reasons import REASONS, Reason
from rollcheck.law.requirement import required
from rollcheck.law.rule_set import EVENTS, Deadline, RuleSet, form_on
from rollcheck.law.sample_stage import sample

__all__ = [
    "DECISIONS",
    "EVENTS",
    "GOVERNING_DATES",
    "MARKS",
    "REASONS",
    "Computation",
    "Deadline",
    "Field",
    "Reason",
    "RuleSet",
    "Step",
    "deadlines",
    "decide",
    "example_problems",
    "form_on",
    "forms",
    "identifiers",
    "load_rule_set",
    "numbers_used",
    "project",
    "required",
    "rule_set",
    "sample",
]
