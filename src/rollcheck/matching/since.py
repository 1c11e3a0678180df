"""Matching again after lines were added or changed, or a newer roll came, without redoing it all.

What a line's proposal was made from has a digest: its own text, the snapshot, the rules, the
weights, the program. Where an earlier run holds a line with that digest, its proposal is what
matching would give again, and is taken over.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck import __version__
from rollcheck.lines import LINE_COLUMNS
from rollcheck.matching.matches import SCHEMA
from rollcheck.matching.outcomes import OUTCOMES
from rollcheck.matching.partition import Findings
from rollcheck.matching.plan import Engine, Work
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.rules import Rules
from rollcheck.matching.weights import Weights
from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import Snapshot, connect_engine

MADE_FROM = "made_from"
FOUND = [field.name for field in SCHEMA if field.name != "duplicate_of"]
CHANGES = ("line_id", "outcome_before", "outcome", "voter_id_before", "voter_id")
_CODES = pa.array(list(OUTCOMES))


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run's proposals: the columns of ``SCHEMA`` and ``MADE_FROM``."""

    table: pa.Table


def made_from(lines: pa.Table, snapshot: Snapshot, rules: Rules, weights: Weights) -> pa.Array:
    """Return for each line the digest (32 hexadecimal digits) of what its proposal is made from.

    ``lines`` has the columns of ``rollcheck.lines.LINE_COLUMNS``. The digest tells sameness in one
    office's own files; it is no commitment.
    """
    basis = {
        "program": __version__,
        "snapshot": hashlib.sha256((snapshot.path / "manifest.json").read_bytes()).hexdigest(),
        "rules": {**asdict(rules), "counted_statuses": sorted(rules.counted_statuses)},
        "weights": asdict(weights),
    }
    text = json.dumps(basis, sort_keys=True, default=str)
    of_all = hashlib.sha256(text.encode()).hexdigest()
    # \x1e stands for what is not there, so that it is not the same as an empty text.
    columns = ", ".join(f"coalesce(CAST({name} AS VARCHAR), chr(30))" for name in LINE_COLUMNS)
    with connect_engine() as database:
        database.register("lines", lines)
        asked = f"SELECT md5(concat_ws(chr(31), ?, {columns})) FROM lines"  # noqa: S608 - our names
        found = database.sql(asked, params=[of_all]).to_arrow_table()
    return found[0].combine_chunks()


def open_earlier(run: Path) -> Earlier:
    """Open the folder of an earlier ``rollcheck match``.

    Raises ``RollcheckError`` where it holds no such run, or one that cannot be read.
    """
    path = run / "lines.parquet"
    if not path.is_file():
        message = "holds no lines.parquet; name the folder of an earlier `rollcheck match`"
        raise RollcheckError([Problem(str(run), None, None, "no_lines", message)])
    try:
        table = pq.read_table(path, columns=[*SCHEMA.names, MADE_FROM])
    except (OSError, ValueError, KeyError) as error:
        message = "was not written by this version of `rollcheck match`; match without --since"
        raise RollcheckError([Problem(str(path), None, None, "unreadable", message)]) from error
    return Earlier(table)


def taken_over(earlier: Earlier, digests: pa.Array) -> int:
    """Return how many lines of ``digests`` have the proposal of ``earlier``."""
    return int(pc.sum(pc.is_valid(_places(earlier, digests))).as_py() or 0)


def since(earlier: Earlier, digests: pa.Array, engine: Engine) -> Engine:
    """Return an engine that finds the same as ``engine``, and asks it for the other lines alone.

    ``digests`` are those of the lines that it will be given, in their order.
    """

    def match(work: Work, done: Callable[[int], None]) -> Findings:
        places = _places(earlier, digests)
        is_new = np.asarray(places.is_null())
        kept = earlier.table.take(places.drop_null()).select(FOUND)
        over = len(kept)
        new = engine(replace(work, lines=work.lines.filter(is_new)), lambda n: done(over + n))
        rows = _rows(work.prepared, kept["voter_id"].combine_chunks())
        codes = pc.index_in(kept["outcome"].combine_chunks(), value_set=_CODES)
        table = pa.concat_tables([kept, new.table.cast(kept.schema)])
        # Where each line is in what was kept and then found.
        order = np.where(is_new, over + np.cumsum(is_new) - 1, np.cumsum(~is_new) - 1)
        return Findings(
            table.take(pa.array(order)),
            np.concatenate([np.asarray(codes, np.int32), new.outcomes])[order],
            np.concatenate([rows, new.voters])[order],
        )

    return match


def changes(earlier: Earlier, now: pa.Table) -> pa.Table:
    """Return the lines proposed otherwise than before, with the columns ``CHANGES``.

    Lines that had no voter come first, then those that had several, then the others; within
    each in the order of ``now``. A line that was not there before is no change.
    """
    with connect_engine() as database:
        database.register("earlier", earlier.table.select(["line_id", "outcome", "voter_id"]))
        numbers = pa.array(np.arange(len(now)))
        narrow = now.select(["line_id", "outcome", "voter_id"]).append_column("place", numbers)
        database.register("latest", narrow)
        return database.sql(
            """
            SELECT line_id, earlier.outcome AS outcome_before, latest.outcome AS outcome,
                   earlier.voter_id AS voter_id_before, latest.voter_id AS voter_id
            FROM latest JOIN earlier USING (line_id)
            WHERE earlier.outcome <> latest.outcome
               OR earlier.voter_id IS DISTINCT FROM latest.voter_id
            ORDER BY earlier.outcome <> 'none', earlier.outcome <> 'ambiguous', place
            """
        ).to_arrow_table()


def _places(earlier: Earlier, digests: pa.Array) -> pa.Array:
    known = earlier.table[MADE_FROM].combine_chunks()
    return pc.index_in(digests, value_set=known)


def _rows(prepared: Prepared, voters: pa.Array) -> npt.NDArray[np.int32]:
    """Return the roll's numbers of voters, -1 for none."""
    ends = pa.py_buffer(np.ascontiguousarray(prepared.id_starts, np.int64))
    data = pa.py_buffer(np.ascontiguousarray(prepared.id_data))
    roll = pa.LargeStringArray.from_buffers(len(prepared.id_starts) - 1, ends, data)
    named = voters.cast(pa.large_string()).dictionary_encode()
    # The few are made the table to search, and the whole roll is looked up in it once.
    found = pc.index_in(roll, value_set=named.dictionary)
    rows = np.full(len(named.dictionary) + 1, -1, np.int32)
    hit = np.flatnonzero(np.asarray(found.is_valid()))
    rows[np.asarray(found.drop_null())] = hit
    wanted: npt.NDArray[np.int32] = rows[np.asarray(named.indices.fill_null(len(rows) - 1))]
    return wanted
