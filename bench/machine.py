"""The machine a bench ran on, in sentences; and whether it had nothing else to do."""

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    *("rollcheck", "duckdb", "pyarrow", "numpy", "numba", "splink", "recordlinkage", "pandas"),
    "scikit-learn",
)
IDLE_SHARE = 0.05
LOOKED_SECONDS = 3.0


def describe() -> tuple[str, ...]:
    """Say which machine it is and which versions are installed."""
    cores = len(os.sched_getaffinity(0))
    return (
        (
            f"Machine: {processor()}, {cores} cores, {memory_gib():.0f} GiB memory, "
            f"{platform.system()} {platform.machine()}."
        ),
        f"Python {platform.python_version()}, {', '.join(versions())}.",
    )


def busy_share(seconds: float = LOOKED_SECONDS) -> float:
    """Look for some seconds; return the share of the processors' time that others took.

    The load average would still hold what the bench before took.
    """
    before = _ticks()
    time.sleep(seconds)
    idle, whole = (now - then for now, then in zip(_ticks(), before, strict=True))
    # A kernel that counts no ticks says nothing: that is not called idle.
    return min(max(1 - idle / max(whole, 1), 0), 1)


def _ticks() -> tuple[int, int]:
    """Return the ticks that all processors idled, and all ticks (proc(5), the first line)."""
    with Path("/proc/stat").open(encoding="ascii") as file:
        ticks = [int(text) for text in file.readline().split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def busy_sentence(share: float) -> str:
    """Say whether the machine was idle before the start; never call a busy machine idle."""
    if share <= IDLE_SHARE:
        return f"Before the start {share:.0%} of the processors' time was taken: idle."
    return (
        f"Before the start {share:.0%} of the processors' time was taken: the machine was not "
        "idle. Times are longer than they would be on an idle one; ratios are less touched."
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
