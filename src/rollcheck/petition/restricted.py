"""The restricted table of a run: each line with what was proposed and what was determined."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from rollcheck.petition.settle import State

DETERMINATION = pa.struct(
    [
        ("status", pa.string()),
        ("reason", pa.string()),
        ("waits_for", pa.string()),
        ("voter_id", pa.string()),
        ("duplicate_of", pa.string()),
        ("people", pa.int16()),
        ("by_rule", pa.string()),
    ]
)


def restricted_lines(
    matches: pa.Table,
    order: Sequence[str],
    full: Mapping[str, State],
    sample: Mapping[str, State],
    not_counted: Mapping[str, State],
) -> pa.Table:
    """Return one row per line of the lines file, ``order``, in the order of filing.

    ``matches`` is matching's table of the lines in the count; to it come ``determination`` (how
    the line stands after the full check; ``not_counted`` says it of the others), ``in_sample``
    and ``sample_determination`` (how it stands at the last stage of sampling, null outside it).
    """
    if not_counted:
        others = [line_id for line_id in order if line_id in not_counted]
        rest = pa.table({"line_id": pa.array(others, matches.schema.field("line_id").type)})
        every = pa.concat_tables([matches, rest], promote_options="default")
        place = {line_id: row for row, line_id in enumerate(every.column("line_id").to_pylist())}
        matches = every.take(pa.array([place[line_id] for line_id in order], pa.int64()))
    return (
        matches.append_column("determination", _states(order, {**not_counted, **full}))
        .append_column("in_sample", pa.array([line_id in sample for line_id in order], pa.bool_()))
        .append_column("sample_determination", _states(order, sample))
    )


def _states(order: Sequence[str], states: Mapping[str, State]) -> pa.Array:
    names = [field.name for field in DETERMINATION]
    found = [states.get(line_id) for line_id in order]
    columns = [
        pa.array(
            [state and getattr(state, name) for state in found], DETERMINATION.field(name).type
        )
        for name in names
    ]
    missing = pa.array([state is None for state in found], pa.bool_())
    return pa.StructArray.from_arrays(columns, fields=list(DETERMINATION), mask=missing)
