"""The run: from a petition file to a result, one way."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.lines import Lines
from rollcheck.matching import (
    OUTCOMES,
    DuplicateGroups,
    Matches,
    Means,
    duplicate_groups,
    match_lines,
    namesakes,
)
from rollcheck.petition.by_county import check_counties
from rollcheck.petition.by_rule import done_by_rule
from rollcheck.petition.definition import Petition, load_petition
from rollcheck.petition.gathered import Gathered
from rollcheck.petition.inputs import Inputs, read_inputs
from rollcheck.petition.made_from import committed_draw, input_files, roll_read
from rollcheck.petition.matching_rules import left_to_people, matching_rules
from rollcheck.petition.restricted import restricted_lines
from rollcheck.petition.result import FULL_CHECK, RAW, SAMPLE, InputFile, Result
from rollcheck.petition.settle import State
from rollcheck.petition.stages import (
    FullCheck,
    Proposals,
    SampleCheck,
    Standing,
    check_all,
    check_sample,
)
from rollcheck.petition.warnings import warnings_of
from rollcheck.problems import Progress, silent
from rollcheck.sampling import Universe

SETTLED = ("valid", "invalid")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: what may be published, and what is restricted.

    ``lines`` is the table of lines, ``None`` where the petition names none. ``universe`` is the one
    committed to, ``None`` without one; ``people`` who determined each line, by code, at the stage
    that decides; ``not_counted`` the lines of the file that are not in the count; ``duplicates``
    groups of lines that may be one person's, ``None`` where nothing was matched. ``images`` has by
    line the SHA-256 of each scan that was looked at, where there were scans.
    """

    result: Result
    lines: pa.Table | None
    universe: Universe | None
    people: Mapping[str, tuple[str, ...]]
    not_counted: Mapping[str, State]
    duplicates: DuplicateGroups | None
    images: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a result says besides its counts: its files, the machine's outcomes, its caveats."""

    files: tuple[InputFile, ...]
    proposed: Mapping[str, int]
    caveats: tuple[str, ...]


def run_petition(
    path: Path, workspace: Path, *, counts: Path | None = None, progress: Progress = silent
) -> Run:
    """Run a petition file: read, match, settle, tally, decide.

    ``counts`` goes before the file of counts per county or district that the petition names.
    ``workspace`` is an existing private folder for what the run keeps besides (the snapshot, if
    the roll is a file). Raises ``RollcheckError`` with every problem of every input.
    """
    petition = load_petition(path)
    if counts is not None:
        petition = replace(petition, counts=counts)
    inputs = read_inputs(petition, workspace, progress)
    matches = _match(petition, inputs, workspace, progress)
    proposals = _proposals(matches)
    progress("Settling determinations", 0, 0)
    full, samples = _checked(petition, inputs, proposals)
    seen = Seen(
        tuple(input_files(path, petition, inputs)),
        proposed_by(proposals.outcome.values()),
        (*matches.caveats, *left_to_people(inputs.rules)) if matches else (),
    )
    result = result_of(petition, inputs, full, samples, seen)
    table, groups = None, None
    if matches and inputs.lines:
        groups = _groups(inputs.lines, inputs, matches, full.states, progress)
        drawn = samples[-1].states if samples else {}
        table = restricted_lines(
            matches.table, inputs.lines.ids, full.states, drawn, inputs.counted.out_of_count()
        )
    not_counted = inputs.counted.out_of_count()
    return Run(result, table, inputs.universe, people_of(inputs), not_counted, groups)


def result_of(
    petition: Petition,
    inputs: Inputs,
    full: FullCheck,
    samples: tuple[SampleCheck, ...],
    seen: Seen,
) -> Result:
    """Return the result of a petition whose lines were checked."""
    return Result(
        petition=petition,
        rules=inputs.rules,
        required=inputs.required,
        stage=_stage(inputs),
        full=full,
        samples=samples,
        draw=committed_draw(inputs.sampled),
        roll=roll_read(inputs.snapshot),
        inputs=seen.files,
        proposed=seen.proposed,
        by_rule=done_by_rule(petition, inputs, full, samples),
        warnings=warnings_of(petition, inputs, full, samples),
        caveats=seen.caveats,
        cells=tuple(_cells(inputs.universe, full, samples)),
    )


def _groups(
    lines: Lines,
    inputs: Inputs,
    matches: Matches,
    states: Mapping[str, State],
    progress: Progress,
) -> DuplicateGroups:
    """Group lines by the voter whom people found, or whom matching proposes where they wait."""
    found = matches.table
    ids, proposed = found.column("line_id").to_pylist(), found.column("voter_id").to_pylist()
    voters = [
        states[line_id].voter_id if states[line_id].status in SETTLED else voter
        for line_id, voter in zip(ids, proposed, strict=True)
    ]
    table = _in_the_count(lines, inputs)
    return duplicate_groups(table, voters, namesakes(found), progress=progress)


