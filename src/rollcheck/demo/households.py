"""People at home: families who share a surname, couples who do not, Jr and Sr, twins."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollcheck.demo.names import NameTables

# Role of each member by kind of household; a household has as many of them as its size.
HEAD, SPOUSE, CHILD, JUNIOR, TWIN, PARTNER, MATE = range(7)
_ROLES = np.array(
    [
        (HEAD, MATE, MATE, MATE, MATE, MATE),
        (HEAD, SPOUSE, MATE, MATE, MATE, MATE),
        (HEAD, PARTNER, MATE, MATE, MATE, MATE),
        (HEAD, SPOUSE, CHILD, CHILD, CHILD, CHILD),
        (HEAD, CHILD, CHILD, CHILD, MATE, MATE),
        (HEAD, MATE, MATE, MATE, MATE, MATE),
        (HEAD, JUNIOR, SPOUSE, CHILD, MATE, MATE),
        (HEAD, SPOUSE, TWIN, TWIN, CHILD, MATE),
    ],
    dtype=np.int8,
)
KINDS = ("single", "couple", "two_names", "family", "one_parent", "mates", "junior", "twins")
# Assumed; what matters to matching is that each kind is common enough to be met.
_KIND_ODDS = (0.34, 0.19, 0.09, 0.17, 0.10, 0.08, 0.02, 0.01)
_LEAST = np.array([1, 2, 2, 3, 2, 2, 2, 4])
_MOST = np.array([1, 2, 2, 6, 4, 5, 4, 5])
_API, _HISPANIC = 2, 3
# Assumed: next-door neighbours who are kin and share the surname, and those of one group.
_KIN_NEXT_DOOR = 0.05
_LIKE_NEXT_DOOR = 0.4
_TWO_PART_HISPANIC = 0.16
_TWO_PART_OTHERS = 0.015
_TWO_PART_HYPHENATED = 0.35
# Of women who share their husband's surname otherwise, those who put their own before it.
_MARRIED_TWO_PART = 0.04
_TWO_FIRST_NAMES = 0.04
# Of Asian and Pacific people with a given name of their languages, those who write it in two.
_GIVEN_NAME_OF_TWO = 0.45
_MIDDLE_INITIAL_ONLY = 0.4
_ACCENTED_ON_ROLL = 0.15
_ANY_SUFFIX = 0.002

Ints = npt.NDArray[np.int32]
Small = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
NONE = -1


@dataclass(frozen=True)
class People:
    """People as parallel arrays, household by household.

    ``home`` indexes the dwellings; names index the name tables (``NONE``: has none);
    ``hyphen`` joins a two-part surname; ``middle_initial`` keeps only the middle name's first
    letter; ``accents`` is how the roll spells; ``suffix`` indexes SUFFIXES; ``born`` is in days
    since 1970.
    """

    home: Ints
    role: Small
    kind: Small
    group: Ints
    male: Flags
    last: Ints
    second_last: Ints
    hyphen: Flags
    first: Ints
    second_first: Ints
    middle: Ints
    middle_initial: Flags
    accents: Flags
    suffix: Small
    born: Ints

    def __len__(self) -> int:
        return len(self.home)


SUFFIXES = ("", "JR", "SR", "II", "III", "IV")


def household_sizes(rng: np.random.Generator, people: int) -> tuple[Small, Ints]:
    """Return kinds and sizes of households that hold at least ``people`` people together."""
    guess = people // 2 + 16
    kinds = rng.choice(len(KINDS), guess, p=_KIND_ODDS).astype(np.int8)
    span = _MOST[kinds] - _LEAST[kinds]
    sizes = _LEAST[kinds] + np.minimum(rng.geometric(0.55, guess) - 1, span)
    needed = int(np.searchsorted(np.cumsum(sizes), people, side="left")) + 1
    if needed > guess:
        raise ValueError("the mean household is smaller than the two people assumed")
    return kinds[:needed], sizes[:needed].astype(np.int32)


def settle_people(
    rng: np.random.Generator, tables: NameTables, kinds: Small, sizes: Ints, today: int
) -> People:
    """Fill households 0, 1, 2 ... with named people who are 18 or older on ``today``.

    Households 2n and 2n + 1 live next door: some of them are kin.
    """
    home = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    start = (np.cumsum(sizes) - sizes).astype(np.int32)
    position = np.arange(len(home)) - np.repeat(start, sizes)
    head = np.repeat(start, sizes).astype(np.int32)
    kind = kinds[home]
    role = _ROLES[kind, np.minimum(position, 5)]
    next_door = start[np.arange(len(start)) // 2 * 2][home]
    group = _groups(rng, tables, role, head, next_door)
    male = _sexes(rng, role, kind, head)
    born = _births(rng, role, kind, head, today)
    last, second_last = _surnames(rng, tables, role, group, male, head, next_door)
    first = tables.draw_first_names(rng, group, male, born)
    first = np.where(role == JUNIOR, first[head], first)
    middle = _middle_names(rng, tables, group, male, born, role, head)
    second_first = _second_first_names(rng, tables, group, male, born, role, first)
    suffix = _suffixes(rng, role, kind)
    return People(
        home=home,
        role=role,
        kind=kind,
        group=group,
        male=male,
        last=last,
        second_last=second_last,
        hyphen=(rng.random(len(sizes)) < _TWO_PART_HYPHENATED)[home],
        first=first,
        second_first=second_first,
        middle=np.where(second_first == NONE, middle, NONE),
        middle_initial=rng.random(len(home)) < _MIDDLE_INITIAL_ONLY,
        accents=rng.random(len(home)) < _ACCENTED_ON_ROLL,
        suffix=suffix,
        born=born,
    )


def _groups(
    rng: np.random.Generator, tables: NameTables, role: Small, head: Ints, next_door: Ints
) -> Ints:
    own = tables.draw_groups(rng, len(role))
    own = np.where(rng.random(len(role)) < _LIKE_NEXT_DOOR, own[next_door], own)
    with_head = np.isin(role, (CHILD, JUNIOR, TWIN)) | (rng.random(len(role)) < 0.75)
    return np.where(with_head & (role != MATE), own[head], own).astype(np.int32)


def _sexes(rng: np.random.Generator, role: Small, kind: Small, head: Ints) -> Flags:
    male = rng.random(len(role)) < 0.48
    male |= (role == HEAD) & (kind == KINDS.index("junior"))
    opposite = np.isin(role, (SPOUSE, PARTNER)) & (rng.random(len(role)) < 0.93)
    male = np.where(opposite, ~male[head], male)
    return np.asarray(male | (role == JUNIOR))


def _surnames(
    rng: np.random.Generator,
    tables: NameTables,
    role: Small,
    group: Ints,
    male: Flags,
    head: Ints,
    next_door: Ints,
) -> tuple[Ints, Ints]:
    """Return first and second surnames; kin share both with the head of the household."""
    count = len(role)
    own = tables.draw_surnames(rng, group)
    odds = np.where(group == _HISPANIC, _TWO_PART_HISPANIC, _TWO_PART_OTHERS)
    second = np.where(rng.random(count) < odds, tables.draw_surnames(rng, group), NONE)
    kin = (role == HEAD) & (group == group[next_door]) & (rng.random(count) < _KIN_NEXT_DOOR)
    of_home = np.where(kin, own[next_door], own)
    shares = np.isin(role, (JUNIOR, TWIN))
    shares |= (role == CHILD) & (rng.random(count) < 0.93)
    shares |= (role == SPOUSE) & (rng.random(count) < 0.9)
    both = shares & (role == SPOUSE) & ~male & (second[head] == NONE)
    both &= rng.random(count) < _MARRIED_TWO_PART
    last = np.where(shares & ~both, of_home[head], of_home)
    second = np.where(shares, second[head], second)
    return last.astype(np.int32), np.where(both, of_home[head], second).astype(np.int32)


def _middle_names(
    rng: np.random.Generator,
    tables: NameTables,
    group: Ints,
    male: Flags,
    born: Ints,
    role: Small,
    head: Ints,
) -> Ints:
    drawn = tables.draw_first_names(rng, group, male, born)
    middle = np.where(rng.random(len(role)) < 0.6, drawn, NONE)
    like_father = (role == JUNIOR) & (rng.random(len(role)) < 0.7)
    return np.where(like_father, middle[head], middle).astype(np.int32)


def _second_first_names(
    rng: np.random.Generator,
    tables: NameTables,
    group: Ints,
    male: Flags,
    born: Ints,
    role: Small,
    first: Ints,
) -> Ints:
    """Return second given names: MARIA ELENA, and the syllables of MINH ANH or JI-HOON."""
    drawn = tables.draw_first_names(rng, group, male, born)
    lot = rng.random(len(role))
    two = (lot < _TWO_FIRST_NAMES) & (group == _HISPANIC)
    asian = (group == _API) & tables.asian_first[first] & tables.asian_first[drawn]
    two |= (lot < _GIVEN_NAME_OF_TWO) & asian
    return np.where(two & (role < JUNIOR), drawn, NONE).astype(np.int32)


def _suffixes(rng: np.random.Generator, role: Small, kind: Small) -> Small:
    """Return suffixes as the roll has them.

    A quarter of juniors and most seniors are on the roll without their suffix.
    """
    count = len(role)
    junior = role == JUNIOR
    senior = (role == HEAD) & (kind == KINDS.index("junior"))
    as_junior = rng.choice((0, 1, 3, 4), count, p=(0.25, 0.62, 0.05, 0.08))
    as_senior = np.where(rng.random(count) < 0.4, 2, 0)
    anybody = np.where(rng.random(count) < _ANY_SUFFIX, 4, 0)
    return np.select([junior, senior], [as_junior, as_senior], anybody).astype(np.int8)


def _births(rng: np.random.Generator, role: Small, kind: Small, head: Ints, today: int) -> Ints:
    """Return birth days; children are 19 to 40 years younger than the head, twins as old."""
    count = len(role)
    with_children = np.isin(kind, [KINDS.index(k) for k in ("family", "one_parent", "junior")])
    with_children |= kind == KINDS.index("twins")
    youngest = np.where(with_children & (role == HEAD), 42.0, 18.0)
    years = np.minimum(youngest + rng.gamma(2.4, 11.0, count) * (1 - youngest / 150), 101)
    years = np.where(np.isin(role, (SPOUSE, PARTNER)), years[head] + rng.normal(0, 4, count), years)
    gap = 19 + 21 * rng.beta(1.6, 2, count)
    twin_gap = gap[head]
    years = np.where(np.isin(role, (CHILD, JUNIOR)), years[head] - gap, years)
    years = np.where(role == TWIN, years[head] - twin_gap, years)
    years = np.where(years < 18.1, 18.1 + (np.abs(years) % 1) * 3, years)
    years = np.minimum(years, 104)
    return (today - years * 365.2425).astype(np.int32)
