"""Words of a roll that help to read a name: is it anybody's, and what names is it made of."""

from typing import NamedTuple

from rollcheck.matching.compiled import Bytes, Int32s, compiled, wide
from rollcheck.matching.records import FIRST_HOLDERS, LAST_HOLDERS
from rollcheck.matching.words import Words, find

_I, _N, _M, _U, _H = (ord(letter) for letter in "INMUH")


class Roll(NamedTuple):
    """The words of a roll, and how many voters bear each (``Prepared.holders``)."""

    words: Words
    holders: Int32s


@compiled
def holders_of(roll: Roll, text: Bytes, start: int, end: int, column: int) -> int:
    """Return how many voters have a part of a text as the name of a column."""
    return holders_of_word(roll, find(roll.words, text, start, end), column)


@compiled
def holders_of_word(roll: Roll, word: int, column: int) -> int:
    """Return how many voters have a word, by its number, as the name of a column."""
    if word < 0 or word >= len(roll.holders):
        return 0
    return wide(roll.holders[word, column])


@compiled
def is_anybodys(roll: Roll, text: Bytes, start: int, end: int) -> bool:
    """Whether a part of a text is a name of the roll."""
    return is_name(roll, find(roll.words, text, start, end))


@compiled
def is_name(roll: Roll, word: int) -> bool:
    """Whether a word, by its number, is a name of the roll."""
    return (
        holders_of_word(roll, word, LAST_HOLDERS) + holders_of_word(roll, word, FIRST_HOLDERS) > 0
    )


@compiled
def commonest_cut(
    roll: Roll, text: Bytes, start: int, end: int, least: int, columns: tuple[int, int]
) -> tuple[int, int]:
    """Return where a word is best cut into names of two columns, 0 for nowhere, and how common.

    Each part has at least so many letters; the commonest pair is the best.
    """
    best, most = 0, 0
    for at in range(start + least, end - least + 1):
        one = holders_of(roll, text, start, at, columns[0])
        if one > 0:
            common = one * holders_of(roll, text, at, end, columns[1])
            if common > most:
                best, most = at, common
    return best, most


@compiled
def mended_end(roll: Roll, text: Bytes, start: int, end: int) -> int:
    """Put one letter for two that look like it, where that alone makes a name of the roll.

    A hand-written N, U or H is taken for II, an M for NN. Return where the word ends then.
    """
    is_nobodys = False
    for at in range(start, end - 1):
        pair = text[at]
        if pair != text[at + 1] or pair not in (_I, _N):
            continue
        # Few words have such a pair: only those are looked up as they stand.
        if not is_nobodys and is_anybodys(roll, text, start, end):
            return end
        is_nobodys = True
        for letter in (_N, _U, _H):
            text[at] = _M if pair == _N else letter
            for later in range(at + 1, end - 1):
                text[later] = text[later + 1]
            if is_anybodys(roll, text, start, end - 1):
                return end - 1
            for later in range(end - 1, at + 1, -1):
                text[later] = text[later - 1]
            text[at] = text[at + 1] = pair
    return end
