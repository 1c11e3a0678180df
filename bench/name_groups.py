"""Matching by name group: enough petitions that each kind of surname has 20,000 lines or more."""

import tempfile
from itertools import count
from pathlib import Path

import numpy as np

from bench.accuracy import GROUP_LINES, GROUPS, by_group
from bench.petitions import make_petition
from bench.report import Report
from bench.scored import Judged, judge_ours, pooled

FIRST_SEED = 200
"""No seed from here on was ever used for tuning."""
NOISE = "keyed"


def fewest(parts: list[Judged]) -> int:
    """Return how many lines the smallest group has in all petitions so far."""
    return min(
        sum(int(np.count_nonzero(part.name_group == group)) for part in parts) for group in GROUPS
    )


def petitions(folder: Path, scale: float, lines: int) -> list[Judged]:
    """Make, match and judge petitions, each of another seed, until each group has its lines."""
    parts: list[Judged] = []
    for seed in count(FIRST_SEED):
        petition = make_petition(folder / str(seed), scale=scale, seed=seed, noise=NOISE)
        petition.match("ours")
        parts.append(judge_ours(petition, petition.folder / "ours"))
        petition.remove()
        if fewest(parts) >= lines:
            break
    return parts


def run(scale: float, lines: int = GROUP_LINES) -> Report:
    """Judge each group on petitions of the given scale; ``lines`` is the least of each group."""
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        parts = petitions(Path(scratch), scale, lines)
    table, failures = by_group(pooled(parts))
    seeds = f"{FIRST_SEED} to {FIRST_SEED + len(parts) - 1}"
    return Report(
        name="name-groups",
        title="Matching by name group",
        question="Is a voter found as well whatever the surname? A point less is too much.",
        columns=table.columns,
        rows=table.rows,
        settings=(f"{len(parts)} petitions of scale {scale:g}, noise {NOISE}, seeds {seeds}.",),
        notes=(
            (
                "A group is the first that fits: two surnames, two letters or fewer, the sixty "
                "most frequent, an accent."
            ),
            "Recall at 99.9 % is that of the certainty which gives it over every line.",
        ),
        failures=tuple(failures),
    )
