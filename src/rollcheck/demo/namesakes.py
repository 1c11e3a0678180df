"""Who close by has so much of the same name that what is written does not tell them apart."""

import numpy as np
import numpy.typing as npt

from rollcheck.demo.dwellings import Dwellings
from rollcheck.demo.households import People

NOBODY, KIN, SAME_INITIAL, SAME_NAME = range(4)
_LARGEST_HOUSEHOLD = 6


def nearest_namesake(
    people: People, initials: npt.NDArray[np.str_], left_out: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    """Return for each person what they share with another of the household, at most.

    KIN share the surname, SAME_INITIAL also the first letter of the first name, SAME_NAME all
    of it. ``initials`` has the first letter of every first name that there is; whoever is
    ``left_out`` is nobody's namesake. Households are runs of equal ``home``.
    """
    count = len(left_out)
    home, last, first = people.home[:count], people.last[:count], people.first[:count]
    second_last, second_first = people.second_last[:count], people.second_first[:count]
    letter = initials[first]
    found = np.zeros(count, dtype=np.int8)
    for step in range(1, min(_LARGEST_HOUSEHOLD, count)):
        one, other = slice(step, None), slice(None, -step)
        kin = (home[one] == home[other]) & (last[one] == last[other])
        kin &= (second_last[one] == second_last[other]) & ~left_out[one] & ~left_out[other]
        initial = kin & (letter[one] == letter[other])
        same = initial & (first[one] == first[other]) & (second_first[one] == second_first[other])
        likeness = kin.astype(np.int8) + initial + same
        found[one] = np.maximum(found[one], likeness)
        found[other] = np.maximum(found[other], likeness)
    return found


def has_namesake_in_building(
    people: People,
    dwellings: Dwellings,
    dwelling: npt.NDArray[np.int64],
    left_out: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Tell who shares first and last names with another at the same house number.

    ``dwelling`` is where each of them is registered; whoever is ``left_out`` is nobody's
    namesake.
    """
    count = len(left_out)
    building = dwellings.stretch[dwelling].astype(np.int64) << 16 | dwellings.house[dwelling]
    name = people.last[:count].astype(np.int64) << 14 | people.first[:count]
    order = np.lexsort((name, building))
    alike = (building[order[1:]] == building[order[:-1]]) & (name[order[1:]] == name[order[:-1]])
    alike &= ~left_out[order[1:]] & ~left_out[order[:-1]]
    found = np.zeros(count, dtype=bool)
    found[order[1:][alike]] = found[order[:-1][alike]] = True
    return found
