"""What was counted in a sample, checked before anything is computed from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rollcheck.problems import Problem, raise_if_any

# Above it numpy draws no hypergeometric numbers; no petition comes near.
LARGEST = 10**9 - 1


@dataclass(frozen=True, slots=True)
class SampleCounts:
    """A sample's counts: all in lines, under the conventions of 2 CCR 20531 and Goodman (1949).

    ``valid`` leaves the second copy of a voter out; ``duplicates`` counts those second copies,
    and only where both copies are in the sample. ``copies[k]`` voters have k lines in the sample,
    k from 3: of each k - 1 are among the duplicates, which are pairs otherwise.
    """

    raw: int
    sample: int
    valid: int
    duplicates: int
    copies: Mapping[int, int] = field(default_factory=dict)

    @property
    def valid_lines(self) -> int:
        """Lines of a voter who may sign, both copies counted."""
        return self.valid + self.duplicates

    @property
    def voters_seen(self) -> tuple[int, ...]:
        """Voters seen 0 (always 0), 1, 2, ... times in the sample."""
        further = sum((k - 1) * voters for k, voters in self.copies.items())
        pairs = self.duplicates - further
        often = [self.copies.get(k, 0) for k in range(3, max(self.copies, default=2) + 1)]
        return (0, self.valid - pairs - sum(often), pairs, *often)


def sample_counts(
    *,
    raw: int,
    sample: int,
    valid: int,
    duplicates: int,
    copies: Mapping[int, int] | None = None,
) -> SampleCounts:
    """Return the counts, or raise ``RollcheckError`` with everything that cannot be."""
    numbers = {"raw": raw, "sample": sample, "valid": valid, "duplicates": duplicates}
    problems = [
        impossible(name, f"{name} is {value:,}; give a number from 0 to {LARGEST:,}")
        for name, value in numbers.items()
        if not 0 <= value <= LARGEST
    ]
    if not problems:
        problems = _contradictions(raw, sample, valid, duplicates)
        problems += _of_the_copies(valid, duplicates, copies or {})
    raise_if_any(problems)
    return SampleCounts(raw, sample, valid, duplicates, dict(sorted((copies or {}).items())))


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


def _of_the_copies(valid: int, duplicates: int, copies: Mapping[int, int]) -> list[Problem]:
    if any(k < 3 or voters < 0 for k, voters in copies.items()):
        message = "write voters with 3 lines or more in the sample, such as 4:1, from 0 voters up"
        return [impossible("copies", message)]
    further = sum((k - 1) * voters for k, voters in copies.items())
    pairs = duplicates - further
    if not further or (pairs >= 0 and sum(copies.values()) + pairs <= valid):
        return []
    message = (
        f"voters seen three times or more make {further:,} second and further copies, and "
        f"{duplicates:,} duplicates and {valid:,} valid lines were given; a voter seen three times "
        "is 1 valid line and 2 duplicates"
    )
    return [impossible("copies", message)]


def impossible(name: str, message: str) -> Problem:
    """Return the problem of a number called ``name`` that cannot be."""
    return Problem("", None, name, "impossible", message)
