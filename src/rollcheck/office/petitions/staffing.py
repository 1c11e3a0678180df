"""What a policy of several eyes costs: people needed to check every line in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many looks at a line a policy takes in all, and the people it needs at once.

    ``looks`` counts first looks and second ones; ``people`` is rounded up.
    """

    looks: int
    hours: int
    people: int


def staffing(
    lines: int,
    invalid: Decimal,
    people_per_rejection: Decimal,
    *,
    minutes: Decimal,
    hours_a_day: Decimal,
    days: int,
) -> Staffing:
    """Forecast the staff for ``lines`` lines of which the share ``invalid`` is rejected.

    Every line takes one look; a rejected one ``people_per_rejection`` in all. ``minutes`` is what a
    look takes, ``hours_a_day`` what a person gives to lines on each of ``days`` days.
    """
    looks = Decimal(lines) * (1 + invalid * (people_per_rejection - 1))
    hours = looks * minutes / 60
    return Staffing(_up(looks), _up(hours), _up(hours / (hours_a_day * days)))


def people_per_rejection(people: Mapping[str, int], shares: Mapping[str, Decimal]) -> Decimal:
    """Return how many people a rejection takes on average.

    ``people`` by reason; ``shares`` are how often each reason is given, equally often where none
    of them is known.
    """
    known = {reason: share for reason, share in shares.items() if reason in people}
    weights = known if sum(known.values()) else dict.fromkeys(people, Decimal(1))
    total = sum(weights.values(), Decimal())
    return sum((people[one] * weight for one, weight in weights.items()), Decimal()) / total


def _up(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))
