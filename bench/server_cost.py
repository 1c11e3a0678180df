"""What a server costs, with the processes that it started: memory and processor time (Linux)."""

import os
import re
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def processes_of(process: int) -> list[int]:
    """Return a process and those that it started, and so on."""
    started = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(child) for file in started for child in file.read_text().split()]
    return [process, *(one for child in children for one in processes_of(child))]


def memory(process: int) -> tuple[float, float]:
    """Return what the processes hold and what of it is theirs alone, in MiB.

    Of what they share with others each is charged its part (PSS).
    """
    kib: dict[str, int] = {"Pss": 0, "Anonymous": 0}
    for one in processes_of(process):
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        for name, size in re.findall(r"^(Pss|Anonymous): +(\d+) kB", rollup, re.M):
            kib[name] += int(size)
    return kib["Pss"] / 1024, kib["Anonymous"] / 1024


def processor_seconds(process: int) -> float:
    """Return the processor time that the processes have used."""
    ticks = 0
    for one in processes_of(process):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS
