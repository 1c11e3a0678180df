"""The machine a bench ran on, in sentences; and whether it had nothing else to do."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    *("rollcheck", "duckdb", "pyarrow", "numpy", "numba", "splink", "recordlinkage", "pandas"),
    "scikit-learn",
)
IDLE_LOAD_PER_CORE = 0.25


def describe(load: float) -> list[str]:
    """Say which machine and which versions, and what ``load``, the one-minute average, means."""
    cores = len(os.sched_getaffinity(0))
    return [
        (
            f"Machine: {processor()}, {cores} cores, {memory_gib():.0f} GiB memory, "
            f"{platform.system()} {platform.machine()}."
        ),
        f"Python {platform.python_version()}, {', '.join(versions())}.",
        load_sentence(load, cores),
    ]


def load_sentence(load: float, cores: int) -> str:
    """Say whether the machine was idle before the start; never call a busy machine idle."""
    if load <= IDLE_LOAD_PER_CORE * cores:
        return f"Load average before the start: {load:.2f} on {cores} cores; the machine was idle."
    return (
        f"Load average before the start: {load:.2f} on {cores} cores; the machine was not idle. "
        "Times are longer than they would be on an idle one; ratios are less touched."
    )


def processor() -> str:
    """Return the processor's own name where the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def memory_gib() -> float:
    """Return the physical memory in GiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def versions() -> list[str]:
    """Return ``name version`` of the packages that matter here and are installed."""
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found