def _cells(
    universe: Universe | None, full: FullCheck, samples: Sequence[SampleCheck]
) -> Iterator[Mapping[str, int]]:
    """Yield the reasons in each stratum of the universe with their lines, also in its sample.

    Whoever has both has the rest of the stratum, so that is a cell too.
    """
    start = 0
    for part in universe.parts if universe else ():
        lines = universe.lines[start : start + part.lines] if universe else ()
        every, *drawn = (
            Counter(
                state.reason
                for line in lines
                if (state := states.get(line.identity.line_id)) and state.reason
            )
            for states in (full.states, *(one.taken for one in samples))
        )
        yield every
        for one in drawn:
            yield from (one, every - one) if every else (one,)
        start += part.lines


def people_of(inputs: Inputs) -> Mapping[str, tuple[str, ...]]:
    """Return who determined each line, in the order of their codes."""
    determined = inputs.determined
    if determined is None and inputs.sampled:
        determined = inputs.sampled.stages[-1].determined
    # Many lines have the same few people: each list of them is kept once.
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    people = {}
    for line_id, found in (determined or {}).items():
        own = tuple(sorted(one.person for one in found))
        people[line_id] = known.setdefault(own, own)
    return people


def _checked(
    petition: Petition, inputs: Inputs, proposals: Proposals
) -> tuple[FullCheck, tuple[SampleCheck, ...]]:
    """Check every line and every sample; problems the law finds are the petition file's."""
    gathered = Gathered(petition.file)
    standing = Standing(inputs.counted.by_rule, inputs.counted.waiting)
    full = gathered.load(
        lambda: check_all(
            inputs.counted.order,
            inputs.determined or {},
            proposals,
            inputs.rules,
            filed=inputs.filed,
            required=inputs.required,
            standing=standing,
            gone=inputs.counted.outside,
        )
    )
    samples = gathered.load(lambda: _check_samples(inputs, proposals, standing))
    gathered.raise_if_any()
    if full is None or samples is None:
        raise AssertionError("a check returned nothing and reported nothing")
    return full, samples


def _match(
    petition: Petition, inputs: Inputs, workspace: Path, progress: Progress
) -> Matches | None:
    """Look up the lines in the count; the others are nobody's to find."""
    if inputs.lines is None or inputs.snapshot is None:
        return None
    rules = matching_rules(
        inputs.rules,
        filed_on=petition.filed_on,
        county=petition.county,
        district=petition.district,
        circulation_from=petition.circulation_from,
        circulation_to=petition.circulation_to,
    )
    table = _in_the_count(inputs.lines, inputs)
    # What spills to disk holds persons' data too: it stays inside the private folder.
    means = Means(scratch=workspace)
    return match_lines(table, inputs.snapshot, rules, progress=progress, means=means)


def _in_the_count(lines: Lines, inputs: Inputs) -> pa.Table:
    if not inputs.counted.outside:
        return lines.table
    counted = pa.array(list(inputs.counted.order), pa.string())
    return lines.table.filter(pc.is_in(lines.table.column("line_id"), counted))


def _proposals(matches: Matches | None) -> Proposals:
    if matches is None:
        return Proposals({}, {})
    ids = matches.table.column("line_id").to_pylist()
    outcomes = matches.table.column("outcome").to_pylist()
    earlier = matches.table.column("duplicate_of").to_pylist()
    return Proposals(
        dict(zip(ids, outcomes, strict=True)),
        {line_id: other for line_id, other in zip(ids, earlier, strict=True) if other is not None},
    )


def proposed_by(outcomes: Iterable[str]) -> Mapping[str, int]:
    """Count lines by what the machine proposed, in the order of the outcomes."""
    counts = Counter(outcomes)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def _stage(inputs: Inputs) -> str:
    if inputs.filed.fails_on_raw(inputs.rules, inputs.required[0].value):
        return RAW
    if inputs.sampled and inputs.determined is None:
        return SAMPLE
    return FULL_CHECK


def _check_samples(
    inputs: Inputs, proposals: Proposals, standing: Standing
) -> tuple[SampleCheck, ...]:
    stages = inputs.sampled.stages if inputs.sampled else ()
    if stages and stages[0].counties:
        (drawn,) = stages
        counties = check_counties(
            drawn.counties,
            drawn.determined,
            proposals,
            inputs.rules,
            filed=inputs.filed,
            required=inputs.required,
            standing=standing,
        )
        return (counties,)
    return tuple(
        check_sample(
            drawn.line_ids,
            drawn.determined,
            proposals.within(drawn.line_ids),
            inputs.rules,
            filed=inputs.filed,
            required=inputs.required,
            stage=number,
            standing=standing,
        )
        for number, drawn in enumerate(stages, start=1)
    )
