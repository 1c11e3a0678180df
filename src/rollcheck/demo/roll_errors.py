"""What is wrong on the roll itself: misspelt and former names, people who are on it twice."""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from rollcheck.demo.households import NONE, SPOUSE, People
from rollcheck.demo.names import NameTables
from rollcheck.demo.registrations import ADULT, START, STATUSES, STAYED, UNKNOWN, Registrations

# Assumed shares of voters. Nobody publishes them; list maintenance finds each of these.
_FIRST_MISSPELT = 0.004
_LAST_MISSPELT = 0.005
_SWAPPED = 0.0015
_SWAPPED_WHERE_FAMILY_FIRST = 0.008
_REGISTERED_TWICE = 0.003
_TWICE_AT_HOME = 0.55
# Of wives who share the surname of their husbands, those whom the roll has under their own.
_FORMER_NAME = 0.025

Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RollErrors:
    """One entry per voter.

    ``first_misspelt``, ``last_misspelt`` and ``swapped`` tell what the roll has of the name;
    ``former_last`` is the surname there where it is an earlier one, else NONE. ``second`` is
    the row of a second registration of the same person, else NONE; ``is_second`` marks those.
    """

    first_misspelt: Flags
    last_misspelt: Flags
    swapped: Flags
    former_last: Ints
    second: Index
    is_second: Flags

    def names(self) -> npt.NDArray[np.str_]:
        """Return for each voter the errors in the name on the roll, ``;`` between them."""
        marks = {
            "misspelt": self.first_misspelt | self.last_misspelt,
            "swapped": self.swapped,
            "former_name": self.former_last != NONE,
        }
        together = np.zeros(len(self.swapped), dtype=np.int8)
        for bit, flags in enumerate(marks.values()):
            together |= flags.astype(np.int8) << bit
        told = [
            ";".join(name for bit, name in enumerate(marks) if mark >> bit & 1)
            for mark in range(1 << len(marks))
        ]
        return np.array(told)[together]


def err(
    rng: np.random.Generator, tables: NameTables, people: People, on_roll: Registrations
) -> RollErrors:
    """Choose which voters the roll has wrong."""
    voters = len(people)
    lot = rng.random(voters)
    family_first = tables.family_first[people.last]
    wife = (people.role == SPOUSE) & ~people.male & (people.second_last == NONE)
    former = wife & (rng.random(voters) < _FORMER_NAME)
    second = _second_registrations(rng, people, on_roll)
    is_second = np.zeros(voters, dtype=bool)
    is_second[second[second != NONE]] = True
    return RollErrors(
        first_misspelt=lot < _FIRST_MISSPELT,
        last_misspelt=lot > 1 - _LAST_MISSPELT,
        swapped=rng.random(voters) < np.where(family_first, _SWAPPED_WHERE_FAMILY_FIRST, _SWAPPED),
        former_last=np.where(former, tables.draw_surnames(rng, people.group), NONE),
        second=second,
        is_second=is_second,
    )


def _second_registrations(
    rng: np.random.Generator, people: People, on_roll: Registrations
) -> Index:
    """Pair voters: the second of a pair becomes another registration of the first."""
    plain = (on_roll.status == STATUSES.index("active")) & (on_roll.moved == STAYED)
    plain &= (on_roll.since < START) & (on_roll.signed != UNKNOWN)
    able = rng.permutation(np.flatnonzero(plain))
    pairs = min(round(_REGISTERED_TWICE * len(people)), len(able) // 2)
    second = np.full(len(people), NONE, dtype=np.int64)
    second[able[:pairs]] = able[pairs : 2 * pairs]
    return second


def register_again(
    rng: np.random.Generator, people: People, on_roll: Registrations, errors: RollErrors
) -> tuple[People, Registrations]:
    """Make of every second registration another one of the same person.

    It is at the same address or at one that the person has left; the middle name may be
    missing or an initial. Households keep their places.
    """
    first = np.flatnonzero(errors.second != NONE)
    second = errors.second[first]
    source = np.arange(len(people))
    source[second] = first
    again = People(**{one.name: getattr(people, one.name)[source] for one in fields(People)})
    without_middle = errors.is_second & (rng.random(len(people)) < 0.3)
    again = replace(
        again,
        home=people.home,
        middle=np.where(without_middle, NONE, again.middle),
        middle_initial=np.where(errors.is_second, people.middle_initial, again.middle_initial),
        accents=np.where(errors.is_second, people.accents, again.accents),
    )
    dwelling, signed, received, since = (
        getattr(on_roll, name).copy() for name in ("dwelling", "signed", "received", "since")
    )
    at_home = rng.random(len(first)) < _TWICE_AT_HOME
    dwelling[second[at_home]] = dwelling[first[at_home]]
    # Who was not of age when the other one signed did so on the day of the first registration.
    too_young = since[second] < again.born[second] + ADULT
    for days in (signed, received, since):
        days[second[too_young]] = days[first[too_young]]
    return again, replace(on_roll, dwelling=dwelling, signed=signed, received=received, since=since)
