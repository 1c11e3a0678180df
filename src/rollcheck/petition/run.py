"""The run: from a petition file to a result, one way."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from rollcheck.matching import OUTCOMES, Matches, Means, match_lines
from rollcheck.petition.definition import Petition, load_petition
from rollcheck.petition.inputs import Inputs, read_inputs, sha256_of
from rollcheck.petition.matching_rules import matching_rules
from rollcheck.petition.restricted import restricted_lines
from rollcheck.petition.result import FULL_CHECK, RAW, SAMPLE, Draw, InputFile, Result, RollInUse
from rollcheck.petition.sampled import Determined, Sampled
from rollcheck.petition.stages import Proposals, SampleCheck, check_all, check_sample
from rollcheck.petition.warnings import warnings_of
from rollcheck.problems import Progress, silent
from rollcheck.roll import Snapshot


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: what may be published, and the restricted table of lines.

    ``lines`` is ``None`` where the petition names no lines.
    """

    result: Result
    lines: pa.Table | None


def run_petition(path: Path, workspace: Path, *, progress: Progress = silent) -> Run:
    """Run a petition file: read, match, settle, tally, decide.

    ``workspace`` is an existing private folder for what the run keeps besides (the snapshot, if
    the roll is a file). Raises ``RollcheckError`` with every problem of every input.
    """
    petition = load_petition(path)
    inputs = read_inputs(petition, workspace, progress)
    matches = _match(petition, inputs, workspace, progress)
    proposals = _proposals(matches)
    progress("Settling determinations", 0, 0)
    full = check_all(
        inputs.order,
        inputs.determined or {},
        proposals,
        inputs.rules,
        raw=petition.raw_count,
        required=inputs.required,
    )
    sample = _check_sample(petition, inputs, inputs.sampled, proposals)
    result = Result(
        petition=petition,
        rules=inputs.rules,
        required=inputs.required,
        stage=_stage(petition, inputs),
        full=full,
        sample=sample,
        draw=_draw(inputs.sampled),
        roll=_roll(inputs.snapshot),
        inputs=tuple(_input_files(path, petition, inputs)),
        proposed=_proposed(proposals),
        warnings=warnings_of(petition, inputs, full, sample),
        caveats=matches.caveats if matches else (),
    )
    table = None
    if matches:
        table = restricted_lines(
            matches.table, inputs.order, full.states, sample.states if sample else {}
        )
    return Run(result, table)


def _match(
    petition: Petition, inputs: Inputs, workspace: Path, progress: Progress
) -> Matches | None:
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
    # What spills to disk holds persons' data too: it stays inside the private folder.
    means = Means(scratch=workspace)
    return match_lines(inputs.lines.table, inputs.snapshot, rules, progress=progress, means=means)


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


def _proposed(proposals: Proposals) -> Mapping[str, int]:
    counts = dict.fromkeys(OUTCOMES, 0)
    for outcome in proposals.outcome.values():
        counts[outcome] += 1
    return counts


def _stage(petition: Petition, inputs: Inputs) -> str:
    if petition.raw_count < inputs.required[0].value:
        return RAW
    if inputs.sampled and inputs.determined is None:
        return SAMPLE
    return FULL_CHECK


def _check_sample(
    petition: Petition, inputs: Inputs, sampled: Sampled | None, proposals: Proposals
) -> SampleCheck | None:
    if sampled is None:
        return None
    return check_sample(
        sampled.line_ids,
        sampled.determined,
        _within(proposals, sampled),
        inputs.rules,
        raw=petition.raw_count,
        required=inputs.required,
    )


def _within(proposals: Proposals, sampled: Sampled) -> Proposals:
    """Keep the machine's duplicates whose earlier copy is in the sample too."""
    ids = set(sampled.line_ids)
    earlier = proposals.duplicate_of
    return Proposals(
        proposals.outcome,
        {line_id: earlier[line_id] for line_id in ids & earlier.keys() if earlier[line_id] in ids},
    )


def _draw(sampled: Sampled | None) -> Draw | None:
    if sampled is None:
        return None
    return Draw(sampled.universe.root.hex(), len(sampled.universe.lines), sampled.seed)


def _roll(snapshot: Snapshot | None) -> RollInUse | None:
    if snapshot is None:
        return None
    manifest = snapshot.manifest
    return RollInUse(
        as_of=snapshot.as_of,
        voters=manifest["rows_kept"],
        rejected_rows=manifest["rows_rejected"],
        source_sha256=manifest["source"]["sha256"],
        layout=manifest["layout"]["name"],
        has_affidavit_dates=snapshot.has_affidavit_dates,
    )


def _input_files(path: Path, petition: Petition, inputs: Inputs) -> list[InputFile]:
    files = [_input_file("petition", path, None)]
    if petition.lines:
        files.append(_input_file("lines", petition.lines, len(inputs.order)))
    if petition.determinations:
        rows = _rows(inputs.determined)
        files.append(_input_file("determinations", petition.determinations, rows))
    if petition.sample and inputs.sampled:
        rows = len(inputs.sampled.universe.lines)
        files.append(_input_file("universe", petition.sample.universe, rows))
        if petition.sample.determinations:
            rows = _rows(inputs.sampled.determined)
            path = petition.sample.determinations
            files.append(_input_file("sample_determinations", path, rows))
    return files


def _input_file(role: str, path: Path, rows: int | None) -> InputFile:
    return InputFile(role, path.name, sha256_of(path), rows)


def _rows(determined: Determined | None) -> int:
    return sum(len(found) for found in (determined or {}).values())
