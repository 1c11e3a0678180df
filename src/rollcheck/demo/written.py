"""What each signer means to write, and what their line truly is, before anybody misreads it."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.demo.households import JUNIOR, NONE, SUFFIXES, People
from rollcheck.demo.names import NameTables
from rollcheck.demo.namesakes import has_namesake_in_building, nearest_namesake
from rollcheck.demo.neighbourhoods import Neighbourhood
from rollcheck.demo.registrations import MOVED_DURING, STATUSES
from rollcheck.demo.rolls import names_of, voter_ids
from rollcheck.demo.signers import Signers

NAME_COLUMNS = ("first", "middle", "last", "suffix")
NAME_GROUPS = ("two_part", "very_short", "very_frequent", "accented", "other")
# Surnames this frequent are carried by about one voter in ten.
_VERY_FREQUENT = 60
Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_OUTCOMES = {"in_force": "matched", "not_registered": "none"}


def written_lines(
    place: Neighbourhood,
    signers: Signers,
    tables: NameTables,
    groups: Index,
    first_voter: int,
    first_person: int,
) -> pa.Table:
    """Return one row per line; ``groups`` is the name group of every person.

    Columns: kind, outcome, voter_id (empty: nobody on the roll), lookalike (for somebody not
    on the roll, a voter at the same home), signer (a number for each person), moment, day,
    steady (may sign again without anything else to consider), namesake (what another voter at
    home shares of the name, see ``namesakes``), namesake_in_building, name_group,
    other_voter_id (a second registration of the same person), twice_here (that one is at the
    same address), roll_error (what the roll has wrong), birth_year, the names as the signer
    spells them, and the address columns.
    """
    person, people = signers.person, place.people
    voters = len(place.registrations)
    stranger = person >= voters
    voter = np.where(stranger, 0, person)
    everybody_accented = np.ones(len(person), dtype=bool)
    suffix = np.where(
        (people.role[person] == JUNIOR) & (people.suffix[person] == 0), 1, people.suffix[person]
    )
    columns = {
        "kind": pa.array(signers.kind),
        "signer": pa.array(first_person + person),
        "moment": pa.array(signers.moment),
        "day": pa.array(signers.day),
        "name_group": pa.array(NAME_GROUPS).take(pa.array(groups[person])),
        **_on_roll(place, signers, voter, stranger, voter_ids(first_voter, voters)),
        **_namesakes(place, tables, voter, stranger),
        "birth_year": pc.year(pa.array(people.born[person]).cast(pa.date32())).cast(pa.string()),
        **names_of(people, tables, person, accents=everybody_accented),
        "suffix": pa.array(SUFFIXES).take(pa.array(suffix)),
        **place.dwellings.addresses(signers.dwelling),
    }
    return pa.table(columns)


def _on_roll(
    place: Neighbourhood, signers: Signers, voter: Index, stranger: Flags, ids: pa.Array
) -> dict[str, pa.Array]:
    """Return the columns that say who of the roll the signers are."""
    registrations, errors = place.registrations, place.errors
    on_roll = ~stranger
    second = errors.second[voter]
    twice = on_roll & (second != NONE)
    host = np.full(len(voter), NONE, dtype=np.int64)
    host[stranger] = place.lookalike[signers.person[stranger] - len(registrations)]
    same_home = registrations.dwelling[second] == registrations.dwelling[voter]
    outcome = _outcomes(place, signers, voter)
    moved = registrations.moved[voter] == MOVED_DURING
    steady = (outcome == "matched") & (signers.kind == "in_force") & ~moved
    return {
        "outcome": pa.array(outcome),
        "voter_id": _where(on_roll, ids, voter),
        "lookalike": _where(host != NONE, ids, host),
        "steady": pa.array(steady),
        "other_voter_id": _where(twice, ids, second),
        "twice_here": pa.array(twice & same_home),
        "roll_error": _where(on_roll, pa.array(errors.names()), voter),
    }


def _where(known: Flags, words: pa.Array, which: Index) -> pa.Array:
    """Return the words indexed, empty where they are not known."""
    return pc.fill_null(words.take(pa.array(which, mask=~known)), "")


def _outcomes(place: Neighbourhood, signers: Signers, voter: Index) -> npt.NDArray[np.str_]:
    outcome = signers.kind.astype("<U24")
    for kind, name in _OUTCOMES.items():
        outcome[signers.kind == kind] = name
    matched = outcome == "matched"
    status = place.registrations.status[voter]
    outcome[matched & ~signers.settled] = "registration_unclear"
    outcome[matched & (status == STATUSES.index("confidential"))] = "confidential"
    return outcome


def name_groups(people: People, tables: NameTables) -> Index:
    """Return for each person the first group of NAME_GROUPS that fits, as an index.

    The tables are sorted by frequency.
    """
    plain, accented = tables.surnames, tables.accented_surnames
    spaced = np.asarray(pc.match_substring(accented, " "))
    short = np.asarray(pc.less_equal(pc.utf8_length(accented), 2))
    with_accents = np.asarray(pc.not_equal(plain, accented))
    of_surname = np.select(
        [spaced, short, np.arange(len(plain)) < _VERY_FREQUENT, with_accents], [0, 1, 2, 3], 4
    )
    return np.where(people.second_last != NONE, 0, of_surname[people.last])


def _namesakes(
    place: Neighbourhood, tables: NameTables, voter: Index, stranger: Flags
) -> dict[str, pa.Array]:
    """Return the columns that say who else on the roll the line could be meant for."""
    letters = np.asarray(pc.utf8_slice_codeunits(tables.first_names, 0, 1)).astype("<U1")
    left_out = place.errors.is_second
    at_home = nearest_namesake(place.people, letters, left_out)
    in_building = has_namesake_in_building(
        place.people, place.dwellings, place.registrations.dwelling, left_out
    )
    return {
        "namesake": pa.array(np.where(stranger, 0, at_home[voter])),
        "namesake_in_building": pa.array(~stranger & in_building[voter]),
    }
