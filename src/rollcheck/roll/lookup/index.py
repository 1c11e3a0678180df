"""An index as the search reads it: the values of each voter, the words, the ids."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.columns import STATUSES
from rollcheck.roll.lookup.fields import FIELDS
from rollcheck.roll.lookup.hits import Shown
from rollcheck.roll.lookup.identifiers import identifier_hash
from rollcheck.roll.lookup.spelling import Words
from rollcheck.roll.lookup.store import Stored
from rollcheck.roll.lookup.weighing import Held

Array = npt.NDArray[Any]
CONFIDENTIAL = STATUSES.index("confidential")


@dataclass(frozen=True, slots=True)
class Index:
    """A whole index, mapped. Voters and values are numbered as ``weighing.py`` says.

    In ``held``: ``values[voter, field]`` is a voter's value, and after the fields the status (its
    place in STATUSES); ``value_fields`` and ``parts`` are a value's field and its number of words;
    ``word_values`` from ``word_starts[word]`` are the values that hold a word. The voters listed
    under a value are those from ``voter_starts[value]``: below the number of voters these are the
    voters themselves, from there on places in ``listed_voters``. ``rows[voter]`` is the row of
    voters.parquet.
    """

    held: Held
    words: Words
    value_begins: Array
    value_bytes: Array
    rows: Array
    id_begins: Array
    id_bytes: Array
    id_hashes: Array
    id_voters: Array

    def status(self, voter: int) -> int:
        """Return a voter's status, as its place in STATUSES."""
        return int(self.held.values[voter, len(FIELDS)])

    def text(self, value: int) -> str:
        """Return a value's text."""
        begin, end = self.value_begins[value : value + 2].tolist()
        return self.value_bytes[begin:end].tobytes().decode("ascii")

    def voter_id(self, voter: int) -> str:
        """Return a voter's id."""
        begin, end = self.id_begins[voter : voter + 2].tolist()
        return self.id_bytes[begin:end].tobytes().decode("utf-8")

    def with_id(self, identifier: str) -> int | None:
        """Return the voter who has this id, else one who has it but for capitals, or None."""
        sought = np.uint32(identifier_hash(identifier))
        begin = int(np.searchsorted(self.id_hashes, sought, "left"))
        found = None
        while begin < len(self.rows) and self.id_hashes[begin] == sought:
            voter = int(self.id_voters[begin])
            held = self.voter_id(voter)
            if held == identifier:
                return voter
            if held.upper() == identifier.upper():
                found = voter
            begin += 1
        return found

    def shown(self, voter: int) -> Shown:
        """Return what a list shows of a voter."""
        values = self.held.values[voter, : len(FIELDS)].astype(np.int64)
        begins, ends = self.value_begins[values].tolist(), self.value_begins[values + 1].tolist()
        texts = self.value_bytes.data
        return Shown(*(str(texts[a:b], "ascii") for a, b in zip(begins, ends, strict=True)))


def index_of(stored: Stored) -> Index:
    """Arrange the arrays of a stored index."""
    arrays = dict(stored.arrays)
    arrays["field_costs"] = np.array([field.cost for field in FIELDS], np.int64)
    held = Held(**{name: arrays.pop(name) for name in Held._fields})
    words = Words(**{one.name: arrays.pop(one.name) for one in fields(Words)})
    rest = {one.name: arrays[one.name] for one in fields(Index) if one.name in arrays}
    return Index(held=held, words=words, **rest)
