"""The roll and history files, as tables of the plain layout's columns."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.demo.dwellings import Dwellings
from rollcheck.demo.households import NONE, SUFFIXES, People
from rollcheck.demo.misreadings import mistype
from rollcheck.demo.names import NameTables
from rollcheck.demo.neighbourhoods import Neighbourhood
from rollcheck.demo.registrations import STATUSES, STAYED, UNKNOWN
from rollcheck.demo.roll_errors import RollErrors

Index = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
# An odd multiplier without the factor 5 visits every eight-digit number once.
_ID_STEP = 7_368_787
_ID_SPACE = 10**8


def voter_ids(first: int, count: int) -> pa.Array:
    """Return the eight-digit ids of voters number ``first``, ``first + 1`` and so on."""
    numbers = (np.arange(first, first + count, dtype=np.int64) * _ID_STEP) % _ID_SPACE
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 8, padding="0")


def names_of(
    people: People, tables: NameTables, which: Index, *, accents: npt.NDArray[np.bool_]
) -> dict[str, pa.Array]:
    """Return first, middle and last names of people, spelt with accents where wanted."""
    accented = pa.array(accents)

    def spell(plain: pa.Array, with_accents: pa.Array, indexes: Ints) -> pa.Array:
        chosen = pa.array(indexes, mask=indexes == NONE)
        return pc.fill_null(pc.if_else(accented, with_accents.take(chosen), plain.take(chosen)), "")

    first_names = (tables.first_names, tables.accented_first_names)
    surnames = (tables.surnames, tables.accented_surnames)
    second = spell(*surnames, people.second_last[which])
    hyphen = pa.array(people.hyphen[which])
    between = pc.if_else(hyphen, "-", " ")
    last = spell(*surnames, people.last[which])
    two_part = pc.binary_join_element_wise(last, second, between)
    first = spell(*first_names, people.first[which])
    second_first = spell(*first_names, people.second_first[which])
    # MARIA ELENA is never written with a hyphen, JI-HOON often.
    syllables = pa.array(tables.asian_first[people.first[which]])
    both = pc.binary_join_element_wise(
        first, second_first, pc.if_else(pc.and_(hyphen, syllables), "-", " ")
    )
    middle = spell(*first_names, people.middle[which])
    return {
        "first": pc.if_else(pc.equal(second_first, ""), first, both),
        "middle": middle,
        "last": pc.if_else(pc.equal(second, ""), last, two_part),
    }


def roll_table(
    rng: np.random.Generator, place: Neighbourhood, tables: NameTables, first_voter: int
) -> pa.Table:
    """Return one row per registration, in the order of the plain layout's columns."""
    people, registrations, dwellings = place.people, place.registrations, place.dwellings
    everybody = np.arange(len(registrations))
    first, middle, last = _names_on_roll(rng, people, tables, place.errors)
    columns = {
        "voter_id": voter_ids(first_voter, len(everybody)),
        "status": pa.array(STATUSES).take(pa.array(registrations.status)),
        "county": pa.repeat(dwellings.places.county, len(everybody)),
        "first": first,
        "middle": middle,
        "last": last,
        "suffix": pa.array(SUFFIXES).take(pa.array(people.suffix[everybody])),
        "birth_date": _dates(people.born[everybody]),
        "affidavit_signed_on": _dates(registrations.signed),
        "affidavit_received_on": _dates(registrations.received),
        "canceled_on": _dates(registrations.canceled_on),
        **dwellings.addresses(registrations.dwelling),
        "districts": _districts(dwellings, registrations.dwelling),
    }
    return pa.table(columns)


def _names_on_roll(
    rng: np.random.Generator, people: People, tables: NameTables, errors: RollErrors
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Return first, middle and last names as the roll has them, with its errors."""
    voters = np.arange(len(errors.swapped))
    former = errors.former_last != NONE
    known_as = replace(
        people,
        last=np.where(former, errors.former_last, people.last[voters]),
        second_last=np.where(former, NONE, people.second_last[voters]),
    )
    names = names_of(known_as, tables, voters, accents=people.accents[voters])
    first = _misspelt(rng, names["first"], errors.first_misspelt)
    last = _misspelt(rng, names["last"], errors.last_misspelt)
    middle = names["middle"]
    initial = pc.utf8_slice_codeunits(middle, 0, 1)
    swapped = pa.array(errors.swapped)
    return (
        pc.if_else(swapped, last, first),
        pc.if_else(pa.array(people.middle_initial[voters]), initial, middle),
        pc.if_else(swapped, first, last),
    )


def _misspelt(rng: np.random.Generator, names: pa.Array, which: npt.NDArray[np.bool_]) -> pa.Array:
    lots = rng.random((int(which.sum()), 2)).tolist()
    right = names.filter(pa.array(which)).to_pylist()
    wrong = [mistype(name, *lot) for name, lot in zip(right, lots, strict=True)]
    return pc.replace_with_mask(names, pa.array(which), pa.array(wrong, pa.string()))


def history_table(place: Neighbourhood, first_voter: int) -> pa.Table:
    """Return the earlier registrations: address, from, to (the last day in force), affidavit."""
    registrations, dwellings = place.registrations, place.dwellings
    moved = np.flatnonzero(registrations.moved != STAYED)
    ids = voter_ids(first_voter, len(registrations)).take(pa.array(moved))
    return pa.table(
        {
            "voter_id": ids,
            "from_date": _dates(registrations.old_signed[moved]),
            "to_date": _dates(registrations.since[moved] - 1),
            **dwellings.addresses(registrations.old_dwelling[moved]),
            "affidavit_signed_on": _dates(registrations.old_signed[moved]),
            "affidavit_received_on": _dates(registrations.old_received[moved]),
        }
    )


def _districts(dwellings: Dwellings, which: Index) -> pa.Array:
    """Return an invented supervisor district and an assembly district, by zip code."""
    zip_of = dwellings.places.zip_of[dwellings.stretch[which]]
    zips = len(dwellings.places.zips)
    names = [f"SUP-{1 + 5 * i // zips};AD-{30 + 24 * i // zips}" for i in range(zips)]
    return pa.array(names).take(pa.array(zip_of))


def _dates(days: Ints) -> pa.Array:
    return pa.array(days, mask=days == UNKNOWN).cast(pa.date32())
