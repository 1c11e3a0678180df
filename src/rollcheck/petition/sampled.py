"""The sample that a petition names: drawn again from the committed universe, with its findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollcheck import law
from rollcheck.lines import Lines
from rollcheck.petition.definition import Petition, SampleDefinition
from rollcheck.petition.determinations import Determination, load_determinations
from rollcheck.petition.gathered import Gathered
from rollcheck.petition.verdicts import RequiredNumber
from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling import Universe, draw, read_universe

Determined = Mapping[str, tuple[Determination, ...]]


@dataclass(frozen=True, slots=True)
class Sampled:
    """The drawn line ids in the order of filing, with what fixes the draw."""

    line_ids: tuple[str, ...]
    universe: Universe
    seed: str
    determined: Determined


def read_sampled(
    petition: Petition,
    sample: SampleDefinition,
    lines: Lines | None,
    rules: law.RuleSet | None,
    required: Sequence[RequiredNumber] | None,
    determined: Determined | None,
    gathered: Gathered,
) -> Sampled | None:
    """Draw the sample and read what was determined on it; problems go to ``gathered``.

    Without determinations of its own, those of the full check on the drawn lines count. What
    could not be read before (lines, rules) is not checked against.
    """
    universe = gathered.load(lambda: read_universe(sample.universe))
    if universe and lines:
        _compare(universe, lines, gathered)
    ids = _drawn(petition, sample, universe, rules, required, gathered)
    own: Determined | None = {
        line_id: found for line_id, found in (determined or {}).items() if ids and line_id in ids
    }
    path = sample.determinations
    if path is not None:
        own = gathered.load(
            lambda: load_determinations(
                path,
                lines=ids,
                copies=frozenset(lines.ids) if lines else None,
                reasons=tuple(rules.reasons) if rules else None,
                scope="the sample drawn",
            )
        )
    if universe is None or ids is None or own is None or lines is None:
        return None
    line_ids = tuple(line_id for line_id in lines.ids if line_id in ids)
    return Sampled(line_ids, universe, sample.seed, own)


def _compare(universe: Universe, lines: Lines, gathered: Gathered) -> None:
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
        gathered.add("sample.universe", "unknown_line", message)
    if moved:
        message = (
            f"{moved:,} of its lines have another section, sheet or number in the lines file than "
            "was committed; restore them"
        )
        gathered.add("sample.universe", "moved_line", message)


def _drawn(
    petition: Petition,
    sample: SampleDefinition,
    universe: Universe | None,
    rules: law.RuleSet | None,
    required: Sequence[RequiredNumber] | None,
    gathered: Gathered,
) -> frozenset[str] | None:
    if universe is None or rules is None or not required:
        return None
    size = gathered.load(
        lambda: _size(petition, sample, rules, required[0].value), key="sample.size"
    )
    if size is None:
        return None
    drawn = gathered.load(lambda: draw(universe, sample.seed, size), key="sample")
    return None if drawn is None else frozenset(one.line.identity.line_id for one in drawn)


def _size(petition: Petition, sample: SampleDefinition, rules: law.RuleSet, required: int) -> int:
    """Return the size to draw; raise ``RollcheckError`` where the rule knows no such sample."""
    sizing = law.sample(rules, raw=petition.raw_count, required=required, sample=sample.size)
    size = sizing.values["sample_size"]
    if size is None:
        message = (
            f"under this rule no sample is drawn from {petition.raw_count:,} signatures: every one "
            "is checked; leave [sample] out"
        )
        raise RollcheckError([Problem(petition.file, None, "sample", "no_sample", message)])
    return int(str(size))
