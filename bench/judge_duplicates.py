"""Judges the groups of one person's lines against a demo's truth: precision and recall of pairs.

``python bench/judge_duplicates.py DEMO FOUND`` reads truth.csv of a demo and what
``rollcheck match`` wrote for its lines.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as pq

Pairs = set[tuple[str, str]]


def judged(demo: Path, found: Path) -> dict[str, dict[str, float | int]]:
    """Return, by voter and without one, pairs found, true and both, precision and recall.

    A true pair counts where both lines have a voter proposed, or neither has.
    """
    lines = pq.read_table(found / "lines.parquet", columns=["line_id", "voter_id"]).to_pylist()
    voter = {line["line_id"]: line["voter_id"] for line in lines}
    signers: dict[str, list[str]] = defaultdict(list)
    with (demo / "truth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            signers[row["signer"]].append(row["line_id"])
    true = _pairs(signers.values())
    groups = pq.read_table(found / "duplicates.parquet").to_pylist()
    said = {}
    for name, without in (("of one voter", False), ("without a voter", True)):
        proposed = _pairs(
            group["lines"] for group in groups if (group["voter_id"] is None) == without
        )
        alike = {pair for pair in true if all((voter[one] is None) == without for one in pair)}
        said[name] = _said(proposed, alike, true)
    every = _pairs(group["lines"] for group in groups)
    said["all"] = _said(every, true, true)
    return said


def _said(proposed: Pairs, wanted: Pairs, true: Pairs) -> dict[str, float | int]:
    right = len(proposed & true)
    return {
        "found": len(proposed),
        "true": len(wanted),
        "right": right,
        "precision": round(right / max(1, len(proposed)), 4),
        "recall": round(len(proposed & wanted) / max(1, len(wanted)), 4),
    }


def _pairs(groups: Iterable[list[str]]) -> Pairs:
    return {(a, b) for lines in groups for a, b in combinations(sorted(lines), 2)}


if __name__ == "__main__":
    for of, figures in judged(Path(sys.argv[1]), Path(sys.argv[2])).items():
        print(of, figures)
