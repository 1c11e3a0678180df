"""What a person typed, as tokens, each with the words of a roll that it may stand for.

The same folding as the normalisation of the roll (``sql/names.sql``), in Python, for a look-up
answers in less time than the engine takes to begin.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from rollcheck.roll.lookup.fields import COST, EXACT, NICKNAME, SWAPPED, YEAR, ZEROS
from rollcheck.roll.lookup.vocabulary import WIDTH
from rollcheck.roll.other_names import other_names
from rollcheck.roll.words import ascii_letters, word_table

LONGEST_TEXT = 200  # characters read
MOST_TOKENS = 12

DATE = re.compile(r"(?<![\w/-])(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?![\w/-])")
BOX = re.compile(r"\b(?:P\W?\s?O\W?\s?(?:BOX|BX|DRAWER)|POB)\W*(\w?\d+\w?)\b")
ZIP_PLUS_4 = re.compile(r"(?<!\w)(\d{5})-\d{0,4}(?!\w)")
FRACTION = re.compile(r"(?<=\d)[ -]+[1-9]/[1-9]\d?(?![\d/])")
HOUSE_PARTS = re.compile(r"(?<=\d)-(?=\w)")
WORD = re.compile(r"[A-Z0-9]+")
NUMBER = re.compile(r"\d")
NAME_OR_UNIT = "STE"
NAMES = ("last", "first")
STREET, CITY, BIRTH, HOUSE, UNIT, SUFFIX = "street", "city", "birth", "house", "unit", "suffix"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word that a token may stand for: in ``fields`` (None: in any), at ``cost`` less."""

    word: bytes
    how: str
    fields: tuple[str, ...] | None = None

    @property
    def cost(self) -> int:
        """Return what is taken off for reading the token so, in eighths of a bit."""
        return COST[self.how]


@dataclass(frozen=True, slots=True)
class Token:
    """One thing typed, ``times`` over. ``typed`` is folded; its first reading is itself."""

    typed: str
    readings: tuple[Reading, ...]
    times: int = 1
    free: bool = True  # may also be begun, misspelt, or part of a name


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, in the order typed, those typed twice once.

    Only the first ``LONGEST_TEXT`` characters and ``MOST_TOKENS`` tokens count.
    """
    found: dict[str, Token] = {}
    times: dict[str, int] = {}
    for token in _tokens(fold(text[:LONGEST_TEXT])):
        found.setdefault(token.typed, token)
        times[token.typed] = times.get(token.typed, 0) + 1
    tokens = [
        Token(token.typed, token.readings, times[token.typed], token.free)
        for token in list(found.values())[:MOST_TOKENS]
    ]
    twice = [_twice(token.typed) for token in tokens if token.times > 1 and token.typed.isalpha()]
    return tuple([*tokens, *twice][:MOST_TOKENS])


def _twice(word: str) -> Token:
    """Return the name that is a word said twice: GARCIA GARCIA, as an index has it in one word."""
    return Token(
        f"{word} {word}", (Reading((word + word).encode()[:WIDTH], EXACT, NAMES),), free=False
    )


def fold(text: str) -> str:
    """Return a text in capitals, accents off, apostrophes dropped; other signs as they are."""
    letters = _letters()
    plain = []
    for letter in text:
        known = letters.get(letter)
        if known is None:
            parts = unicodedata.normalize("NFD", letter)
            known = "".join(letters.get(p, p) for p in parts if not unicodedata.combining(p))
        plain.append(known)
    return re.sub("['`\"]", "", "".join(map(_capital, "".join(plain))))


def _capital(letter: str) -> str:
    """Return a letter's capital; where that is two letters the engine leaves it, and so do we."""
    capital = letter.upper()
    return capital if len(capital) == 1 else letter


