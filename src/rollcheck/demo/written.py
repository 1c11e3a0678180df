"""What each signer means to write, and what their line truly is, before anybody misreads it."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.demo.households import JUNIOR, NONE, SUFFIXES
from rollcheck.demo.names import NameTables
from rollcheck.demo.neighbourhoods import Neighbourhood
from rollcheck.demo.registrations import MOVED_DURING, STATUSES
from rollcheck.demo.rolls import names_of, voter_ids
from rollcheck.demo.signers import Signers

NAME_COLUMNS = ("first", "middle", "last", "suffix")
NAME_GROUPS = ("two_part", "very_short", "very_frequent", "accented", "other")
# Surnames this frequent are carried by about one voter in ten.
_VERY_FREQUENT = 60
_OUTCOMES = {"in_force": "matched", "not_registered": "none"}


def written_lines(
    place: Neighbourhood, signers: Signers, tables: NameTables, first_voter: int, first_person: int
) -> pa.Table:
    """Return one row per line.

    Columns: kind, outcome, voter_id (empty: nobody on the roll), lookalike (for somebody not
    on the roll, a voter at the same home), signer (a number for each person), moment, day,
    steady (may sign again without anything else to consider), namesake (another voter at home
    has the same name), name_group, birth_year, the names as the signer spells them, and the
    address columns.
    """
    person, people = signers.person, place.people
    voters = len(place.registrations)
    stranger = person >= voters
    host = place.lookalike[np.maximum(person - voters, 0)] if stranger.any() else person
    voter = np.where(stranger, 0, person)
    every_id = voter_ids(first_voter, voters)
    ids = every_id.take(pa.array(voter))
    hosts = every_id.take(pa.array(np.maximum(host, 0)))
    everybody_accented = np.ones(len(person), dtype=bool)
    names = names_of(people, tables, person, accents=everybody_accented)
    outcome = _outcomes(place, signers, voter)
    moved = place.registrations.moved[voter] == MOVED_DURING
    steady = (outcome == "matched") & (signers.kind == "in_force") & ~moved
    suffix = np.where(
        (people.role[person] == JUNIOR) & (people.suffix[person] == 0), 1, people.suffix[person]
    )
    columns = {
        "kind": pa.array(signers.kind),
        "outcome": pa.array(outcome),
        "voter_id": pc.if_else(pa.array(stranger), "", ids),
        "lookalike": pc.if_else(pa.array(stranger & (host >= 0)), hosts, ""),
        "signer": pa.array(first_person + person),
        "moment": pa.array(signers.moment),
        "day": pa.array(signers.day),
        "steady": pa.array(steady),
        "namesake": pa.array(people.same_name[person] & ~stranger),
        "name_group": _name_groups(people.last[person], people.second_last[person], tables, names),
        "birth_year": pc.year(pa.array(place.born[person]).cast(pa.date32())).cast(pa.string()),
        **names,
        "suffix": pa.array(SUFFIXES).take(pa.array(suffix)),
        **place.dwellings.addresses(signers.dwelling),
    }
    return pa.table(columns)


def _outcomes(
    place: Neighbourhood, signers: Signers, voter: npt.NDArray[np.int64]
) -> npt.NDArray[np.str_]:
    outcome = signers.kind.astype("<U24")
    for kind, name in _OUTCOMES.items():
        outcome[signers.kind == kind] = name
    matched = outcome == "matched"
    status = place.registrations.status[voter]
    outcome[matched & ~signers.settled] = "registration_unclear"
    outcome[matched & (status == STATUSES.index("confidential"))] = "confidential"
    return outcome


def _name_groups(
    last: npt.NDArray[np.int32],
    second_last: npt.NDArray[np.int32],
    tables: NameTables,
    names: dict[str, pa.Array],
) -> pa.Array:
    """Return the first group of NAME_GROUPS that fits; the tables are sorted by frequency."""
    surname = names["last"]
    two_part = (second_last != NONE) | np.asarray(pc.match_substring(surname, " "))
    short = np.asarray(pc.less_equal(pc.utf8_length(surname), 2))
    frequent = last < _VERY_FREQUENT
    plain = tables.surnames.take(pa.array(last))
    accented = np.asarray(pc.not_equal(plain, tables.accented_surnames.take(pa.array(last))))
    index = np.select([two_part, short, frequent, accented], [0, 1, 2, 3], 4)
    return pa.array(NAME_GROUPS).take(pa.array(index))
