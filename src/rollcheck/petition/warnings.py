"""What a reader of the result must look at, in plain sentences."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.petition.definition import Petition
from rollcheck.petition.inputs import Inputs
from rollcheck.petition.stages import FullCheck, SampleCheck
from rollcheck.petition.verdicts import Verdict
from rollcheck.roll import connect_engine


def warnings_of(
    petition: Petition, inputs: Inputs, full: FullCheck, sample: SampleCheck | None
) -> tuple[str, ...]:
    """Return every warning once, those of the law first."""
    deciding = full if sample is None or inputs.determined is not None else sample
    found = [text for one in deciding.verdicts for text in _of_law(one, len(deciding.verdicts))]
    found += sample.sizing.warnings if sample else ()
    found += _of_duplicates(full, sample)
    found += _of_inputs(petition, inputs)
    if sample and inputs.determined is not None:
        decided = sample.verdicts[0].decision
        if decided in {"sufficient", "insufficient"}:
            found.append(f"The sample alone decides ({decided}), yet every line was checked.")
    return tuple(dict.fromkeys(found))


def _of_law(verdict: Verdict, numbers: int) -> Iterator[str]:
    """Yield the law's own warnings; those on a count only once it is final."""
    computed = verdict.required.computation
    yield from computed.warnings if computed else ()
    if verdict.settled:
        which = f"At {verdict.required.value:,} required: " if numbers > 1 else ""
        yield from (f"{which}{warning}" for warning in verdict.lowest.warnings)


def _of_duplicates(full: FullCheck, sample: SampleCheck | None) -> Iterator[str]:
    stages = (("", full), (" of the sample", sample))
    for where, stage in stages:
        lines = len(stage.uncounted_originals) if stage else 0
        if lines:
            yield (
                f"{lines:,} {_lines(lines)}{where} rejected as copies of a line that is not "
                "counted itself: their voters are not counted at all. Look at them again before "
                "certifying."
            )


def _of_inputs(petition: Petition, inputs: Inputs) -> Iterator[str]:
    unknown = _off_the_roll(inputs)
    if unknown:
        yield (
            f"{unknown:,} {_lines(unknown)} accepted for a voter who is not on this snapshot of "
            "the roll."
        )
    late = _signed_after(petition, inputs)
    if late:
        yield f"{late:,} {_lines(late)} dated after the filing; look at the dates again."
    if inputs.sampled and len(inputs.sampled.universe.lines) != petition.raw_count:
        committed = len(inputs.sampled.universe.lines)
        yield (
            f"The universe was committed with {committed:,} lines; the raw count is "
            f"{petition.raw_count:,}."
        )


def _lines(count: int) -> str:
    return "line was" if count == 1 else "lines were"


def _signed_after(petition: Petition, inputs: Inputs) -> int:
    if inputs.lines is None:
        return 0
    filed = pa.scalar(petition.filed_on, pa.date32())
    return int(pc.sum(pc.greater(inputs.lines.table.column("signed_on"), filed)).as_py() or 0)


def _off_the_roll(inputs: Inputs) -> int:
    """Count lines accepted for a voter_id that the snapshot does not have."""
    accepted = {
        (line_id, one.voter_id)
        for determined in (inputs.determined, inputs.sampled and inputs.sampled.determined)
        for line_id, found in (determined or {}).items()
        for one in found
        if one.valid
    }
    if not accepted or inputs.snapshot is None:
        return 0
    line_ids, voter_ids = zip(*accepted, strict=True)
    named = pa.table({"line_id": line_ids, "voter_id": voter_ids})
    with connect_engine() as connection:
        connection.register("named", named)
        row = connection.execute(
            "SELECT count(DISTINCT line_id) FROM named ANTI JOIN read_parquet(?) USING (voter_id)",
            [str(inputs.snapshot.voters_path)],
        ).fetchone()
    return int(row[0]) if row else 0
