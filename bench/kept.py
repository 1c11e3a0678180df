"""What was measured is kept, a file for each bench; the page is written of what is kept.

So a bench that takes long, or wants the whole county, is run by itself when the machine is free,
and the page says of each section which command made it, when, and what else the machine did.
"""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.report import Picture, Report, Table, section


@dataclass(frozen=True, slots=True)
class Kept:
    """A report with the command and scale that made it, the day, the machine, how busy that was."""

    report: Report
    command: str
    scale: float
    day: str
    machine: tuple[str, ...]
    busy: str

    def write(self, folder: Path) -> bool:
        """Write it as JSON into the folder; a picture's SVG is a file of its own.

        What was measured at a larger scale stays: then nothing is written, and False returned.
        """
        file = folder / f"{self.report.name}.json"
        if file.exists() and read_kept(file).scale > self.scale:
            return False
        written = dataclasses.asdict(self)
        for picture in written["report"]["pictures"]:
            del picture["svg"]
        text = json.dumps(written, indent=1, ensure_ascii=False) + "\n"
        file.write_text(text, encoding="utf-8")
        return True


def read_kept(file: Path) -> Kept:
    """Read what ``Kept.write`` wrote; pictures come without their SVG."""
    found = json.loads(file.read_text(encoding="utf-8"))
    report = found.pop("report")
    return Kept(report=_report(report), machine=tuple(found.pop("machine")), **found)


def _report(found: dict[str, Any]) -> Report:
    tables = [
        Table(one["title"], tuple(one["columns"]), _rows(one["rows"])) for one in found["more"]
    ]
    return Report(
        name=found["name"],
        title=found["title"],
        question=found["question"],
        columns=tuple(found["columns"]),
        rows=_rows(found["rows"]),
        settings=tuple(found["settings"]),
        notes=tuple(found["notes"]),
        failures=tuple(found["failures"]),
        more=tuple(tables),
        pictures=tuple(Picture(one["file"], one["shows"], "") for one in found["pictures"]),
    )


def _rows(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


def page(kept: Sequence[Kept]) -> str:
    """Write the Markdown page of all that is kept; a machine is said again where it changes."""
    lines = ["# Benchmarks", "", "Written by `python -m bench --keep`. Do not edit; run it again."]
    machine: tuple[str, ...] = ()
    for one in kept:
        if one.machine != machine:
            lines += ["", *(f"- {sentence}" for sentence in one.machine)]
            machine = one.machine
        lines += section(one.report)
        lines += ["", f"Measured on {one.day} by `{one.command}`. {one.busy}"]
    return "\n".join(lines) + "\n"


def write_pictures(report: Report, folder: Path) -> None:
    """Write every picture of the report into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture in report.pictures:
        (folder / picture.file).write_text(picture.svg, encoding="utf-8")


def write_page(folder: Path, names: Iterable[str], target: Path) -> None:
    """Write the page of what the folder keeps, in the order of the benches' names."""
    files = [folder / f"{name}.json" for name in names]
    text = page([read_kept(file) for file in files if file.exists()])
    target.write_text(text, encoding="utf-8")
