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
_HISPANIC = 3
_TWO_PART_HISPANIC = 0.16
_TWO_PART_OTHERS = 0.015
_TWO_PART_HYPHENATED = 0.35
_TWO_FIRST_NAMES = 0.04
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
    letter; ``accents`` is how the roll spells; ``suffix`` indexes SUFFIXES; ``same_name`` marks
    who shares first and last name with somebody at home. ``born`` is in days since 1970.
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
    same_name: Flags
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
    """Fill households 0, 1, 2 ... with named people who are 18 or older on ``today``."""
    home = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    start = (np.cumsum(sizes) - sizes).astype(np.int32)
    position = np.arange(len(home)) - np.repeat(start, sizes)
    head = np.repeat(start, sizes).astype(np.int32)
    kind = kinds[home]
    role = _ROLES[kind, np.minimum(position, 5)]
    group = _groups(rng, tables, role, head)
    male = _sexes(rng, role, kind, head)
    last, second_last = _surnames(rng, tables, role, group, head)
    first = tables.draw_first_names(rng, group, male)
    first = np.where(role == JUNIOR, first[head], first)
    middle = _middle_names(rng, tables, group, male, role, head)
    two_firsts = (rng.random(len(home)) < _TWO_FIRST_NAMES) & (group == _HISPANIC) & (role < JUNIOR)
    suffix, same_name = _suffixes(rng, role, kind)
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
        second_first=np.where(two_firsts, tables.draw_first_names(rng, group, male), NONE),
        middle=np.where(two_firsts, NONE, middle),
        middle_initial=rng.random(len(home)) < 0.4,
        accents=rng.random(len(home)) < _ACCENTED_ON_ROLL,
        suffix=suffix,
        same_name=same_name,
        born=_births(rng, role, kind, head, today),
    )


def _groups(rng: np.random.Generator, tables: NameTables, role: Small, head: Ints) -> Ints:
    own = tables.draw_groups(rng, len(role))
    with_head = np.isin(role, (CHILD, JUNIOR, TWIN)) | (rng.random(len(role)) < 0.75)
    return np.where(with_head & (role != MATE), own[head], own).astype(np.int32)


def _sexes(rng: np.random.Generator, role: Small, kind: Small, head: Ints) -> Flags:
    male = rng.random(len(role)) < 0.48
    male |= (role == HEAD) & (kind == KINDS.index("junior"))
    opposite = np.isin(role, (SPOUSE, PARTNER)) & (rng.random(len(role)) < 0.93)
    male = np.where(opposite, ~male[head], male)
    return np.asarray(male | (role == JUNIOR))


def _surnames(
    rng: np.random.Generator, tables: NameTables, role: Small, group: Ints, head: Ints
) -> tuple[Ints, Ints]:
    """Return first and second surnames; kin share both with the head of the household."""
    count = len(role)
    own = tables.draw_surnames(rng, group)
    odds = np.where(group == _HISPANIC, _TWO_PART_HISPANIC, _TWO_PART_OTHERS)
    second = np.where(rng.random(count) < odds, tables.draw_surnames(rng, group), NONE)
    shares = np.isin(role, (JUNIOR, TWIN))
    shares |= (role == CHILD) & (rng.random(count) < 0.93)
    shares |= (role == SPOUSE) & (rng.random(count) < 0.9)
    return (
        np.where(shares, own[head], own).astype(np.int32),
        np.where(shares, second[head], second).astype(np.int32),
    )


def _middle_names(
    rng: np.random.Generator, tables: NameTables, group: Ints, male: Flags, role: Small, head: Ints
) -> Ints:
    drawn = tables.draw_first_names(rng, group, male)
    middle = np.where(rng.random(len(role)) < 0.6, drawn, NONE)
    like_father = (role == JUNIOR) & (rng.random(len(role)) < 0.7)
    return np.where(like_father, middle[head], middle).astype(np.int32)


def _suffixes(rng: np.random.Generator, role: Small, kind: Small) -> tuple[Small, Flags]:
    """Return suffixes as the roll has them, and who has a namesake at home.

    A quarter of juniors and most seniors are on the roll without their suffix.
    """
    count = len(role)
    junior = role == JUNIOR
    senior = (role == HEAD) & (kind == KINDS.index("junior"))
    as_junior = rng.choice((0, 1, 3, 4), count, p=(0.25, 0.62, 0.05, 0.08))
    as_senior = np.where(rng.random(count) < 0.4, 2, 0)
    anybody = np.where(rng.random(count) < _ANY_SUFFIX, 4, 0)
    suffix = np.select([junior, senior], [as_junior, as_senior], anybody)
    return suffix.astype(np.int8), junior | senior


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
