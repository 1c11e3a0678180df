"""The shape of the 2022 case: how many voters and lines of each kind, at any scale."""

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


@dataclass(frozen=True, slots=True)
class Shape:
    """Exact numbers of one demo; ``voters`` by status, ``lines`` by what they truly are."""

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


def shape_at(scale: float) -> Shape:
    """Return the shape at a scale; parts are rounded so that they sum to the rounded whole.

    Raises ``RollcheckError`` for a scale outside its bounds.
    """
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        message = f"choose a scale from {SMALLEST_SCALE} to {LARGEST_SCALE:g}"
        raise RollcheckError([Problem("", None, "scale", "out_of_range", message)])
    registered = round(REGISTERED * scale)
    others = {status: round(registered * share) for status, share in OTHERS_ON_ROLL.items()}
    return Shape(
        scale=scale,
        registered=registered,
        claimed=round(CLAIMED * scale),
        voters={"active": registered, **{k: max(v, 8) for k, v in others.items()}},
        neighbours=round(registered * NEIGHBOUR_SHARE),
        lines=_scaled(LINES, scale),
    )


def _scaled(counts: Mapping[str, int], scale: float) -> dict[str, int]:
    """Scale counts by largest remainder."""
    exact = {key: count * scale for key, count in counts.items()}
    rounded = {key: int(value) for key, value in exact.items()}
    short = round(sum(counts.values()) * scale) - sum(rounded.values())
    by_remainder = sorted(exact, key=lambda key: rounded[key] - exact[key])
    for key in by_remainder[:short]:
        rounded[key] += 1
    return rounded
