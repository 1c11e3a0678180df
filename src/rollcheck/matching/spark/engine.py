"""Spark as an engine of matching: lines out as partitions of Parquet, findings back in order."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck import __version__
from rollcheck.matching.compiled import Int64s
from rollcheck.matching.matches import SCHEMA
from rollcheck.matching.partition import CHUNK, Findings
from rollcheck.matching.plan import Work
from rollcheck.matching.spark.session import first_line
from rollcheck.matching.spark.worker import AT, FOUND, Order, match_batches, problems_in
from rollcheck.problems import Problem, RollcheckError, Threads

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pyspark.sql import SparkSession

SECONDS_BETWEEN_LOOKS = 0.2
FEWEST, MOST = 4_096, 65_536
"""Lines of a partition: each costs what matching some 5,000 lines does, just to begin."""
OURS = "rollcheck/matching/"
"""In a worker's traceback: the kernel itself has failed, not what it runs on."""


@dataclass(frozen=True, slots=True)
class Spark:
    """An engine of ``match_lines``: the local kernel, on the workers of a Spark session.

    ``partition`` is lines in a partition, which changes no result; unless given, as many as let
    every core have one, within ``FEWEST`` and ``MOST``. The scratch folder of the work and
    the snapshot must be reached by the same path on every worker. Raises ``RollcheckError`` where
    a worker cannot do its part, or Spark gives up.
    """

    session: "SparkSession"
    partition: int | None = None

    def __call__(self, work: Work, done: Callable[[int], None]) -> Findings:
        """Return the findings of the work's lines, in their order."""
        lines, found = work.scratch / "lines", work.scratch / "findings"
        files = write_partitions(work.lines, lines, self.partition or self._share(len(work.lines)))
        with _problems_of_working(), Threads(1) as pool:
            job = pool.submit(self._run, lines, found, _order(work))
            try:
                self._watch(job, files, len(work.lines), done)
            except BaseException:
                self._cancel()
                raise
        return _in_order(pq.read_table(found), len(work.lines))

    def _share(self, lines: int) -> int:
        cores = self.session.sparkContext.defaultParallelism
        return min(max(-(-lines // cores), FEWEST), MOST)

    def _run(self, lines: Path, found: Path, order: Order) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra

        match = partial(match_batches, order=order)
        read = self.session.read.parquet(lines.resolve().as_uri())
        matched = read.mapInArrow(match, from_arrow_schema(FOUND))
        matched.write.parquet(found.resolve().as_uri())

    def _cancel(self) -> None:
        from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark

        # Where Java is gone there is nothing to cancel.
        with suppress(Py4JError):
            self.session.sparkContext.cancelAllJobs()

    def _watch(
        self, job: "Future[None]", files: int, lines: int, done: Callable[[int], None]
    ) -> None:
        """Wait for the job; tell how many lines are done, as far as whole partitions tell."""
        tracker = self.session.sparkContext.statusTracker()
        said = 0
        while True:
            try:
                job.result(timeout=SECONDS_BETWEEN_LOOKS)
            except TimeoutError:
                stages = map(tracker.getStageInfo, tracker.getActiveStageIds())
                complete = sum(one.numCompletedTasks for one in stages if one is not None)
                if said < (now := min(complete, files) * lines // files):
                    done(said := now)
            else:
                done(lines)
                return


def write_partitions(lines: pa.Table, folder: Path, size: int) -> int:
    """Write lines as Parquet files of ``size`` lines each, with ``AT``; return how many files."""
    folder.mkdir()
    placed = lines.append_column(AT, pa.array(np.arange(len(lines))))
    starts = range(0, max(len(lines), 1), size)
    for number, start in enumerate(starts):
        pq.write_table(placed.slice(start, size), folder / f"part-{number:06}.parquet")
    return len(starts)


def _order(work: Work) -> Order:
    snapshot = replace(work.snapshot, path=work.snapshot.path.resolve())
    against = (snapshot, work.rules, work.weights)
    key = hashlib.sha256(repr(against).encode()).hexdigest()
    return Order(key, __version__, *against)


def _in_order(found: pa.Table, lines: int) -> Findings:
    """Return findings in the order of the lines; each line has exactly one."""
    places = found[AT].to_numpy()
    order = np.argsort(places)
    if not np.array_equal(places[order], np.arange(lines)):
        raise RuntimeError(f"{lines} lines went out, findings of other lines came back")
    # In chunks as the local engine's, so that the files written of them are the same, too.
    chunks = [found.take(pa.array(part)) for part in _chunks(order)]
    table = pa.concat_tables(chunks)
    names = [name for name in SCHEMA.names if name in found.column_names]
    kept = pa.schema([SCHEMA.field(name) for name in names])
    numbers = (table[name].to_numpy().astype(np.int32) for name in ("outcome_at", "voter_at"))
    return Findings(table.select(names).cast(kept), *numbers)


def _chunks(order: Int64s) -> list[Int64s]:
    return [order[start : start + CHUNK] for start in range(0, max(len(order), 1), CHUNK)]


@contextmanager
def _problems_of_working() -> Iterator[None]:
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (Py4JError, PySparkException) as error:
        said = str(error)
        if told := problems_in(said):
            raise RollcheckError(told) from error
        if OURS in said:
            raise
        message = (
            f"Spark gave the work up ({first_line(error)}); see the logs of its workers, and that "
            "each has this version of Rollcheck and of Python"
        )
        raise RollcheckError([Problem("spark", None, None, "spark", message)]) from error
