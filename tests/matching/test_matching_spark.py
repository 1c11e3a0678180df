"""The spark engine: the same findings as the local one, whole or not at all, off the network."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyspark.errors import PySparkException

from rollcheck.cli.app import run_command
from rollcheck.lines import load_lines
from rollcheck.matching import Matches, Rules, load_weights, match_lines, prepare, save_matches
from rollcheck.matching import prepared as preparing
from rollcheck.matching.plan import Work
from rollcheck.matching.spark import Spark, engine, open_session, session, worker
from rollcheck.problems import RollcheckError
from rollcheck.roll import Snapshot, open_snapshot

# One Spark session in all: the group keeps these tests in one process.
pytestmark = pytest.mark.slow

FILED = date(2022, 7, 6)
RULES = Rules("Los Angeles", None, FILED, date(2022, 1, 27), FILED)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    scratch = Path(os.path.relpath(tmp_path_factory.mktemp("a spark")))
    with open_session("local[2]", scratch) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    demo = str(made / "demo")
    asked = ("--scale", "0.002", "--seed", "1", "--noise", "keyed")
    assert run_command(["demo", "make", "--out", demo, *asked]) == 0
    roll = ("--layout", "plain", "--as-of", f"{FILED}", "--out", str(made / "snapshot"))
    history = ("--history", f"{demo}/history.csv")
    assert run_command(["roll", "import", f"{demo}/roll.csv", *roll, *history]) == 0
    return made


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    return open_snapshot(folder / "snapshot")


@pytest.fixture(scope="module")
def lines(folder: Path) -> pa.Table:
    return load_lines(folder / "demo" / "lines.csv").table


@pytest.fixture(scope="module")
def local(lines: pa.Table, snapshot: Snapshot) -> Matches:
    return match_lines(lines, snapshot, RULES)


@pytest.fixture(scope="module")
def work(lines: pa.Table, snapshot: Snapshot, local: Matches, tmp_path_factory: Any) -> Work:
    scratch = tmp_path_factory.mktemp("work")
    return Work(lines, snapshot, prepare(snapshot), RULES, load_weights(), scratch)


def command(folder: Path, out: Path, *more: str) -> list[str]:
    return [
        *("match", str(folder / "demo" / "lines.csv"), "--roll", str(folder / "snapshot")),
        *("--rules", "us-ca/county-recall", "--on", f"{FILED}", "--county", "Los Angeles"),
        *("--circulation-from", "2022-01-27", "--circulation-to", f"{FILED}"),
        *("--out", str(out), *more),
    ]


@pytest.mark.parametrize("partitions", [1, 3, 7])
def test_the_same_bit_for_bit(
    tmp_path: Path, spark: Any, lines: pa.Table, snapshot: Snapshot, local: Matches, partitions: int
) -> None:
    size = -(-len(lines) // partitions)
    found = match_lines(lines, snapshot, RULES, engine=Spark(spark, size))
    assert found.table.equals(local.table)
    assert (found.caveats, found.parameters) == (local.caveats, local.parameters)
    for name, matches in (("spark", found), ("local", local)):
        save_matches(matches, tmp_path / name)
    for file in ("lines.parquet", "matching.json"):
        assert (tmp_path / "spark" / file).read_bytes() == (tmp_path / "local" / file).read_bytes()


def test_the_order_of_partitions_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
    spark: Any,
    lines: pa.Table,
    snapshot: Snapshot,
    local: Matches,
) -> None:
    write = engine.write_partitions

    def shuffled(lines: pa.Table, folder: Path, size: int) -> int:
        count = write(lines, folder, size)
        files = sorted(folder.iterdir())
        random.Random(3).shuffle(files)
        for number, file in enumerate(files):
            file.rename(folder / f"mixed-{number}.parquet")
        return count

    monkeypatch.setattr(engine, "write_partitions", shuffled)
    found = match_lines(lines, snapshot, RULES, engine=Spark(spark, 400))
    assert found.table.equals(local.table)


def test_duplicates_are_found_across_partitions(
    spark: Any, lines: pa.Table, snapshot: Snapshot, local: Matches
) -> None:
    size = 500
    found = match_lines(lines, snapshot, RULES, engine=Spark(spark, size)).table
    places = {line: at for at, line in enumerate(found["line_id"].to_pylist())}
    pairs = [
        (places[first], at) for at, first in enumerate(found["duplicate_of"].to_pylist()) if first
    ]
    assert [pair for pair in pairs if pair[0] // size != pair[1] // size]
    assert found["duplicate_of"].equals(local.table["duplicate_of"])


def test_no_lines(spark: Any, lines: pa.Table, snapshot: Snapshot) -> None:
    found = match_lines(lines.slice(0, 0), snapshot, RULES, engine=Spark(spark))
    assert len(found.table) == 0


def test_a_roll_that_is_prepared_in_the_scratch_folder(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    spark: Any,
    folder: Path,
    lines: pa.Table,
    local: Matches,
) -> None:
    shutil.copytree(folder / "snapshot", tmp_path / "snapshot")
    shutil.rmtree(tmp_path / "snapshot" / "matching")
    make = preparing._make

    def refused(snapshot: Snapshot, parent: Path, progress: Any) -> Path:
        if parent == snapshot.path:
            raise PermissionError(13, "not to be written to")
        return make(snapshot, parent, progress)

    monkeypatch.setattr(preparing, "_make", refused)
    found = match_lines(lines, open_snapshot(tmp_path / "snapshot"), RULES, engine=Spark(spark))
    assert found.table.equals(local.table)


def test_a_worker_that_does_not_reach_the_roll(
    tmp_path: Path, spark: Any, work: Work, snapshot: Snapshot
) -> None:
    away = replace(work, snapshot=replace(snapshot, path=tmp_path / "away"), scratch=tmp_path)
    with pytest.raises(RollcheckError) as caught:
        Spark(spark)(away, lambda _: None)
    assert [problem.code for problem in caught.value.problems] == ["out_of_reach"]
    assert caught.value.problems[0].file == str(tmp_path / "away")


def test_a_worker_of_another_version_says_so(work: Work) -> None:
    order = replace(engine._order(work), key="another", version="0.0")
    batches = work.lines.append_column(worker.AT, pa.array(range(len(work.lines)))).to_batches()
    with pytest.raises(RuntimeError) as caught:
        list(worker.match_batches(iter(batches), order))
    assert [one.code for one in worker.problems_in(str(caught.value))] == ["other_version"]


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        ("File rollcheck/matching/compare.py, line 1: IndexError", PySparkException),
        ("Python in worker has different version", RollcheckError),
        ('RuntimeError: ROLLCHECK-PROBLEMS [{"file": "", "row": null}]', TypeError),
    ],
    ids=["a bug of ours", "what Spark runs on", "no whole problem"],
)
def test_what_a_failure_of_spark_becomes(said: str, raised: type[Exception]) -> None:
    with pytest.raises(raised), engine._problems_of_working():
        raise PySparkException(said)


def test_a_line_that_is_lost_is_never_passed_over(work: Work) -> None:
    found = pa.table({worker.AT: pa.array(np.array([0, 2]))})
    with pytest.raises(RuntimeError, match="3 lines went out"):
        engine._in_order(found, 3)


def test_progress_is_of_lines_and_ends_with_all(
    spark: Any, lines: pa.Table, snapshot: Snapshot
) -> None:
    told: list[tuple[str, int, int]] = []
    match_lines(
        *(lines, snapshot, RULES),
        progress=lambda *said: told.append(said),
        engine=Spark(spark, 800),
    )
    assert told[-1] == ("Matching lines", len(lines), len(lines))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, spark: Any) -> list[str]:
    """Let the command use the session that is open; return the masters that it asks for."""
    masters = []

    @contextmanager
    def open_again(master: str, scratch: Path) -> Iterator[Any]:
        masters.append(master)
        assert scratch.is_dir()
        yield spark

    monkeypatch.setattr("rollcheck.matching.spark.open_session", open_again)
    return masters


def test_the_command_writes_the_same_files(
    tmp_path: Path, opened: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(command(folder, tmp_path / "local", "--json")) == 0
    said = json.loads(capsys.readouterr().out)
    assert run_command(command(folder, tmp_path / "spark", "--engine", "spark", "--json")) == 0
    assert opened == ["local[*]"]
    assert json.loads(capsys.readouterr().out) == said
    for file in ("lines.parquet", "matching.json"):
        assert (tmp_path / "spark" / file).read_bytes() == (tmp_path / "local" / file).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["local", "spark"]


def test_an_interrupt_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    opened: list[str],
    spark: Any,
    folder: Path,
) -> None:
    def interrupted(self: Spark, *_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Spark, "_watch", interrupted)
    asked = ("--engine", "spark", "--spark-master", "local[2]")
    assert run_command(command(folder, tmp_path / "out", *asked)) == 130
    assert opened == ["local[2]"]
    assert list(tmp_path.iterdir()) == []
    assert spark.sparkContext.statusTracker().getActiveJobsIds() == []


def test_an_interrupt_while_java_starts_waits_until_it_can_be_ended() -> None:
    passed = []

    def started() -> None:
        with session._late_interrupts():
            signal.raise_signal(signal.SIGINT)
            passed.append("started")

    with pytest.raises(KeyboardInterrupt):
        started()
    assert passed == ["started"]


@pytest.mark.parametrize(
    "flags", [("--engine", "spark", "--threads", "2"), ("--spark-master", "local[2]")]
)
def test_flags_of_the_other_engine_are_refused(
    folder: Path, tmp_path: Path, flags: tuple[str, ...]
) -> None:
    assert run_command(command(folder, tmp_path / "out", *flags)) == 2


@pytest.mark.parametrize(
    ("lacks", "code", "says"),
    [
        ("pyspark", "missing_extra", "pip install rollcheck[spark]"),
        ("java", "no_java", "install it"),
        ("java_home", "no_java", "JAVA_HOME is"),
    ],
)
def test_what_is_missing_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    lacks: str,
    code: str,
    says: str,
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if lacks == "pyspark":
        monkeypatch.setattr(session, "find_spec", lambda _: None)
    elif lacks == "java":
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert run_command(command(folder, tmp_path / "out", "--engine", "spark", "--json")) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == code
    assert says in problem["message"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("logged", "code", "says"),
    [
        ("x.UnsupportedClassVersionError: class file version 61.0", "no_java", "too old"),
        ("WARNING: x\nError: Master must be yarn or local", "spark_master", "Master must be yarn"),
        ("", "spark_master", "JAVA_GATEWAY_EXITED"),
    ],
)
def test_what_keeps_spark_from_starting(logged: str, code: str, says: str) -> None:
    said = session._not_started("abacus", logged, PySparkException("JAVA_GATEWAY_EXITED"))
    assert said.code == code
    assert says in said.message


def test_nothing_listens_but_on_the_loopback(spark: Any) -> None:
    java = spark.sparkContext._gateway.proc.pid
    own = set()
    for fd in Path(f"/proc/{java}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            own.add(str(fd.readlink()))
    listening = []
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/{java}/net/{table}").read_text().splitlines()[1:]:
            cells = row.split()
            if cells[3] == "0A" and f"socket:[{cells[9]}]" in own:
                listening.append(cells[1].partition(":")[0])
    loopback = {"0100007F", "0000000000000000FFFF00000100007F", f"{'0' * 24}01000000"}
    assert listening
    assert set(listening) <= loopback


def test_matching_without_spark_does_not_load_it() -> None:
    asked = "import sys, rollcheck.cli.match; sys.exit('pyspark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
