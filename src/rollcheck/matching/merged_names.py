"""Names that lost a space: where it was, the names of the roll show."""

from rollcheck.matching.compiled import Int32s, compiled, wide
from rollcheck.matching.line_records import AS_WRITTEN, SWAPPED
from rollcheck.matching.name_lore import Lore
from rollcheck.matching.name_words import Name
from rollcheck.matching.reading import number_part, number_reading, set_spans
from rollcheck.matching.records import FIRST_HOLDERS, LAST_HOLDERS
from rollcheck.matching.roll_words import (
    Roll,
    commonest_cut,
    holders_of,
    holders_of_word,
    is_anybodys,
    is_name,
)
from rollcheck.matching.words import Words

_FEWEST_MERGED = 6
"""Letters of a word that may be two names without the space between."""


@compiled
def read_merged(
    lore: Lore,
    roll: Roll,
    more: Words,
    name: Name,
    words: int,
    count: int,
    readings: Int32s,
) -> int:
    """Read a name of one word or two without the spaces it may have lost; return how many."""
    if words == 1:
        return _read_one_word(lore, roll, more, name, count, readings)
    if words == 2:
        return _read_two_words(lore, roll, more, name, count, readings)
    return count


@compiled
def _read_one_word(
    lore: Lore,
    roll: Roll,
    more: Words,
    name: Name,
    count: int,
    readings: Int32s,
) -> int:
    """Read one word that is nobody's name as a first name and a surname; return how many readings.

    It is parted where both are names of the roll, at the commonest pair, the surname first where
    that is commoner; else behind the longest first name, and before the longest surname, that the
    roll knows: the other part has a slip.
    """
    text, start, end = name.text, name.starts[0], name.ends[0]
    if end - start < _FEWEST_MERGED or is_anybodys(roll, text, start, end):
        return count
    both, common = commonest_cut(roll, text, start, end, 2, (FIRST_HOLDERS, LAST_HOLDERS))
    turned, as_common = commonest_cut(roll, text, start, end, 2, (LAST_HOLDERS, FIRST_HOLDERS))
    behind, before = 0, 0
    for at in range(start + 3, end - 3):
        if holders_of(roll, text, start, at, FIRST_HOLDERS) > 0:
            behind = at
        if before == 0 and holders_of(roll, text, at, end, LAST_HOLDERS) > 0:
            before = at
    for at in (both, 0 if both else behind, 0 if both or before == behind else before):
        if at:
            set_spans(name, (at, end), (start, at), (0, 0))
            number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[count])
            count += 1
    if as_common > common:
        set_spans(name, (start, turned), (turned, end), (0, 0))
        number_reading(lore, roll.words, more, name, SWAPPED, readings[count])
        count += 1
    return count


@compiled
def _read_two_words(
    lore: Lore,
    roll: Roll,
    more: Words,
    name: Name,
    count: int,
    readings: Int32s,
) -> int:
    """Read a second name that ran into the surname or the first name; return how many readings.

    ANA MARIALOPEZ is Ana Maria Lopez, JINGLEI LIU may be Jing Lei, and JA SMITH J. A. A name of
    the roll is left whole but for initials.
    """
    text, end, later, last = name.text, name.ends[0], name.starts[1], name.ends[1]
    # Both were looked up for the plain reading.
    one = number_part(roll.words, more, name, wide(0), end)
    other = number_part(roll.words, more, name, later, last)
    if end == 2 and last - later > 2:
        # JA SMITH signs with two initials.
        set_spans(name, (later, last), (0, 1), (1, 2))
        number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[count])
        count += 1
    if _is_given_name(roll, one) and _is_given_name(roll, other):
        set_spans(name, (0, 0), (0, end), (later, last))
        number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[count])
        count += 1
    if last - later >= _FEWEST_MERGED and not is_name(roll, other):
        columns = FIRST_HOLDERS, LAST_HOLDERS
        cut, _ = commonest_cut(roll, text, later, last, 3, columns)
        if cut:
            set_spans(name, (cut, last), (0, end), (later, cut))
            number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[count])
            count += 1
    if end >= _FEWEST_MERGED and not is_name(roll, one):
        cut, _ = commonest_cut(roll, text, 0, end, 3, (FIRST_HOLDERS, FIRST_HOLDERS))
        if cut:
            set_spans(name, (later, last), (0, cut), (cut, end))
            number_reading(lore, roll.words, more, name, AS_WRITTEN, readings[count])
            count += 1
    return count


@compiled
def _is_given_name(roll: Roll, word: int) -> bool:
    """Whether a word is a first name of the roll, and nobody's surname."""
    is_surname = holders_of_word(roll, word, LAST_HOLDERS) > 0
    return not is_surname and holders_of_word(roll, word, FIRST_HOLDERS) > 0
