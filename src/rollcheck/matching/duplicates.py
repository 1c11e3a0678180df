"""Lines that propose the same voter."""

import numpy as np
import pyarrow as pa

from rollcheck.matching.compiled import Int32s


def with_duplicates(table: pa.Table, rows: Int32s) -> pa.Table:
    """Return ``table`` with ``duplicate_of``: the first line that proposes the same voter.

    ``rows`` are the proposed voters in the order of its lines, -1 for none. It is null for the
    first line itself. Whether a line is a duplicate is for people to say.
    """
    first = np.arange(len(rows))
    named = np.flatnonzero(rows >= 0)
    _, first_places, voters = np.unique(rows[named], return_index=True, return_inverse=True)
    first[named] = named[first_places][voters]
    is_first = first == np.arange(len(rows))
    earlier = table["line_id"].combine_chunks().take(pa.array(first, mask=is_first))
    return table.append_column("duplicate_of", earlier)