def _tokens(text: str) -> Iterator[Token]:
    """Yield what is more than a word first: it is taken out of the text."""
    units: list[str] = []
    dates: list[tuple[str, ...]] = []
    boxes: list[str] = []

    def keep_unit(match: re.Match[str]) -> str:
        kept = _begins_a_name(match)
        units.extend([] if kept else [match[1].replace("-", "").lstrip("0")])
        return match[0] if kept else " "

    def keep_date(match: re.Match[str]) -> str:
        if ways := _dates(match):
            dates.append(ways)
            return " "
        return match[0]

    def keep_box(match: re.Match[str]) -> str:
        boxes.append(match[1])
        return " "

    text = FRACTION.sub(" ", DATE.sub(keep_date, text))
    text = BOX.sub(keep_box, ZIP_PLUS_4.sub(r"\1 ", text))
    text = _unit_pattern().sub(keep_unit, text)
    for ways in dates:
        first, *others = (Reading(way.encode(), EXACT, (BIRTH,)) for way in ways)
        swapped = (Reading(other.word, SWAPPED, (BIRTH,)) for other in others)
        yield Token(ways[0], (first, *swapped, Reading(ways[0][:4].encode(), YEAR, (BIRTH,))))
    for box in boxes:
        yield Token(f"BOX {box}", (Reading(f"BOX{box}".encode(), EXACT, (HOUSE,)),), free=False)
    for unit in filter(None, units):
        yield Token(f"UNIT {unit}", (Reading(unit.encode()[:WIDTH], EXACT, (UNIT,)),), free=False)
    for word in WORD.findall(HOUSE_PARTS.sub("", text)):
        for said in _acronyms().get(word, word).split():
            yield Token(said, tuple(_readings(said)))


def _begins_a_name(unit: re.Match[str]) -> bool:
    """Tell whether STE is no suite but the beginning of STEPHANIE: no other number is a house's."""
    others = unit.string[: unit.start()] + unit.string[unit.end() :]
    return unit[0].startswith(NAME_OR_UNIT) and not NUMBER.search(others)


def _readings(word: str) -> Iterator[Reading]:
    """Yield the word itself, then what else it is written for in some field."""
    yield Reading(word.encode()[:WIDTH], EXACT)
    if word[0] == "0" and word.strip("0"):
        yield Reading(word.lstrip("0").encode()[:WIDTH], ZEROS, (HOUSE, UNIT))
    for field, meanings in _meanings().items():
        for other in meanings.get(word, ()):
            yield Reading(other.encode()[:WIDTH], EXACT, (field,))
    for other in other_names().get(word, ()):
        yield Reading(other.encode()[:WIDTH], NICKNAME, ("first", "middle"))


def _dates(match: re.Match[str]) -> tuple[str, ...]:
    """Return the dates that three numbers may mean, the likeliest first; none: they are no date."""
    first, _, second, third = match.groups()
    if len(first) == 4:
        ways = [(first, second, third), (first, third, second)]
    elif len(third) in {2, 4}:
        ways = [(third, first, second), (third, second, first)]
    else:
        return ()
    found = []
    for year, month, day in ways:
        # Two digits: nobody on a roll was born after 2015 or is over 115.
        whole = int(year) if len(year) == 4 else 1900 + int(year) + 100 * (int(year) < 16)
        try:
            found.append(date(whole, int(month), int(day)).strftime("%Y%m%d").zfill(8))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


@cache
def _meanings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return, for a field, what else a word means there: AVENUE is AVE in a street."""
    street: dict[str, set[str]] = {}
    for row in (*word_table("street_types"), *word_table("directions")):
        meant = {row["spelt_out"], row["abbreviation"]}
        street.setdefault(row["word"], set()).update(meant)
    for table, key, value in (
        ("ordinals", "word", "ordinal"),
        ("street_words", "written", "spelt_out"),
    ):
        for row in word_table(table):
            if " " not in row[key] + row[value]:
                street.setdefault(row[key], set()).add(row[value])
    street.setdefault("ST", set()).add("SAINT")
    city: dict[str, set[str]] = {}
    for row in word_table("city_words"):
        city.setdefault(row["word"], set()).add(row["spelt_out"])
    for row in word_table("cities"):
        if " " not in row["written"]:
            city.setdefault(row["written"], set()).update(row["city"].split())
    suffix = {row["word"]: {row["suffix"]} for row in word_table("suffixes")}
    tables = {STREET: street, CITY: city, SUFFIX: suffix}
    return {
        field: {word: tuple(sorted(meant - {word})) for word, meant in words.items()}
        for field, words in tables.items()
    }


@cache
def _acronyms() -> Mapping[str, str]:
    """Return the single words that stand for several: MLK."""
    rows = word_table("street_words")
    return {
        row["written"]: row["spelt_out"]
        for row in rows
        if " " in row["spelt_out"] and " " not in row["written"]
    }


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = "|".join(row["word"] for row in word_table("units") if row["word"] not in {"NO", "BOX"})
    return re.compile(rf"(?:\b(?:{words})\b[ .-]*#?|#) *([A-Z]?-?\d+-?[A-Z]?|[A-Z])(?!\w)")


@cache
def _letters() -> Mapping[str, str]:
    return ascii_letters()
