"""The lines as keyed and the truth about them, from a filing and a noise setting."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa

from rollcheck.demo.dwellings import ADDRESS_COLUMNS
from rollcheck.demo.filing import Filing
from rollcheck.demo.noise import Fields, add_noise, kinds_of
from rollcheck.demo.shape import CIRCULATION_FROM
from rollcheck.demo.written import NAME_COLUMNS
from rollcheck.problems import Progress

LINES_AT_ONCE = 50_000
TRUTH_COLUMNS = (
    "line_id",
    "voter_id",
    "outcome",
    "reason",
    "duplicate_of",
    "signer",
    "name_group",
    "noise",
)
_FIELDS = (*NAME_COLUMNS, *ADDRESS_COLUMNS, "birth_year")
_EPOCH = date(1970, 1, 1)
_NO_ADDRESS = ("address_missing", "address_not_residence")

Row = dict[str, object]


def key_lines(
    seed: np.random.SeedSequence, filing: Filing, rates: Mapping[str, float], progress: Progress
) -> tuple[list[Row], list[Row]]:
    """Return the rows of lines.csv and of truth.csv, in the order of filing."""
    total = filing.written.num_rows
    bounds = [*range(0, total, LINES_AT_ONCE), total]
    line_ids = filing.line_ids()
    lines: list[Row] = []
    truth: list[Row] = []
    for (start, end), own_seed in zip(pairwise(bounds), seed.spawn(len(bounds) - 1), strict=True):
        rng = np.random.Generator(np.random.PCG64(own_seed))
        chunk = filing.written.slice(start, end - start)
        fields = {name: chunk[name].to_pylist() for name in _FIELDS}
        marks = add_noise(rng, fields, rates)
        reasons = filing.reason[start:end].tolist()
        days = _spoil(rng, fields, reasons, chunk["day"].to_pylist())
        lines += _line_rows(fields, filing, range(start, end), line_ids, days)
        truth += _truth_rows(chunk, fields, filing, range(start, end), line_ids, marks.tolist())
        progress("Keying lines", end, total)
    return lines, truth


def _spoil(
    rng: np.random.Generator, fields: Fields, reasons: list[str], days: list[int]
) -> list[str]:
    """Write what the line's defect leaves on paper; return the dates of signing as text."""
    dates = [(_EPOCH + timedelta(day)).isoformat() for day in days]
    for line, reason in enumerate(reasons):
        if reason in _NO_ADDRESS:
            for name in ADDRESS_COLUMNS[:6]:
                fields[name][line] = ""
            if reason == "address_not_residence":
                fields["street"][line] = f"PO BOX {int(rng.integers(10, 9999))}"
        elif reason == "illegible":
            _smudge(fields, line)
        elif reason == "date_missing":
            dates[line] = ""
        elif reason == "date_outside_circulation":
            early = CIRCULATION_FROM - timedelta(int(rng.integers(1, 60)))
            dates[line] = early.isoformat()
    return dates


def _smudge(fields: Fields, line: int) -> None:
    """Leave of the name what a person who keys could make out: a letter or two."""
    fields["first"][line] = fields["first"][line][:1] + "?"
    fields["last"][line] = fields["last"][line][:2] + "?"
    fields["middle"][line] = fields["suffix"][line] = ""
    fields["house"][line] = fields["house"][line][:1] + "?"
    fields["street"][line] = fields["street"][line][:2] + "?"


def _line_rows(
    fields: Fields, filing: Filing, rows: range, line_ids: list[str], days: list[str]
) -> Iterator[Row]:
    for i, row in enumerate(rows):
        name = (fields[part][i] for part in NAME_COLUMNS)
        address = (fields[part][i] for part in ADDRESS_COLUMNS[:6])
        yield {
            "line_id": line_ids[row],
            "section": f"{filing.section[row]:05d}",
            "sheet": int(filing.sheet[row]),
            "line_no": int(filing.line_no[row]),
            "printed_name": " ".join(filter(None, name)),
            "address": " ".join(filter(None, address)),
            "city": fields["city"][i],
            "zip": fields["zip"][i],
            "birth_year": fields["birth_year"][i],
            "signed_on": days[i],
        }


def _truth_rows(
    chunk: pa.Table,
    fields: Fields,
    filing: Filing,
    rows: range,
    line_ids: list[str],
    marks: list[int],
) -> Iterator[Row]:
    columns = ("voter_id", "outcome", "signer", "name_group", "namesake")
    known = zip(*(chunk[name].to_pylist() for name in columns), strict=True)
    for i, (row, of_line) in enumerate(zip(rows, known, strict=True)):
        voter_id, outcome, signer, name_group, namesake = of_line
        reason = str(filing.reason[row])
        told_apart = fields["suffix"][i] or fields["birth_year"][i]
        first = int(filing.first_copy[row])
        yield {
            "line_id": line_ids[row],
            "voter_id": "" if reason == "illegible" else voter_id,
            "outcome": _outcome(outcome, reason, ambiguous=namesake and not told_apart),
            "reason": reason,
            "duplicate_of": line_ids[first] if first >= 0 else "",
            "signer": signer,
            "name_group": name_group,
            "noise": ";".join(kinds_of(marks[i])),
        }


def _outcome(outcome: str, reason: str, *, ambiguous: bool) -> str:
    """Return what the best of matchers could propose from the line and the roll."""
    if reason == "illegible":
        return "none"
    return "ambiguous" if ambiguous and outcome == "matched" else outcome
