"""Which slips a look-up takes for likely, and which words it finds by them."""

import random

import numpy as np
import pyarrow as pa
import pytest

from rollcheck.roll.lookup.edits import ALIKE, BY_FINGERS, NO_EDIT, ODDLY, edit
from rollcheck.roll.lookup.fields import COST, PREFIX
from rollcheck.roll.lookup.spans import PLACE, spans_of
from rollcheck.roll.lookup.spelling import Words, begun_with_a_slip
from rollcheck.roll.lookup.tokens import tokens_of
from rollcheck.roll.lookup.vocabulary import letters, vocabulary


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("GARCA", "GARCIA", BY_FINGERS),  # left out
        ("GARCCIA", "GARCIA", BY_FINGERS),  # doubled
        ("GACRIA", "GARCIA", BY_FINGERS),  # swapped
        ("GARCOA", "GARCIA", ALIKE),  # the key beside
        ("GONZALES", "GONZALEZ", ALIKE),  # sounds alike
        ("90218", "90217", ALIKE),
        ("91301", "97301", ALIKE),  # looks alike
        ("90217", "90297", ODDLY),
        ("GARCXIA", "GARCIA", ALIKE),  # two keys at once
        ("GARPCIA", "GARCIA", ODDLY),
        ("GARPIA", "GARCIA", ODDLY),
        ("GARCIA", "GARCIA", NO_EDIT),
        ("GRACAI", "GARCIA", NO_EDIT),
        ("GARC", "GARCIA", NO_EDIT),
        ("GARCIANO", "GARCIA", NO_EDIT),
        ("GACR", "GARC", BY_FINGERS),
        ("GAXY", "GARC", NO_EDIT),
    ],
)
def test_one_edit_is_of_the_fingers_or_of_what_is_alike_or_odd_or_none(
    typed: str, meant: str, how: int
) -> None:
    table = letters(np.array([meant], "S24"))
    assert edit(np.frombuffer(typed.encode(), np.uint8), table[0]) == how


def words_of(*texts: str) -> Words:
    """The words of an index that has these, one voter each."""
    column = pa.array([text.encode() for text in texts], pa.binary())
    arrays = vocabulary([(column, np.arange(len(texts)))], np.ones(len(texts), np.int64))
    return Words(arrays["words"], arrays["slip_hashes"], arrays["slip_words"])


ONE, BESIDE, ODD_ONE = 7, 9, 12
COSTS = np.array([0, ONE, BESIDE, ODD_ONE])


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("NCIOALS", "NICOLAS", 2 * ONE),  # both swapped
        ("RODRGEZ", "RODRIGUEZ", 2 * ONE),  # both left out
        ("GARRCCIA", "GARCIA", 2 * ONE),
        ("RIAREZ", "RAMIREZ", 2 * ONE),  # swapped once one is put back
        ("KARHSA", "MARSHA", ONE + BESIDE),
        ("01508", "91608", 2 * BESIDE),
        ("GARCUIZ", "GARCIA", 2 * BESIDE),
        ("PARCIAW", "GARCIA", BESIDE + ODD_ONE),
        ("PARCIP", "GARCIA", None),  # both oddly: another word
        ("GARCA", "GARCIA", None),  # one edit away
        ("GARCIA", "GARCIA", None),
    ],
)
def test_words_two_edits_away_cost_both_edits(typed: str, meant: str, cost: int | None) -> None:
    words = words_of(meant, "BYSTANDER", "77777")
    places, costs = words.far(typed.encode(), COSTS)
    found = {words.word(place).decode(): cost for place, cost in zip(places, costs, strict=True)}
    assert found == ({} if cost is None else {meant: cost})


def test_any_two_easy_slips_are_found() -> None:
    lot = random.Random(4)
    meant = [
        "".join(lot.choices("ABCDEFGHIJKLMNOPRSTUVWYZ", k=lot.randint(6, 10))) for _ in "x" * 60
    ]
    words = words_of(*meant)
    for word in meant:
        once = slip_of_fingers(word, lot)
        twice = slip_of_fingers(once, lot)
        one_edit = np.concatenate(words.one_edit_away(twice.encode()))
        two_edits, _ = words.far(twice.encode(), COSTS)
        found = {words.word(place).decode() for place in (*one_edit, *two_edits)} | {twice}
        assert word in found, (word, twice)


def slip_of_fingers(word: str, lot: random.Random) -> str:
    """A letter left out, typed twice, or swapped with the next."""
    place = lot.randrange(len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return lot.choice(
        [before + after, before + 2 * letter + after, before + after[0] + letter + after[1:]]
    )


def test_the_beginning_of_one_word_is_not_another_that_is_typed_whole() -> None:
    words = words_of("MARIA", "MARTINEZ", "MARVIN")
    spans = spans_of(words, tokens_of("martinez mar"))
    begun = spans[(spans[:, 0] == 1) & (spans[:, 5] == PLACE[PREFIX])]
    stand_for = [words.word(place) for _, first, end, *_ in begun for place in range(first, end)]
    assert stand_for == [b"MARIA", b"MARVIN"]
    assert set(begun[:, 3]) == {COST[PREFIX]}


def test_the_beginning_of_a_word_is_mended_of_one_slip() -> None:
    mended = begun_with_a_slip(b"EIR")
    assert {b"ERI", b"EIT"} <= set(mended)
    assert b"MEIR" in mended
    assert b"EIR" not in mended


def test_a_suite_is_one_where_another_number_is_the_house() -> None:
    assert [token.typed for token in tokens_of("guerrero ste 1554")] == ["GUERRERO", "STE", "1554"]
    typed = [token.typed for token in tokens_of("12 oak ste 1554")]
    assert typed == ["UNIT 1554", "12", "OAK"]
