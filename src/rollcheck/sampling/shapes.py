"""Petitions of any shape, and the counts that a random sample of one gives: exact and fast."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollcheck.problems import raise_if_any
from rollcheck.sampling.counts import LARGEST, impossible

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A petition: its lines, the valid ones (every copy counted), voters by number of copies.

    ``copies[k]`` voters have k lines each, k from 2; all other valid lines are single.
    """

    raw: int
    valid_lines: int
    copies: Mapping[int, int]

    @property
    def signers(self) -> int:
        """Different valid signers: what every estimator is after."""
        return self.valid_lines - sum((k - 1) * voters for k, voters in self.copies.items())

    @property
    def most_copies(self) -> int:
        """The largest number of lines that one voter has."""
        return max((k for k, voters in self.copies.items() if voters), default=1)


def petition_shape(raw: int, valid_lines: int, copies: Mapping[int, int]) -> Shape:
    """Return a shape, or raise ``RollcheckError`` with everything about it that cannot be."""
    problems = []
    if not 2 <= raw <= LARGEST:
        problems.append(impossible("raw", f"raw is {raw:,}; give a number from 2 to {LARGEST:,}"))
    if not 0 <= valid_lines <= raw:
        message = f"{valid_lines:,} valid lines of {raw:,}; give a share from 0 to 1"
        problems.append(impossible("valid_rate", message))
    for k, voters in copies.items():
        if k < 2 or voters < 0:
            message = f"{voters:,} voters with {k} lines each; write 3:100, from 2 copies and 0 up"
            problems.append(impossible("copies", message))
    taken = sum(k * voters for k, voters in copies.items())
    if not problems and taken > valid_lines:
        message = f"{taken:,} lines are copies, and only {valid_lines:,} lines are valid"
        problems.append(impossible("copies", message))
    raise_if_any(problems)
    return Shape(raw, valid_lines, dict(sorted(copies.items())))


def sample_shape(
    shape: Shape, sample: int, draws: int, randomness: np.random.Generator
) -> tuple[Counts, Counts]:
    """Draw ``draws`` samples; return valid lines in each, and voters seen j times as row j.

    The second array has a row for each j from 0 (left empty) to ``shape.most_copies``. Samples
    are without replacement: the lines in each class are hypergeometric, and so is every step of
    dealing a class's lines over its voters' first, second, ... copies.
    """
    classes = {k: k * voters for k, voters in shape.copies.items() if voters}
    single = shape.valid_lines - sum(classes.values())
    seen = np.zeros((shape.most_copies + 1, draws), dtype=np.int64)
    left_lines, left_sample = shape.raw, np.full(draws, sample, dtype=np.int64)
    for k, lines in {1: single, **classes}.items():
        taken = randomness.hypergeometric(lines, left_lines - lines, left_sample)
        left_lines, left_sample = left_lines - lines, left_sample - taken
        seen[: k + 1] += _dealt(lines // k, k, taken, randomness)
    seen[0] = 0
    return sample - left_sample, seen


def sample_pairs(
    raw: int, valid_lines: Counts, pairs: Counts, sample: int, randomness: np.random.Generator
) -> tuple[Counts, Counts]:
    """Draw one sample from each of many petitions; return its valid lines and complete pairs.

    Each petition has ``raw`` lines; ``valid_lines`` and ``pairs`` have one element a petition.
    """
    singles = valid_lines - 2 * pairs
    paired = randomness.hypergeometric(2 * pairs, raw - 2 * pairs, sample)
    single = randomness.hypergeometric(singles, raw - 2 * pairs - singles, sample - paired)
    first = randomness.hypergeometric(pairs, pairs, paired)
    both = randomness.hypergeometric(first, pairs - first, paired - first)
    return paired + single, both


def _dealt(voters: int, copies: int, lines: Counts, randomness: np.random.Generator) -> Counts:
    """Deal drawn lines over voters with that many copies; row j counts voters dealt j lines."""
    state = np.zeros((copies + 1, len(lines)), dtype=np.int64)
    state[0] = voters
    left = lines
    for copy in range(copies):
        column = randomness.hypergeometric(voters, voters * (copies - copy - 1), left)
        left = left - column
        others = np.full(len(lines), voters, dtype=np.int64)
        moved = np.zeros_like(state)
        for times in range(copy + 1):
            others = others - state[times]
            here = randomness.hypergeometric(state[times], others, column)
            column = column - here
            moved[times] -= here
            moved[times + 1] += here
        state += moved
    return state
