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

_EMPTY_DWELLINGS = 0.12
# Assumed: of signers who are not on the roll, those who live with somebody who is, and those
# of them who share the surname.
_WITH_VOTERS = 0.4
_KIN = 0.6

Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Neighbourhood:
    """People and where they live; the first ``len(registrations)`` people are the voters.

    ``dwelling`` indexes ``dwellings`` for each person; ``born`` is in days since 1970.
    ``lookalike`` is for each stranger a voter of the same home, else -1.
    """

    people: People
    born: npt.NDArray[np.int32]
    dwelling: Index
    dwellings: Dwellings
    registrations: Registrations
    lookalike: Index


def make_neighbourhood(
    rng: np.random.Generator,
    tables: NameTables,
    places: Places,
    statuses: Mapping[str, int],
    strangers: int,
) -> Neighbourhood:
    """Make exactly as many voters of each status, and ``strangers`` who are not on the roll."""
    voters = sum(statuses.values())
    kinds, sizes = household_sizes(rng, voters)
    people = _first(settle_people(rng, tables, kinds, sizes, TODAY), voters)
    homes = len(sizes)
    dwellings = make_dwellings(rng, places, round((homes + strangers) * (1 + _EMPTY_DWELLINGS)) + 8)
    shuffled = rng.permutation(len(dwellings))
    dwelling = shuffled[people.home]
    elsewhere = (dwellings.near(rng, dwelling), dwellings.far(rng, voters))
    registrations, born = register(rng, people, dwelling, elsewhere, statuses)
    newcomers, where, hosts = _strangers(rng, tables, people, dwelling, shuffled[homes:], strangers)
    return Neighbourhood(
        people=_joined(people, newcomers),
        born=np.concatenate([born, newcomers.born]),
        dwelling=np.concatenate([dwelling, where]),
        dwellings=dwellings,
        registrations=registrations,
        lookalike=hosts,
    )


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
