"""Which words of the roll each token may stand for, and at what cost."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.lookup.fields import (
    COST,
    DIGITS_COST,
    FAR,
    FIELDS,
    HOWS,
    JOINED,
    ONE_EDIT,
    PREFIX,
)
from rollcheck.roll.lookup.spelling import Words
from rollcheck.roll.lookup.tokens import Token

Array = npt.NDArray[Any]
PARTICLE = 4  # letters of the first part of a name typed in parts: O BRIEN, MC DONALD, DE LA CRUZ
BIT = {field.name: 1 << place for place, field in enumerate(FIELDS)}
ANY_FIELD = (1 << len(FIELDS)) - 1
JOINED_FIELDS = sum(BIT[field.name] for field in FIELDS if field.joined)
PLACE = {how: place for place, how in enumerate(HOWS)}
Span = tuple[int, int, int, int, int, int]


def spans_of(words: Words, tokens: Sequence[Token]) -> Array:
    """Return the spans of all tokens, as ``weighing.py`` takes them."""
    spans = [*_read(words, tokens), *_joined(words, tokens)]
    blocks = [np.array(spans, np.int64).reshape(-1, 6)]
    for place, token in enumerate(tokens):
        if token.free:
            word = token.readings[0].word
            cost = COST[ONE_EDIT] + DIGITS_COST * word[:1].isdigit()
            blocks.append(_block(place, words.one_edit_away(word), cost, ONE_EDIT))
    return np.concatenate(blocks)


def far_spans(words: Words, tokens: Sequence[Token], far: Collection[str]) -> Array:
    """Return more spans for the tokens ``far`` (as typed), which may be misspelt badly."""
    return np.concatenate(
        [
            _block(place, words.far(token.readings[0].word), COST[FAR], FAR)
            for place, token in enumerate(tokens)
            if token.typed in far
        ]
    )


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
    for (place, reading), begin, end in zip(readings, begins, ends, strict=True):
        known = words.word(begin) == reading.word
        fields = ANY_FIELD if reading.fields is None else sum(BIT[f] for f in reading.fields)
        if known:
            yield (place, begin, begin + 1, reading.cost, fields, PLACE[reading.how])
        token = tokens[place]
        if token.free and reading is token.readings[0] and begin + known < end:
            yield (place, begin + known, end, COST[PREFIX], fields, PLACE[PREFIX])


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
