"""What of a voter can be looked up, and what a match is worth by how close it is.

Everything is counted in eighths of a bit, so that sums are whole numbers and the same everywhere.
"""

from dataclasses import dataclass

EIGHTHS = 8


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a voter.

    ``listed``: the index lists the voters of each value, so that a token can lead to them.
    ``private``: where the voter lives and when they were born; never used for a confidential
    voter unless the caller may see them. ``joined``: its words are also typed as one.
    ``cost`` is taken off a match: people type a surname sooner than a middle name.
    """

    name: str
    cost: int
    listed: bool = False
    private: bool = False
    joined: bool = False


FIELDS = (
    Field("last", 0, listed=True, joined=True),
    Field("first", 1 * EIGHTHS, listed=True, joined=True),
    Field("middle", 3 * EIGHTHS),
    Field("suffix", 1 * EIGHTHS),
    Field("birth", 1 * EIGHTHS, listed=True, private=True),
    Field("house", 0, listed=True, private=True),
    Field("street", 2 * EIGHTHS, listed=True, private=True),
    Field("unit", 4 * EIGHTHS, private=True),
    Field("city", 2 * EIGHTHS, private=True),
    Field("zip", 0, listed=True, private=True),
)

# How a token came to a word, and what that takes off: n bits are one chance in two to the n.
EXACT, SWAPPED, YEAR, NICKNAME, PREFIX, JOINED, ONE_EDIT, FAR = (
    *("exact", "swapped", "year", "nickname", "prefix", "joined", "one_edit", "far"),
)
# One edit that fingers come by: a letter left out, typed twice, two swapped (ONE_EDIT); the key
# beside it, or what sounds or looks alike; and any other.
NEAR, ODD = "near", "odd"
MISBEGUN = "misbegun"  # begun, and one edit away
FARTHER, FARTHEST = "farther", "farthest"
ZEROS = "zeros"  # with zeros in front that the roll does not write
WAYS = (
    *(EXACT, ZEROS, SWAPPED, YEAR, NICKNAME, PREFIX, JOINED, ONE_EDIT, NEAR, ODD),
    *(MISBEGUN, FAR, FARTHER, FARTHEST),
)
# What is said of each: one edit is one edit.
SAID = {ZEROS: EXACT, NEAR: ONE_EDIT, ODD: ONE_EDIT, MISBEGUN: FAR, FARTHER: FAR, FARTHEST: FAR}
HOWS = tuple(SAID.get(way, way) for way in WAYS)
COST = {
    EXACT: 0,
    ZEROS: 6 * EIGHTHS,
    SWAPPED: 1 * EIGHTHS,  # month and day
    YEAR: 3 * EIGHTHS,  # of a date, where the rest is wrong or not known
    NICKNAME: 3 * EIGHTHS,
    PREFIX: 3 * EIGHTHS,
    JOINED: 1 * EIGHTHS,
    # One word in eight has a slip, in one of six places, in one of four ways; four keys are beside.
    ONE_EDIT: 7 * EIGHTHS,
    NEAR: 9 * EIGHTHS,
    ODD: 12 * EIGHTHS,
    MISBEGUN: 10 * EIGHTHS,
    FAR: 14 * EIGHTHS,
    FARTHER: 16 * EIGHTHS,
    FARTHEST: 18 * EIGHTHS,
}
# A digit has two keys beside it, a letter four or five.
NEAR_DIGIT = 1 * EIGHTHS
# Names are begun and left so on purpose, numbers seldom.
BEGUN_DIGITS_COST = 2 * EIGHTHS
# A value of several words of which one was typed.
PART_COST = 2 * EIGHTHS
# One token in 32 is of something that this voter does not have.
STRAY = 5 * EIGHTHS
MOST = 28 * EIGHTHS
