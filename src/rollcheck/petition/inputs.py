"""Reading everything one petition names, so that all problems of all files come out at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rollcheck import law
from rollcheck.lines import Lines, load_lines
from rollcheck.petition.counted_lines import NO_LINES, CountedLines, counted_lines
from rollcheck.petition.defects import NO_DEFECTS, defects_of, load_defects
from rollcheck.petition.definition import Petition
from rollcheck.petition.determinations import checked_determinations, read_determinations
from rollcheck.petition.filed import Filed
from rollcheck.petition.gathered import Gathered
from rollcheck.petition.numbers_given import check_numbers
from rollcheck.petition.roll_in_use import open_roll
from rollcheck.petition.sampled import (
    Determined,
    Sampled,
    SampleInputs,
    check_alone,
    compare_universe,
    read_sample_files,
    read_sampled,
)
from rollcheck.petition.verdicts import RequiredNumber, required_numbers
from rollcheck.problems import Progress
from rollcheck.roll import Snapshot
from rollcheck.sampling import Universe, joined, read_strata


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run needs, read and checked; ``lines`` and ``snapshot`` may be absent."""

    rules: law.RuleSet
    required: tuple[RequiredNumber, ...]
    lines: Lines | None
    counted: CountedLines
    filed: Filed
    snapshot: Snapshot | None
    determined: Determined | None
    sampled: Sampled | None
    universe: Universe | None


def read_inputs(petition: Petition, workspace: Path, progress: Progress) -> Inputs:
    """Read what a petition names; raise ``RollcheckError`` with every problem of every file.

    A roll given as a file is imported into ``workspace``, last, since it takes longest.
    """
    gathered = Gathered(petition.file)
    rules, required = _law(petition, gathered)
    if rules:
        check_numbers(petition, rules, gathered)
    lines = _lines(petition, gathered)
    counted = _counted(petition, lines, rules, gathered)
    determined = _determined(petition, lines, counted, rules, gathered)
    districts = _districts(petition, gathered)
    files = read_sample_files(petition.sample, gathered) if petition.sample else None
    sampled, filed = None, None
    if counted:
        filed = _filed(petition, counted, districts)
    if petition.sample and files and rules and required and lines and counted and filed:
        given = SampleInputs(
            petition=petition,
            sample=petition.sample,
            files=files,
            rules=rules,
            required=required[0].value,
            lines=lines,
            counted=counted,
            filed=filed,
            determined=determined or {},
        )
        # Below the required number nothing is verified, so there is no sample to look at.
        if not filed.fails_on_raw(rules, given.required):
            sampled = read_sampled(given, gathered)
    elif files:
        check_alone(files, gathered)
    universe = files.universe if files else _universe(petition, lines, gathered)
    roll = petition.roll
    snapshot = None
    if roll:
        snapshot = gathered.load(lambda: open_roll(petition, roll, workspace, progress), key="roll")
    gathered.raise_if_any()
    if rules is None or required is None or counted is None or filed is None:
        raise AssertionError("a loader returned nothing and reported nothing")
    return Inputs(rules, required, lines, counted, filed, snapshot, determined, sampled, universe)


def _universe(petition: Petition, lines: Lines | None, gathered: Gathered) -> Universe | None:
    """Read the universe, or those of strata, without a sample; lines must be where they were."""
    path = petition.universe
    universe = gathered.load(lambda: joined(read_strata(path))) if path else None
    if universe and lines:
        compare_universe(universe, lines, gathered, "universe")
    return universe


def _law(
    petition: Petition, gathered: Gathered
) -> tuple[law.RuleSet | None, tuple[RequiredNumber, ...] | None]:
    """Return the rules of the day of filing, and the numbers by those of the form's approval."""
    identifier, measure = petition.rule_set, petition.measure
    known = identifier in law.identifiers()
    rules = gathered.load(
        lambda: law.for_measure(law.rule_set(identifier, petition.filed_on), measure),
        key="filed_on" if known else "kind",
    )
    approved_on = petition.form_approved_on
    required = gathered.load(
        lambda: required_numbers(
            petition, law.for_measure(law.rule_set(identifier, approved_on), measure)
        ),
        key="form_approved_on" if known else "kind",
    )
    return rules, required


def _lines(petition: Petition, gathered: Gathered) -> Lines | None:
    path = petition.lines
    return None if path is None else gathered.load(lambda: load_lines(path), key="lines")


def _counted(
    petition: Petition, lines: Lines | None, rules: law.RuleSet | None, gathered: Gathered
) -> CountedLines | None:
    """Return the lines in the count; ``None`` where what it takes could not be read."""
    if petition.lines is None:
        return NO_LINES
    path = petition.defects
    found = None
    if path:
        found = gathered.load(
            lambda: load_defects(path, lines.identities() if lines else None), key="defects"
        )
    if lines is None or rules is None or (path and found is None):
        return None
    defects = defects_of(found, lines.identities(), rules) if found else NO_DEFECTS
    counted = counted_lines(lines, defects, rules)
    in_raw = len(lines) - len(counted.struck_out)
    if in_raw + petition.excluded > petition.filed_count:
        further = f" besides {petition.excluded:,} excluded" if petition.excluded else ""
        hint = ""
        if rules.raw_count.on_checking == "revise" and petition.checked_count is None:
            hint = "; a count that came out higher on checking is the checked_count"
        message = (
            f"the raw count is {petition.filed_count:,}, but {petition.lines.name} holds "
            f"{in_raw:,} lines{further}; every line that carries a signature is in the raw count"
            f"{hint}"
        )
        key = "raw_count" if petition.checked_count is None else "checked_count"
        gathered.add(key, "raw_below_lines", message)
        return None
    return counted


def _filed(
    petition: Petition,
    counted: CountedLines,
    districts: Sequence[law.District] | None,
) -> Filed | None:
    if districts is None:
        return None
    excluded = petition.excluded + len(counted.void_before)
    return Filed(
        raw=petition.filed_count,
        excluded=excluded,
        withdrawn=petition.withdrawn,
        districts=tuple(districts),
        first_count=petition.raw_count,
    )


def _districts(petition: Petition, gathered: Gathered) -> Sequence[law.District] | None:
    path = petition.counts
    return () if path is None else gathered.load(lambda: law.read_counts(path), key="counts")


def _determined(
    petition: Petition,
    lines: Lines | None,
    counted: CountedLines | None,
    rules: law.RuleSet | None,
    gathered: Gathered,
) -> Determined | None:
    path = petition.determinations
    if path is None:
        return None
    ids = frozenset(counted.order) if counted else frozenset(lines.ids) if lines else None
    return gathered.load(
        lambda: checked_determinations(
            read_determinations(path),
            lines=ids,
            reasons=tuple(rules.reasons) if rules else None,
            uncounted=counted.outside if counted else frozenset(),
        )
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
