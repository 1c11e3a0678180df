"""What an office is given in the demonstration: some sections of the petition, on paper."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from rollcheck.demo.make import make_demo
from rollcheck.demo.office_looks import Look, looks_at
from rollcheck.demo.petition_file import KIND, PLACE
from rollcheck.demo.shape import CIRCULATION_FROM, CIRCULATION_TO, COUNTY, FILED_ON
from rollcheck.demo.sheet_drawing import (
    WrittenLine,
    as_png,
    draw_sheet,
    line_of,
    signed_between,
)
from rollcheck.demo.signatures import NAMES, ON_FILE, WRITERS, Hand, hand_of
from rollcheck.problems import Progress, silent
from rollcheck.problems.delimited import write_csv

SCALE, SEED, NOISE = 0.001, 1, "keyed"
TITLE = "Recall of the District Attorney (synthetic)"
OTHER_HAND = ("signature_mismatch", "not_own_hand")
CIRCULATORS = ("Marta Quinn", "Otis Bell", "Lena Park", "Hugo Sato", "Ines Duarte")


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A sheet: its number in the section, how many lines, the picture of it and of each line."""

    number: int
    lines: int
    picture: Path
    line_pictures: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A section: its number, who gathered its lines, and its sheets."""

    number: str
    circulator: str
    sheets: tuple[PaperSheet, ...]


@dataclass(frozen=True, slots=True)
class OnFile:
    """A reference signature: whose, a file with it, the day of the affidavit, what it stands on."""

    voter: str
    picture: Path
    signed_on: str
    source: str


@dataclass(frozen=True, slots=True)
class OfficeCase:
    """A petition and its files: the roll, sections on paper, lines read beforehand, signatures.

    ``claimed`` is the number that the proponents say is required; ``looks`` has by
    ``section:ordinal`` what one person finds on a line, and what another does. A line is signed
    from one to the other percent of its picture's width in ``signed_between``.
    """

    title: str
    rules: str
    county: str
    circulation: tuple[date, date]
    filed_on: date
    required: int
    claimed: int
    roll: Path
    history: Path
    sections: tuple[PaperSection, ...]
    read: Path
    on_file: tuple[OnFile, ...]
    looks: Mapping[str, tuple[Look, Look]]
    signed_between: tuple[int, int]

    @property
    def lines(self) -> int:
        """Return how many lines were filed."""
        return sum(sheet.lines for section in self.sections for sheet in section.sheets)


def make_office_case(out: Path, *, sheets: int, progress: Progress = silent) -> OfficeCase:
    """Write the demonstration's files below ``out``: the first sections with ``sheets`` sheets.

    The lines of every other section are in ``read.csv``, as if read beforehand, so that whoever
    tries the office soon meets both kinds. The same numbers give the same files. Raises
    ``RollcheckError`` as ``make_demo`` does.
    """
    truth = make_demo(out, scale=SCALE, seed=SEED, noise=NOISE, progress=progress)
    rows = [
        {**line, **{name: "" if value is None else str(value) for name, value in known.items()}}
        for line, known in zip(_rows(out / "lines.csv"), truth.to_pylist(), strict=True)
    ]
    chosen = _first_sections(rows, sheets)
    for name in ("sheets", "lines", "signatures"):
        (out / name).mkdir()
    sections = tuple(_sections(chosen, out, sheets, progress))
    read = [row for row in chosen if int(row["section"]) % 2 == 0]
    columns = list(_columns(out / "lines.csv"))
    write_csv(out / "read.csv", [{name: row[name] for name in columns} for row in read],
              columns=columns)  # fmt: skip
    valid = sum(not row["reason"] for row in chosen)
    return OfficeCase(
        title=TITLE,
        rules=f"{PLACE}/{KIND}",
        county=COUNTY,
        circulation=(CIRCULATION_FROM, CIRCULATION_TO),
        filed_on=FILED_ON,
        required=valid + valid // 11,
        claimed=valid + valid // 25,
        roll=out / "roll.csv",
        history=out / "history.csv",
        sections=sections,
        read=out / "read.csv",
        on_file=tuple(_on_file(out)),
        looks=looks_at(chosen, _rows(out / "determinations.csv")),
        signed_between=signed_between(),
    )


def _first_sections(rows: list[dict[str, str]], sheets: int) -> list[dict[str, str]]:
    """Return the lines of the first whole sections that have so many sheets or just more."""
    chosen: list[dict[str, str]] = []
    seen = 0
    for _section, some in groupby(sorted(rows, key=_place), key=lambda row: row["section"]):
        if seen >= sheets:
            break
        lines = list(some)
        seen += len({row["sheet"] for row in lines})
        chosen += lines
    return chosen


def _sections(
    rows: list[dict[str, str]], out: Path, sheets: int, progress: Progress
) -> Iterator[PaperSection]:
    drawn = 0
    for section, of_section in groupby(rows, key=lambda row: row["section"]):
        made = []
        for sheet, of_sheet in groupby(of_section, key=lambda row: row["sheet"]):
            made.append(_sheet(section, sheet, list(of_sheet), out))
            drawn += 1
            progress("Drawing sheets", min(drawn, sheets), sheets)
        circulator = CIRCULATORS[int(section) % len(CIRCULATORS)]
        yield PaperSection(section, circulator, tuple(made))


def _sheet(section: str, sheet: str, rows: list[dict[str, str]], out: Path) -> PaperSheet:
    picture = draw_sheet(TITLE, section, sheet, [_written(row) for row in rows])
    path = out / "sheets" / f"{section}_{sheet}.png"
    path.write_bytes(as_png(picture))
    lines = []
    for number in range(1, len(rows) + 1):
        lines.append(out / "lines" / f"{section}_{sheet}_{number}.png")
        lines[-1].write_bytes(as_png(line_of(picture, number)))
    return PaperSheet(int(sheet), len(rows), path, tuple(lines))


def _written(row: dict[str, str]) -> WrittenLine:
    return WrittenLine(
        printed_name=row["printed_name"],
        address=row["address"],
        city=row["city"],
        zip=row["zip"],
        signed_on=row["signed_on"],
        hand=hand_on(row),
    )


def hand_on(row: dict[str, str]) -> Hand | None:
    """Return who signed: the voter, another hand where the truth says so, nobody where missing."""
    if row["reason"] == "signature_missing":
        return None
    hand = hand_of(row["voter_id"] or f"signer {row['signer']}")
    return hand.imitated() if row["reason"] in OTHER_HAND else hand


def _on_file(out: Path) -> Iterator[OnFile]:
    """Yield two signatures of each voter on the roll, by the voter's own hand."""
    pictures = {}
    for name in NAMES:
        for writer in WRITERS:
            for sample in ON_FILE:
                path = out / "signatures" / f"{name}-{writer}-{sample}.png"
                path.write_bytes(Hand(name, writer).sample(sample))
                pictures[Hand(name, writer), sample] = path
    for row in _rows(out / "roll.csv"):
        hand = hand_of(row["voter_id"])
        signed = row["affidavit_signed_on"]
        yield OnFile(row["voter_id"], pictures[hand, ON_FILE[0]], signed, "affidavit")
        yield OnFile(row["voter_id"], pictures[hand, ON_FILE[1]], "", "poll book")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _columns(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _place(row: dict[str, str]) -> tuple[str, int, int]:
    return row["section"], int(row["sheet"]), int(row["line_no"])
