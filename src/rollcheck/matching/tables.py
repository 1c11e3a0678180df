"""Findings of a chunk as a table."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rollcheck.matching.compiled import Int32s
from rollcheck.matching.conclude import Found
from rollcheck.matching.keep import MOST_SHOWN
from rollcheck.matching.matches import CANDIDATE, EVIDENCE
from rollcheck.matching.outcomes import OUTCOMES
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.tried import NOT_COMPARED, RECORD, TOTAL, VOTER


def table_of(line_ids: pa.Array, found: Found, prepared: Prepared) -> pa.Table:
    """Return the findings as columns of ``SCHEMA``, all but ``duplicate_of``."""
    codes = pa.array(found.outcomes)
    outcomes = pa.DictionaryArray.from_arrays(codes, pa.array(OUTCOMES)).cast(pa.string())
    return pa.table(
        {
            "line_id": line_ids,
            "outcome": outcomes,
            "voter_id": prepared.voter_ids(found.voters),
            "score": _bits(np.where(found.shown > 0, found.kept[:, 0, TOTAL], NOT_COMPARED)),
            "gap": _bits(found.gaps),
            "candidates": _candidates(found, prepared),
        }
    )


def _bits(thousandths: Int32s) -> pa.Array:
    return pa.array(thousandths / 1000, mask=thousandths == NOT_COMPARED)


def _candidates(found: Found, prepared: Prepared) -> pa.Array:
    is_shown = np.arange(MOST_SHOWN) < found.shown[:, None]
    kept = found.kept[is_shown]
    columns = [
        prepared.voter_ids(kept[:, VOTER]),
        pa.array(kept[:, TOTAL] / 1000),
        pa.array(kept[:, RECORD] >= prepared.voters),
        _lists(found.levels[is_shown].astype(np.int8)),
        _lists(found.bits[is_shown]),
    ]
    flat = pa.StructArray.from_arrays(columns, fields=list(CANDIDATE))
    offsets = np.zeros(len(found.shown) + 1, np.int32)
    np.cumsum(found.shown, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), flat, type=pa.list_(CANDIDATE))


def _lists(numbers: npt.NDArray[np.int8] | Int32s) -> pa.Array:
    return pa.FixedSizeListArray.from_arrays(pa.array(numbers.ravel()), len(EVIDENCE))
