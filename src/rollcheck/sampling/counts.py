"""What was counted in a sample, checked before anything is computed from it."""

from dataclasses import dataclass

from rollcheck.problems import Problem, raise_if_any

# Above it numpy draws no hypergeometric numbers; no petition comes near.
LARGEST = 10**9 - 1


@dataclass(frozen=True, slots=True)
class SampleCounts:
    """A sample's counts: all in lines, under the conventions of 2 CCR 20531 and Goodman (1949).

    ``valid`` leaves the second copy of a voter out; ``duplicates`` counts those second copies,
    and only where both copies are in the sample.
    """

    raw: int
    sample: int
    valid: int
    duplicates: int

    @property
    def valid_lines(self) -> int:
        """Lines of a voter who may sign, both copies counted."""
        return self.valid + self.duplicates


def sample_counts(*, raw: int, sample: int, valid: int, duplicates: int) -> SampleCounts:
    """Return the counts, or raise ``RollcheckError`` with everything that cannot be."""
    numbers = {"raw": raw, "sample": sample, "valid": valid, "duplicates": duplicates}
    problems = [
        impossible(name, f"{name} is {value:,}; give a number from 0 to {LARGEST:,}")
        for name, value in numbers.items()
        if not 0 <= value <= LARGEST
    ]
    if not problems:
        problems = _contradictions(raw, sample, valid, duplicates)
    raise_if_any(problems)
    return SampleCounts(raw, sample, valid, duplicates)


def _contradictions(raw: int, sample: int, valid: int, duplicates: int) -> list[Problem]:
    problems = []
    if sample < 2:
        problems.append(impossible("sample", "a sample of fewer than 2 lines can show no pair"))
    if sample > raw:
        message = f"a sample of {sample:,} cannot come from {raw:,} lines; check both"
        problems.append(impossible("sample", message))
    if valid + duplicates > sample:
        message = (
            f"{valid:,} valid and {duplicates:,} second copies are more than the {sample:,} lines "
            "of the sample; the second copies are not among the valid"
        )
        problems.append(impossible("valid", message))
    if duplicates > valid:
        message = (
            f"{duplicates:,} second copies need as many first ones among the valid, and there are "
            f"{valid:,}; count only pairs with both copies in the sample"
        )
        problems.append(impossible("duplicates", message))
    return problems


def impossible(name: str, message: str) -> Problem:
    """Return the problem of a number called ``name`` that cannot be."""
    return Problem("", None, name, "impossible", message)
