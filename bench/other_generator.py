"""A second, separately designed petition, to see whether findings depend on the demo's generator.

It shares no code, table or rate with ``rollcheck.demo``. People and their damaged copies are those
of febrl data set 4 (Australian names, streets and suburbs, damaged by febrl's own rules), drawn
anew: a roll of as many voters as asked for takes given name, surname and address from febrl's
records, each by a Zipf law over its values: some are very frequent and most are rare. A line copies
the damage that febrl did to one of its records: field by field, the same edits at the same places.
A fifth of the lines are of people who are not on the roll.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.petitions import FILED, Petition

DATA = Path(__file__).parent.parent / "tests" / "data" / "febrl"
VOTERS_AT_WHOLE_SCALE, LINES_AT_WHOLE_SCALE = 2_000_000, 250_000
NOT_ON_THE_ROLL = 0.2
SAME_HOUSEHOLD = 0.55
MOVED = 0.03
ZIPF = 0.9
GIVEN, SURNAMES, STREETS = 9_000, 40_000, 60_000
ROLL = (
    *("voter_id", "status", "county", "first", "middle", "last", "suffix", "birth_date"),
    *("affidavit_signed_on", "affidavit_received_on", "canceled_on", "house", "pre_dir"),
    *("street", "street_type", "post_dir", "unit", "city", "zip", "districts"),
)
LINES = (
    *("line_id", "section", "sheet", "line_no", "printed_name", "address", "city", "zip"),
    *("birth_year", "signed_on"),
)
TRUTH = ("line_id", "voter_id", "outcome", "reason", "name_group")
SYLLABLES = (
    "ba",
    "ben",
    "bri",
    "cal",
    "dor",
    "el",
    "fen",
    "gar",
    "hal",
    "ken",
    "lin",
    "mar",
    "nor",
    "per",
    "quin",
    "ros",
    "sel",
    "tor",
    "wen",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the roll writes them."""

    voter_id: str
    first: str
    middle: str
    last: str
    born: int
    house: str
    street: str
    city: str
    zip: str


def febrl(name: str) -> list[dict[str, str]]:
    """Read a febrl file; its header and cells have a space after each comma."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, skipinitialspace=True)
        return [{key: value.strip() for key, value in row.items()} for row in rows]


def enlarged(names: Sequence[str], wanted: int, chance: np.random.Generator) -> list[str]:
    """Return as many different names as wanted: febrl's, then new ones joined from syllables."""
    found = dict.fromkeys(name for name in names if name)
    while len(found) < wanted:
        parts = chance.choice(SYLLABLES, size=int(chance.integers(2, 5)))
        found["".join(parts)] = None
    return list(found)[:wanted]


