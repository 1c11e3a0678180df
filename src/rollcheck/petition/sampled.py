"""The samples that a petition names: drawn again from the committed universe, with findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rollcheck import law
from rollcheck.lines import Lines
from rollcheck.petition.counted_lines import CountedLines
from rollcheck.petition.definition import Petition, SampleDefinition, SampleStage
from rollcheck.petition.determinations import (
    NOT_LOCATED,
    Determination,
    DeterminationRows,
    checked_determinations,
    read_determinations,
)
from rollcheck.petition.filed import Filed
from rollcheck.petition.gathered import Gathered
from rollcheck.petition.settle import settle
from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling import Drawn, Universe, draw, passed_over, read_universe

Determined = Mapping[str, tuple[Determination, ...]]


@dataclass(frozen=True, slots=True)
class SampledStage:
    """One stage's lines in the order of filing, and all that was found on them so far.

    ``replaced`` lines drawn could not be found on paper and ``not_counted`` ones are not in the
    count: the next tickets took their place.
    """

    line_ids: tuple[str, ...]
    determined: Determined
    replaced: int
    not_counted: int


@dataclass(frozen=True, slots=True)
class Sampled:
    """The stages of sampling, each extending the one before, with what fixes the draw."""

    stages: tuple[SampledStage, ...]
    universe: Universe
    seed: str


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """The files of the samples as read: the universe, and each stage's rows where it has a file."""

    universe: Universe
    rows: tuple[DeterminationRows | None, ...]


def read_sample_files(sample: SampleDefinition, gathered: Gathered) -> SampleFiles | None:
    """Read what the samples name; problems go to ``gathered``."""
    universe = gathered.load(lambda: read_universe(sample.universe))
    rows = []
    for stage in sample.stages:
        path = stage.determinations
        read = gathered.load(partial(read_determinations, path)) if path else None
        rows.append(read)
    missing = any(
        stage.determinations is not None and one is None
        for stage, one in zip(sample.stages, rows, strict=True)
    )
    return None if universe is None or missing else SampleFiles(universe, tuple(rows))


def check_alone(files: SampleFiles, gathered: Gathered) -> None:
    """Check what can be checked where the lines or the rules could not be read."""
    for rows in files.rows:
        if rows is not None:
            gathered.load(partial(checked_determinations, rows, lines=None, reasons=None))


@dataclass(frozen=True, slots=True)
class SampleInputs:
    """What the samples are drawn and read with, all of it known.

    ``determined`` are the findings of the check of every line, which count where a stage names no
    file of its own.
    """

    petition: Petition
    sample: SampleDefinition
    files: SampleFiles
    rules: law.RuleSet
    required: int
    lines: Lines
    counted: CountedLines
    filed: Filed
    determined: Determined


def read_sampled(given: SampleInputs, gathered: Gathered) -> Sampled | None:
    """Draw every stage and check what was determined on it; problems go to ``gathered``."""
    rules, sample = given.rules, given.sample
    if rules.stages and rules.stages[0].sample.drawn_in == "county":
        gathered.add("sample", "drawn_in_county", _by_county(rules))
        return None
    if rules.stages and len(sample.stages) > len(rules.stages):
        message = f"the rules of {rules.identifier} know {len(rules.stages)} samples, no more"
        gathered.add("sample.next", "no_such_stage", message)
        return None
    compare_universe(given.files.universe, given.lines, gathered, "sample.universe")
    stages: list[SampledStage] = []
    for number in range(1, len(sample.stages) + 1):
        before = stages[-1].determined if stages else {}
        read = gathered.load(partial(_read_stage, given, number, before), key=_key(number, "size"))
        if read is None:
            return None
        stages.append(read)
    return Sampled(tuple(stages), given.files.universe, sample.seed)


def _key(number: int, key: str) -> str:
    return f"sample.{key}" if number == 1 else f"sample.next.{number - 1}.{key}"


