"""The samples that a petition names: drawn again from the committed universe, with findings."""

from collections.abc import Mapping
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
from rollcheck.sampling import (
    Drawn,
    Stratum,
    Universe,
    draw_strata,
    joined,
    passed_over,
    read_strata,
)

Determined = Mapping[str, tuple[Determination, ...]]
Draws = tuple[tuple[Stratum, tuple[Drawn, ...]], ...]


@dataclass(frozen=True, slots=True)
class DrawnCounty:
    """A county that drew a sample of its own: its lines in the count, and those drawn of them."""

    name: str
    lines: int
    line_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampledStage:
    """One stage's lines in the order of filing, and all that was found on them so far.

    ``replaced`` lines drawn could not be found on paper and ``not_counted`` ones are not in the
    count: the next tickets took their place. ``counties`` are there where the law lets each county
    draw a sample of its own.
    """

    line_ids: tuple[str, ...]
    determined: Determined
    replaced: int
    not_counted: int
    counties: tuple[DrawnCounty, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampled:
    """The stages of sampling, each extending the one before, with what fixes the draw."""

    stages: tuple[SampledStage, ...]
    universe: Universe
    seed: str


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """The files of the samples as read: the universe, and each stage's rows where it has a file.

    ``strata`` are the universe's own, a single one without a name where it was committed whole.
    """

    strata: tuple[Stratum, ...]
    universe: Universe
    rows: tuple[DeterminationRows | None, ...]


def read_sample_files(sample: SampleDefinition, gathered: Gathered) -> SampleFiles | None:
    """Read what the samples name; problems go to ``gathered``."""
    strata = gathered.load(lambda: read_strata(sample.universe))
    rows = []
    for stage in sample.stages:
        path = stage.determinations
        read = gathered.load(partial(read_determinations, path)) if path else None
        rows.append(read)
    missing = any(
        stage.determinations is not None and one is None
        for stage, one in zip(sample.stages, rows, strict=True)
    )
    return None if strata is None or missing else SampleFiles(strata, joined(strata), tuple(rows))


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
    if not _check_strata(given, gathered):
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


def _check_strata(given: SampleInputs, gathered: Gathered) -> bool:
    """Tell whether the universe is committed as the law draws: as one, or county by county."""
    rules, universe = given.rules, given.files.universe
    if not rules.draws_in_county:
        if universe.parts:
            words = "the universe has strata, and this law draws one sample of all: commit as one"
            gathered.add("sample.universe", "strata", words)
        return not universe.parts
    citation = rules.fields["stages.1.sample.drawn_in"].citation
    lines = sum(_in_the_count(given).values())
    wrong = []
    if not universe.parts:
        words = "commit with `rollcheck sample commit LINES --stratum county`"
        wrong.append(("sample.universe", "no_strata", f"each county draws a sample: {words}"))
    elif lines != given.filed.verified:
        words = f"its counties have {lines:,} lines of {given.filed.verified:,} in the count"
        wrong.append(("sample.universe", "without_county", f"{words}; commit to every one"))
    if given.sample.size is not None:
        words = "each county's sample has the size that the law gives it; leave size out"
        wrong.append(("sample.size", "drawn_in_county", words))
    for key, code, message in wrong:
        gathered.add(key, code, f"{message} ({citation})")
    return not wrong


def _in_the_count(given: SampleInputs) -> Mapping[str, int]:
    """Return each stratum's lines that are in the count."""
    outside = given.counted.outside
    return {
        one.name: sum(line.identity.line_id not in outside for line in one.universe.lines)
        for one in given.files.strata
    }


def _read_stage(given: SampleInputs, number: int, before: Determined) -> SampledStage:
    """Draw one stage, passing over what is not in the count and what the rule replaces."""
    in_counties, rows = given.rules.draws_in_county, given.files.rows[number - 1]
    size = None if in_counties else _size(given, number, given.sample.stages[number - 1])
    missing: frozenset[str] = frozenset()
    if given.rules.stages[number - 1].sample.not_located == "next_line":
        missing = _not_located(given, rows, before)
    outside = given.counted.outside
    without = missing | outside
    draws = _draws(given, size, without)
    passed = _passed(given.sample.seed, draws, without)
    ids = frozenset(one.line.identity.line_id for _, drawn in draws for one in drawn)
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
        counties=_counties(given, draws) if in_counties else (),
    )


def _draws(given: SampleInputs, size: int | None, without: frozenset[str]) -> Draws:
    """Draw ``size`` of all lines; of each county, where it is None, as many as the law asks."""
    strata, seed = given.files.strata, given.sample.seed
    if size is not None:
        return draw_strata(strata, seed, {"": size}, without=without)
    wanted = law.county_sizes(given.rules, _in_the_count(given))
    left = {
        one.name: sum(line.identity.line_id not in without for line in one.universe.lines)
        for one in strata
    }
    sizes = {name: min(own, left[name]) for name, own in wanted.items()}
    return draw_strata(strata, seed, sizes, without=without)


def _counties(given: SampleInputs, draws: Draws) -> tuple[DrawnCounty, ...]:
    lines, place = _in_the_count(given), {one: at for at, one in enumerate(given.counted.order)}
    found = []
    for stratum, drawn in sorted(draws, key=lambda one: one[0].name):
        ids = sorted((one.line.identity.line_id for one in drawn), key=place.__getitem__)
        found.append(DrawnCounty(stratum.name, lines[stratum.name], tuple(ids)))
    return tuple(found)


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


def _passed(seed: str, draws: Draws, without: frozenset[str]) -> frozenset[str]:
    if not without:
        return frozenset()
    return frozenset(
        stratum.universe.lines[index].identity.line_id
        for stratum, drawn in draws
        for index in passed_over(stratum.universe, seed, drawn, without)
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
