"""Samples that each county draws of its own lines: settled, projected and added up as the law says.

Each county is projected by itself, with the pairs inside its own sample; the projections are added
(for example Elections Code 9030(e)), and the sum decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, hypot

from rollcheck import law
from rollcheck.petition.asked_law import AskedLaw
from rollcheck.petition.duplicates import SampleDuplicates, in_sample
from rollcheck.petition.filed import Filed
from rollcheck.petition.projection import Intervals
from rollcheck.petition.sampled import DrawnCounty
from rollcheck.petition.settle import State
from rollcheck.petition.stages import (
    CountySample,
    Determined,
    Proposals,
    SampleCheck,
    Standing,
    settle_all,
    uncounted,
)
from rollcheck.petition.tally import Tally
from rollcheck.petition.verdicts import RequiredNumber, verdicts

CUTOFFS = ("insufficient_below", "sufficient_from")
TOTALS = ("total_insufficient_below", "total_sufficient_from")


@dataclass(frozen=True, slots=True)
class _County:
    """One county's sample, settled."""

    drawn: DrawnCounty
    states: Mapping[str, State]
    copies: SampleDuplicates
    asked: AskedLaw
    tally: Tally

    @property
    def size(self) -> int:
        return len(self.drawn.line_ids)

    @property
    def waits(self) -> int:
        return self.tally.waits - (self.drawn.lines - self.size)

    def numbers(self, *, valid: int, further_pairs: int = 0) -> law.District:
        """Return what the law is told of this county."""
        pairs = self.copies.inside + further_pairs
        counted = {"raw": self.drawn.lines, "sample": self.size, "valid": valid}
        return law.District(self.drawn.name, {**counted, "duplicates": pairs})


def check_counties(
    counties: Sequence[DrawnCounty],
    determined: Determined,
    proposals: Proposals,
    rules: law.RuleSet,
    *,
    filed: Filed,
    required: Sequence[RequiredNumber],
    standing: Standing,
) -> SampleCheck:
    """Project each county's sample and decide by the sum, at the lowest and the highest count.

    The two ends are those of ``check_sample``, reached in every county at once.
    """
    every = [
        _settled(one, determined, proposals, rules, required=required, standing=standing)
        for one in counties
        if one.line_ids
    ]
    now = [one.numbers(valid=one.tally.valid) for one in every]
    low = [one.numbers(valid=one.tally.lowest_valid, further_pairs=one.waits) for one in every]
    high = [one.numbers(valid=one.tally.valid + one.waits) for one in every]
    found = _asked(rules, now, required)
    taken = {line_id: state for one in every for line_id, state in one.copies.states.items()}
    size, waits = sum(one.size for one in every), any(one.waits for one in every)
    whole = AskedLaw(rules, filed, required, 1, size, sum(one.asked.withdrawn for one in every))
    copied = [line_id for one in every for line_id in one.copies.uncounted]
    return SampleCheck(
        number=1,
        states={line_id: state for one in every for line_id, state in one.states.items()},
        taken=taken,
        tally=whole.tally(taken),
        duplicates=sum(one.copies.inside for one in every),
        duplicates_outside=sum(one.copies.outside for one in every),
        uncounted_originals=uncounted(copied, rules),
        withdrawn=whole.withdrawn,
        found=replace(found[0], parts=()),
        size=size,
        sizing=_sizing(found[0], required[0].value, size),
        intervals=None if waits else _intervals(every, found[0]),
        verdicts=verdicts(
            required,
            _without_parts(_asked(rules, low, required)),
            _without_parts(_asked(rules, high, required)),
        ),
        counties=tuple(map(_county, every, found[0].parts)),
    )


def _settled(
    one: DrawnCounty,
    determined: Determined,
    proposals: Proposals,
    rules: law.RuleSet,
    *,
    required: Sequence[RequiredNumber],
    standing: Standing,
) -> _County:
    """Settle the lines that one county drew; it knows of no other county's sample."""
    within = proposals.within(one.line_ids)
    states = settle_all(one.line_ids, determined, rules, within, standing, 1)
    copies = in_sample(states, one.line_ids)
    asked = AskedLaw.of(rules, Filed(one.lines), required, 1, copies.states)
    return _County(one, states, copies, asked, asked.tally(copies.states))


def _asked(
    rules: law.RuleSet, counties: Sequence[law.District], required: Sequence[RequiredNumber]
) -> tuple[law.Computation, ...]:
    return tuple(law.project_counties(rules, counties, required=one.value) for one in required)


def _without_parts(answers: Sequence[law.Computation]) -> tuple[law.Computation, ...]:
    """Leave the counties' projections out: a decision's parts are those of a minimum."""
    return tuple(replace(one, parts=()) for one in answers)


def _sizing(found: law.Computation, required: int, size: int) -> law.Computation:
    """Return size and cut-offs: of many samples only the projected total has any."""
    values: dict[str, law.Value] = {"required": required, "sample_size": size}
    values |= dict.fromkeys(CUTOFFS) | {key: found.values.get(key) for key in TOTALS}
    return law.Computation(values, found.steps[:1])


def _county(one: _County, projected: law.Part) -> CountySample:
    return CountySample(
        name=one.drawn.name,
        lines=one.drawn.lines,
        size=one.size,
        tally=one.tally,
        duplicates=one.copies.inside,
        naive=int(str(projected["naive_valid"])),
        projected=int(str(projected["projected_valid"])),
    )


def _intervals(every: Sequence[_County], found: law.Computation) -> Intervals | None:
    """Add the counties' intervals up: independent errors, each side by the root of its squares.

    Source: Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702. A county whose lines were
    all examined adds no error.
    """
    offs = dict.fromkeys(("naive low", "naive high", "projected low", "projected high"), 0.0)
    for one, part in zip(every, found.parts, strict=True):
        if one.size == one.drawn.lines:
            continue
        own = one.asked.intervals(one.tally.valid, one.copies.inside, one.copies.copies)
        if own is None:
            return None
        for name, (low, high) in (("naive", own.naive), ("projected", own.projected)):
            centre = int(str(part[f"{name}_valid"]))
            offs[f"{name} low"] = hypot(offs[f"{name} low"], max(0, centre - low))
            offs[f"{name} high"] = hypot(offs[f"{name} high"], max(0, high - centre))
    naive, projected = (
        _around(int(str(found.values[f"{name}_valid"])), offs[f"{name} low"], offs[f"{name} high"])
        for name in ("naive", "projected")
    )
    return Intervals(naive, projected)


def _around(centre: int, low: float, high: float) -> tuple[int, int]:
    return floor(centre - low), ceil(centre + high)
