"""Which slips a look-up takes for likely, and which words it finds by them."""

import numpy as np
import pytest

from rollcheck.roll.lookup.edits import EASILY, NO_EDIT, ODDLY, edit, within
from rollcheck.roll.lookup.spelling import begun_with_a_slip
from rollcheck.roll.lookup.tokens import tokens_of
from rollcheck.roll.lookup.vocabulary import letters


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("GARCA", "GARCIA", EASILY),  # left out
        ("GARCCIA", "GARCIA", EASILY),  # doubled
        ("GACRIA", "GARCIA", EASILY),  # swapped
        ("GARCOA", "GARCIA", EASILY),  # the key beside
        ("GONZALES", "GONZALEZ", EASILY),  # sounds alike
        ("90218", "90217", EASILY),
        ("91301", "97301", EASILY),  # looks alike
        ("90217", "90297", ODDLY),
        ("GARCXIA", "GARCIA", ODDLY),
        ("GARPIA", "GARCIA", ODDLY),
        ("GARCIA", "GARCIA", NO_EDIT),
        ("GRACAI", "GARCIA", NO_EDIT),
        ("GARC", "GARCIA", NO_EDIT),
        ("GARCIANO", "GARCIA", NO_EDIT),
        ("GACR", "GARC", EASILY),
        ("GAXY", "GARC", NO_EDIT),
    ],
)
def test_one_edit_is_easily_made_or_oddly_or_none(typed: str, meant: str, how: int) -> None:
    table = letters(np.array([meant], "S24"))
    assert edit(np.frombuffer(typed.encode(), np.uint8), table[0]) == how


def distance(one: str, two: str) -> int:
    """The optimal string alignment distance by its definition."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(two) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(two) + 1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1]
            ways.append(rows[i - 1][j - 1] + (one[i - 1] != two[j - 1]))
            if i > 1 and j > 1 and one[i - 2 : i] == two[j - 2 : j][::-1]:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(ways)
    return rows[-1][-1]


@pytest.mark.parametrize("allowed", [2, 3])
def test_words_within_a_distance_are_those_of_its_definition(allowed: int) -> None:
    lot = np.random.default_rng(4)
    words = ["".join(lot.choice(list("ABC"), lot.integers(3, 9))) for _ in range(200)]
    table = letters(np.array(words, "S24"))
    for word in words[:20]:
        found = within(
            np.frombuffer(word.encode(), np.uint8), table, np.arange(len(words)), allowed
        )
        assert found.tolist() == [
            place for place, other in enumerate(words) if 1 < distance(word, other) <= allowed
        ]


def test_the_beginning_of_a_word_is_mended_of_one_slip() -> None:
    mended = begun_with_a_slip(b"EIR")
    assert {b"ERI", b"EIT"} <= set(mended)
    assert b"MEIR" in mended
    assert b"EIR" not in mended


def test_a_suite_is_one_where_another_number_is_the_house() -> None:
    assert [token.typed for token in tokens_of("guerrero ste 1554")] == ["GUERRERO", "STE", "1554"]
    typed = [token.typed for token in tokens_of("12 oak ste 1554")]
    assert typed == ["UNIT 1554", "12", "OAK"]
