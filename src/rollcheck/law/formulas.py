"""The named formulas that a rule file may call upon, and what each needs of the file.

A place whose arithmetic differs in numbers only is a file; one whose arithmetic differs in kind
adds a formula here. Nothing else in this folder knows a place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, TypeVar

from rollcheck.law import zones
from rollcheck.law.acceptable_pairs import acceptable_pairs
from rollcheck.law.computation import Step, Value
from rollcheck.law.counted import Counted
from rollcheck.law.distinct_signers import assumed_duplicates, found_duplicates
from rollcheck.law.number_or_percent import number_or_percent
from rollcheck.law.percent_of import (
    Required,
    fixed_number,
    percent_of_registered,
    percent_of_votes,
)
from rollcheck.law.projected import Projected
from rollcheck.law.proportion import deduct_and_proportion, proportion
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.value_of_each import value_of_each_signature

Function = TypeVar("Function", bound=Callable[..., object])
Requires = Callable[[RuleSet, Mapping[str, int]], Required]
Sizes = Callable[[RuleSet, int, int], tuple[int, tuple[Step, ...]]]
Projects = Callable[[RuleSet, int, Counted], Projected]


@dataclass(frozen=True, slots=True)
class Formula(Generic[Function]):
    """A named formula: what it needs, what it is given, itself.

    ``needs`` are fields of its section; of "a|b" one must be there. ``inputs`` are the numbers it
    cannot do without, ``optional`` those it may be given besides. ``sample_is`` are the numbers
    that make the sample together, where its rule counts the invalid lines of a sample: of valid
    and invalid one is then enough. ``means`` says of an input what it is where that is not what
    its name says of the sample.
    """

    needs: tuple[str, ...]
    inputs: tuple[str, ...]
    compute: Function
    optional: tuple[str, ...] = ()
    sample_is: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decides:
    """A named formula for a decision: what it needs, itself, its own values and steps.

    ``by_percent`` is whether it compares the projection with percents of the requirement, so
    that there are cut-offs in projected totals.
    """

    needs: tuple[str, ...]
    compute: Callable[[RuleSet, int, Counted, Fraction], str]
    values: Callable[[RuleSet, int, Counted], dict[str, Value]]
    steps: Callable[[RuleSet, int, Counted], tuple[Step, ...]]
    by_percent: bool = False


REQUIREMENTS: Mapping[str, Formula[Requires]] = MappingProxyType(
    {
        "percent-of-registered": Formula(
            ("bands|measures", "inactive_voters_counted"), ("registered",), percent_of_registered
        ),
        "percent-of-votes": Formula(("bands|measures",), ("votes_cast",), percent_of_votes),
        "fixed-number": Formula(("number|measures",), (), fixed_number),
    }
)
SAMPLE_SIZES: Mapping[str, Formula[Sizes]] = MappingProxyType(
    {"number-or-percent": Formula(("minimum|percent",), ("raw",), number_or_percent)}
)
SAMPLED = ("raw", "sample", "valid")
PROJECTIONS: Mapping[str, Formula[Projects]] = MappingProxyType(
    {
        "value-of-each-signature": Formula(
            (
                "share_rounding",
                "naive_rounding",
                "value_rounding",
                "weight_rounding",
                "duplicates_rounding",
            ),
            (*SAMPLED, "duplicates"),
            value_of_each_signature,
            ("withdrawn",),
        ),
        "proportion": Formula(
            ("share_rounding", "naive_rounding"),
            SAMPLED,
            proportion,
            ("invalid", "withdrawn"),
            sample_is=("valid", "invalid"),
        ),
        "deduct-and-proportion": Formula(
            ("share_rounding", "naive_rounding"),
            SAMPLED,
            deduct_and_proportion,
            ("invalid", "withdrawn"),
            means={"invalid": "the lines of the whole petition found ineligible by name"},
        ),
        "acceptable-pairs": Formula(
            ("naive_rounding", "allowance_factor", "pairs_factor", "root_digits"),
            (*SAMPLED, "duplicates"),
            acceptable_pairs,
            ("invalid", "withdrawn"),
            sample_is=("valid", "invalid", "duplicates"),
        ),
        "assumed-duplicates": Formula(
            (
                "share_rounding",
                "naive_rounding",
                "confidence_factor",
                "assumed_duplicates_percent",
                "root_digits",
            ),
            SAMPLED,
            assumed_duplicates,
            ("duplicates", "withdrawn"),
        ),
        "found-duplicates": Formula(
            ("naive_rounding", "weight_rounding"),
            (*SAMPLED, "duplicates"),
            found_duplicates,
            ("withdrawn",),
        ),
    }
)
DECISION_RULES: Mapping[str, Decides] = MappingProxyType(
    {
        "percent-of-requirement": Decides(
            (),
            zones.percent_of_requirement,
            zones.nothing_further,
            zones.nothing_to_explain,
            by_percent=True,
        ),
        "pairs-acceptable": Decides(
            (), zones.pairs_acceptable, zones.nothing_further, zones.nothing_to_explain
        ),
        "sampling-error": Decides(
            ("confidence_factor", "continuity", "root_digits"),
            zones.sampling_error,
            zones.error_zone_values,
            zones.error_zone_steps,
        ),
    }
)
