"""One reading of a name: surname, first name and middle names as numbers."""

from rollcheck.matching.compiled import Int32s, compiled, wide
from rollcheck.matching.line_records import ORDER
from rollcheck.matching.name_lore import Lore
from rollcheck.matching.name_words import Name
from rollcheck.matching.names import letter_of, number_parts, word_end
from rollcheck.matching.records import FIRST, FIRST_LETTER, LAST, LAST_LETTER, MIDDLE, SECOND
from rollcheck.matching.words import SPACE, Words, number


@compiled
def set_spans(
    name: Name, last: tuple[int, int], first: tuple[int, int], middle: tuple[int, int]
) -> None:
    """Set where surname, first name and middle names of a reading begin and end."""
    name.spans[0][0], name.spans[0][1] = last
    name.spans[1][0], name.spans[1][1] = first
    name.spans[2][0], name.spans[2][1] = middle


@compiled
def number_part(known: Words, more: Words, name: Name, start: int, end: int) -> int:
    """Return the number of a part of a name's text, looked up once for all readings."""
    if start == end:
        return 0
    numbers, count = name.numbers, name.looked_up[0]
    for at in range(count):
        if numbers[at, 0] == start and numbers[at, 1] == end:
            return wide(numbers[at, 2])
    found = number(known, more, name.text, start, end)
    if count < len(numbers):
        numbers[count, 0], numbers[count, 1], numbers[count, 2] = start, end, found
        name.looked_up[0] = count + 1
    return found


@compiled
def number_reading(
    lore: Lore,
    known: Words,
    more: Words,
    name: Name,
    order: int,
    reading: Int32s,
) -> None:
    """Fill a reading from the spans of surname, first name and middle names."""
    text, last, first, middle = name.text, name.spans[0], name.spans[1], name.spans[2]
    reading[LAST] = number_part(known, more, name, last[0], last[1])
    number_parts(known, more, lore.particles, text, last[0], last[1], reading)
    first_end = word_end(text, first[0], first[1])
    reading[FIRST] = number_part(known, more, name, first[0], first_end)
    # What follows the first word of the first name is a middle name: the two stand in a row.
    later = min(first_end + 1, first[1])
    if later < first[1]:
        both = name.piece
        length = first[1] - later
        for at in range(length):
            both[at] = text[later + at]
        both[length] = SPACE
        for at in range(middle[0], middle[1]):
            length += 1
            both[length] = text[at]
        reading[MIDDLE] = number(known, more, both, 0, length + 1)
        reading[SECOND] = number(known, more, both, 0, word_end(both, 0, length + 1))
    else:
        reading[MIDDLE] = number_part(known, more, name, middle[0], middle[1])
        second_end = word_end(text, middle[0], middle[1])
        reading[SECOND] = number_part(known, more, name, middle[0], second_end)
    letters = letter_of(text, last[0], last[1]) << LAST_LETTER
    letters |= letter_of(text, first[0], first[1]) << FIRST_LETTER
    reading[ORDER] = order | letters
