"""A petition of any place, as many lines as wanted, every line determined as told."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from small_petition import DETERMINATIONS_HEADER, LINES_HEADER, ROLL, ROLL_HEADER

from rollcheck.lines import load_lines
from rollcheck.problems import RollcheckError
from rollcheck.publish import result_schema, run_to_folder
from rollcheck.roll import import_roll
from rollcheck.sampling import LineIdentity, commit_universe, write_universe

ON_A_SHEET = 10
ROLL_OF = date(2001, 1, 1)
# That the schema itself is one is another test's; it takes longer than the rest of a short run.
SCHEMA = Draft202012Validator(result_schema())


@cache
def snapshot() -> Path:
    """Make a snapshot of one voter, older than any petition here; once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="rollcheck-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = folder / "roll.csv"
    source.write_text(f"{ROLL_HEADER}\n{ROLL[0]}\n", encoding="utf-8")
    return import_roll(source, layout="plain", as_of=ROLL_OF, out=folder / "snapshot").path


def line_ids(lines: int) -> list[str]:
    return [f"L{i:05}" for i in range(lines)]


@dataclass
class AnyPlace:
    """A petition of ``lines`` lines, ten on a sheet, each valid for a voter of its own.

    ``found`` holds the rows of the determinations by line id, without the id itself; ``keys`` go
    into the petition file, ``files`` beside it.
    """

    folder: Path
    place: str
    kind: str
    lines: int
    filed_on: str
    keys: dict[str, str] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()
    found: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.found = {line: [f"ann,valid,,V{line},,"] for line in line_ids(self.lines)}
        self.keys = {
            "place": f'"{self.place}"',
            "kind": f'"{self.kind}"',
            "filed_on": self.filed_on,
            "raw_count": str(self.lines),
            "roll": f'"{snapshot()}"',
            "lines": '"lines.csv"',
            "determinations": '"determinations.csv"',
        } | self.keys

    def reject(self, lines: Iterable[str], reason: str, people: int = 2) -> None:
        """Let ``people`` persons find these lines invalid."""
        for line in lines:
            self.found[line] = [f"p{i},invalid,{reason},,," for i in range(people)]

    def commit(self) -> None:
        """Commit to the lines, struck ones left out, with salts that a test may know."""
        self._write()
        loaded = load_lines(self.folder / "lines.csv")
        identities = [
            LineIdentity(*one) for one in loaded.identities() if one[0] not in loaded.struck
        ]
        salts = (number.to_bytes(16) for number in count())
        write_universe(self.folder / "universe.csv", commit_universe(identities, salts))

    def result(self, counts: Path | None = None) -> dict[str, Any]:
        """Run it; return the result with every reason counted. Both results fit the schema."""
        out = self.folder / "run"
        run_to_folder(self._write(), out, counts=counts)
        for kept in ("public", "restricted"):
            document: dict[str, Any] = json.loads((out / kept / "result.json").read_text())
            SCHEMA.validate(document)
        return document

    def problems(self) -> set[tuple[str | None, str]]:
        """Run it; return the column and code of each problem."""
        try:
            self.result()
        except RollcheckError as error:
            return {(one.column, one.code) for one in error.problems}
        raise AssertionError("no problem was found")

    def _write(self) -> Path:
        rows = [LINES_HEADER + ",struck"]
        for i, line in enumerate(line_ids(self.lines)):
            place = f"S{i // 100},{i // ON_A_SHEET},{i % ON_A_SHEET + 1}"
            struck = "yes" if line in self.struck else ""
            rows.append(f"{line},{place},Ann Example {i},{i} Oak St,Burbank,91501,,,{struck}")
        found = [f"{line},{row}" for line, several in self.found.items() for row in several]
        every: Mapping[str, list[str]] = {
            "lines.csv": rows,
            "determinations.csv": [DETERMINATIONS_HEADER, *found],
            **self.files,
        }
        for name, content in every.items():
            (self.folder / name).write_text("\n".join(content) + "\n", encoding="utf-8")
        petition = self.folder / "petition.toml"
        text = "".join(f"{key} = {value}\n" for key, value in self.keys.items())
        petition.write_text(text, encoding="utf-8")
        return petition


def reasons_of(counts: Mapping[str, Any]) -> dict[str, int]:
    """Return the reasons of a result's counts or sample, with their lines."""
    return {one["code"]: one["lines"] for one in counts["reasons"]}


def waiting_of(counts: Mapping[str, Any]) -> dict[str, int]:
    """Return what lines wait for, with their numbers."""
    return {one["code"]: one["lines"] for one in counts["waiting_for"]}


def by_rule_of(result: Mapping[str, Any]) -> dict[str, int | None]:
    """Return the fields of the law that did something by themselves, with their lines."""
    return {one["rule"]: one["lines"] for one in result["by_rule"]}
