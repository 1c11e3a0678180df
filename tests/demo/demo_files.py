"""A demo read back from its files, for tests."""

import csv
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@dataclass(frozen=True)
class DemoFiles:
    folder: Path

    @cached_property
    def roll(self) -> list[Row]:
        return rows_of(self.folder / "roll.csv")

    @cached_property
    def history(self) -> list[Row]:
        return rows_of(self.folder / "history.csv")

    @cached_property
    def lines(self) -> list[Row]:
        return rows_of(self.folder / "lines.csv")

    @cached_property
    def truth(self) -> list[Row]:
        return rows_of(self.folder / "truth.csv")

    @cached_property
    def determinations(self) -> list[Row]:
        return rows_of(self.folder / "determinations.csv")

    @cached_property
    def sample_determinations(self) -> list[Row]:
        return rows_of(self.folder / "sample-determinations.csv")

    @cached_property
    def voter(self) -> dict[str, Row]:
        return {row["voter_id"]: row for row in self.roll}

    def with_reason(self, reason: str) -> list[tuple[Row, Row]]:
        """Return line and truth of every line that truly has this reason."""
        pairs = zip(self.lines, self.truth, strict=True)
        return [(line, truth) for line, truth in pairs if truth["reason"] == reason]
