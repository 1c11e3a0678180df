"""The kernel's comparisons of texts beside slow and plain ones."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.matching import text
from rollcheck.matching.compiled import Bytes, entry
from rollcheck.matching.text import FAR

words = st.text("ABCR", max_size=9)


@entry
def _edits(a: Bytes, b: Bytes) -> int:
    return text.edits(a, 0, len(a), b, 0, len(b))


@entry
def _reaches(a: Bytes, b: Bytes, hundredths: int) -> bool:
    return text.jaro_winkler_reaches(a, 0, len(a), b, 0, len(b), hundredths)


@entry
def _is_garbled(a: Bytes, b: Bytes) -> bool:
    return text.is_garbled(a, 0, len(a), b, 0, len(b))


def as_bytes(word: str) -> Bytes:
    return np.frombuffer(word.encode(), np.uint8).copy()


def slow_edits(a: str, b: str) -> int:
    """The optimal string alignment distance, by its table."""
    table = {(i, -1): i + 1 for i in range(-1, len(a))} | {(-1, j): j + 1 for j in range(len(b))}
    for i in range(len(a)):
        for j in range(len(b)):
            cost = table[i - 1, j - 1] + (a[i] != b[j])
            found = min(table[i - 1, j] + 1, table[i, j - 1] + 1, cost)
            if i and j and a[i] == b[j - 1] and a[i - 1] == b[j]:
                found = min(found, table[i - 2, j - 2] + 1)
            table[i, j] = found
    return table[len(a) - 1, len(b) - 1]


def slow_jaro_winkler(a: str, b: str) -> Fraction:
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    taken: list[int] = []
    met: list[int] = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if b[j] == letter and j not in taken:
                taken.append(j)
                met.append(i)
                break
    if not met:
        return Fraction(0)
    there = [b[j] for j in sorted(taken)]
    swaps = sum(a[i] != other for i, other in zip(met, there, strict=True)) // 2
    count = Fraction(len(met))
    jaro = (count / len(a) + count / len(b) + (count - swaps) / count) / 3
    shared = 0
    while shared < min(4, len(a), len(b)) and a[shared] == b[shared]:
        shared += 1
    return jaro + Fraction(shared, 10) * (1 - jaro)


@settings(max_examples=500, deadline=None)
@given(a=words, b=words)
def test_edits(a: str, b: str) -> None:
    expected = slow_edits(a, b)
    measured = a[:1] == b[:1] or a[-2:] == b[-2:]
    if a and b and measured and expected <= 2:
        assert _edits(as_bytes(a), as_bytes(b)) == expected
    elif a != b:
        assert _edits(as_bytes(a), as_bytes(b)) == FAR


@settings(max_examples=500, deadline=None)
@given(a=words, b=words, hundredths=st.sampled_from([80, 90, 92]))
def test_jaro_winkler(a: str, b: str, hundredths: int) -> None:
    expected = slow_jaro_winkler(a, b) >= Fraction(hundredths, 100)
    assert _reaches(as_bytes(a), as_bytes(b), hundredths) == expected


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("QUINTERO", "QUINTERO", 0),
        ("QUINTERO", "QUINTARO", 1),
        ("QUINTERO", "QUNITERO", 1),
        ("QUINTERO", "QUINTEROS", 1),
        ("QUINTERO", "QINTEROS", 2),
        ("QUINTERO", "ABBOTT", FAR),
    ],
)
def test_edits_of_names(a: str, b: str, apart: int) -> None:
    assert _edits(as_bytes(a), as_bytes(b)) == apart


@settings(max_examples=300, deadline=None)
@given(a=words, b=words)
def test_garbled_names_share_half_of_the_longer(a: str, b: str) -> None:
    shared = [
        (i, j)
        for i in range(len(a) + 1)
        for j in range(len(a) + 1 - i)
        if i + j <= len(b) and a[:i] == b[:i] and a[len(a) - j :] == b[len(b) - j :]
    ]
    wanted = min(len(a), len(b)) >= 4 and 2 * max(map(sum, shared)) >= max(len(a), len(b))
    assert _is_garbled(as_bytes(a), as_bytes(b)) is wanted
