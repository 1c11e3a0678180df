"""Rollcheck's matching by stages: ``python -m bench.our_stages LINES SNAPSHOT OUT SECONDS``."""

import json
import sys
from datetime import date
from pathlib import Path

from bench.petitions import FILED
from bench.stopwatch import Stopwatch
from rollcheck.lines import load_lines
from rollcheck.matching import Rules, match_lines, save_matches
from rollcheck.roll import open_snapshot

RULES = Rules(
    county="Los Angeles",
    district=None,
    filed_on=date.fromisoformat(FILED),
    circulation_from=date(2022, 1, 27),
    circulation_to=date.fromisoformat(FILED),
)


def main(lines: str, snapshot: str, out: str, seconds: str) -> None:
    """Match the lines of a CSV file to a snapshot; write the matches, and each stage's seconds."""
    watch = Stopwatch()
    with watch.stage("read"):
        table, roll = load_lines(Path(lines)).table, open_snapshot(Path(snapshot))
    with watch.stage("match"):
        matches = match_lines(table, roll, RULES)
    with watch.stage("write"):
        save_matches(matches, Path(out))
    Path(seconds).write_text(json.dumps(watch.seconds), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
