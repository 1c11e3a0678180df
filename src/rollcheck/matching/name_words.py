"""A printed name's words, without suffixes and titles, and the groups that they form."""

from typing import NamedTuple

from rollcheck.matching.compiled import Bytes, Int64s, compiled
from rollcheck.matching.name_lore import (
    IS_ARTICLE,
    IS_BEFORE_ARTICLE,
    IS_DEGREE,
    IS_LATE,
    IS_NOTHING,
    IS_PREFIX,
    IS_TITLE,
    IS_TITLE_OF_TWO,
    Lore,
)
from rollcheck.matching.names import word_end
from rollcheck.matching.roll_words import Roll, is_anybodys, mended_end
from rollcheck.matching.words import SPACE, find

MOST_WORDS = 24
MOST_LETTERS = 200
_M, _D, _S, _R, _N, _P, _H = (ord(letter) for letter in "MDSRNPH")


class Name(NamedTuple):
    """Room to take one name apart in: its words in ``text``, and the groups that they form.

    ``spans`` (3, 2) are where surname, first name and middle names of a reading begin and end;
    ``suffix`` (2,) is its number, and whether any word came yet; ``piece`` is for what is joined.
    ``numbers`` (spans, 3) are starts, ends and numbers of parts of the text that were looked up,
    ``looked_up`` (1,) says how many: the readings of a name have parts in common.
    """

    text: Bytes
    starts: Int64s
    ends: Int64s
    kinds: Int64s
    group_starts: Int64s
    group_ends: Int64s
    spans: Int64s
    suffix: Int64s
    piece: Bytes
    numbers: Int64s
    looked_up: Int64s


@compiled
def _is_title(lore: Lore, kind: int, text: Bytes, stop: int, end: int) -> bool:
    """Whether a name's first word, which ends at ``stop``, is a title by the words that follow."""
    if kind & IS_TITLE_OF_TWO == 0:
        return kind & IS_TITLE != 0 and stop < end
    names, start = 0, stop + 1
    while start < end:
        stop = word_end(text, start, end)
        known = find(lore.words, text, start, stop)
        names += known < 0 or lore.suffixes[known] == 0
        start = stop + 1
    return names >= 2


@compiled
def _add_word(
    lore: Lore, roll: Roll, text: Bytes, span: tuple[int, int], known: int, found: Bytes, first: int
) -> int:
    """Add a word to ``found`` from ``first`` on, whole where it was short; return its end."""
    start, stop = span
    full = 0 if known < 0 else lore.fulls[known]
    length = first
    if full > 0 and not is_anybodys(roll, text, start, stop):
        for at in range(lore.full.starts[full], lore.full.starts[full + 1]):
            found[length] = lore.full.data[at]
            length += 1
        return length
    for at in range(start, stop):
        found[length] = lore.letters[text[at]]
        length += 1
    return mended_end(roll, found, first, length) if known < 0 else length


@compiled
def without_degree(name: Name, words: int) -> int:
    """Return how many words a name has without a degree in letters apart: SUE SHERMAN D D S."""
    if words < 4 or name.ends[words - 1] - name.starts[words - 1] != 1:
        return words
    last, before = name.text[name.starts[words - 1]], name.text[name.starts[words - 2]]
    letters = name.ends[words - 2] - name.starts[words - 2]
    if letters == 1 and ((before == _M and last == _D) or (before == _R and last == _N)):
        return words - 2
    if letters == 2 and last == _D and before == _P:
        return words - 2 if name.text[name.starts[words - 2] + 1] == _H else words
    if words > 4 and letters == 1 and before == _D and last == _S:
        is_three = name.ends[words - 3] - name.starts[words - 3] == 1
        return words - 3 if is_three and name.text[name.starts[words - 3]] == _D else words
    return words


@compiled
def take_words(
    lore: Lore, roll: Roll, text: Bytes, start: int, end: int, name: Name, count: int
) -> int:
    """Add the words of a piece to ``name.text``, without suffixes and a title; return the count.

    A word that is nobody's name is taken for one that looks like it where the roll knows that.
    """
    length = 0 if count == 0 else name.ends[count - 1] + 1
    is_first = True
    while start < end and count < MOST_WORDS:
        stop = word_end(text, start, end)
        if stop == start:
            start += 1
            continue
        known = find(lore.words, text, start, stop)
        kind = 0 if known < 0 else lore.kinds[known]
        said = 0 if known < 0 else lore.suffixes[known]
        is_title = is_first and _is_title(lore, kind, text, stop, end)
        is_none = kind & IS_NOTHING != 0 or (kind & IS_DEGREE != 0 and count >= 2)
        if said != 0 and (kind & IS_LATE == 0 or count >= 2):
            # A name's first word is no suffix of it, but it is no name either.
            if name.suffix[1] and name.suffix[0] == 0:
                name.suffix[0] = said
        elif not is_title and not is_none and length + stop - start < MOST_LETTERS:
            name.starts[count] = length
            length = _add_word(lore, roll, text, (start, stop), known, name.text, length)
            name.ends[count], name.kinds[count] = length, kind
            name.text[length] = SPACE
            length += 1
            count += 1
        name.suffix[1] = 1
        is_first = False
        start = stop + 1
    return count


@compiled
def in_groups(name: Name, first: int, last: int, groups: int) -> int:
    """Group words ``first`` to ``last`` with the particles before them; return how many groups.

    Two particles that follow one another belong to the next word always, one only after the first
    word, since DE, DA and MC can be somebody's given name.
    """
    at = first
    while at < last:
        name.group_starts[groups] = name.starts[at]
        joins = True
        while joins and at + 1 < last:
            pair = name.kinds[at] & IS_BEFORE_ARTICLE and name.kinds[at + 1] & IS_ARTICLE
            if pair and at + 2 < last:
                at += 2
            elif at > first and name.kinds[at] & IS_PREFIX:
                at += 1
            else:
                joins = False
        name.group_ends[groups] = name.ends[at]
        groups += 1
        at += 1
    return groups
