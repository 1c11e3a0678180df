"""The best possible ranking of the look-up's bench: its probabilities and its chances."""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bench.lookup_ceiling import Ranking, Roll, Slips, probabilities
from bench.lookup_keys import keys_needed, plain_index, plain_search, row_of
from bench.lookup_queries import NEAR_KEYS, PIECES, SECOND_SLIP, SLIP, typed

SLIPS = Slips(SLIP, SECOND_SLIP, NEAR_KEYS)
PEOPLE = [("SMITH", "1")] * 30 + [("SMYTH", "1")] * 2 + [("DE LA CRUZ", "77"), ("CRUZ", "12 1/2")]
DRAWS = 20_000


def letters(word: str) -> list[int]:
    return [ord(letter) for letter in word]


def ways(word: str) -> Iterator[tuple[str, float]]:
    """Yield what a word was typed as in many draws, and how often."""
    lot = random.Random(3)
    for text, times in Counter(typed([word], lot) for _ in range(DRAWS)).items():
        yield text, times / DRAWS


@pytest.mark.parametrize("word", ["LI", "BOB", "LEES", "GARCIA", "91301"])
def test_a_word_is_typed_as_often_as_its_probability_says(word: str) -> None:
    table = np.array([[*letters(word), 0]], np.int32)
    total = 0.0
    for text, share in ways(word):
        keys = SLIPS.keys()
        wrong = np.array(letters(text), np.int32)
        [likely] = probabilities(wrong, table, keys, SLIPS.first, SLIPS.second)
        assert abs(likely - share) < 6 * math.sqrt(likely / DRAWS)
        total += likely
    assert 0.98 < total < 1 + 1e-9


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    voters = tmp_path_factory.mktemp("ceiling") / "voters.parquet"
    last, house = zip(*PEOPLE, strict=True)
    pq.write_table(pa.table({"last": last, "house": house}), voters)
    meant = np.ones(len(PEOPLE), bool)
    meant[0] = False
    return Ranking(Roll(voters, meant, PIECES), SLIPS)


def test_of_equal_voters_each_is_as_likely_to_be_among_the_first(ranking: Ranking) -> None:
    pieces = ("last", "house")
    assert ranking.chance(pieces, "SMITH 1", 5, 10) == pytest.approx(10 / 29)
    # Who is spelt otherwise comes after all of them, and before them where that was typed.
    assert ranking.chance(pieces, "SMITH 1", 30, 10) == 0
    assert ranking.chance(pieces, "SMYTH 1", 30, 10) == 1
    assert ranking.chance(pieces, "SMYTH 1", 5, 10) == pytest.approx(8 / 29)


def test_values_of_several_words_are_told_apart(ranking: Ranking) -> None:
    pieces = ("last", "house")
    assert ranking.chance(pieces, "DE LA CRUX 77", 32, 1) == 1
    assert ranking.chance(pieces, "CRUZ 12 1/2", 33, 1) == 1


def test_keys_are_counted_until_the_voter_is_found_for_good() -> None:
    def search(parts: Sequence[str]) -> list[str]:
        return ["7"] if "".join(parts) in {"L", "LIB", "LIBO", "LIBOB"} else []

    assert keys_needed(search, ["LI", "BOB"], "7") == 3
    assert keys_needed(search, ["LI", "BOB"], "8") is None
    assert keys_needed(search, ["LI"], "7") is None
    assert row_of([3, 5, None, 4]) == ("75.0", "5", "")


def test_the_plain_search_finds_by_beginnings_alone(tmp_path: Path) -> None:
    people = {
        "voter_id": ["1", "2", "3"],
        "last": ["LIN", "LI", "LUX"],
        "first": ["BOB", "ANN", "AL"],
    }
    pq.write_table(pa.table(people | {"house": ["12", None, "1"]}), tmp_path / "voters.parquet")
    con = plain_index(tmp_path, tmp_path / "plain.sqlite3")
    assert plain_search(con, ["L"]) == ["2", "1", "3"]
    assert plain_search(con, ["LI", "B", "1"]) == ["1"]
    assert plain_search(con, ["LI", "B", "2"]) == []
    con.close()
