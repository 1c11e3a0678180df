"""A place's projection as a statistician sees it: weights, and the interval they carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor
from types import MappingProxyType

from rollcheck.law import Computation, RuleSet, numbers_used, project
from rollcheck.sampling import Linear, SampleCounts, estimate, naive_estimator, sample_counts


@dataclass(frozen=True, slots=True)
class Intervals:
    """The 95 % intervals of both projections, in different valid signers, outward to wholes.

    The naive one is about its own expectation: it knows nothing of voters with one copy
    outside the sample.
    """

    naive: tuple[int, int]
    projected: tuple[int, int]


def intervals(
    rules: RuleSet,
    *,
    raw: int,
    sample: int,
    valid: int,
    duplicates: int,
    copies: Mapping[int, int] = MappingProxyType({}),
) -> Intervals | None:
    """Return the intervals of a finished sample's projections.

    ``copies[k]`` voters have k lines in the sample, k from 3; the duplicates are pairs otherwise.
    ``None`` where people called more lines second copies than there are first ones: such counts
    contradict each other, and no interval follows from them.
    """
    if duplicates > valid or sample < 2:
        return None
    counts = sample_counts(
        raw=raw, sample=sample, valid=valid, duplicates=duplicates, copies=copies
    )
    corrected, _ = statutory_projection(rules, counts, None)
    return Intervals(
        _interval("naive", counts, naive_estimator(raw, sample)),
        _interval("statutory", counts, corrected),
    )


def _interval(name: str, counts: SampleCounts, estimator: Linear) -> tuple[int, int]:
    found = estimate(name, counts, estimator)
    return floor(found.low), ceil(found.high)


def statutory_projection(
    rules: RuleSet, counts: SampleCounts, required: int | None
) -> tuple[Linear, Computation]:
    """Return the law's answer to a sample, and its projection as a linear estimator.

    The weights of a valid line and of a duplicate are measured by asking the law about other
    counts; the offset makes the estimator agree with the law's rounded answer to these.
    """
    answer = _asked(
        rules,
        raw=counts.raw,
        sample=counts.sample,
        valid=counts.valid,
        duplicates=counts.duplicates,
        required=required,
    )
    measured = measured_projection(rules, counts.raw, counts.sample)
    plain = measured.per_line * counts.valid_lines - measured.per_pair * counts.duplicates
    offset = _projected(answer) - plain
    return Linear(measured.per_line, measured.per_pair, offset), answer


def measured_projection(rules: RuleSet, raw: int, sample: int) -> Linear:
    """Return the law's projection as weights, without its roundings of a line or so."""

    def projected(valid: int, duplicates: int) -> float:
        return _projected(_asked(rules, raw=raw, sample=sample, valid=valid, duplicates=duplicates))

    half = sample // 2
    per_valid = (projected(sample, 0) - projected(0, 0)) / sample
    per_duplicate = (projected(half, 0) - projected(half, half)) / half
    return Linear(per_valid, per_valid + per_duplicate)


def _asked(
    rules: RuleSet,
    *,
    raw: int,
    sample: int,
    valid: int,
    duplicates: int,
    required: int | None = None,
) -> Computation:
    """Ask the law, without the duplicates where the place takes none off."""
    used = numbers_used(rules, "project")
    return project(
        rules,
        raw=raw,
        sample=sample,
        valid=valid,
        duplicates=duplicates if "duplicates" in used else 0,
        required=required,
    )


def _projected(answer: Computation) -> float:
    value = answer.values["projected_valid"]
    if not isinstance(value, int):
        raise TypeError("projected_valid is no whole number")
    return float(value)
