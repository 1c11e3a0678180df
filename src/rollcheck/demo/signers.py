"""Who of a neighbourhood signs, when, and which address they write."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollcheck.demo.neighbourhoods import Neighbourhood
from rollcheck.demo.registrations import (
    END,
    MOVED_BEFORE,
    START,
    STATUSES,
    STAYED,
    UNKNOWN,
    Registrations,
)

# Assumed: how readily each kind of voter signs, and how often kin sign at one table.
_INACTIVE_SIGN = 0.35
_CANCELED_LATER_SIGN = 0.5
_AT_HOME_SIGN = 0.55
_TOGETHER = 0.7
# Assumed: those who give another address than the roll has give an old one, or one close by.
_GIVE_OLD_ADDRESS = 0.6
_GIVE_NEAR_ADDRESS = 0.5

Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]

ON_ROLL_KINDS = (
    "registered_late",
    "in_force",
    "different_address",
    "canceled",
    "out_of_jurisdiction",
)


@dataclass(frozen=True)
class Quotas:
    """How many lines of each kind one neighbourhood supplies.

    ``in_force`` are lines of registered voters at their address: valid but for something else.
    """

    in_force: int = 0
    different_address: int = 0
    canceled: int = 0
    registered_late: int = 0
    out_of_jurisdiction: int = 0
    not_registered: int = 0


@dataclass(frozen=True)
class Signers:
    """One entry per line: the person, the dwelling written, the day, what the line truly is.

    ``kind`` names a field of ``Quotas``; ``moment`` orders lines: kin who sign together share
    it. ``settled`` is false where the roll's affidavit dates do not show whether the
    registration came in time.
    """

    person: Index
    dwelling: Index
    day: Ints
    kind: Words
    moment: Floats
    settled: Flags


def signing_days(rng: np.random.Generator, count: int) -> Ints:
    """Return days of signing: more towards the end of circulation, none on its last day."""
    return (START + (END - START) * rng.beta(1.7, 1.15, count)).astype(np.int32)


def choose_signers(
    rng: np.random.Generator, place: Neighbourhood, quotas: Quotas, keenness: Floats
) -> Signers:
    """Choose lines to fill the quotas; raise ``ValueError`` when there are too few voters.

    ``keenness`` says for each voter how much more readily than others they sign: a home goes
    by its keenest. People beyond the registrations are strangers to the roll: all of them sign.
    """
    day, moment = _occasions(rng, place)
    kind, person = _choose(rng, place, day, quotas, keenness)
    # Strangers have no registration; what is read at index 0 for them is never used.
    voter = np.where(kind == "not_registered", 0, person)
    suited = _suited_days(rng, kind, day[person], voter, place.registrations)
    on_that_day = day[: len(place.registrations)].copy()
    on_that_day[voter] = suited
    at_home = place.registrations.dwelling_on(on_that_day)[voter]
    options = [_other_addresses(rng, place, voter), place.dwelling[person]]
    stays = suited == day[person]
    return Signers(
        person=person,
        dwelling=np.select(
            [kind == "different_address", kind == "not_registered"], options, at_home
        ),
        day=suited,
        kind=kind,
        moment=np.where(stays, moment[person], suited + rng.random(len(suited))),
        settled=_settled(kind, suited, voter, place.registrations),
    )


def _occasions(rng: np.random.Generator, place: Neighbourhood) -> tuple[Ints, Floats]:
    """Return for each person the day and the moment they would sign; kin often together."""
    home = place.people.home
    households = int(home.max()) + 1
    together = rng.random(len(home)) < _TOGETHER
    day = np.where(together, signing_days(rng, households)[home], signing_days(rng, len(home)))
    within = np.where(together, rng.random(households)[home], rng.random(len(home)))
    return day.astype(np.int32), day + within


def _choose(
    rng: np.random.Generator, place: Neighbourhood, day: Ints, quotas: Quotas, keenness: Floats
) -> tuple[Words, Index]:
    """Return the kind and the person of each line."""
    voters = len(place.registrations)
    home = place.people.home[:voters]
    able = _able(rng, place.registrations, day[:voters])
    # Households in random order, those of their members who are not keen at the end.
    keen = rng.random(voters) < _AT_HOME_SIGN
    keenest = np.ones(int(home.max()) + 1)
    np.maximum.at(keenest, home, keenness)
    order = np.lexsort(((rng.exponential(1.0, len(keenest)) / keenest)[home], ~keen))
    free = ~place.errors.is_second
    kinds, chosen = [], []
    for kind in ON_ROLL_KINDS:
        wanted = getattr(quotas, kind)
        found = order[(able[kind] & free)[order]][:wanted]
        if len(found) < wanted:
            raise ValueError(f"too few voters for {kind}: {len(found)} of {wanted}")
        free[found] = False
        kinds.append(np.full(len(found), kind))
        chosen.append(found)
    strangers = np.arange(voters, len(place.people))
    kinds.append(np.full(len(strangers), "not_registered"))
    return np.concatenate(kinds), np.concatenate([*chosen, strangers])


def _able(rng: np.random.Generator, on_roll: Registrations, day: Ints) -> dict[str, Flags]:
    """Tell for each kind of line which voters could have written it."""
    status, since = on_roll.status, on_roll.since
    code = {name: status == STATUSES.index(name) for name in STATUSES}
    registered = on_roll.registered_by(day)
    new = (on_roll.moved == STAYED) & (on_roll.signed != UNKNOWN)
    new &= (since > START + 1) & (since < END - 1)
    lot = rng.random(len(status))
    in_force = code["active"] | code["confidential"] | (code["inactive"] & (lot < _INACTIVE_SIGN))
    canceled_later = code["canceled"] & (on_roll.canceled_on > day) & (lot < _CANCELED_LATER_SIGN)
    return {
        "registered_late": code["active"] & new,
        "in_force": ((in_force | canceled_later) & registered) | (code["active"] & new),
        "different_address": code["active"] & registered,
        "canceled": code["canceled"] & (on_roll.canceled_on < END - 1),
        "out_of_jurisdiction": code["active"] & registered,
    }


def _suited_days(
    rng: np.random.Generator, kind: Words, day: Ints, voter: Index, on_roll: Registrations
) -> Ints:
    """Move the day of signing to the side of the registration or cancellation it needs."""
    since, canceled = on_roll.since[voter], on_roll.canceled_on[voter]
    share = rng.random(len(day))
    after = since + share * (END - since)
    before = START + share * (since - START)
    after_cancellation = np.maximum(canceled + 1, START)
    new = (on_roll.moved[voter] == STAYED) & (since > day)
    late = kind == "registered_late"
    gone = (kind == "canceled") & (canceled >= day)
    options = [before, after, after_cancellation + share * (END - after_cancellation)]
    return np.asarray(
        np.select([late, (kind == "in_force") & new, gone], options, day), dtype=np.int32
    )


def _other_addresses(rng: np.random.Generator, place: Neighbourhood, voter: Index) -> Index:
    """Return an address that is not the voter's: the same for all who moved out of one home."""
    on_roll, dwellings = place.registrations, place.dwellings
    homes = np.arange(int(place.people.home.max()) + 1)
    start = rng.integers(0, len(dwellings), len(homes))
    start[place.people.home[: len(on_roll)]] = on_roll.dwelling
    near = dwellings.near(rng, start)
    near = np.where(
        rng.random(len(homes)) < _GIVE_NEAR_ADDRESS, near, dwellings.far(rng, len(homes))
    )
    old = (on_roll.moved[voter] == MOVED_BEFORE) & (rng.random(len(voter)) < _GIVE_OLD_ADDRESS)
    given = np.where(old, on_roll.old_dwelling[voter], near[place.people.home[voter]])
    # Another flat of the same building is the same address where the unit is ignored.
    at_home = on_roll.dwelling[voter]
    across = (at_home + len(dwellings) // 2) % len(dwellings)
    return np.where(dwellings.same_house(given, at_home), across, given)


def _settled(kind: Words, day: Ints, voter: Index, on_roll: Registrations) -> Flags:
    """Tell whether the dates on the roll show that the registration came in time, or late.

    An affidavit received by the day of signing was signed by then, too.
    """
    signed, received = on_roll.signed[voter], on_roll.received[voter]
    in_time = (received != UNKNOWN) & (received <= day)
    earlier = (on_roll.moved[voter] != STAYED) & (on_roll.old_signed[voter] <= day)
    settled = (kind == "not_registered") | (signed != UNKNOWN) | in_time | earlier
    return np.asarray(settled, dtype=bool)
