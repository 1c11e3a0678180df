"""What the lines of one voter in a sample say of voters who signed three times or more.

A petition has ``C_k`` voters with k valid lines each. Its signers are its valid lines less the
further copies ``M = sum (k-1) C_k``. Let ``D = sum C(k,2) C_k`` be the sets of two lines of one
voter and ``T = sum C(k,3) C_k`` those of three. A sample shows ``D p_2`` and ``T p_3`` of them on
average, exactly and whatever the ``C_k`` are.

M is no function of D and T, but bounded by them. A voter with k lines has ``T/D = (k-2)/3`` and
``M/D = 2/k``; a petition's two ratios are means of these points, weighted by ``C(k,2) C_k``. The
points lie on a convex curve, so that M is at least D times the line that joins them. It is at most
D, which Goodman's estimator for pairs subtracts: that estimator errs against the petition, never
for it. Where between the two M lies neither pairs nor triples say.
"""

from dataclasses import dataclass

import numpy as np

from rollcheck.sampling.shapes import Counts
from rollcheck.sampling.variance import Floats


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often voters were seen in samples: each array has one element a sample.

    ``once`` counts voters seen once, ``further`` second and further copies, ``pairs`` and
    ``triples`` sets of two and of three lines of one voter: a voter seen three times is 2 further
    copies, 3 pairs, 1 triple.
    ``further_squares`` and ``triples_squares`` add the squares of each voter's share of them.
    """

    once: Floats
    further: Floats
    pairs: Floats
    triples: Floats
    further_squares: Floats
    triples_squares: Floats


def repeats(seen: Counts) -> Repeats:
    """Return the repeats of samples whose row j counts the voters seen j times."""
    times = np.arange(len(seen), dtype=np.float64)
    further = np.maximum(times - 1, 0)
    triples = times * (times - 1) * (times - 2) / 6
    return Repeats(
        seen[1].astype(np.float64),
        further @ seen,
        (times * (times - 1) / 2) @ seen,
        triples @ seen,
        further**2 @ seen,
        triples**2 @ seen,
    )


def independent(total: Floats, squares: Floats) -> Floats:
    """Return how many independent events of one size vary as much as these, rounded down.

    The lines of a voter seen many times come together. Events of sizes s that come as Poisson
    counts have the sum ``total`` and its variance ``squares``: as ``total^2 / squares`` events.
    """
    return np.floor(np.divide(total**2, squares, out=np.zeros_like(total), where=squares > 0))


def fewest_further(pairs: Floats, triples: Floats) -> Floats:
    """Return the fewest further copies in petitions with these sets of two and of three lines.

    ``triples`` may be infinite: then so few voters can have made the pairs that it is 0.
    """
    ratio = np.divide(triples, pairs, out=np.zeros_like(pairs), where=pairs > 0)
    lines = 3 * ratio + 2
    k = np.floor(np.where(np.isinf(lines), 2, lines))
    share = 2 / k - (lines - k) * (2 / k - 2 / (k + 1))
    return np.where(np.isinf(lines), 0.0, pairs * share)
