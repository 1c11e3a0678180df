"""The county and its neighbour, one neighbourhood after another, onto the roll file."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv

from rollcheck.demo.filing import DEFECTS
from rollcheck.demo.names import name_tables
from rollcheck.demo.neighbourhoods import make_neighbourhood
from rollcheck.demo.places import Places, make_places
from rollcheck.demo.rolls import history_table, roll_table
from rollcheck.demo.shape import COUNTY, NEIGHBOUR, Shape
from rollcheck.demo.signers import Quotas, choose_signers
from rollcheck.demo.written import NAME_GROUPS, name_groups, written_lines
from rollcheck.problems import Progress

# Enough for a whole neighbourhood to hold every kind of household, few enough for little memory.
VOTERS_AT_ONCE = 200_000
_FIRST_NUMBER = 1


@dataclass(frozen=True)
class _Part:
    """One neighbourhood to make: its share (m, n) of the streets, its voters, its lines."""

    places: Places
    share: tuple[int, int]
    statuses: Mapping[str, int]
    quotas: Quotas


def make_county(
    seed: np.random.SeedSequence,
    shape: Shape,
    folder: Path,
    keenness: Mapping[str, float],
    progress: Progress,
) -> pa.Table:
    """Write roll.csv and history.csv into ``folder``; return what every signer writes.

    ``keenness`` says of groups of names how much more readily they sign than others. The rows
    are those of ``written_lines``, neighbourhood by neighbourhood.
    """
    keen = np.array([keenness.get(name, 1.0) for name in NAME_GROUPS])
    streets, people = seed.spawn(2)
    parts = _parts(streets, shape)
    tables = name_tables()
    voters = sum(sum(part.statuses.values()) for part in parts)
    number = person = _FIRST_NUMBER
    written: list[pa.Table] = []
    with CsvFile(folder / "roll.csv") as roll, CsvFile(folder / "history.csv") as history:
        for part, own_seed in zip(parts, people.spawn(len(parts)), strict=True):
            rng = np.random.Generator(np.random.PCG64(own_seed))
            place = make_neighbourhood(
                rng, tables, part.places, part.share, part.statuses, part.quotas.not_registered
            )
            roll.add(roll_table(rng, place, tables, number))
            history.add(history_table(place, number))
            groups = name_groups(place.people, tables)
            voters_groups = groups[: len(place.registrations)]
            signers = choose_signers(rng, place, part.quotas, keen[voters_groups])
            written.append(written_lines(place, signers, tables, groups, number, person))
            number += len(place.registrations)
            person += len(place.people)
            progress("Synthesising voters", number - _FIRST_NUMBER, voters)
    return pa.concat_tables(written)


def _parts(seed: np.random.SeedSequence, shape: Shape) -> list[_Part]:
    """Split the county's voters and lines evenly over its neighbourhoods; then the neighbour."""
    home, away = (np.random.Generator(np.random.PCG64(one)) for one in seed.spawn(2))
    county, neighbour = (
        make_places(home, COUNTY, shape.scale),
        make_places(away, NEIGHBOUR, shape.scale),
    )
    count = -(-sum(shape.voters.values()) // VOTERS_AT_ONCE)
    voters, lines = _split(shape.voters, count), _split(_supplied(shape.lines), count)
    parts = [
        _Part(county, (i, count), voters[i], Quotas(**{**lines[i], "out_of_jurisdiction": 0}))
        for i in range(count)
    ]
    beyond = -(-shape.neighbours // VOTERS_AT_ONCE)
    away_voters = _split({"active": shape.neighbours}, beyond)
    away_lines = _split({"out_of_jurisdiction": shape.lines["out_of_jurisdiction"]}, beyond)
    return parts + [
        _Part(neighbour, (i, beyond), away_voters[i], Quotas(**away_lines[i]))
        for i in range(beyond)
    ]


def _supplied(lines: Mapping[str, int]) -> dict[str, int]:
    """Return how many lines the neighbourhoods supply; duplicates are repeated afterwards."""
    in_force = ("valid", "circulator_defect", *DEFECTS)
    kinds = (field.name for field in fields(Quotas) if field.name != "in_force")
    return {"in_force": sum(lines[kind] for kind in in_force), **{k: lines[k] for k in kinds}}


def _split(counts: Mapping[str, int], parts: int) -> list[dict[str, int]]:
    return [
        {key: count * (i + 1) // parts - count * i // parts for key, count in counts.items()}
        for i in range(parts)
    ]


class CsvFile:
    """A CSV file that grows table by table, so that no more than one is in memory.

    Its cells need no quotes and cannot be taken for formulas: the writer refuses what would.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pv.CSVWriter | None = None

    def __enter__(self) -> "CsvFile":
        return self

    def add(self, rows: pa.Table) -> None:
        """Append rows; the first call settles the columns."""
        if self._writer is None:
            options = pv.WriteOptions(quoting_style="none", quoting_header="none")
            self._writer = pv.CSVWriter(self._path, rows.schema, write_options=options)
        self._writer.write_table(rows)

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()


def write_table(path: Path, rows: pa.Table) -> None:
    """Write a table that needs no quotes."""
    with CsvFile(path) as file:
        file.add(rows)
