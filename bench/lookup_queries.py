"""Queries of the look-up's bench: texts as a typist makes them of voters drawn by lot.

The slips are this file's own. What a slip costs in the look-up was set by a glance at queries of
another seed.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

SEED = 20_230_307
SLIP = 0.15  # of words that have one
SECOND_SLIP = 0.2  # of those with one
COLUMNS = (
    *("voter_id", "status", "first", "last", "birth_date"),
    *("house", "pre_dir", "street", "street_type", "unit", "city", "zip"),
)
NEAR_KEYS = dict(
    zip(
        "QWERTYUIOPASDFGHJKLZXCVBNM1234567890",
        (
            *("WA", "QES", "WRD", "ETF", "RYG", "TUH", "YIJ", "UOK", "IPL", "OL"),
            *("QSZ", "ADW", "SFE", "DGR", "FHT", "GJY", "HKU", "JLI", "KOP"),
            *("XA", "ZCS", "XVD", "CBF", "VNG", "BMH", "NK"),
            *("2", "13", "24", "35", "46", "57", "68", "79", "80", "9"),
        ),
        strict=True,
    )
)
Voter = Mapping[str, str]


def as_it_is(text: str) -> str:
    """Return a column's text as the piece of a query."""
    return text


def first_part(surname: str) -> str:
    """Return the first part of a surname of several."""
    return surname.replace("-", " ").split()[0]


# The pieces that queries are made of: the column, and what of it.
PIECES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    **{name: (name, as_it_is) for name in COLUMNS if name not in {"voter_id", "status"}},
    "first part of last": ("last", first_part),
    "begin of first": ("first", lambda first: first[:3]),
    "birth year": ("birth_date", lambda date: date[:4]),
}
ADDRESS = ("house", "pre_dir", "street", "street_type")
KINDS: Mapping[str, tuple[str, ...]] = {
    "surname, first name, house number": ("last", "first", "house"),
    "surname, first name, zip": ("last", "first", "zip"),
    "surname, house number": ("last", "house"),
    "surname, house number, zip": ("last", "house", "zip"),
    "surname, first name, birth year": ("last", "first", "birth year"),
    "address, then surname": (*ADDRESS, "last"),
    "all of a petition's line": ("first", "last", *ADDRESS, "unit", "city", "zip"),
    "first part of the surname, three letters of the first name, house number": (
        *("first part of last", "begin of first", "house"),
    ),
    "surname, first name": ("last", "first"),
    "surname, zip": ("last", "zip"),
}


@dataclass(frozen=True, slots=True)
class Query:
    """A text typed and the voter meant: the id, and the row of voters.parquet."""

    kind: str
    text: str
    voter_id: str
    row: int


def slipped(word: str, lot: random.Random) -> str:
    """One slip of a typist: a letter left out, doubled, swapped, or the key beside it."""
    place = lot.randrange(len(word))
    what = lot.randrange(4)
    if what == 0 and len(word) > 1:
        return word[:place] + word[place + 1 :]
    if what == 1:
        return word[: place + 1] + word[place:]
    if what == 2 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + lot.choice(NEAR_KEYS.get(word[place].upper(), "E")) + word[place + 1 :]


def typed(words: Sequence[str], lot: random.Random) -> str:
    """Type the words, slips included, those of one or two signs always right."""
    found = []
    for word in " ".join(words).split():
        wrong = word
        if len(word) > 2 and lot.random() < SLIP:
            wrong = slipped(wrong, lot)
            if lot.random() < SECOND_SLIP and len(wrong) > 4:
                wrong = slipped(wrong, lot)
        found.append(wrong)
    return " ".join(found)


def queries(voters: Sequence[tuple[int, Voter]]) -> list[Query]:
    """One query of each kind for each voter, in an order drawn by lot."""
    lot = random.Random(SEED)
    found = []
    for row, voter in voters:
        for kind, pieces in KINDS.items():
            texts = [
                text_of(voter[column]) for column, text_of in (PIECES[piece] for piece in pieces)
            ]
            found.append(Query(kind, typed(texts, lot), voter["voter_id"], row))
    lot.shuffle(found)
    return found


def drawn(snapshot: Path, count: int) -> list[tuple[int, Voter]]:
    """Voters drawn by lot, with their rows; nobody is to find a confidential one, so none is."""
    file = pq.ParquetFile(snapshot / "voters.parquet")
    rows = sorted(
        random.Random(SEED).sample(
            range(file.metadata.num_rows), min(count, file.metadata.num_rows)
        )
    )
    table = file.read(columns=list(COLUMNS)).take(rows)
    return [
        (row, {key: "" if value is None else str(value) for key, value in voter.items()})
        for row, voter in zip(rows, table.to_pylist(), strict=True)
        if voter["status"] != "confidential"
    ]
