"""The lines as keyed and the truth about them, from a filing and a noise setting."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.demo.dwellings import ADDRESS_COLUMNS
from rollcheck.demo.filing import Filing
from rollcheck.demo.kinds import Fields
from rollcheck.demo.namesakes import SAME_INITIAL, SAME_NAME
from rollcheck.demo.noise import add_noise, kinds_of
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
    "other_voter_id",
    "roll_error",
)
_FIELDS = (*NAME_COLUMNS, *ADDRESS_COLUMNS, "birth_year")
_EPOCH = date(1970, 1, 1)
# Noise that leaves nothing of the first name, or one letter.
_FIRST_NAME_GONE = frozenset(("first_missing", "first_unreadable"))
_INITIAL_LEFT = frozenset(("first_initial",))
_NO_ADDRESS = ("address_missing", "address_not_residence")

_NOT_IF_ILLEGIBLE = ("voter_id", "other_voter_id", "roll_error")

Row = dict[str, object]
Flags = npt.NDArray[np.bool_]


def key_lines(
    seed: np.random.SeedSequence, filing: Filing, rates: Mapping[str, float], progress: Progress
) -> tuple[list[Row], pa.Table]:
    """Return the rows of lines.csv, and truth.csv as a table of text, in the order of filing."""
    total = filing.written.num_rows
    bounds = [*range(0, total, LINES_AT_ONCE), total]
    line_ids = filing.line_ids()
    lines: list[Row] = []
    truth: list[pa.Table] = []
    for (start, end), own_seed in zip(pairwise(bounds), seed.spawn(len(bounds) - 1), strict=True):
        rng = np.random.Generator(np.random.PCG64(own_seed))
        chunk = filing.written.slice(start, end - start)
        fields = {name: chunk[name].to_pylist() for name in _FIELDS}
        marks = add_noise(rng, fields, rates)
        reasons = filing.reason[start:end].tolist()
        days = _spoil(rng, fields, reasons, chunk["day"].to_pylist())
        lines += _line_rows(fields, filing, range(start, end), line_ids, days)
        truth.append(_truth(chunk, fields, filing, range(start, end), line_ids, marks))
        progress("Keying lines", end, total)
    return lines, pa.concat_tables(truth)


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


def _truth(
    chunk: pa.Table,
    fields: Fields,
    filing: Filing,
    rows: range,
    line_ids: list[str],
    marks: list[int],
) -> pa.Table:
    kinds = [kinds_of(mark) for mark in marks]
    reason = filing.reason[rows.start : rows.stop]
    first = filing.first_copy[rows.start : rows.stop].tolist()
    illegible = pc.equal(pa.array(reason), "illegible")
    unclear = _unclear(chunk, fields, kinds)
    known = {name: pc.if_else(illegible, "", chunk[name]) for name in _NOT_IF_ILLEGIBLE}
    outcome = np.asarray(chunk["outcome"]).astype("<U24")
    outcome = np.where(unclear & (outcome == "matched"), "ambiguous", outcome)
    columns = {
        **known,
        "line_id": pa.array(line_ids[rows.start : rows.stop]),
        "outcome": pa.array(np.where(reason == "illegible", "none", outcome)),
        "reason": pa.array(reason),
        "duplicate_of": pa.array([line_ids[row] if row >= 0 else "" for row in first]),
        "signer": chunk["signer"].cast(pa.string()),
        "name_group": chunk["name_group"],
        "noise": pa.array([";".join(one) for one in kinds]),
    }
    return pa.table({name: columns[name] for name in TRUTH_COLUMNS})


def _unclear(chunk: pa.Table, fields: Fields, kinds: Sequence[Collection[str]]) -> Flags:
    """Tell of which lines the best of matchers could only say that it is one of two voters."""
    no_unit = np.array([not unit for unit in fields["unit"]])
    in_building = np.asarray(chunk["namesake_in_building"]) & no_unit
    namesakes = np.where(in_building, SAME_NAME, np.asarray(chunk["namesake"]))
    unclear = np.array(chunk["twice_here"])
    for i in np.flatnonzero(namesakes).tolist():
        unclear[i] |= _takes_two(
            int(namesakes[i]),
            kinds[i],
            suffix=fields["suffix"][i],
            birth_year=fields["birth_year"][i],
        )
    return unclear


def _takes_two(namesake: int, kinds: Collection[str], *, suffix: str, birth_year: str) -> bool:
    """Tell whether what is written suits another voter of the home as well."""
    if birth_year:
        return False
    if not _FIRST_NAME_GONE.isdisjoint(kinds):
        return True
    if not _INITIAL_LEFT.isdisjoint(kinds):
        return namesake >= SAME_INITIAL
    return namesake == SAME_NAME and not suffix
