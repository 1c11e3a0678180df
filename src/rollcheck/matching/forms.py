"""What a word looks like, as hashes: the stuff that blocking keys are made of."""

import numpy as np

from rollcheck.matching.compiled import Bytes, Int64s, Uint64s, compiled, entry
from rollcheck.matching.words import Words, hash_text

FULL, SHAPE, INITIAL = range(3)
FORMS = 3

# Letters a reader takes for one another share a class: O for Q or D, I for L, J or T, U for V.
_LOOKS_LIKE = np.arange(256, dtype=np.uint8)
for _letter, _class in zip(b"QDLJTVYWHMGERPZFK0158", b"OOIIIUUNNNCCBBSBXOISB", strict=True):
    _LOOKS_LIKE[_letter] = _class
_R, _N, _C, _L, _V, _M, _D, _W = (ord(letter) for letter in "RNCLVMDW")


@compiled
def look_alike(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    """Whether ``b``, or its beginning, looks to a hurried reader as ``a`` does but for one letter.

    Only a whole name may have another letter: what is cut short must look the same.
    """
    shorter = min(a1 - a0, b1 - b0)
    while a0 < a1 and b0 < b1 and _LOOKS_LIKE[a[a0]] == _LOOKS_LIKE[b[b0]]:
        a0 += 1
        b0 += 1
    if a0 == a1:
        return True
    while a0 < a1 and b0 < b1 and _LOOKS_LIKE[a[a1 - 1]] == _LOOKS_LIKE[b[b1 - 1]]:
        a1 -= 1
        b1 -= 1
    return shorter > 1 and max(a1 - a0, b1 - b0) <= 1


@compiled
def _shape(text: Bytes, start: int, end: int, looks: Bytes) -> np.uint64:
    """Return a hash of the text as a hurried reader sees it; RN is M, CL is D, VV is W."""
    length, i = 0, start
    while i < end:
        letter, pair = text[i], 1
        if i + 1 < end:
            if letter == _R and text[i + 1] == _N:
                letter, pair = np.uint8(_M), 2
            elif letter == _C and text[i + 1] == _L:
                letter, pair = np.uint8(_D), 2
            elif letter == _V and text[i + 1] == _V:
                letter, pair = np.uint8(_W), 2
        looks[length] = _LOOKS_LIKE[letter]
        length += 1
        i += pair
    return hash_text(looks, 0, length)


@compiled
def _fill_forms(text: Bytes, start: int, end: int, scratch: Bytes, forms: Uint64s) -> None:
    """Put the hashes of a word's forms into ``forms`` (by FULL to INITIAL); all 0 where empty."""
    if start == end:
        for form in range(FORMS):
            forms[form] = 0
        return
    forms[FULL] = hash_text(text, start, end)
    forms[SHAPE] = _shape(text, start, end, scratch)
    forms[INITIAL] = hash_text(text, start, start + 1)


@entry
def _all_forms(data: Bytes, starts: Int64s, forms: Uint64s) -> None:
    longest = 0
    for word in range(len(starts) - 1):
        longest = max(longest, starts[word + 1] - starts[word])
    scratch = np.empty(longest + 1, np.uint8)
    for word in range(len(starts) - 1):
        _fill_forms(data, starts[word], starts[word + 1], scratch, forms[word])


def forms_of(words: Words, count: int) -> Uint64s:
    """Return the forms of the first ``count`` words, uint64 of shape (count, FORMS)."""
    forms = np.empty((count, FORMS), np.uint64)
    _all_forms(words.data, words.starts[: count + 1], forms)
    return forms
