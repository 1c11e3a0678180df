"""What a Spark worker does: open the roll once, match one partition after another."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa

from rollcheck import __version__
from rollcheck.lines import LINE_COLUMNS
from rollcheck.matching.matches import SCHEMA
from rollcheck.matching.partition import Matcher, match_partition, matcher_of
from rollcheck.matching.prepared import is_prepared, prepare
from rollcheck.matching.rules import Rules
from rollcheck.matching.weights import Weights
from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import Snapshot

AT = "line_at"
"""The column that holds a line's place in its petition."""
PROBLEMS = "ROLLCHECK-PROBLEMS "


def _sized_by_row(kind: pa.DataType) -> pa.DataType:
    """Return a type without lists of one fixed size, which Spark does not know."""
    if pa.types.is_fixed_size_list(kind):
        return pa.list_(kind.value_type)
    if pa.types.is_struct(kind):
        return pa.struct([one.with_type(_sized_by_row(one.type)) for one in kind])
    if pa.types.is_list(kind):
        return pa.list_(_sized_by_row(kind.value_type))
    return kind


FOUND = pa.schema(
    [
        pa.field(AT, pa.int64()),
        pa.field("outcome_at", pa.int32()),
        pa.field("voter_at", pa.int32()),
        *(one.with_type(_sized_by_row(one.type)) for one in SCHEMA if one.name != "duplicate_of"),
    ]
)
"""What a worker hands back: ``Findings`` as one table, and each line's place."""


@dataclass(frozen=True, slots=True)
class Order:
    """What every partition of a petition is matched against.

    ``snapshot`` is as the driver opened it, and its path the same on every machine. ``key`` stands
    for all of it: orders with the same are equal.
    """

    key: str
    version: str = field(compare=False)
    snapshot: Snapshot = field(compare=False)
    rules: Rules = field(compare=False)
    weights: Weights = field(compare=False)


def match_batches(batches: Iterator[pa.RecordBatch], order: Order) -> Iterator[pa.RecordBatch]:
    """Match the lines of one partition, batches with ``LINE_COLUMNS`` and ``AT``; give ``FOUND``.

    A problem ends the task with a message that ``problems_in`` reads.
    """
    held = list(batches)
    if not held:
        return
    lines = pa.Table.from_batches(held)
    try:
        matcher = _matcher(order)
    except RollcheckError as error:
        said = json.dumps([problem.as_json() for problem in error.problems])
        raise RuntimeError(f"{PROBLEMS}{said}") from error
    found = match_partition(lines.select(list(LINE_COLUMNS)), matcher)
    columns = [
        lines[AT],
        pa.array(found.outcomes),
        pa.array(found.voters),
        *(found.table[name] for name in FOUND.names[3:]),
    ]
    yield from pa.table(columns, names=FOUND.names).cast(FOUND).combine_chunks().to_batches()


def problems_in(text: str) -> list[Problem]:
    """Return the problems that a worker told of in the text of an error."""
    _, mark, rest = text.partition(PROBLEMS)
    if not mark:
        return []
    listed, _ = json.JSONDecoder().raw_decode(rest)
    return [Problem(**one) for one in listed]


@lru_cache(maxsize=1)
def _matcher(order: Order) -> Matcher:
    """Open the roll for an order, once in this process; the files are mapped, not read."""
    if __version__ != order.version:
        message = (
            f"a worker runs Rollcheck {__version__}, the command {order.version}; install the "
            "same version on every machine"
        )
        raise RollcheckError([Problem("rollcheck", None, None, "other_version", message)])
    if not is_prepared(order.snapshot):
        message = (
            "a worker does not find the prepared roll in this folder, or finds that of another "
            "snapshot; let every machine reach the same folder by the same path"
        )
        raise RollcheckError(
            [Problem(str(order.snapshot.path), None, None, "out_of_reach", message)]
        )
    return matcher_of(prepare(order.snapshot), order.rules, order.weights)
