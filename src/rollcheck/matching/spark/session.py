"""A Spark session for one command: quiet, offline but for its master, gone at the end."""

import os
import shutil
import signal
import sys
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

    conf = SparkConf(loadDefaults=False).setAll(list(_settings(master, scratch).items()))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    launch: Any = launch_gateway  # without types
    gateway: Any = None
    with (scratch / LOG).open("w", encoding="utf-8") as log:
        try:
            with _problems_of_starting(master):
                gateway = launch(conf, {"stdout": log, "stderr": log})
                with _own_interrupts():
                    context = SparkContext(conf=conf, gateway=gateway)
            session = SparkSession(context)
            try:
                yield session
            finally:
                session.stop()
        finally:
            _end(gateway)


def refuse_missing() -> None:
    """Raise ``RollcheckError`` where pyspark or Java is not installed."""
    if find_spec("pyspark") is None:
        message = "the spark engine needs pyspark; install it with `pip install rollcheck[spark]`"
        raise RollcheckError([Problem("pyspark", None, None, "missing_extra", message)])
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
    quiet = Path(__file__).with_name("log4j2.properties")
    settings = {
        "spark.master": master,
        "spark.app.name": "rollcheck match",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet.as_uri()}",
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
        settings |= {**here, "spark.local.dir": str(scratch.resolve())}
    return settings


@contextmanager
def _problems_of_starting(master: str) -> Iterator[None]:
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except PySparkException as error:
        raise RollcheckError([_java("Java could not be started")]) from error
    except Py4JError as error:
        message = (
            f"Spark could not start on this master ({first_line(error)}); name one that runs, "
            "such as local[*] or spark://host:7077"
        )
        raise RollcheckError([Problem(master, None, None, "spark_master", message)]) from error


def first_line(error: Exception) -> str:
    """Return what Java said was wrong, in one line."""
    cause = getattr(error, "java_exception", None)
    said = str(cause.toString() if cause is not None else error)
    return said.partition("\n")[0][:LONGEST_SAID]


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
