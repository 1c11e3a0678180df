"""What the spark engine costs beside the local one, on one machine: CPU seconds of all processes.

CPU seconds, as both use the same cores, and as they say what a cluster would be busy with.
"""

import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.petitions import CIRCULATION, FILED, ROLLCHECK, RULES, Petition, make_petition
from bench.report import Report

SEED = 6
ROUNDS = 3
SHARES = (0.04, 0.2, 1.0)
"""Of the petition's lines."""
ENGINES = {
    "local": (),
    "spark": ("--engine", "spark"),
}
COUNTY_VOTERS = 5_668_569
STATE_VOTERS, STATE_LINES = 23_000_000, 1_500_000
# Spark's workers outlive the process that started them: as their reaper this one counts them, too.
LAUNCHER = """
import ctypes, json, os, resource, sys, time
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
start = time.perf_counter()
first = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
code = None
while True:
    try:
        pid, status = os.wait()
    except ChildProcessError:
        break
    if pid == first:
        code, seconds = os.waitstatus_to_exitcode(status), time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print()
print(json.dumps([code, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


@dataclass(frozen=True, slots=True)
class Used:
    """Wall and CPU seconds of a command with all it started; MiB of its largest process."""

    seconds: float
    cpu: float
    largest_mib: float


def used(command: Sequence[str], folder: Path) -> Used:
    """Run the command in the folder; raise ``RuntimeError`` with what it said where it fails."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCHER, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    *_, last = done.stdout.splitlines()
    code, seconds, cpu, largest_kib = json.loads(last)
    if code != 0:
        raise RuntimeError(f"{' '.join(command)} left with {code}\n{done.stdout}\n{done.stderr}")
    return Used(seconds, cpu, largest_kib / 1024)


def first_lines(petition: Petition, count: int) -> Path:
    """Write the first lines of the petition as a file of their own."""
    path = petition.folder / "demo" / f"lines-{count}.csv"
    rows = petition.lines.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(rows[: count + 1]), encoding="utf-8")
    return path


def match(petition: Petition, lines: Path, engine: str, out: str) -> Used:
    """Match a file of lines with an engine into the folder ``out``."""
    asked = ["--roll", "snapshot", "--rules", RULES, "--on", FILED, *CIRCULATION]
    asked += ["--county", "Los Angeles", "--out", out, *ENGINES[engine]]
    return used([*ROLLCHECK, "match", str(lines), *asked], petition.folder)


def digest(petition: Petition, out: str) -> str:
    """Return the SHA-256 of the file of matches."""
    return hashlib.sha256((petition.folder / out / "lines.parquet").read_bytes()).hexdigest()


def median(runs: Sequence[Used]) -> Used:
    """Return the median of each figure."""
    return Used(
        statistics.median(one.seconds for one in runs),
        statistics.median(one.cpu for one in runs),
        statistics.median(one.largest_mib for one in runs),
    )


def sizes(petition: Petition) -> tuple[dict[int, dict[str, Used]], list[str]]:
    """Match each size by each engine in turn; return medians, and where findings differed."""
    found: dict[int, dict[str, Used]] = {}
    differing = []
    for share in SHARES:
        count = round(petition.count("lines.csv") * share)
        lines = first_lines(petition, count)
        runs: dict[str, list[Used]] = {engine: [] for engine in ENGINES}
        for number in range(ROUNDS):
            outs = {engine: f"{engine}-{count}-{number}" for engine in ENGINES}
            for engine, out in outs.items():
                runs[engine].append(match(petition, lines, engine, out))
            if len({digest(petition, out) for out in outs.values()}) > 1:
                differing.append(f"{count:,} lines: the engines' files differ")
        found[count] = {engine: median(one) for engine, one in runs.items()}
    return found, differing


def per_line(found: dict[int, dict[str, Used]], engine: str) -> tuple[float, float]:
    """Return CPU seconds to begin, and CPU milliseconds a line, between the ends of the sizes."""
    few, many = min(found), max(found)
    slope = (found[many][engine].cpu - found[few][engine].cpu) / (many - few)
    return found[few][engine].cpu - slope * few, 1000 * slope


def notes(found: dict[int, dict[str, Used]], prepared_bytes: float) -> tuple[str, ...]:
    """Say what a line costs, and what follows for a state if it costs the same there."""
    said = []
    for engine in ENGINES:
        begin, each = per_line(found, engine)
        state = begin + each * STATE_LINES / 1000
        said.append(
            f"{engine}: {begin:.1f} CPU seconds to begin and end, {each:.3f} CPU milliseconds a "
            f"line; at that {STATE_LINES:,} lines take {state:,.0f} CPU seconds."
        )
    said.append(
        f"The prepared roll has {prepared_bytes:.0f} bytes a voter: "
        f"{prepared_bytes * COUNTY_VOTERS / 1e9:.1f} GB for {COUNTY_VOTERS:,} voters, "
        f"{prepared_bytes * STATE_VOTERS / 1e9:.1f} GB for {STATE_VOTERS:,}."
    )
    return tuple(said)


def run(scale: float) -> Report:
    """Measure on a county of ``scale``."""
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        petition = make_petition(Path(scratch) / "one", scale=scale, seed=SEED, noise="keyed")
        voters = petition.count("roll.csv")
        # Compiles the kernel and prepares the roll, which happens once.
        match(petition, first_lines(petition, 10), "local", "first")
        kept = petition.snapshot / "matching"
        size = sum(file.stat().st_size for file in kept.iterdir()) / voters
        found, differing = sizes(petition)
    return Report(
        name="spark",
        title="The spark engine beside the local one",
        question="What does it cost to match on Spark, and are the files the same?",
        columns=("lines", "engine", "CPU seconds", "wall seconds", "largest process MiB"),
        rows=tuple(
            (
                f"{count:,}",
                engine,
                f"{one.cpu:.1f}",
                f"{one.seconds:.1f}",
                f"{one.largest_mib:,.0f}",
            )
            for count, engines in found.items()
            for engine, one in engines.items()
        ),
        settings=(
            f"{voters:,} voters (scale {scale:g}, seed {SEED}, keyed), prepared before.",
            f"{ROUNDS} rounds, the engines in turn; medians. --spark-master local[*].",
        ),
        notes=notes(found, size),
        failures=tuple(differing),
    )
