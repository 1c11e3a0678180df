"""A file of changes merged into the voters of a snapshot: who is new, changed, canceled."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck.problems import Progress
from rollcheck.roll.columns import (
    ADDRESS_COLUMNS,
    ADDRESS_FORMS,
    AFFIDAVIT_DATES,
    HISTORY_SCHEMA,
    VOTER_COLUMNS,
    VOTER_SCHEMA,
)
from rollcheck.roll.table_import import ParquetSink

STAGE = "Merging the changes"
# What a cancellation that says nothing else changes of the voter it names.
OF_CANCELLATION = ("status", "canceled_on")
# Where one of these differs, the registration that stood before is kept as history.
OF_REGISTRATION = (*ADDRESS_COLUMNS, *AFFIDAVIT_DATES)

Rows = npt.NDArray[np.int64]


@dataclass
class Merged:
    """What a merge found: voters by what became of them, and registrations that went before.

    ``strangers`` are rows of the changes that cancel, without a name, a voter who is not there.
    """

    added: int = 0
    changed: int = 0
    canceled: int = 0
    unchanged: int = 0
    strangers: list[int] = field(default_factory=list)
    before: list[pa.Table] = field(default_factory=list)


def latest_rows(changes: pa.Table) -> pa.Table:
    """Return the last row of each voter_id: of several changes to one voter the last stands."""
    last = {voter: row for row, voter in enumerate(changes["voter_id"].to_pylist())}
    return changes.take(pa.array(sorted(last.values()), pa.int64()))


def merge_voters(
    voters: Path, changes: pa.Table, out: Path, known_on: pa.Scalar, progress: Progress
) -> Merged:
    """Write ``voters`` with ``changes`` applied to ``out`` in the order of the snapshot.

    ``changes`` has the columns of voters.parquet and one row a voter; ``row`` is that of its
    source. Voters keep their rows; new ones follow. ``known_on`` is the day on which the
    registrations that are replaced were last known to stand.
    """
    merged = Merged()
    used = np.zeros(changes.num_rows, bool)
    bare = _bare_cancellations(changes)
    with pq.ParquetFile(voters) as source, ParquetSink(out, VOTER_SCHEMA) as sink:
        kept = 0
        for batch in source.iter_batches():
            table = pa.Table.from_batches([batch])
            found = pc.index_in(table["voter_id"], value_set=changes["voter_id"])
            at = pc.fill_null(found, -1).to_numpy().astype(np.int64)
            used[at[at >= 0]] = True
            sink.write(_applied(table, changes, at, bare, merged, known_on))
            kept += table.num_rows
            progress(STAGE, kept, source.metadata.num_rows)
        new = np.flatnonzero(~used & ~bare)
        merged.strangers = changes["row"].take(pa.array(np.flatnonzero(~used & bare))).to_pylist()
        merged.added = len(new)
        rows = pa.array(np.arange(kept, kept + len(new), dtype=np.int32))
        sink.write(changes.take(pa.array(new)).set_column(0, "row", rows).cast(VOTER_SCHEMA))
    return merged


def merge_history(earlier: Path | None, merged: Merged, out: Path) -> int:
    """Write the history with what the merge has replaced; return how many rows it has now.

    Writes nothing where there is none.
    """
    if earlier is None and not merged.before:
        return 0
    rows = 0
    with ParquetSink(out, HISTORY_SCHEMA) as sink:
        for table in _stays(earlier, merged):
            sink.write(table)
            rows += table.num_rows
    return rows


def _stays(earlier: Path | None, merged: Merged) -> Iterator[pa.Table]:
    if earlier is not None:
        with pq.ParquetFile(earlier) as source:
            for batch in source.iter_batches():
                yield pa.Table.from_batches([batch]).cast(HISTORY_SCHEMA)
    yield from merged.before


def _bare_cancellations(changes: pa.Table) -> npt.NDArray[np.bool_]:
    """Tell which rows say of a voter only that the registration is canceled."""
    nameless = pc.and_(pc.is_null(changes["last"]), pc.is_null(changes["first"]))
    canceled = pc.equal(changes["status"], "canceled")
    bare: npt.NDArray[np.bool_] = pc.and_(nameless, canceled).to_numpy()
    return bare


def _applied(
    table: pa.Table,
    changes: pa.Table,
    at: Rows,
    bare: npt.NDArray[np.bool_],
    merged: Merged,
    known_on: pa.Scalar,
) -> pa.Table:
    """Return a batch of voters as the changes leave them; ``at`` is each one's change or -1."""
    hit = np.flatnonzero(at >= 0)
    if not len(hit):
        return table
    old, new = table.take(pa.array(hit)), changes.take(pa.array(at[hit]))
    only_cancels = pa.array(bare[at[hit]])
    columns = {
        name: new[name]
        if name in OF_CANCELLATION
        else pc.if_else(only_cancels, old[name], new[name])
        for name in VOTER_SCHEMA.names
        if name != "row"
    }
    now = pa.table({"row": old["row"], **columns}).cast(VOTER_SCHEMA)
    _count(old, now, merged)
    moved = _differ(old, now, OF_REGISTRATION)
    if moved.any():
        merged.before.append(_as_history(old.filter(pa.array(moved)), known_on))
    # Each voter's row: the old table's own, or the changed one behind it.
    places = np.arange(table.num_rows)
    places[hit] = table.num_rows + np.arange(len(hit))
    both = pa.concat_tables([table.cast(VOTER_SCHEMA), now]).combine_chunks()
    return both.take(pa.array(places))


def _count(old: pa.Table, now: pa.Table, merged: Merged) -> None:
    differ = _differ(old, now, VOTER_COLUMNS)
    was = pc.equal(old["status"], "canceled").to_numpy()
    ends = pc.equal(now["status"], "canceled").to_numpy() & ~was
    merged.canceled += int(ends.sum())
    merged.changed += int((differ & ~ends).sum())
    merged.unchanged += int((~differ).sum())


def _differ(old: pa.Table, now: pa.Table, columns: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Tell which rows of two tables differ in any of the columns; two nulls are alike."""
    differ = np.zeros(old.num_rows, bool)
    for name in columns:
        alike = pc.fill_null(pc.equal(old[name], now[name]), False)  # noqa: FBT003 - Arrow's own
        both_null = pc.and_(pc.is_null(old[name]), pc.is_null(now[name]))
        differ |= ~pc.or_(alike, both_null).to_numpy()
    return differ


def _as_history(old: pa.Table, known_on: pa.Scalar) -> pa.Table:
    """Return registrations as rows of history: from when, if that is known, to ``known_on``."""
    last_day = pa.array([known_on.as_py()] * old.num_rows, pa.date32())
    columns = {
        "voter_id": old["voter_id"],
        "row": old["row"],
        "from_date": old["registered_on"],
        "to_date": last_day,
        **{name: old[name] for name in (*ADDRESS_COLUMNS, *ADDRESS_FORMS, *AFFIDAVIT_DATES)},
    }
    return pa.table(columns).select(HISTORY_SCHEMA.names).cast(HISTORY_SCHEMA)
