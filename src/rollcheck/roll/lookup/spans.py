"""Which words of the roll each token may stand for, and at what cost."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.lookup.fields import (
    BEGUN_DIGITS_COST,
    COST,
    FAR,
    FARTHER,
    FARTHEST,
    FIELDS,
    JOINED,
    MISBEGUN,
    NEAR,
    NEAR_DIGIT,
    ODD,
    ONE_EDIT,
    PREFIX,
    WAYS,
)
from rollcheck.roll.lookup.spelling import Words, begun_with_a_slip
from rollcheck.roll.lookup.tokens import Token

Array = npt.NDArray[Any]
SHORTEST_FAR = 4  # letters below which a word badly misspelt could be any other
LONGEST_BEGUN = 6  # letters above which a word that is only begun is seldom misspelt
PARTICLE = 4  # letters of the first part of a name typed in parts: O BRIEN, MC DONALD, DE LA CRUZ
BIT = {field.name: 1 << place for place, field in enumerate(FIELDS)}
ANY_FIELD = (1 << len(FIELDS)) - 1
JOINED_FIELDS = sum(BIT[field.name] for field in FIELDS if field.joined)
PLACE = {how: place for place, how in enumerate(WAYS)}
EDITS = (ONE_EDIT, NEAR, ODD)
Span = tuple[int, int, int, int, int, int]


def spans_of(words: Words, tokens: Sequence[Token]) -> Array:
    """Return the spans of all tokens, as ``weighing.py`` takes them."""
    spans = [*_read(words, tokens), *_joined(words, tokens)]
    blocks = [np.array(spans, np.int64).reshape(-1, 6)]
    for place, token in enumerate(tokens):
        if token.free:
            word = token.readings[0].word
            edited = zip(EDITS, words.one_edit_away(word), _edit_costs(word), strict=True)
            blocks += [_block(place, found, cost, how) for how, found, cost in edited]
    return np.concatenate(blocks)


def unread(spans: Array, tokens: int) -> list[int]:
    """Return the places of the tokens that no word of the roll is easily typed as."""
    mended = np.isin(spans[:, 5], [PLACE[NEAR], PLACE[ODD]])
    read = set(spans[~mended, 0].tolist())
    return [place for place in range(tokens) if place not in read]


def far_spans(words: Words, tokens: Sequence[Token], far: Collection[str]) -> Array:
    """Return more spans for the tokens ``far`` (as typed): misspelt badly, or begun with a slip."""
    blocks = [np.empty((0, 6), np.int64)]
    for place, token in enumerate(tokens):
        if token.typed not in far:
            continue
        word = token.readings[0].word
        if len(word) >= SHORTEST_FAR:
            blocks += _far(words, place, word)
        if word.isalpha() and len(word) <= LONGEST_BEGUN:
            begins, ends = words.places(begun_with_a_slip(word))
            block = np.empty((len(begins), 6), np.int64)
            block[:] = (place, 0, 0, COST[MISBEGUN], ANY_FIELD, PLACE[MISBEGUN])
            block[:, 1], block[:, 2] = begins, ends
            blocks.append(block[block[:, 1] < block[:, 2]])
    return np.concatenate(blocks)


def _edit_costs(word: bytes) -> tuple[int, int, int]:
    """Return what one edit of each kind costs."""
    return COST[ONE_EDIT], COST[NEAR] - NEAR_DIGIT * word[:1].isdigit(), COST[ODD]


def _far(words: Words, place: int, word: bytes) -> Iterable[Array]:
    """Yield the spans of the words two edits away, the likeliest first."""
    found, cost = words.far(word, np.array([0, *_edit_costs(word)], np.int64))
    chosen = np.searchsorted([COST[how] for how in (FAR, FARTHER)], cost)
    for which, how in enumerate((FAR, FARTHER, FARTHEST)):
        yield _block(place, found[chosen == which], COST[how], how)


def _block(token: int, places: Array, cost: int, how: str) -> Array:
    block = np.empty((len(places), 6), np.int64)
    block[:] = (token, 0, 0, cost, ANY_FIELD, PLACE[how])
    block[:, 1] = places
    block[:, 2] = places + 1
    return block


def _read(words: Words, tokens: Sequence[Token]) -> Iterable[Span]:
    """Yield the spans of what the tokens are read as; all are looked up at once."""
    readings = [(place, r) for place, token in enumerate(tokens) for r in token.readings]
    begins, ends = words.places([reading.word for _, reading in readings])
    known = [words.word(b) == r.word for (_, r), b in zip(readings, begins, strict=True)]
    whole = sorted({begin for begin, there in zip(begins, known, strict=True) if there})
    for (place, reading), begin, end, there in zip(readings, begins, ends, known, strict=True):
        fields = ANY_FIELD if reading.fields is None else sum(BIT[f] for f in reading.fields)
        if there:
            yield (place, begin, begin + 1, reading.cost, fields, PLACE[reading.how])
        token = tokens[place]
        if token.free and reading is token.readings[0]:
            cost = COST[PREFIX] + BEGUN_DIGITS_COST * token.typed[:1].isdigit()
            for first, after in _between(begin, end, whole):
                yield (place, first, after, cost, fields, PLACE[PREFIX])


def _between(begin: int, end: int, whole: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the words of a range but for those typed whole: MAR beside MARTINEZ is another name."""
    for word in whole[bisect_left(whole, begin) : bisect_left(whole, end)]:
        if begin < word:
            yield begin, word
        begin = word + 1
    if begin < end:
        yield begin, end


def _joined(words: Words, tokens: Sequence[Token]) -> Iterable[Span]:
    """Yield what tokens stand for together: a name written in one word and typed in several.

    In any order, since the order in which things are typed says nothing.
    """
    typed = {t.typed: place for place, t in enumerate(tokens) if t.free and t.typed.isalpha()}
    short = [word for word in typed if len(word) <= PARTICLE]
    ways = {
        "".join(way).encode(): way
        for head in short
        for tail in typed
        for way in [(head, tail), *((first, head, tail) for first in short)]
        if len(set(way)) == len(way)
    }
    if not ways:
        return
    texts = sorted(ways)
    begins, _ = words.places(texts)
    for text, begin in zip(texts, begins, strict=True):
        if words.word(begin) == text:
            for part in ways[text]:
                yield (typed[part], begin, begin + 1, COST[JOINED], JOINED_FIELDS, PLACE[JOINED])