def zipf(values: int, drawn: int, chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """Draw indexes below ``values``, the n-th with odds 1 / n ** ZIPF."""
    odds = 1.0 / np.arange(1, values + 1) ** ZIPF
    return np.searchsorted(np.cumsum(odds / odds.sum()), chance.random(drawn)).astype(np.int64)


def people(count: int, chance: np.random.Generator) -> Iterator[Person]:
    """Make the voters: whoever shares the address of the one before mostly shares the surname."""
    records = febrl("febrl4a.csv")
    given = enlarged([one["given_name"] for one in records], min(GIVEN, count), chance)
    surnames = enlarged([one["surname"] for one in records], min(SURNAMES, count), chance)
    streets = enlarged([one["address_1"] for one in records], min(STREETS, count), chance)
    areas = sorted(
        {(one["suburb"], one["postcode"]) for one in records if one["postcode"] and one["suburb"]}
    )
    firsts, middles = zipf(len(given), count, chance), zipf(len(given), count, chance)
    lasts, roads = zipf(len(surnames), count, chance), zipf(len(streets), count, chance)
    area = zipf(len(areas), count, chance)
    with_before = chance.random(count) < SAME_HOUSEHOLD
    same_surname = chance.random(count) < 0.8
    houses = (chance.exponential(220, count) + 1).astype(int)
    born = chance.integers(1932, 2004, count)
    last, home = 0, 0
    for n in range(count):
        home = home if n and with_before[n] else n
        last = last if n and with_before[n] and same_surname[n] else int(lasts[n])
        city, postcode = areas[int(area[home])]
        yield Person(
            voter_id=f"{n + 10_000_000}",
            first=given[int(firsts[n])],
            middle=given[int(middles[n])],
            last=surnames[last],
            born=int(born[n]),
            house=str(houses[home]),
            street=streets[int(roads[home])],
            city=city,
            zip=postcode,
        )


@dataclass(frozen=True, slots=True)
class Damage:
    """What febrl did to one record: each field's edits (place as a share, old, new), and gaps."""

    edits: dict[str, tuple[tuple[float, str, str], ...]]
    emptied: frozenset[str]
    swapped: bool


def damages() -> list[Damage]:
    """Read off what febrl did to each of its records."""
    originals = {one["rec_id"].removesuffix("-org"): one for one in febrl("febrl4a.csv")}
    return [
        damage(originals[copy["rec_id"].removesuffix("-dup-0")], copy)
        for copy in febrl("febrl4b.csv")
    ]


FIELDS = {
    "first": "given_name",
    "last": "surname",
    "house": "street_number",
    "street": "address_1",
    "city": "suburb",
    "zip": "postcode",
}


def damage(original: dict[str, str], copy: dict[str, str]) -> Damage:
    """Compare a record with its damaged copy."""
    edits, emptied = {}, set()
    swapped = copy["given_name"] == original["surname"] != original["given_name"]
    for ours, theirs in FIELDS.items():
        before, after = original[theirs], copy[theirs]
        if before and not after:
            emptied.add(ours)
        elif before != after and before and not swapped:
            edits[ours] = tuple(one_edit(before, after))
    return Damage(edits, frozenset(emptied), swapped)


def one_edit(before: str, after: str) -> Iterator[tuple[float, str, str]]:
    """Yield what differs between the common start and the common end, if it is short."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    room = min(len(before), len(after)) - start
    while end < room and before[len(before) - 1 - end] == after[len(after) - 1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if max(len(old), len(new)) <= 3:
        yield start / len(before), old, new


def damaged(text: str, edits: Sequence[tuple[float, str, str]]) -> str:
    """Do the same edits to another text, at the same place in proportion."""
    for place, old, new in edits:
        at = int(place * len(text))
        text = text[:at] + new + text[at + len(old) :]
    return text


def written(person: Person, how: Damage) -> Person:
    """Return the person as the line has them."""
    fields: dict[str, Any] = {
        name: "" if name in how.emptied else damaged(getattr(person, name), how.edits.get(name, ()))
        for name in FIELDS
    }
    if how.swapped:
        fields["first"], fields["last"] = fields["last"], fields["first"]
    return replace(person, **fields)


def make_other_petition(folder: Path, *, scale: float, seed: int) -> Petition:
    """Write roll, lines and truth of such a petition and import its roll."""
    chance = np.random.default_rng(seed)
    voters = list(people(round(VOTERS_AT_WHOLE_SCALE * scale), chance))
    demo = folder / "demo"
    demo.mkdir(parents=True)
    _write(demo / "roll.csv", ROLL, (_roll_row(person) for person in voters))
    lines = round(LINES_AT_WHOLE_SCALE * scale)
    signers = chance.permutation(len(voters))[: lines - round(lines * NOT_ON_THE_ROLL)]
    strangers = list(people(max(round(lines * NOT_ON_THE_ROLL), 1), chance))
    signing = [*(voters[n] for n in signers.tolist()), *strangers]
    on_roll = np.arange(len(signing)) < len(signers)
    order = chance.permutation(len(signing)).tolist()
    kinds = damages()
    drawn = chance.integers(0, len(kinds), len(signing)).tolist()
    middle, year, moved = (chance.random(len(signing)).tolist() for _ in range(3))
    rows, truth = [], []
    for number, n in enumerate(order, start=1):
        person = written(signing[n], kinds[drawn[n]])
        if moved[n] < MOVED:
            person = replace(person, house=str(1 + number % 900), street=voters[n].street)
        rows.append(_line(number, person, middle=middle[n], year=year[n]))
        outcome = ("different_address" if moved[n] < MOVED else "matched") if on_roll[n] else "none"
        found = signing[n].voter_id if on_roll[n] else ""
        truth.append((f"1-1-{number}", found, outcome, "", "other"))
    _write(demo / "lines.csv", LINES, rows)
    _write(demo / "truth.csv", TRUTH, truth)
    petition = Petition(f"another generator, seed {seed}", folder)
    petition.import_roll()
    return petition


def _roll_row(person: Person) -> tuple[str, ...]:
    return (
        *(person.voter_id, "active", "Los Angeles", person.first, person.middle, person.last, ""),
        *(f"{person.born}-06-15", "2015-03-01", "2015-03-04", "", person.house, "", person.street),
        *("", "", "", person.city, person.zip, ""),
    )


def _line(number: int, person: Person, *, middle: float, year: float) -> tuple[str, ...]:
    """Return a line: half with the middle initial, one in ten with the middle name or the year."""
    between = person.middle if middle < 0.1 else person.middle[:1] if middle < 0.5 else ""
    name = " ".join(part for part in (person.first, between, person.last) if part)
    return (
        *(f"1-1-{number}", "1", "1", str(number), name, f"{person.house} {person.street}".strip()),
        *(person.city, person.zip, str(person.born) if year < 0.1 else "", FILED),
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
