"""What of a line's finding may be public: rare codes are merged, what waits is not explained."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

VALID, WAITING, NOT_COUNTED, OUTSIDE = "valid", "waiting", "not_counted", ""
"""Codes that are no reason: counted, not settled, not in the count, not looked at."""

MERGED = "merged"
SMALLEST_CELL = 10
"""No reason that fewer lines have stands by itself; the usual least cell of official tables."""

NEVER_MERGED = frozenset({"duplicate"})
"""The projection rests on the number of duplicates, so that whoever repeats it must count them."""

NO_REASON = frozenset({VALID, WAITING, NOT_COUNTED, OUTSIDE})


def merged_reasons(
    counts: Mapping[str, int],
    *,
    smallest: int = SMALLEST_CELL,
    also: Collection[str] = frozenset(),
) -> frozenset[str]:
    """Return the reasons that are published as one code.

    ``counts`` maps the reasons to lines. Those with fewer than ``smallest`` lines are merged, with
    those ``also`` asked for. One reason alone would not be hidden by another name, nor a few lines
    by a small sum: the next smallest reasons join until at least two reasons and ``smallest``
    lines are together, as far as there are any.
    """
    known = {code: lines for code, lines in counts.items() if code not in NEVER_MERGED}
    rising = sorted(known, key=lambda code: (known[code], code))
    merged = {code for code in rising if known[code] < smallest or code in also}
    for code in rising:
        if not merged or (len(merged) > 1 and sum(known[one] for one in merged) >= smallest):
            break
        merged.add(code)
    return frozenset(merged)


def published(codes: Iterable[str], also: Collection[str] = ()) -> tuple[list[str], frozenset[str]]:
    """Return the codes as they are published, and the reasons that were merged."""
    every = list(codes)
    counts = Counter(code for code in every if code not in NO_REASON)
    merged = merged_reasons(counts, also=frozenset(also))
    return [MERGED if code in merged else code for code in every], merged
