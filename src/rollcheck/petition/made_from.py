"""What a result was made from, as it says itself: the roll, the draw, every file with its hash."""

from pathlib import Path

from rollcheck.petition.definition import Petition
from rollcheck.petition.inputs import Inputs, sha256_of
from rollcheck.petition.result import Draw, InputFile, RollInUse
from rollcheck.petition.sampled import Determined, Sampled
from rollcheck.roll import Snapshot


def committed_draw(sampled: Sampled | None) -> Draw | None:
    """Return the root that was committed to, and the seed; ``None`` without a sample."""
    if sampled is None:
        return None
    return Draw(sampled.universe.root.hex(), len(sampled.universe.lines), sampled.seed)


def roll_read(snapshot: Snapshot | None) -> RollInUse | None:
    """Return what a result says of the roll; ``None`` without one."""
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


def input_files(path: Path, petition: Petition, inputs: Inputs) -> list[InputFile]:
    """Return every file that was read, ``path`` of the petition first, with its hash and rows."""
    files = [_input_file("petition", path, None)]
    if petition.lines and inputs.lines:
        files.append(_input_file("lines", petition.lines, len(inputs.lines)))
    if petition.defects:
        files.append(_input_file("defects", petition.defects, None))
    if petition.counts:
        files.append(_input_file("counts", petition.counts, len(inputs.filed.districts)))
    if petition.determinations:
        rows = _rows(inputs.determined)
        files.append(_input_file("determinations", petition.determinations, rows))
    committed = petition.sample.universe if petition.sample else petition.universe
    if committed and inputs.universe:
        files.append(_input_file("universe", committed, len(inputs.universe.lines)))
    if petition.sample and inputs.sampled:
        before = 0
        for stage, drawn in zip(petition.sample.stages, inputs.sampled.stages, strict=True):
            rows = _rows(drawn.determined)
            if stage.determinations:
                role = "sample_determinations"
                files.append(_input_file(role, stage.determinations, rows - before))
            before = rows
    return files


def _input_file(role: str, path: Path, rows: int | None) -> InputFile:
    return InputFile(role, path.name, sha256_of(path), rows)


def _rows(determined: Determined | None) -> int:
    return sum(len(found) for found in (determined or {}).values())
