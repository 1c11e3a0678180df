"""How the petition was gathered: earlier attempts, and its circulators in aggregate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rollcheck.petition import Run
from rollcheck.petition.result import FULL_CHECK

STEP = 10
"""Percent: how wide a band of sections is before few of them are put together."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Band:
    """Sections of whose lines between ``low`` and ``high`` percent are valid, the last included."""

    low: int
    high: int
    sections: int
    lines: int
    valid: int

    def joined(self, other: "Band") -> "Band":
        """Return this band together with the one beside it."""
        return Band(
            min(self.low, other.low),
            max(self.high, other.high),
            self.sections + other.sections,
            self.lines + other.lines,
            self.valid + other.valid,
        )


def gathered(run: Run) -> Json:
    """Return the result's keys ``earlier`` and ``sections``.

    A section is what one circulator declared for. Sections are told only after a check of every
    line, by how many of their lines are valid, never one by one.
    """
    earlier = [
        {"title": one.title, "ended_on": one.ended_on.isoformat(), "outcome": one.outcome}
        for one in run.result.petition.earlier
    ]
    smallest = run.result.rules.disclosure.smallest_cell
    bands = () if run.result.stage != FULL_CHECK else merged_bands(_tallies(run), smallest)
    sections = [
        {
            "percent_from": one.low,
            "percent_to": one.high,
            "sections": one.sections,
            "lines": one.lines,
            "valid": one.valid,
        }
        for one in bands
    ]
    return {"earlier": earlier, "sections": sections}


def _tallies(run: Run) -> Sequence[tuple[int, int]]:
    """Return the lines and the valid lines of each section, as far as they are settled."""
    if run.universe is None:
        return ()
    lines: Counter[str] = Counter()
    valid: Counter[str] = Counter()
    states = run.result.full.states
    for one in run.universe.lines:
        state = states.get(one.identity.line_id)
        if state is not None and state.status in ("valid", "invalid"):
            lines[one.identity.section] += 1
            valid[one.identity.section] += state.status == "valid"
    return [(count, valid[section]) for section, count in lines.items()]


def merged_bands(tallies: Sequence[tuple[int, int]], smallest: int) -> tuple[Band, ...]:
    """Return bands of ``STEP`` percent, the best first; ``tallies`` are (lines, valid) of each.

    A band of fewer than ``smallest`` sections, or of lines of which fewer than ``smallest`` are
    valid or invalid (and not none), goes together with the next below it, the last with the one
    above. Nothing is returned where even all together are too few.
    """
    bands: dict[int, Band] = {}
    for lines, valid in tallies:
        low = min(valid * 100 // lines // STEP * STEP, 100 - STEP)
        one = Band(low, low + STEP, 1, lines, valid)
        bands[low] = bands[low].joined(one) if low in bands else one
    done: list[Band] = []
    left: Band | None = None
    for low in sorted(bands, reverse=True):
        left = left.joined(bands[low]) if left else bands[low]
        if _is_enough(left, smallest):
            done.append(left)
            left = None
    if left and done:
        done[-1] = done[-1].joined(left)
    return tuple(done)


def _is_enough(band: Band, smallest: int) -> bool:
    few = [lines for lines in (band.valid, band.lines - band.valid) if 0 < lines < smallest]
    return band.sections >= smallest and not few
