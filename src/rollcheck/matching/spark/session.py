"""A Spark session for one command: quiet, offline but for its master, gone at the end."""

import logging
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING, Any

from rollcheck.problems import Problem, RollcheckError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local"
LOOPBACK = "127.0.0.1"
EXTRA = ("pyspark", "pandas")
"""Spark takes functions over Arrow batches only where pandas is there, too."""
TOO_OLD = "UnsupportedClassVersionError"
LOG = "spark.log"
SECONDS_TO_LEAVE = 20
LONGEST_SAID = 300


@contextmanager
def open_session(master: str, scratch: Path) -> Iterator["SparkSession"]:
    """Give a session on ``master``, and end it and its Java process with the block.

    ``master`` is Spark's own way to name one (``local[*]``, ``spark://host:7077``, ``yarn``).
    With a local one nothing listens but on this machine's loopback. What Spark logs goes to a file
    in ``scratch``, a folder that is the caller's to remove. Raises ``RollcheckError`` where
    pyspark or Java is missing, or where Spark cannot start on ``master``.
    """
    refuse_missing()
    # Imported on use: an extra, which only this needs.
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    scratch = scratch.resolve()
    conf = SparkConf(loadDefaults=False).setAll(list(_settings(master, scratch).items()))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    launch: Any = launch_gateway  # without types
    gateway: Any = None
    with (scratch / LOG).open("w", encoding="utf-8") as log, _hushed():
        try:
            with _problems_of_starting(master, scratch / LOG):
                with _late_interrupts():
                    gateway = launch(conf, {"stdout": log, "stderr": log})
                with _own_interrupts():
                    session = SparkSession(SparkContext(conf=conf, gateway=gateway))
            try:
                yield session
            finally:
                session.stop()
        finally:
            _end(gateway)


def refuse_missing() -> None:
    """Raise ``RollcheckError`` where pyspark or Java is not installed."""
    for name in EXTRA:
        if find_spec(name) is None:
            message = f"the spark engine needs {name}; install it: `pip install rollcheck[spark]`"
            raise RollcheckError([Problem(name, None, None, "missing_extra", message)])
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home) / "bin" / "java") if home else "java") is None:
        where = f"JAVA_HOME is {home}, which has no bin/java" if home else "there is no `java` here"
        raise RollcheckError([_java(where)])


def _java(where: str) -> Problem:
    message = (
        f"{where}; the spark engine needs Java 17 or later: install it (on Debian "
        "`apt-get install default-jre-headless`), or match with --engine local"
    )
    return Problem("java", None, None, "no_java", message)


def _settings(master: str, scratch: Path) -> Mapping[str, str]:
    quiet = Path(__file__).with_name("log4j2.properties").as_uri()
    java = (f"-Dlog4j2.configurationFile={quiet}", f'"-Djava.io.tmpdir={scratch}"')
    settings = {
        "spark.master": master,
        "spark.app.name": "rollcheck match",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": " ".join((*java, "-XX:-UsePerfData")),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": (scratch / "warehouse").as_uri(),
        "spark.sql.session.timeZone": "UTC",
        # One file of lines is one task: Spark would pack small ones together.
        "spark.sql.files.openCostInBytes": "128m",
        "spark.sql.files.maxPartitionBytes": "128m",
        # A worker keeps the roll open from one task to the next.
        "spark.python.worker.reuse": "true",
    }
    if master.startswith(LOCAL):
        here = {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}
        settings |= {**here, "spark.local.dir": str(scratch)}
    return settings


@contextmanager
def _problems_of_starting(master: str, log: Path) -> Iterator[None]:
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (Py4JError, PySparkException) as error:
        logged = log.read_text(encoding="utf-8", errors="replace")
        raise RollcheckError([_not_started(master, logged, error)]) from error


def _not_started(master: str, logged: str, error: Exception) -> Problem:
    """Say what kept Spark from starting, from its log where Java has left, else from the error."""
    if TOO_OLD in logged:
        return _java("the Java here is too old")
    told = [line for line in logged.splitlines() if "Error: " in line or "Exception: " in line]
    said = told[-1].strip() if told else first_line(error)
    message = (
        f"Spark could not start on this master ({said}); name one that runs, such as "
        "local[*] or spark://host:7077"
    )
    return Problem(master, None, None, "spark_master", message)


def first_line(error: Exception) -> str:
    """Return what Java said was wrong, in one line."""
    cause = getattr(error, "java_exception", None)
    said = str(cause.toString() if cause is not None else error)
    return said.partition("\n")[0][:LONGEST_SAID]


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep the way to Java from logging what is told as a problem, or as an interrupt, anyway."""
    nobody = logging.NullHandler()
    logging.getLogger().addHandler(nobody)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(nobody)


@contextmanager
def _late_interrupts() -> Iterator[None]:
    """Answer an interrupt only after the block: Java must be known before it can be ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: told.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)
    if told:
        raise KeyboardInterrupt


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Keep this process's own answer to an interrupt, which Spark replaces by its own."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is not before:
            signal.signal(signal.SIGINT, before)


def _end(gateway: Any) -> None:
    """End the Java process, which removes what it has put on the disk."""
    from pyspark import SparkContext  # noqa: PLC0415 - an extra

    # Spark keeps the way to Java for a next session, which would find nobody there.
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
    if gateway is None:
        return
    gateway.shutdown()
    gateway.proc.stdin.close()
    with suppress(TimeoutExpired):
        gateway.proc.wait(SECONDS_TO_LEAVE)
    gateway.proc.kill()
    gateway.proc.wait()