def _by_county(rules: law.RuleSet) -> str:
    citation = rules.fields["stages.1.sample.drawn_in"].citation
    return (
        f"each county draws and checks a sample of its own ({citation}): draw it there with "
        "`rollcheck sample draw`, put every county's numbers into one file and ask "
        f"`rollcheck law project {rules.identifier} --counts FILE`; leave [sample] out here, where "
        "every line is checked"
    )


def _read_stage(given: SampleInputs, number: int, before: Determined) -> SampledStage:
    """Draw one stage, passing over what is not in the count and what the rule replaces."""
    size = _size(given, number, given.sample.stages[number - 1])
    universe, rows = given.files.universe, given.files.rows[number - 1]
    missing: frozenset[str] = frozenset()
    if given.rules.stages[number - 1].sample.not_located == "next_line":
        missing = _not_located(given, rows, before)
    outside = given.counted.outside
    without = missing | outside
    drawn = draw(universe, given.sample.seed, size, without=without)
    passed = _passed(universe, given.sample.seed, drawn, without)
    ids = frozenset(one.line.identity.line_id for one in drawn)
    determined = dict(before)
    if rows is None:
        determined |= {
            line_id: found for line_id, found in given.determined.items() if line_id in ids
        }
    else:
        new = checked_determinations(
            rows,
            lines=ids | (passed & missing),
            copies=frozenset(given.counted.order),
            reasons=tuple(given.rules.reasons),
            scope="the sample drawn",
            uncounted=outside,
            before=before,
        )
        for line_id, found in new.items():
            determined[line_id] = (*determined.get(line_id, ()), *found)
    return SampledStage(
        line_ids=tuple(line_id for line_id in given.counted.order if line_id in ids),
        determined=determined,
        replaced=len(passed & missing),
        not_counted=len(passed & outside),
    )


def _not_located(
    given: SampleInputs, rows: DeterminationRows | None, before: Determined
) -> frozenset[str]:
    """Return the lines that as many people as it takes could not find, and nobody found."""
    people = {code: reason.people for code, reason in given.rules.reasons.items()}
    found = dict(given.determined if rows is None else rows.not_located())
    for line_id, several in before.items():
        found[line_id] = (*several, *found.get(line_id, ())) if rows else several
    return frozenset(
        line_id
        for line_id, several in found.items()
        if any(not one.located for one in several)
        and settle(several, people).waits_for == NOT_LOCATED
    )


def _passed(
    universe: Universe, seed: str, drawn: Sequence[Drawn], without: frozenset[str]
) -> frozenset[str]:
    if not without:
        return frozenset()
    return frozenset(
        universe.lines[index].identity.line_id
        for index in passed_over(universe, seed, drawn, without)
    )


def compare_universe(universe: Universe, lines: Lines, gathered: Gathered, key: str) -> None:
    """Every committed line must still be in the lines file, and where it was."""
    now = {line_id: place for line_id, *place in lines.identities()}
    lost = moved = 0
    for one in universe.lines:
        identity = one.identity
        place = now.get(identity.line_id)
        if place is None:
            lost += 1
        elif place != [identity.section, identity.sheet, identity.line_no]:
            moved += 1
    if lost:
        message = (
            f"{lost:,} of its lines are not in the lines file; every line of the committed "
            "universe must stay in it, under its line_id"
        )
        gathered.add(key, "unknown_line", message)
    if moved:
        message = (
            f"{moved:,} of its lines have another section, sheet or number in the lines file than "
            "was committed; restore them"
        )
        gathered.add(key, "moved_line", message)


def _size(given: SampleInputs, number: int, stage: SampleStage) -> int:
    """Return the size to draw; raise ``RollcheckError`` where the rule knows no such sample."""
    sizing = law.sample(
        given.rules,
        raw=given.filed.law_raw(given.rules),
        excluded=given.filed.law_excluded(given.rules),
        required=given.required,
        sample=stage.size,
        stage=number,
    )
    size = sizing.values["sample_size"]
    if size is None:
        message = (
            f"under this rule no sample is drawn from {given.filed.verified:,} signatures: every "
            "one is checked; leave [sample] out"
        )
        raise RollcheckError([Problem(given.petition.file, None, "sample", "no_sample", message)])
    return int(str(size))
