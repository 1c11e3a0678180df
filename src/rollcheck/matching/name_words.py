"""A printed name's words, without suffixes and titles, and the groups that they form."""

from typing import NamedTuple

from rollcheck.matching.compiled import Bytes, Int64s, compiled
from rollcheck.matching.name_lore import (
    IS_ARTICLE,
    IS_BEFORE_ARTICLE,
    IS_PREFIX,
    IS_TITLE,
    IS_TITLE_OF_TWO,
    Lore,
)
from rollcheck.matching.names import word_end
from rollcheck.matching.roll_words import Roll, mended_end
from rollcheck.matching.words import SPACE, find

MOST_WORDS = 24
MOST_LETTERS = 200


class Name(NamedTuple):
    """Room to take one name apart in: its words in ``text``, and the groups that they form.

    ``spans`` (3, 2) are where surname, first name and middle names of a reading begin and end;
    ``suffix`` (2,) is its number, and whether any word came yet; ``piece`` is for what is joined.
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
        if said != 0:
            # A name's first word is no suffix of it, but it is no name either.
            if name.suffix[1] and name.suffix[0] == 0:
                name.suffix[0] = said
        elif not is_title and length + stop - start < MOST_LETTERS:
            name.starts[count] = length
            for at in range(start, stop):
                name.text[length] = lore.letters[text[at]]
                length += 1
            if known < 0:
                length = mended_end(roll, name.text, name.starts[count], length)
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
