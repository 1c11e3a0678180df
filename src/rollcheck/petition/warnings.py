"""What a reader of the result must look at, in plain sentences."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.petition.definition import Petition
from rollcheck.petition.inputs import Inputs
from rollcheck.petition.result import deciding_sample
from rollcheck.petition.stages import FullCheck, SampleCheck
from rollcheck.petition.verdicts import Verdict
from rollcheck.roll import connect_engine


def warnings_of(
    petition: Petition, inputs: Inputs, full: FullCheck, samples: Sequence[SampleCheck]
) -> tuple[str, ...]:
    """Return every warning once, those of the law first."""
    sample = deciding_sample(samples)
    deciding = full if sample is None or inputs.determined is not None else sample
    found = [text for one in deciding.verdicts for text in _of_law(one, len(deciding.verdicts))]
    found += [text for one in samples for text in one.sizing.warnings]
    found += _of_duplicates(full, sample)
    found += _of_inputs(petition, inputs)
    found += _of_stages(samples)
    if sample and inputs.determined is not None:
        decided = sample.verdicts[0].decision
        if decided in {"sufficient", "insufficient"}:
            found.append(f"The sample alone decides ({decided}), yet every line was checked.")
    return tuple(dict.fromkeys(found))


def _of_stages(samples: Sequence[SampleCheck]) -> Iterator[str]:
    """Say of a further sample that the one before it did not ask for."""
    for before, further in pairwise(samples):
        if before.verdicts[0].decision != "next_sample":
            decided = before.verdicts[0].decision or "open still"
            yield (
                f"Sample {further.number:,} was drawn although sample {before.number:,} does not "
                f"ask for one ({decided.replace('_', ' ')}); sample {before.number:,} counts."
            )
        if further.size <= before.size:
            yield (
                f"Sample {further.number:,} of {further.size:,} lines adds none to the "
                f"{before.size:,} of the sample before it."
            )


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
    yield from _of_the_universe(inputs)


def _of_the_universe(inputs: Inputs) -> Iterator[str]:
    """Say where the committed universe is not the lines that a sample is drawn of."""
    if inputs.sampled is None:
        return
    committed = len(inputs.sampled.universe.lines)
    outside = inputs.counted.outside
    stray = sum(one.identity.line_id in outside for one in inputs.sampled.universe.lines)
    if committed - stray != inputs.filed.verified:
        yield (
            f"The universe was committed with {committed:,} lines; the raw count is "
            f"{inputs.filed.verified:,}."
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
    # Two columns: a pair of texts for each of a county's lines would take far more.
    line_ids, voter_ids = list[str](), list[str]()
    for determined in (inputs.determined, inputs.sampled and inputs.sampled.stages[-1].determined):
        for line_id, found in (determined or {}).items():
            for one in found:
                if one.valid:
                    line_ids.append(line_id)
                    voter_ids.append(one.voter_id)
    if not line_ids or inputs.snapshot is None:
        return 0
    named = pa.table({"line_id": line_ids, "voter_id": voter_ids})
    with connect_engine() as connection:
        connection.register("named", named)
        row = connection.execute(
            "SELECT count(DISTINCT line_id) FROM named ANTI JOIN read_parquet(?) USING (voter_id)",
            [str(inputs.snapshot.voters_path)],
        ).fetchone()
    return int(row[0]) if row else 0
