"""The stages of a petition: each sample, and the check of every line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rollcheck import law
from rollcheck.petition.asked_law import AskedLaw
from rollcheck.petition.determinations import NOT_LOCATED, Determination
from rollcheck.petition.duplicates import counted_once, in_sample, of_uncounted
from rollcheck.petition.filed import Filed, decided
from rollcheck.petition.projection import Intervals
from rollcheck.petition.settle import OTHER, WITHDRAWN, State, settle
from rollcheck.petition.tally import Tally, tally
from rollcheck.petition.verdicts import RequiredNumber, Verdict, verdicts

Determined = Mapping[str, Sequence[Determination]]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the machine proposed, by line: its outcome, and the earlier line of the same voter."""

    outcome: Mapping[str, str]
    duplicate_of: Mapping[str, str]

    def within(self, drawn: Iterable[str]) -> "Proposals":
        """Keep the machine's duplicates whose earlier copy is in the sample too."""
        ids, earlier = set(drawn), self.duplicate_of
        inside = {line: earlier[line] for line in ids & earlier.keys() if earlier[line] in ids}
        return Proposals(self.outcome, inside)


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
class CountySample:
    """What one county's sample says: ``size`` of its ``lines`` drawn, and what that projects."""

    name: str
    lines: int
    size: int
    tally: Tally
    duplicates: int
    naive: int
    projected: int


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """The sample: states as determined, the tally of the projection, and its verdicts.

    ``taken`` are the states as the projection takes them: a copy of a line outside is valid. Where
    each county draws a sample of its own, ``counties`` says what each gave.
    ``number`` is the stage of sampling, from 1. ``duplicates`` are extra copies with both copies in
    the sample, ``duplicates_outside`` lines whose other copy is not, ``uncounted_originals`` lines
    rejected as copies of a sampled line that does not count either. ``withdrawn`` signatures are
    among the lines. ``found`` is the law's projection of what was found so far, for the
    certified number. ``size`` and ``sizing`` are the size drawn and the law's computation of size
    and cut-offs for the certified number. ``intervals`` are those of the two projections, ``None``
    while lines of the sample wait.
    """

    number: int
    states: Mapping[str, State]
    taken: Mapping[str, State]
    tally: Tally
    duplicates: int
    duplicates_outside: int
    uncounted_originals: tuple[str, ...]
    withdrawn: int
    found: law.Computation
    size: int
    sizing: law.Computation
    intervals: Intervals | None
    verdicts: tuple[Verdict, ...]
    counties: tuple[CountySample, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about lines beside their determinations, by the law or while a sheet waits.

    ``by_rule`` are lines that the law has made invalid, ``waiting`` those whose sheet may be void.
    """

    by_rule: Mapping[str, State]
    waiting: frozenset[str]


NOTHING_STANDS = Standing({}, frozenset())


def settle_all(
    order: Sequence[str],
    determined: Determined,
    rules: law.RuleSet,
    proposals: Proposals,
    standing: Standing = NOTHING_STANDS,
    stage: int | None = None,
) -> dict[str, State]:
    """Settle lines in the order of filing; each that nobody determined says what it waits for.

    ``stage`` is the stage of sampling whose rules for a line drawn apply, ``None`` outside one.
    """
    people = {code: reason.people for code, reason in rules.reasons.items()}
    states = {}
    for line_id in order:
        state = settle(determined.get(line_id, ()), people)
        if line_id in standing.by_rule:
            state = replace(standing.by_rule[line_id], people=state.people)
        elif line_id in standing.waiting and state.status != "invalid":
            state = State("waiting", waits_for="sheet_defect", people=state.people)
        elif state.waits_for == "no_determination":
            state = replace(state, waits_for=_waits_for(line_id, proposals))
        states[line_id] = state if stage is None else _as_drawn(state, rules, stage)
    return counted_once(states, order, rules.duplicates.counts)


def _waits_for(line_id: str, proposals: Proposals) -> str:
    if proposals.outcome.get(line_id) == "confidential":
        return "confidential"
    if line_id in proposals.duplicate_of:
        return "machine_duplicate"
    return "no_determination"


def _as_drawn(state: State, rules: law.RuleSet, stage: int) -> State:
    """Apply what the law says of a line drawn that was not found, and of one withdrawn."""
    rule, key = rules.stages[stage - 1], f"stages.{stage}"
    if state.waits_for == NOT_LOCATED and rule.sample.not_located == "invalid":
        by_rule = f"{key}.sample.not_located"
        return replace(state, status="invalid", waits_for=None, reason=OTHER, by_rule=by_rule)
    if state.reason == WITHDRAWN and rule.projection.withdrawn_are_valid:
        by_rule = f"{key}.projection.withdrawn_are_valid"
        return replace(state, status="valid", reason=None, by_rule=by_rule)
    return state


def check_all(
    order: Sequence[str],
    determined: Determined,
    proposals: Proposals,
    rules: law.RuleSet,
    *,
    filed: Filed,
    required: Sequence[RequiredNumber],
    standing: Standing = NOTHING_STANDS,
    gone: Collection[str] = (),
) -> FullCheck:
    """Check every line of a petition and decide at the lowest and the highest possible count.

    ``gone`` are lines of the file that are not in the count.
    """
    states = settle_all(order, determined, rules, proposals, standing)
    return check_settled(states, rules, filed=filed, required=required, gone=gone)


def check_settled(
    states: Mapping[str, State],
    rules: law.RuleSet,
    *,
    filed: Filed,
    required: Sequence[RequiredNumber],
    gone: Collection[str] = (),
) -> FullCheck:
    """Decide by how every line stands; one of the raw count without a state is not keyed yet.

    ``gone`` are lines of the file that are not in the count.
    """
    count = tally(
        states.values(),
        raw=filed.raw,
        reasons=rules.reasons,
        further={"not_keyed": filed.verified - len(states)},
        excluded=filed.excluded,
        no_copy_counts=rules.duplicates.counts == "none",
    )

    def at(valid: int) -> tuple[law.Computation, ...]:
        return tuple(decided(rules, filed, count, valid, one.value) for one in required)

    return FullCheck(
        states,
        count,
        verdicts(required, at(count.lowest_valid), at(count.highest_valid)),
        uncounted(of_uncounted(states, gone), rules),
    )


def uncounted(lines: Sequence[str], rules: law.RuleSet) -> tuple[str, ...]:
    """Return lines whose voters nobody counts; where the law counts no copy it is no oversight."""
    return () if rules.duplicates.counts == "none" else tuple(lines)


def check_sample(
    drawn: Sequence[str],
    determined: Determined,
    proposals: Proposals,
    rules: law.RuleSet,
    *,
    filed: Filed,
    required: Sequence[RequiredNumber],
    stage: int = 1,
    standing: Standing = NOTHING_STANDS,
) -> SampleCheck:
    """Project from the sampled lines, ``drawn`` in the order of filing.

    Lowest: every waiting line is one more duplicate inside the sample, which costs more than
    an invalid line; highest: every waiting line is valid.
    """
    states = settle_all(drawn, determined, rules, proposals, standing, stage)
    copies = in_sample(states, drawn)
    law_asked = AskedLaw.of(rules, filed, required, stage, copies.states)
    count = law_asked.tally(copies.states)
    waits = count.waits - (filed.verified - len(drawn))
    counted = rules.stages[stage - 1].projection.pairs_counted == "both_in_sample"
    pairs = copies.inside if counted else 0
    found = law_asked.projected(count.valid, pairs)
    lowest = (count.lowest_valid, pairs + waits if counted else 0)
    often = copies.copies if counted else {}
    return SampleCheck(
        number=stage,
        states=states,
        taken=copies.states,
        tally=count,
        duplicates=copies.inside,
        duplicates_outside=copies.outside,
        uncounted_originals=uncounted(copies.uncounted, rules),
        withdrawn=law_asked.withdrawn,
        found=found[0],
        size=len(drawn),
        sizing=law_asked.sizing(),
        intervals=None if waits else law_asked.intervals(count.valid, pairs, often),
        verdicts=verdicts(
            required,
            law_asked.projected(*lowest) if waits else found,
            law_asked.projected(count.valid + waits, pairs) if waits else found,
        ),
    )
