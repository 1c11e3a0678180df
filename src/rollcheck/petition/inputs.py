"""Reading everything one petition names, so that all problems of all files come out at once."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rollcheck import law
from rollcheck.lines import Lines, load_lines
from rollcheck.petition.definition import Petition
from rollcheck.petition.determinations import load_determinations
from rollcheck.petition.gathered import Gathered
from rollcheck.petition.roll_in_use import open_roll
from rollcheck.petition.sampled import Determined, Sampled, read_sampled
from rollcheck.petition.verdicts import RequiredNumber, required_numbers
from rollcheck.problems import Progress
from rollcheck.roll import Snapshot


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

    A roll given as a file is imported into ``workspace``, last, since it takes longest.
    """
    gathered = Gathered(petition.file)
    identifier, approved_on = petition.rule_set, petition.form_approved_on
    known = identifier in law.identifiers()
    rules = gathered.load(
        lambda: law.rule_set(identifier, petition.filed_on), key="filed_on" if known else "kind"
    )
    required = gathered.load(
        lambda: required_numbers(petition, law.rule_set(identifier, approved_on)),
        key="form_approved_on" if known else "kind",
    )
    lines = _lines(petition, gathered)
    determined = _determined(petition, lines, rules, gathered)
    sampled = None
    if petition.sample and not _fails_on_raw(petition, required):
        sampled = read_sampled(
            petition, petition.sample, lines, rules, required, determined, gathered
        )
    roll = petition.roll
    snapshot = None
    if roll:
        snapshot = gathered.load(lambda: open_roll(petition, roll, workspace, progress), key="roll")
    gathered.raise_if_any()
    if rules is None or required is None:
        raise AssertionError("a loader returned nothing and reported nothing")
    order = tuple(lines.ids) if lines else ()
    return Inputs(rules, required, lines, order, snapshot, determined, sampled)


def _fails_on_raw(petition: Petition, required: tuple[RequiredNumber, ...] | None) -> bool:
    """Below the required number nothing is verified, so there is no sample to look at."""
    return required is not None and petition.raw_count < required[0].value


def _lines(petition: Petition, gathered: Gathered) -> Lines | None:
    path = petition.lines
    if path is None:
        return None
    lines = gathered.load(lambda: load_lines(path), key="lines")
    if lines and len(lines) > petition.raw_count:
        message = (
            f"the raw count is {petition.raw_count:,}, but {path.name} holds {len(lines):,} lines; "
            "every line that carries a signature is in the raw count"
        )
        gathered.add("raw_count", "raw_below_lines", message)
    return lines


def _determined(
    petition: Petition, lines: Lines | None, rules: law.RuleSet | None, gathered: Gathered
) -> Determined | None:
    path = petition.determinations
    if path is None:
        return None
    return gathered.load(
        lambda: load_determinations(
            path,
            lines=frozenset(lines.ids) if lines else None,
            reasons=tuple(rules.reasons) if rules else None,
        )
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
