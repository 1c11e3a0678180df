"""From signers to a filing: special cases, second signatures, sections, sheets, the truth."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rollcheck.demo.registrations import END

# Defects of lines whose signer is a registered voter at the right address.
DEFECTS = (
    "signature_mismatch",
    "address_missing",
    "illegible",
    "date_missing",
    "address_not_residence",
    "not_own_hand",
    "date_outside_circulation",
    "withdrawn",
)
SHEET_LINES = 8
LARGEST_SECTION = 40
# Assumed: of those who sign more than once, how many sign a third time; and how many of those
# who are not registered sign twice.
_THIRD_TIME = 0.04
_STRANGERS_TWICE = 0.02

Index = npt.NDArray[np.int64]
Words = npt.NDArray[np.str_]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Filing:
    """The lines in the order of filing.

    ``written`` holds what ``written_lines`` returns, one row per line; ``reason`` is empty for
    a valid line; ``first_copy`` is the row of the valid line that a duplicate repeats, else -1;
    sections count from 1, sheets and line numbers from 1 within theirs.
    """

    written: pa.Table
    reason: Words
    first_copy: Index
    section: Index
    sheet: Index
    line_no: Index

    def line_ids(self) -> list[str]:
        """Return the id of each line: section, sheet and line number."""
        places = zip(self.section.tolist(), self.sheet.tolist(), self.line_no.tolist(), strict=True)
        return [f"{section:05d}-{sheet}-{number}" for section, sheet, number in places]


def file_lines(rng: np.random.Generator, written: pa.Table, wanted: Mapping[str, int]) -> Filing:
    """Bind lines into sections; ``wanted`` says how many lines of each reason there are."""
    kind = np.asarray(written["kind"])
    reason = np.where(kind == "in_force", "", kind).astype("<U24")
    plain = rng.permutation(np.flatnonzero(kind == "in_force"))
    start = 0
    for defect in DEFECTS:
        reason[plain[start : start + wanted[defect]]] = defect
        start += wanted[defect]
    steady = np.flatnonzero((reason == "") & np.asarray(written["steady"]))
    again = _second_signatures(rng, steady, wanted["duplicate"])
    source = np.concatenate([_strangers_twice(rng, kind), again])
    day = np.asarray(written["day"])[source]
    moment = np.asarray(written["moment"])[source]
    later = day + ((END - day) * rng.random(len(day))).astype(np.int32)
    is_copy = np.arange(len(source)) >= len(kind)
    day = np.where(is_copy, later, day)
    moment = np.where(is_copy, later + 0.999 * rng.random(len(day)), moment)
    order = np.argsort(moment, kind="stable")
    filed = written.take(pa.array(source[order]))
    filed = filed.set_column(filed.schema.get_field_index("day"), "day", pa.array(day[order]))
    return _bound(rng, filed, reason[source[order]], wanted["circulator_defect"])


def _second_signatures(rng: np.random.Generator, steady: Index, wanted: int) -> Index:
    """Return the rows of ``steady`` to repeat, some of them twice."""
    thirds = round(wanted * _THIRD_TIME)
    twice = rng.choice(steady, wanted - thirds, replace=False)
    return np.concatenate([twice, twice[:thirds]])


def _strangers_twice(rng: np.random.Generator, kind: Words) -> Index:
    """Return every row, a few of those not registered replaced by others of them."""
    source = np.arange(len(kind))
    strangers = rng.permutation(np.flatnonzero(kind == "not_registered"))
    pairs = int(len(strangers) * _STRANGERS_TWICE)
    source[strangers[:pairs]] = strangers[pairs : 2 * pairs]
    return source


def _bound(rng: np.random.Generator, filed: pa.Table, reason: Words, defective: int) -> Filing:
    """Bind lines into sections and sheets; spoil some sections; let the first copy count."""
    count = len(reason)
    sizes = 1 + (rng.beta(1.3, 1.3, count) * LARGEST_SECTION).astype(np.int64)
    ends = np.cumsum(sizes)
    ends = np.append(ends[ends < count], count)
    section = np.searchsorted(ends, np.arange(count), side="right")
    within = np.arange(count) - np.concatenate([[0], ends[:-1]])[section]
    spoilt = _spoilt_sections(rng, section, np.asarray(filed["signer"]), reason == "", defective)
    reason = np.where(spoilt[section] & (reason == ""), "circulator_defect", reason)
    first_copy = _first_copies(np.asarray(filed["signer"]), reason == "")
    return Filing(
        written=filed,
        reason=np.where(first_copy >= 0, "duplicate", reason),
        first_copy=first_copy,
        section=section + 1,
        sheet=within // SHEET_LINES + 1,
        line_no=within % SHEET_LINES + 1,
    )


def _spoilt_sections(
    rng: np.random.Generator, section: Index, signer: Index, counts: Flags, wanted: int
) -> Flags:
    """Choose sections at random that together hold at most ``wanted`` lines that would count.

    Those in which somebody signs who signs more than once come last: spoiling them would
    leave fewer duplicates than there are to be.
    """
    sections = int(section.max()) + 1
    _, which, many = np.unique(signer[counts], return_inverse=True, return_counts=True)
    valid = np.bincount(section[counts], minlength=sections)
    repeats = np.bincount(section[counts], weights=many[which] > 1, minlength=sections)
    order = rng.permutation(sections)
    order = order[np.argsort(repeats[order] > 0, kind="stable")]
    spoilt = np.zeros(sections, dtype=bool)
    left = wanted
    for one in order.tolist():
        if 0 < valid[one] <= left:
            spoilt[one] = True
            left -= int(valid[one])
        if left == 0:
            break
    return spoilt


def _first_copies(signer: Index, counts: Flags) -> Index:
    """Return for each line that counts the earlier line of the same signer, else -1."""
    rows = np.flatnonzero(counts)
    _, first, which = np.unique(signer[rows], return_index=True, return_inverse=True)
    found = np.full(len(signer), -1, dtype=np.int64)
    found[rows] = np.where(first[which] == np.arange(len(rows)), -1, rows[first[which]])
    return found
