"""The shape of the 2022 case: how many voters and lines of each kind, at any scale."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rollcheck.problems import Problem, RollcheckError

COUNTY = "Los Angeles"
NEIGHBOUR = "Orange"
CIRCULATION_FROM = date(2022, 1, 27)
CIRCULATION_TO = date(2022, 7, 6)
FILED_ON = date(2022, 7, 6)
SEED_DRAWN_ON = date(2022, 7, 8)

# Published: voters registered at the last report, and the number the proponents claimed.
REGISTERED = 5_668_569
CLAIMED = 5_438_400

LINES: Mapping[str, int] = MappingProxyType(
    {
        # Published by the Registrar on 15 August 2022.
        "valid": 520_050,
        "not_registered": 88_464,
        "duplicate": 43_593,
        "different_address": 32_187,
        "signature_mismatch": 9_490,
        "canceled": 7_344,
        "out_of_jurisdiction": 5_374,
        # Published only as a sum, "Other", 9,331; how it splits is assumed.
        "address_missing": 2_100,
        "illegible": 1_900,
        "registered_late": 1_600,
        "circulator_defect": 1_300,
        "date_missing": 900,
        "address_not_residence": 500,
        "not_own_hand": 481,
        "date_outside_circulation": 400,
        "withdrawn": 150,
    }
)
"""What the 715,833 lines were: ``valid`` or the reason they were not."""
RAW_COUNT = sum(LINES.values())

# Shares of the active voters, assumed: the public counts of 2022 do not say them.
OTHERS_ON_ROLL: Mapping[str, float] = MappingProxyType(
    {
        "inactive": 0.04,
        "canceled": 0.04,
        "pending": 0.004,
        "preregistered": 0.003,
        "confidential": 0.0005,
    }
)
NEIGHBOUR_SHARE = 0.05
LARGEST_SCALE = 10.0
SMALLEST_SCALE = 0.001
# A petition may be this much larger for its county than the case was.
_MOST_KEEN = 1.001


@dataclass(frozen=True, slots=True)
class Shape:
    """Exact numbers of one demo; ``voters`` by status, ``lines`` by what they truly are.

    ``scale`` is that of the roll.
    """

    scale: float
    registered: int
    claimed: int
    voters: Mapping[str, int]
    neighbours: int
    lines: Mapping[str, int]

    @property
    def raw_count(self) -> int:
        """How many lines there are."""
        return sum(self.lines.values())


def shape_at(scale: float, *, voters: int | None = None, lines: int | None = None) -> Shape:
    """Return the shape at a scale; parts are rounded so that they sum to the rounded whole.

    ``voters`` is another number of active voters, ``lines`` another number of lines, in the
    proportions of the case. Raises ``RollcheckError`` for a scale outside its bounds, or for
    numbers outside what these bounds come to, or for more lines than voters could write.
    """
    problems = [] if SMALLEST_SCALE <= scale <= LARGEST_SCALE else [_beyond("scale", 1)]
    of_roll = scale if voters is None else voters / REGISTERED
    of_lines = scale if lines is None else lines / RAW_COUNT
    if not SMALLEST_SCALE <= of_roll <= LARGEST_SCALE:
        problems.append(_beyond("voters", REGISTERED))
    if not SMALLEST_SCALE <= of_lines <= LARGEST_SCALE:
        problems.append(_beyond("lines", RAW_COUNT))
    if of_lines > of_roll * _MOST_KEEN:
        message = "so few voters do not write so many lines; choose more voters or fewer lines"
        problems.append(Problem("", None, "lines", "out_of_range", message))
    if problems:
        raise RollcheckError(problems)
    registered = round(REGISTERED * of_roll)
    others = {status: round(registered * share) for status, share in OTHERS_ON_ROLL.items()}
    return Shape(
        scale=of_roll,
        registered=registered,
        claimed=round(CLAIMED * of_roll),
        voters={"active": registered, **{k: max(v, 8) for k, v in others.items()}},
        neighbours=round(registered * NEIGHBOUR_SHARE),
        lines=_scaled(LINES, of_lines),
    )


def _beyond(name: str, unit: int) -> Problem:
    least, most = math.ceil(SMALLEST_SCALE * unit * 1000) / 1000, LARGEST_SCALE * unit
    message = f"choose {name} from {least:g} to {most:,.0f}"
    return Problem("", None, name, "out_of_range", message)


def _scaled(counts: Mapping[str, int], scale: float) -> dict[str, int]:
    """Scale counts by largest remainder."""
    exact = {key: count * scale for key, count in counts.items()}
    rounded = {key: int(value) for key, value in exact.items()}
    short = round(sum(counts.values()) * scale) - sum(rounded.values())
    by_remainder = sorted(exact, key=lambda key: rounded[key] - exact[key])
    for key in by_remainder[:short]:
        rounded[key] += 1
    return rounded
