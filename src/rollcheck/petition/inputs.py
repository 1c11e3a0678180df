"""Reading everything one petition names, so that all problems of all files come out at once."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from rollcheck import law
from rollcheck.lines import Lines, load_lines
from rollcheck.petition.definition import Petition, RollSource, SampleDefinition
from rollcheck.petition.determinations import Determination, load_determinations
from rollcheck.petition.verdicts import RequiredNumber, required_numbers
from rollcheck.problems import Problem, Progress, RollcheckError, raise_if_any
from rollcheck.roll import Snapshot, import_roll, open_snapshot
from rollcheck.sampling import Universe, draw, read_universe

Read = TypeVar("Read")
Determined = Mapping[str, tuple[Determination, ...]]


class Gathered:
    """Problems of several loaders: each runs, and what all of them found is raised together.

    A problem that names no file is the petition file's: what it says led there.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def load(self, loader: Callable[[], Read]) -> Read | None:
        """Run one loader; keep its problems and return ``None`` if it has any."""
        try:
            return loader()
        except RollcheckError as error:
            self.problems += [
                problem if problem.file else replace(problem, file=self.file)
                for problem in error.problems
            ]
            return None

    def raise_if_any(self) -> None:
        """Raise what was found so far, if anything was."""
        raise_if_any(self.problems)


@dataclass(frozen=True, slots=True)
class Sampled:
    """The drawn line ids in the order of filing, with what fixes the draw."""

    line_ids: tuple[str, ...]
    universe: Universe
    seed: str
    determined: Determined


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run needs, read and checked; ``lines`` and ``snapshot`` may be absent."""

    rules: law.RuleSet
    required: tuple[RequiredNumber, ...]
    lines: Lines | None
    order: tuple[str, ...]
    snapshot: Snapshot | None
    determined: Determined | None
    sampled: Sampled | None


def read_inputs(petition: Petition, workspace: Path, progress: Progress) -> Inputs:
    """Read what a petition names; raise ``RollcheckError`` with every problem of every file.

    A roll given as a file is imported into ``workspace``.
    """
    gathered = Gathered(petition.file)
    rules = gathered.load(lambda: law.rule_set(petition.rule_set, petition.filed_on))
    required = gathered.load(
        lambda: required_numbers(
            petition, law.rule_set(petition.rule_set, petition.form_approved_on)
        )
    )
    lines = _lines(petition, gathered)
    order = tuple(lines.ids) if lines else ()
    roll = petition.roll
    snapshot = (
        gathered.load(lambda: open_roll(petition, roll, workspace, progress)) if roll else None
    )
    universe = None
    if petition.sample:
        universe_path = petition.sample.universe
        universe = gathered.load(lambda: read_universe(universe_path))
    gathered.raise_if_any()
    if rules is None or required is None:
        raise AssertionError("a loader returned nothing and reported nothing")
    determined = _determined(petition.determinations, order, rules, gathered)
    sampled = None
    # Below the required number nothing is verified, so there is no sample to look at.
    if petition.sample and universe and petition.raw_count >= required[0].value:
        sampled = _sampled(
            petition, petition.sample, universe, order, rules, required, gathered, determined
        )
    gathered.raise_if_any()
    return Inputs(rules, required, lines, order, snapshot, determined, sampled)


def _lines(petition: Petition, gathered: Gathered) -> Lines | None:
    path = petition.lines
    if path is None:
        return None
    lines = gathered.load(lambda: load_lines(path))
    if lines and len(lines) > petition.raw_count:
        message = (
            f"the raw count is {petition.raw_count:,}, but {path.name} holds {len(lines):,} lines; "
            "every line that carries a signature is in the raw count"
        )
        problem = Problem(petition.file, None, "raw_count", "raw_below_lines", message)
        gathered.problems.append(problem)
    return lines


def open_roll(
    petition: Petition, roll: RollSource, workspace: Path, progress: Progress
) -> Snapshot:
    """Open the petition's snapshot, or make it from a file; it must not be later than filing."""
    if roll.path.is_file():
        raise_if_any(_unknown_origin(petition, roll))
        if roll.layout and roll.as_of:
            import_roll(
                roll.path,
                layout=roll.layout,
                as_of=roll.as_of,
                out=workspace / "snapshot",
                history=roll.history,
                progress=progress,
            )
        snapshot = open_snapshot(workspace / "snapshot")
    else:
        snapshot = open_snapshot(roll.path)
    if snapshot.as_of > petition.filed_on:
        message = (
            f"the roll is of {snapshot.as_of}, after the filing on {petition.filed_on}: it "
            "cannot show who was registered in time; take a snapshot dated no later"
        )
        raise RollcheckError([Problem(petition.file, None, "roll", "roll_after_filing", message)])
    return snapshot


def _unknown_origin(petition: Petition, roll: RollSource) -> list[Problem]:
    found = []
    if roll.layout is None:
        message = 'the roll is a file, not a snapshot; say its layout, such as "plain"'
        found.append(Problem(petition.file, None, "roll_layout", "missing_key", message))
    if roll.as_of is None:
        message = "the roll is a file, not a snapshot; say the date it was made as roll_as_of"
        found.append(Problem(petition.file, None, "roll_as_of", "missing_key", message))
    return found


def _determined(
    path: Path | None,
    lines: Sequence[str],
    rules: law.RuleSet,
    gathered: Gathered,
) -> Determined | None:
    if path is None:
        return None
    return gathered.load(
        lambda: load_determinations(path, lines=frozenset(lines), reasons=tuple(rules.reasons))
    )


def _sampled(
    petition: Petition,
    sample: SampleDefinition,
    universe: Universe,
    order: Sequence[str],
    rules: law.RuleSet,
    required: Sequence[RequiredNumber],
    gathered: Gathered,
    determined: Determined | None,
) -> Sampled | None:
    """Draw the sample and read what was determined on it.

    Without determinations of its own, those of the full check on the drawn lines count.
    """
    known = frozenset(order)
    drawn = gathered.load(
        lambda: draw(universe, sample.seed, _size(petition, sample, rules, required[0].value))
    )
    if drawn is None:
        return None
    ids = {one.line.identity.line_id for one in drawn}
    lost = len(ids - known)
    if lost:
        message = (
            f"{lost:,} of the lines drawn are not in the lines file; every line of the committed "
            "universe must stay in it"
        )
        gathered.problems.append(
            Problem(petition.file, None, "sample.universe", "unknown_line", message)
        )
    line_ids = tuple(line_id for line_id in order if line_id in ids)
    path = sample.determinations
    if path is None:
        own: Determined | None = {
            line_id: found for line_id, found in (determined or {}).items() if line_id in ids
        }
    else:
        own = gathered.load(
            lambda: load_determinations(
                path,
                lines=ids,
                copies=known,
                reasons=tuple(rules.reasons),
                scope="the sample drawn",
            )
        )
    return None if own is None else Sampled(line_ids, universe, sample.seed, own)


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


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
