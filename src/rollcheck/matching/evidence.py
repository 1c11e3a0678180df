"""A reading of a line beside a voter's record: the level and the bits of every field."""

from typing import NamedTuple

from rollcheck.matching.compare import (
    Texts,
    born_level,
    first_level,
    middle_level,
    suffix_level,
)
from rollcheck.matching.compare_address import address_level
from rollcheck.matching.compare_surnames import last_level
from rollcheck.matching.compiled import Int32s, inlined, wide
from rollcheck.matching.line_records import BORN, ORDER, ORDERS
from rollcheck.matching.line_records import SUFFIX as LINE_SUFFIX
from rollcheck.matching.records import (
    FIRST,
    FIRST_LETTER,
    LAST,
    LAST_LETTER,
    LETTERS,
    MIDDLE,
    PART1,
    PART2,
    SECOND,
    SUFFIX_NUMBERS,
    SUFFIX_PLACE,
    SUFFIX_YEAR,
)
from rollcheck.matching.weigh import (
    ADDRESS,
    BIRTH_YEAR,
    BITS,
    FIRST_NAME,
    FIRST_RARITY,
    KINSHIP,
    KNOWN_FIRST,
    KNOWN_LAST,
    LAST_NAME,
    LAST_RARITY,
    MIDDLE_NAME,
    NAME_ORDER,
    PRIOR,
    REGISTERED_ODDS,
    SUFFIX,
    VOTERS_BITS,
    Scale,
    address_worth,
    is_known,
    kinship,
    rarity_of,
    worth,
)


class Nicknames(NamedTuple):
    """The other names of each word: ``others[starts[word]:starts[word + 1]]``."""

    starts: Int32s
    others: Int32s


@inlined
def compare_person(
    texts: Texts, scale: Scale, line: Int32s, record: Int32s, levels: Int32s, bits: Int32s
) -> int:
    """Fill levels and bits of what does not depend on how the name is read; return their sum."""
    bits[PRIOR] = scale.numbers[REGISTERED_ODDS] - scale.numbers[VOTERS_BITS]
    levels[ADDRESS] = address_level(texts, line, record)
    bits[ADDRESS] = address_worth(scale, levels[ADDRESS], record)
    levels[BIRTH_YEAR] = born_level(wide(line[BORN]), record[SUFFIX_YEAR] & 0xFFFF)
    bits[BIRTH_YEAR] = scale.levels[BITS, BIRTH_YEAR, levels[BIRTH_YEAR]]
    levels[SUFFIX] = suffix_level(
        line[LINE_SUFFIX], record[SUFFIX_YEAR] >> SUFFIX_PLACE & SUFFIX_NUMBERS
    )
    bits[SUFFIX] = scale.levels[BITS, SUFFIX, levels[SUFFIX]]
    return wide(bits[PRIOR] + bits[ADDRESS] + bits[BIRTH_YEAR] + bits[SUFFIX])


@inlined
def is_hopeless(reading: Int32s, record: Int32s) -> bool:
    """Whether neither surname nor first name can agree: other words, and other first letters."""
    letters = reading[ORDER] ^ record[SUFFIX_YEAR]
    if letters >> FIRST_LETTER & LETTERS == 0 or letters >> LAST_LETTER & LETTERS == 0:
        return False
    last, first = reading[LAST], reading[FIRST]
    same_last = last in (record[LAST], record[PART1], record[PART2]) or (
        record[LAST] in (reading[PART1], reading[PART2])
    )
    return not (same_last or first in (record[FIRST], record[SECOND]))


@inlined
def compare_name(
    texts: Texts,
    scale: Scale,
    nicknames: Nicknames,
    reading: Int32s,
    record: Int32s,
    person: int,
    levels: Int32s,
    bits: Int32s,
) -> int:
    """Fill the rest for a reading, ``person`` being the sum so far; return the total."""
    last_known = is_known(scale, wide(reading[LAST]), KNOWN_LAST)
    levels[LAST_NAME] = last_level(texts, reading, last_known, record)
    rarity = wide(0)
    if record[LAST] != 0:
        rarity = min(
            rarity_of(scale, wide(record[LAST]), LAST_RARITY),
            rarity_of(scale, wide(reading[LAST]), LAST_RARITY),
        )
    bits[LAST_NAME] = worth(scale, LAST_NAME, levels[LAST_NAME], rarity)
    first_known = is_known(scale, wide(reading[FIRST]), KNOWN_FIRST)
    levels[FIRST_NAME] = first_level(
        texts,
        levels[LAST_NAME],
        reading,
        first_known,
        nicknames.starts,
        nicknames.others,
        record,
    )
    rarity = wide(0)
    if record[FIRST] != 0:
        rarity = rarity_of(scale, wide(record[FIRST]), FIRST_RARITY)
    bits[FIRST_NAME] = worth(scale, FIRST_NAME, levels[FIRST_NAME], rarity)
    middle, other = wide(reading[MIDDLE]), wide(record[MIDDLE])
    is_joined = reading[FIRST] != record[FIRST]
    levels[MIDDLE_NAME] = middle_level(texts, levels[FIRST_NAME], middle, other, is_joined)
    bits[MIDDLE_NAME] = scale.levels[BITS, MIDDLE_NAME, levels[MIDDLE_NAME]]
    levels[NAME_ORDER] = reading[ORDER] & ORDERS
    bits[NAME_ORDER] = scale.levels[BITS, NAME_ORDER, levels[NAME_ORDER]]
    bits[KINSHIP] = kinship(scale, wide(bits[LAST_NAME]), wide(bits[ADDRESS]))
    levels[KINSHIP] = 1 if bits[KINSHIP] < 0 else 0
    name = wide(bits[LAST_NAME]) + bits[FIRST_NAME] + bits[MIDDLE_NAME] + bits[NAME_ORDER]
    return wide(person + name + bits[KINSHIP])
