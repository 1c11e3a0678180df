"""What the normalisation knows of words (``words/*.csv``), as DuckDB macros.

A look-up macro returns null for a word it does not know; a ``_pattern`` macro returns a regular
expression (RE2). Everything is a constant to the engine, so nothing is read while it runs.
"""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from functools import reduce
from importlib.resources import files

STATE = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ"
    "|NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|VI|WA|WV|WI|WY|CALIF|CALIFORNIA"
)
# Unicode blocks of Latin letters, punctuation, and their wide and joined presentation forms.
LETTER_BLOCKS = (
    (0x00A0, 0x0250),
    (0x1E00, 0x1F00),
    (0x2000, 0x2190),
    (0x3000, 0x3001),
    (0xFB00, 0xFB07),
    (0xFF01, 0xFF5F),
)

ZIP = "[0-9]{5}( ?[0-9]{4})?"
NO_CITY = rf"({STATE})( {ZIP})?|{ZIP}"
STATE_AND_ZIP = rf"^(.*?[^ ])( ({STATE}))*( {ZIP})*$"
PO_BOX = (
    r"(?:\b(?:P ?/?O ?(?:BOX|BX|DRAWER)|P ?O ?B|POST OFFICE (?:BOX|BX|DRAWER))|^(?:BO?X|P ?O)) ?"
    r"(?:# |NO )?([A-Z]?[0-9]+[A-Z]?)\b"
)
# A letter after the number is part of it, but N, S, E, W may begin a city: APT 4 N HOLLYWOOD.
UNIT_LETTER = r"(?: [A-DF-MO-RT-VXYZ]|[A-Z])"
UNIT_NUMBER = rf"(?:(?:[A-Z]{{1,2}}[ -]?)?[0-9]+(?:-[A-Z0-9]+|{UNIT_LETTER})?|[A-Z]{{1,2}})"
JOINED_NUMBER = rf"[0-9]+(?:-[A-Z0-9]+|{UNIT_LETTER})?"
BARE_UNIT = (
    r"^(.*\b([A-Z]{2,}|[0-9]+(?:ST|ND|RD|TH)) (?:ST|STREET|AVE?|AVENUE|BLVD|BOULEVARD|DR|DRIVE|LN"
    r"|LANE|CT|COURT|PL|PLACE|WAY|CIR|CIRCLE|TERR?|TERRACE|PKWY|PARKWAY)(?: (?:[NS][EW]?|[EW]))?) "
    r"([A-Z]?-?[0-9]+-?[A-Z]?|REAR|BSMT|BASEMENT|FRNT|UPPR|UPPER|LOWR|LOWER|PH|PENTHOUSE)$"
)
HOUSE = (
    r"^(?:# )?([NSEW][0-9]+[NSEW][0-9]+|[NSEW][0-9]{3,5}|[0-9]{1,2}[NSEW][0-9]{3}"
    r"|[0-9]+(?:-[0-9]+)?(?:-?[A-Z])?|[0-9]+(?:ST|ND|RD|TH))"
    r"(?:[ -]+[1-9]/[1-9][0-9]?)?(?: +(.*))?$"
)


def word_macros() -> Iterator[str]:
    """Yield the statements that create the look-up, replacement and pattern macros."""
    street = {row["written"]: row["spelt_out"] for row in word_table("street_words")}
    phrases = {written: said for written, said in street.items() if " " in written + said}
    types = word_table("street_types")
    directions = word_table("directions")
    cities = word_table("city_words")
    spelt_out = {row["word"]: row["spelt_out"] for row in [*types, *directions]}
    spelt_out |= {row["word"]: row["ordinal"] for row in word_table("ordinals")}
    spelt_out |= {word: said for word, said in street.items() if word not in phrases}
    # These stay as written until their place in the street says what they mean.
    for undecided in ("ST", "DR"):
        del spelt_out[undecided]
    taken_off = {
        row["spelt_out"]: row["abbreviation"] for row in types if row["taken_off"] == "yes"
    }
    yield from _lookup("_spelt_out", spelt_out)
    yield from _lookup("_street_type", taken_off | {"ST": "ST", "DR": "DR"})
    yield from _lookup("_direction", {row["spelt_out"]: row["abbreviation"] for row in directions})
    yield from _lookup("_suffix", {row["word"]: row["suffix"] for row in word_table("suffixes")})
    for name, leading in (("_city_word", "no"), ("_city_first_word", "yes")):
        words = {row["word"]: row["spelt_out"] for row in cities if row["leading"] == leading}
        yield from _lookup(name, words)
    yield from _lookup("_city", {row["written"]: row["city"] for row in word_table("cities")})
    yield _replacement("_phrases_replaced", {f" {a} ": f" {b} " for a, b in phrases.items()})
    yield _letters()
    yield pattern_macro("_phrases_pattern", f" ({'|'.join(phrases)}) ")
    yield from _address_patterns([row["word"] for row in word_table("units")])


