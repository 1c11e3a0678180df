"""The two stages of a petition: the sample and the check of every line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rollcheck import law
from rollcheck.petition.determinations import Determination
from rollcheck.petition.duplicates import in_sample, of_uncounted, one_per_voter
from rollcheck.petition.projection import Intervals, intervals
from rollcheck.petition.settle import State, settle
from rollcheck.petition.tally import Tally, tally
from rollcheck.petition.verdicts import RequiredNumber, Verdict, verdicts

Determined = Mapping[str, Sequence[Determination]]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the machine proposed, by line: its outcome, and the earlier line of the same voter."""

    outcome: Mapping[str, str]
    duplicate_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FullCheck:
    """The check of every line: each line's state, the tally, a verdict per required number.

    ``uncounted_originals`` lists lines rejected as a duplicate of a line not itself counted.
    """

    states: Mapping[str, State]
    tally: Tally
    verdicts: tuple[Verdict, ...]
    uncounted_originals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """The sample: states as determined, the tally of the projection, and its verdicts.

    ``duplicates`` are extra copies with both copies in the sample, ``duplicates_outside`` lines
    whose other copy is not, ``uncounted_originals`` lines rejected as copies of a sampled line
    that does not count either. ``found`` is the law's projection of what was found so far, for
    the certified number. ``size`` and ``sizing`` are the size drawn and the law's
    computation of size and cut-offs for the certified number. ``intervals`` are those of the
    two projections, ``None`` while lines of the sample wait.
    """

    states: Mapping[str, State]
    tally: Tally
    duplicates: int
    duplicates_outside: int
    uncounted_originals: tuple[str, ...]
    found: law.Computation
    size: int
    sizing: law.Computation
    intervals: Intervals | None
    verdicts: tuple[Verdict, ...]


def settle_all(
    order: Sequence[str], determined: Determined, rules: law.RuleSet, proposals: Proposals
) -> dict[str, State]:
    """Settle lines in the order of filing; each that nobody determined says what it waits for."""
    people = {code: reason.people for code, reason in rules.reasons.items()}
    states = {}
    for line_id in order:
        state = settle(determined.get(line_id, ()), people)
        if state.waits_for == "no_determination":
            state = replace(state, waits_for=_waits_for(line_id, proposals))
        states[line_id] = state
    return one_per_voter(states, order, rules.duplicates.counts)


def _waits_for(line_id: str, proposals: Proposals) -> str:
    if proposals.outcome.get(line_id) == "confidential":
        return "confidential"
    if line_id in proposals.duplicate_of:
        return "machine_duplicate"
    return "no_determination"


def check_all(
    order: Sequence[str],
    determined: Determined,
    proposals: Proposals,
    rules: law.RuleSet,
    *,
    raw: int,
    required: Sequence[RequiredNumber],
) -> FullCheck:
    """Check every line of a petition and decide at the lowest and the highest possible count."""
    states = settle_all(order, determined, rules, proposals)
    count = tally(
        states.values(), raw=raw, reasons=rules.reasons, further={"not_keyed": raw - len(order)}
    )

    def decided(valid: int) -> tuple[law.Computation, ...]:
        return tuple(
            law.decide(rules, raw=raw, required=one.value, valid=valid) for one in required
        )

    return FullCheck(
        states,
        count,
        verdicts(required, decided(count.lowest_valid), decided(count.highest_valid)),
        tuple(of_uncounted(states)),
    )


def check_sample(
    drawn: Sequence[str],
    determined: Determined,
    proposals: Proposals,
    rules: law.RuleSet,
    *,
    raw: int,
    required: Sequence[RequiredNumber],
) -> SampleCheck:
    """Project from the sampled lines, ``drawn`` in the order of filing.

    Lowest: every waiting line is one more duplicate inside the sample, which costs more than
    an invalid line; highest: every waiting line is valid.
    """
    states = settle_all(drawn, determined, rules, proposals)
    copies = in_sample(states, drawn)
    size = len(drawn)
    count = tally(
        copies.states.values(),
        raw=raw,
        reasons=rules.reasons,
        further={"not_in_sample": raw - size},
    )
    waits = count.waits - (raw - size)

    def projected(valid: int, duplicates: int) -> tuple[law.Computation, ...]:
        return tuple(
            law.project(
                rules,
                raw=raw,
                sample=size,
                valid=valid,
                duplicates=duplicates,
                required=one.value,
            )
            for one in required
        )

    found = projected(count.valid, copies.inside)

    return SampleCheck(
        states=states,
        tally=count,
        duplicates=copies.inside,
        duplicates_outside=copies.outside,
        uncounted_originals=copies.uncounted,
        found=found[0],
        size=size,
        sizing=law.sample(rules, raw=raw, required=required[0].value, sample=size),
        intervals=None
        if waits
        else intervals(rules, raw=raw, sample=size, valid=count.valid, duplicates=copies.inside),
        verdicts=verdicts(
            required,
            projected(count.valid, copies.inside + waits) if waits else found,
            projected(count.valid + waits, copies.inside) if waits else found,
        ),
    )
