"""The run of a petition that people worked line by line: how each line stands is given."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from rollcheck.petition.definition import Petition
from rollcheck.petition.despite_defects import Defective, accepted_despite
from rollcheck.petition.duplicates import counted_once
from rollcheck.petition.inputs import Inputs
from rollcheck.petition.restricted import restricted_lines
from rollcheck.petition.result import InputFile
from rollcheck.petition.run import Run, Seen, people_of, proposed_by, result_of
from rollcheck.petition.settle import State
from rollcheck.petition.stages import check_settled

BY_PEOPLE = (
    "People looked the lines up themselves; the machine's proposals are of those lines alone that "
    "were keyed or read before."
)


@dataclass(frozen=True, slots=True)
class Worked:
    """A petition as an office worked it.

    ``states`` has every line of the count in the order of filing, each as ``settle`` left it, as
    people settled it as a duplicate, or void by a defect; that a voter counts once is left to the
    run. Lines that leave the count by the law are in ``inputs`` alone. ``proposed`` has
    the machine's outcome of the lines that it matched, and ``images`` the SHA-256 of each scan that
    was looked at. ``files`` are what the result rests on. ``defective`` are sheets and sections
    with a noted defect: the result tells of lines that stand accepted despite one.
    """

    petition: Petition
    inputs: Inputs
    states: Mapping[str, State]
    proposed: Mapping[str, str]
    images: Mapping[str, tuple[str, ...]]
    files: tuple[InputFile, ...]
    defective: Defective


def run_worked(worked: Worked) -> Run:
    """Tally how the lines stand and decide: the run of a petition file, but for the matching."""
    inputs, order = worked.inputs, list(worked.states)
    states = counted_once(worked.states, order, inputs.rules.duplicates.counts)
    full = check_settled(
        states,
        inputs.rules,
        filed=inputs.filed,
        required=inputs.required,
        gone=inputs.counted.outside,
    )
    identities = inputs.lines.identities() if inputs.lines else ()
    despite = accepted_despite(worked.defective, identities, full.states, inputs.rules)
    seen = Seen(worked.files, proposed_by(worked.proposed.values()), (BY_PEOPLE, *despite))
    result = result_of(worked.petition, inputs, full, (), seen)
    outcomes = pa.array([worked.proposed.get(line_id) for line_id in order], pa.string())
    table = pa.table({"line_id": pa.array(order, pa.string()), "outcome": outcomes})
    not_counted = inputs.counted.out_of_count()
    every = [*inputs.lines.ids] if inputs.lines else order
    return Run(
        result=result,
        lines=restricted_lines(table, every, states, {}, not_counted),
        universe=inputs.universe,
        people=people_of(inputs),
        not_counted=not_counted,
        duplicates=None,
        images=worked.images,
    )
