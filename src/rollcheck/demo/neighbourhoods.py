"""A neighbourhood: dwellings, the voters who live there, and people who are not on the roll.

The roll is made one neighbourhood after another, each from a seed of its own, so that the whole
county never has to be in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from rollcheck.demo.dwellings import Dwellings, make_dwellings
from rollcheck.demo.households import CHILD, NONE, People, household_sizes, settle_people
from rollcheck.demo.names import NameTables
from rollcheck.demo.places import Places
from rollcheck.demo.registrations import TODAY, Registrations, register
from rollcheck.demo.roll_errors import RollErrors, err, register_again

_EMPTY_DWELLINGS = 0.12
# Assumed: of signers who are not on the roll, those who live with somebody who is, and those
# of them who share the surname.
_WITH_VOTERS = 0.4
_KIN = 0.6
# How far from its own kind of zip code a household may live: groups of names cluster, loosely.
_SCATTER = 1.0

Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Neighbourhood:
    """People and where they live; the first ``len(registrations)`` people are the voters.

    ``dwelling`` indexes ``dwellings`` for each person; ``errors`` says what the roll has wrong.
    ``lookalike`` is for each stranger a voter of the same home, else -1.
    """

    people: People
    dwelling: Index
    dwellings: Dwellings
    registrations: Registrations
    errors: RollErrors
    lookalike: Index


def make_neighbourhood(
    rng: np.random.Generator,
    tables: NameTables,
    places: Places,
    part: tuple[int, int],
    statuses: Mapping[str, int],
    strangers: int,
) -> Neighbourhood:
    """Make exactly as many voters of each status, and ``strangers`` who are not on the roll.

    They live along the streets of one ``part`` (m, n) of n, all over the county.
    """
    voters = sum(statuses.values())
    kinds, sizes = household_sizes(rng, voters)
    people = _first(settle_people(rng, tables, kinds, sizes, TODAY), voters)
    homes = len(sizes)
    count = round((homes + strangers) * (1 + _EMPTY_DWELLINGS)) + 8
    dwellings = make_dwellings(rng, places, count, part)
    inhabited, empty = _settle(rng, dwellings, people, homes)
    dwelling = inhabited[people.home]
    elsewhere = (dwellings.near(rng, dwelling), dwellings.far(rng, voters))
    registrations, born = register(rng, people, dwelling, elsewhere, statuses)
    people = replace(people, born=born)
    errors = err(rng, tables, people, registrations)
    people, registrations = register_again(rng, people, registrations, errors)
    newcomers, where, hosts = _strangers(rng, tables, people, dwelling, empty, strangers)
    return Neighbourhood(
        people=_joined(people, newcomers),
        dwelling=np.concatenate([dwelling, where]),
        dwellings=dwellings,
        registrations=registrations,
        errors=errors,
        lookalike=hosts,
    )


def _settle(
    rng: np.random.Generator, dwellings: Dwellings, people: People, homes: int
) -> tuple[Index, Index]:
    """Return the dwelling of each household and those that stay empty.

    Households 2n and 2n + 1 get dwellings next to each other, in zip codes that suit them.
    """
    pairs = rng.permutation(len(dwellings) // 2)
    needed = (homes + 1) // 2
    inhabited, empty = pairs[:needed], pairs[needed:]
    group = np.zeros(2 * needed, dtype=np.int32)
    group[people.home] = people.group
    suits = group[::2] + _SCATTER * rng.standard_normal(needed)
    leaning = dwellings.places.leaning[dwellings.zips(2 * inhabited)]
    by_leaning = inhabited[np.argsort(leaning, kind="stable")]
    settled = np.empty(needed, dtype=np.int64)
    settled[np.argsort(suits, kind="stable")] = by_leaning
    return _both(settled)[:homes], _both(empty)


def _both(pairs: Index) -> Index:
    return np.stack([2 * pairs, 2 * pairs + 1], axis=1).ravel()


def _strangers(
    rng: np.random.Generator,
    tables: NameTables,
    voters: People,
    dwelling: Index,
    empty: Index,
    count: int,
) -> tuple[People, Index, Index]:
    """Return people who are not on the roll, their dwellings, and a voter of their home or -1."""
    kinds, sizes = household_sizes(rng, max(count, 1))
    people = _first(settle_people(rng, tables, kinds, sizes, TODAY), count)
    homes = int(voters.home[-1]) + 1
    apart = empty[people.home % len(empty)]
    host = rng.integers(0, len(voters), count)
    inside = rng.random(count) < _WITH_VOTERS
    kin = inside & (rng.random(count) < _KIN)
    newcomers = replace(
        people,
        home=np.where(inside, voters.home[host], homes + people.home).astype(np.int32),
        role=np.where(inside, CHILD, people.role).astype(np.int8),
        last=np.where(kin, voters.last[host], people.last),
        second_last=np.where(
            kin, voters.second_last[host], np.where(inside, NONE, people.second_last)
        ),
    )
    return newcomers, np.where(inside, dwelling[host], apart), np.where(inside, host, -1)


def _first(people: People, count: int) -> People:
    return People(**{field.name: getattr(people, field.name)[:count] for field in fields(People)})


def _joined(one: People, other: People) -> People:
    return People(
        **{
            field.name: np.concatenate([getattr(one, field.name), getattr(other, field.name)])
            for field in fields(People)
        }
    )
