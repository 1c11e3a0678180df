"""A petition to measure on: its files, its roll imported, and both systems' proposals for it."""

import contextlib
import csv
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Cost, cost

FILED = "2022-07-06"
CIRCULATION = ("--circulation-from", "2022-01-27", "--circulation-to", FILED)
RULES = "us-ca/county-recall"
NEVER_READ_HERE = ("universe.csv", "determinations.csv", "sample-determinations.csv")
ROLLCHECK = (sys.executable, "-m", "rollcheck")


@dataclass(frozen=True, slots=True)
class Staged:
    """What a process took, and the seconds of its stages by name."""

    whole: Cost
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Petition:
    """A folder with ``demo/`` (roll, lines, truth) and ``snapshot/``, the roll imported."""

    name: str
    folder: Path
    layout: str = "plain"

    @property
    def lines(self) -> Path:
        """Return the file of lines."""
        return self.folder / "demo" / "lines.csv"

    @property
    def truth(self) -> Path:
        """Return the file that says what each line truly is."""
        return self.folder / "demo" / "truth.csv"

    @property
    def raw_roll(self) -> Path:
        """Return the roll before its import."""
        return self.folder / "demo" / "roll.csv"

    @property
    def snapshot(self) -> Path:
        """Return the imported roll."""
        return self.folder / "snapshot"

    def import_roll(self, out: str = "snapshot") -> Cost:
        """Import the roll into the folder ``out``, and say what it took."""
        history = self.folder / "demo" / "history.csv"
        kept = ["--history", str(history)] if history.exists() else []
        command = [*ROLLCHECK, "roll", "import", "demo/roll.csv", "--layout", self.layout]
        return cost([*command, "--as-of", FILED, "--out", out, *kept], self.folder)

    def match(self, out: str, *more: str) -> Cost:
        """Match the lines into the folder ``out``, and say what it took."""
        roll = ["--roll", "snapshot", "--rules", RULES, "--on", FILED, *CIRCULATION]
        county = ["--county", "Los Angeles"]
        command = [*ROLLCHECK, "match", "demo/lines.csv", *roll, *county, "--out", out, *more]
        return cost(command, self.folder)

    def splink(self, out: str, *, raw: bool = False) -> Staged:
        """Let Splink propose voters into the file ``out``, of the roll as imported or raw."""
        return self._staged("bench.splink_peer", self.raw_roll if raw else self.snapshot, out)

    def match_by_stages(self, out: str) -> Staged:
        """Match as ``match`` does, but say what each stage took."""
        return self._staged("bench.our_stages", self.snapshot, out)

    def _staged(self, module: str, roll: Path, out: str) -> Staged:
        files = (self.lines, roll, self.folder / out, self.folder / "seconds.json")
        command = [sys.executable, "-m", module, *(str(file) for file in files)]
        took = cost(command, Path(__file__).parent.parent)
        seconds = json.loads((self.folder / "seconds.json").read_text(encoding="utf-8"))
        return Staged(took, seconds)

    def count(self, name: str) -> int:
        """Count the rows of a file of the demo."""
        with (self.folder / "demo" / name).open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.reader(file)) - 1

    def remove(self) -> None:
        """Remove the folder: whole ones are large."""
        shutil.rmtree(self.folder)


def make_petition(folder: Path, *, scale: float, seed: int, noise: str) -> Petition:
    """Make a synthetic petition of the demo's own generator and import its roll."""
    folder.mkdir(parents=True)
    asked = ["--scale", f"{scale:g}", "--seed", str(seed), "--noise", noise]
    cost([*ROLLCHECK, "demo", "make", "--out", "demo", *asked], folder)
    for name in NEVER_READ_HERE:
        with contextlib.suppress(FileNotFoundError):
            (folder / "demo" / name).unlink()
    petition = Petition(f"seed {seed}, {noise}", folder)
    petition.import_roll()
    return petition