def _address_patterns(unit_words: list[str]) -> Iterator[str]:
    word = rf"\b(?:{'|'.join(unit_words)})"
    # A word and its number are apart, or the number begins with a digit: LOTUS is no lot.
    unit = rf"{word}[ -](?:# )?{UNIT_NUMBER}|{word}(?:# )?{JOINED_NUMBER}|# {UNIT_NUMBER}"
    yield pattern_macro("_no_city_pattern", NO_CITY)
    yield pattern_macro("_state_and_zip_pattern", STATE_AND_ZIP)
    yield pattern_macro("_po_box_pattern", PO_BOX)
    yield pattern_macro("_house_pattern", HOUSE)
    yield pattern_macro("_bare_unit_pattern", BARE_UNIT)
    yield pattern_macro("_unit_pattern", rf"[ ,]*({unit})\b")
    yield pattern_macro(
        "_more_than_street_pattern",
        rf"[#,]|\b(?:BOX|BX|DRAWER|POB)\b|{word}(?:\b|[0-9])|[0-9]{{5}}(?:-?[0-9]{{4}})?$",
    )
    yield pattern_macro("_unit_words_pattern", rf"{word}(?:\b|([0-9]))")


def ascii_letters() -> dict[str, str]:
    """Return the ASCII form of letters and signs outside ASCII, in either case."""
    found = {row["written"]: row["ascii"] for row in word_table("letters")}
    for first, end in LETTER_BLOCKS:
        for letter in map(chr, range(first, end)):
            # Compatibility decomposition, marks dropped; a fraction stays apart from digits.
            plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not _is_mark(c))
            plain = plain.replace("\u2044", "/")
            if letter not in found and plain.isascii() and plain.isprintable():
                found[letter] = f" {plain}" if "/" in plain else plain
    return found


def _letters() -> str:
    """Return the macro that turns letters and signs outside ASCII into their ASCII forms."""
    known = ascii_letters()
    single = {letter: plain for letter, plain in known.items() if len(plain) == 1}
    several = {letter: plain for letter, plain in known.items() if len(plain) != 1}
    translated = (
        f"translate(t, {text_literal(''.join(single))}, {text_literal(''.join(single.values()))})"
    )
    return _replacement("_letters_replaced", several, inner=translated)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def _lookup(name: str, words: Mapping[str, str]) -> Iterator[str]:
    """Yield statements for a macro that looks a word up.

    The words are kept in a variable, which a query holds as one constant; as a literal they would
    be copied into every query, a thousand expressions at each use.
    """
    pairs = ", ".join(f"{text_literal(word)}: {text_literal(said)}" for word, said in words.items())
    variable = f"rollcheck{name}"
    yield f"SET VARIABLE {variable} = MAP {{{pairs}}}"
    yield f"CREATE OR REPLACE TEMP MACRO {name}(w) AS getvariable({text_literal(variable)})[w]"


def _replacement(name: str, words: Mapping[str, str], *, inner: str = "t") -> str:
    nested = reduce(
        lambda x, pair: f"replace({x}, {text_literal(pair[0])}, {text_literal(pair[1])})",
        words.items(),
        inner,
    )
    return f"CREATE OR REPLACE TEMP MACRO {name}(t) AS {nested}"


def pattern_macro(name: str, pattern: str) -> str:
    """Return the statement of a macro that is a pattern."""
    return f"CREATE OR REPLACE TEMP MACRO {name}() AS {text_literal(pattern)}"


def text_literal(value: str) -> str:
    """Return ``value`` as an SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def word_table(name: str) -> list[dict[str, str]]:
    """Return the rows of ``words/NAME.csv``, whose first lines may be comments beginning with #."""
    source = files("rollcheck.roll").joinpath("words", f"{name}.csv").read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, quoting=csv.QUOTE_NONE))
