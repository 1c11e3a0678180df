"""The law: statutes as data and the arithmetic on them. Pure, exact, without a clock.

``rule_set`` finds a place's rules for a day; the questions ``required``, ``sample``,
``project``, ``decide`` and ``deadlines`` answer with a ``Computation``: values, the steps to them
with rule and citation, and warnings. Each question states what it raises.
"""

from rollcheck.law.abbreviations import spelt_out
from rollcheck.law.by_county import county_sizes, project_counties
from rollcheck.law.catalogue import forms, identifiers, rule_set
from rollcheck.law.check import check_rule_file
from rollcheck.law.computation import Computation, Part, Step, Value
from rollcheck.law.counting import DECISIONS, DistrictMinimum
from rollcheck.law.district_counts import read_counts
from rollcheck.law.districts import District, least_by_district, minimum_for
from rollcheck.law.examples import example_problems
from rollcheck.law.fields import GOVERNING_DATES, MARKS, Field
from rollcheck.law.full_check import decide
from rollcheck.law.keeping import Kept, kept_until
from rollcheck.law.last_days import deadlines
from rollcheck.law.load import load_rule_set
from rollcheck.law.measures import for_measure
from rollcheck.law.projection import project
from rollcheck.law.questions import (
    FLAG_OF_EVENT,
    Takes,
    may_take,
    numbers_used,
    requirement_inputs,
    takes,
)
from rollcheck.law.raw_count import fails_on_raw
from rollcheck.law.reasons import REASONS, Reason
from rollcheck.law.requirement import required
from rollcheck.law.rule_set import EVENTS, Deadline, RuleSet, form_on
from rollcheck.law.sample_stage import sample
from rollcheck.law.schema import rule_file_schema

__all__ = [
    "DECISIONS",
    "EVENTS",
    "FLAG_OF_EVENT",
    "GOVERNING_DATES",
    "MARKS",
    "REASONS",
    "Computation",
    "Deadline",
    "District",
    "DistrictMinimum",
    "Field",
    "Kept",
    "Part",
    "Reason",
    "RuleSet",
    "Step",
    "Takes",
    "Value",
    "check_rule_file",
    "county_sizes",
    "deadlines",
    "decide",
    "example_problems",
    "fails_on_raw",
    "for_measure",
    "form_on",
    "forms",
    "identifiers",
    "kept_until",
    "least_by_district",
    "load_rule_set",
    "may_take",
    "minimum_for",
    "numbers_used",
    "project",
    "project_counties",
    "read_counts",
    "required",
    "requirement_inputs",
    "rule_file_schema",
    "rule_set",
    "sample",
    "spelt_out",
    "takes",
]
