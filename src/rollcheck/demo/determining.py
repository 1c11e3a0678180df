"""The determinations of a filing, or of a sample of it: who found what, when."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa

from rollcheck import law
from rollcheck.demo.filing import Filing
from rollcheck.demo.paper import Row
from rollcheck.demo.people import (
    VALID,
    Case,
    ErrorRates,
    Finding,
    look,
    lookers,
    settled_finding,
)
from rollcheck.demo.shape import FILED_ON

DETERMINATION_COLUMNS = (
    "line_id",
    "person",
    "finding",
    "reason",
    "voter_id",
    "duplicate_of",
    "at",
)
DUPLICATE = "duplicate"
FALLBACK = "other"
# Working days after the filing: the sample is checked on the third to the seventh, every line
# on the eighth to the thirtieth, the last that the law of 2022 gave.
SAMPLE_DAYS = (3, 7)
FULL_DAYS = (8, 30)
_FULL_STAFF = 400
_LOTS = 5
_SECONDS_A_LINE = 25
_PACIFIC = timezone(timedelta(hours=-7))
# Noise that makes a voter hard to find; so does a name that is wrong on the roll.
_HARD = {
    "first_missing",
    "last_missing",
    "names_swapped",
    "surname_part_dropped",
    "last_misread",
    "last_typo",
    "house_misread",
    "house_missing",
    "first_unreadable",
    "last_unreadable",
    "last_cut",
    "last_letters_unreadable",
    "names_misread_again",
    "house_digit_unreadable",
    "last_glyph",
    "house_glyph",
    "names_merged",
    "last_in_address",
}


@dataclass(frozen=True)
class Office:
    """The people who check, and what their office and its rules ask of them.

    ``reasons`` are the rule set's; ``checkers`` and ``adjudicators`` are how many there are.
    """

    reasons: Mapping[str, law.Reason]
    rates: ErrorRates
    checkers: int
    adjudicators: int

    def reason_here(self, reason: str) -> str:
        """Return the code that the place has for a reason."""
        return reason if reason in self.reasons or reason == VALID else FALLBACK

    def person(self, number: int, reason: str) -> str:
        """Return the name of the person numbered so who may find this reason."""
        if reason == VALID or "reviewer" in self.reasons[reason].who:
            return f"checker-{number % self.checkers + 1:03d}"
        return f"adjudicator-{number % self.adjudicators + 1:02d}"


def office_at(scale: float, rules: law.RuleSet) -> Office:
    """Return an office for a petition of this scale: 400 people for the whole case of 2022."""
    checkers = max(8, round(_FULL_STAFF * min(scale, 1.0) ** 0.5))
    return Office(rules.reasons, ErrorRates(), checkers, max(3, checkers // 20))


def cases(rng: np.random.Generator, filing: Filing, truth: pa.Table, office: Office) -> list[Case]:
    """Return every line as people meet it; a second signature looks like any other."""
    count = truth.num_rows
    odd = (rng.random(count) < office.rates.odd_signatures).tolist()
    lots = rng.random((count, _LOTS)).tolist()
    lookalikes = filing.written["lookalike"].to_pylist()
    columns = (truth[name].to_pylist() for name in ("reason", "voter_id", "noise", "roll_error"))
    return [
        Case(
            reason=VALID if reason == DUPLICATE else office.reason_here(reason),
            voter_id=voter_id,
            lookalike=lookalikes[i],
            hard=bool(roll_error) or not _HARD.isdisjoint(noise.split(";")),
            odd=odd[i],
            lots=lots[i],
        )
        for i, (reason, voter_id, noise, roll_error) in enumerate(zip(*columns, strict=True))
    ]


def determine(
    rng: np.random.Generator,
    filing: Filing,
    found_by_line: Sequence[Case],
    office: Office,
    *,
    days: tuple[int, int],
    lines: Collection[int],
) -> Iterator[Row]:
    """Yield the determinations of ``lines`` (rows of the filing) in the order of filing.

    A voter accepted on an earlier line of these makes a later one a duplicate of that line.
    """
    line_ids = filing.line_ids()
    sections = int(filing.section.max()) + 1
    starts = _starts(rng, sections, days)
    first = rng.integers(0, office.checkers, sections).tolist()
    needed = {code: reason.people for code, reason in office.reasons.items()}
    counted: dict[str, str] = {}
    for row in sorted(lines):
        found = look(found_by_line[row], needed, office.rates)
        stands = settled_finding(found)
        earlier = ""
        if stands.reason == VALID:
            earlier = counted.setdefault(stands.voter_id, line_ids[row])
            if earlier == line_ids[row]:
                earlier = ""
            else:
                found = [Finding(DUPLICATE, stands.voter_id)] * needed[DUPLICATE]
        section = int(filing.section[row])
        begun = starts[section] + timedelta(seconds=_SECONDS_A_LINE * _within(filing, row))
        yield from _rows(line_ids[row], found, earlier, office, first[section], begun)


def _rows(
    line_id: str, found: Sequence[Finding], earlier: str, office: Office, first: int, at: datetime
) -> Iterator[Row]:
    people = lookers(first, office.checkers)
    taken: set[str] = set()
    for turn, (finding, number) in enumerate(zip(found, people, strict=False)):
        person = _next_free(number, finding.reason, office, taken)
        taken.add(person)
        yield {
            "line_id": line_id,
            "person": person,
            "finding": "valid" if finding.reason == VALID else "invalid",
            "reason": finding.reason,
            "voter_id": finding.voter_id,
            "duplicate_of": earlier,
            "at": (at + timedelta(minutes=45 * turn)).isoformat(),
        }


def _next_free(number: int, reason: str, office: Office, taken: Collection[str]) -> str:
    """Return who is next from ``number`` on and has not looked at this line yet."""
    while (person := office.person(number, reason)) in taken:
        number += 1
    return person


def _within(filing: Filing, row: int) -> int:
    return int(filing.sheet[row] * 8 + filing.line_no[row])


def _starts(rng: np.random.Generator, sections: int, days: tuple[int, int]) -> list[datetime]:
    """Return when each section is begun: between eight and two on a working day."""
    first, last = days
    working = np.busday_offset(np.datetime64(FILED_ON), np.arange(first, last + 1))
    chosen = rng.choice(working, sections).astype(object).tolist()
    seconds = rng.integers(8 * 3600, 14 * 3600, sections).tolist()
    return [
        _midnight(day) + timedelta(seconds=second)
        for day, second in zip(chosen, seconds, strict=True)
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_PACIFIC)
