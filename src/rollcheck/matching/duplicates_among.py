"""Groups among lines for which no voter was found: pairs that share a rare key, graded, joined."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from rollcheck.matching.duplicates_compare import DUPLICATE_LEVELS, Writing, evidence
from rollcheck.problems import Progress, silent

MOST_TOGETHER = 48
"""A key that more lines share says too little: it is left to keys that fewer share."""

OFTEN = 50_000
"""Keys after which progress is told."""

Pair = tuple[int, int]


def groups_without_voter(
    writings: dict[int, Writing], known: frozenset[str], progress: Progress = silent
) -> list[list[int]]:
    """Group lines by what they say alone, the surest pairs first.

    ``writings`` are the lines by their place in the order of filing, ``known`` the words that are
    names of their own. No two lines of a group speak against each other.
    """
    grades: dict[int, list[Pair]] = defaultdict(list)
    for a, b in _candidates(writings, progress):
        grades[_grade(writings[a], writings[b], known)].append((a, b))
    groups = _Groups(writings, known)
    for grade in (SURE, LIKELY):
        for pair in sorted(grades[grade]):
            groups.join(*pair)
    return groups.found()


SURE, LIKELY = 2, 1
AT_HOME = frozenset({"dwelling", "building"})
SAME_NAME = frozenset({"exact", "fewer"})


def _grade(one: Writing, other: Writing, known: frozenset[str]) -> int:
    """Return how surely two lines are one person's: 0 for not at all."""
    levels = evidence(one, other, known)
    name, suffix, address, born = (levels[field] for field in DUPLICATE_LEVELS)
    if "different" in (name, suffix, address, born) or name == "missing":
        return 0
    if born != "exact" and (suffix == "one_only" or (one.several and other.several)):
        # A father or his son: nothing says which of them wrote this.
        return 0
    if address in AT_HOME and name in SAME_NAME:
        return SURE
    if name == "initial" or address in ("zip", "other_unit"):
        return LIKELY if born == "exact" and (address in AT_HOME or name in SAME_NAME) else 0
    if address in ("missing", "two_slips"):
        return LIKELY if address == "two_slips" and name in SAME_NAME else 0
    return LIKELY


def _candidates(writings: dict[int, Writing], progress: Progress) -> Iterator[Pair]:
    """Yield each two lines that share a key which few lines have, once."""
    seen: set[Pair] = set()
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, writing in writings.items():
        for key in _keys(writing):
            blocks[key].append(row)
    for number, rows in enumerate(blocks.values()):
        if number % OFTEN == 0:
            progress("Comparing lines without a voter", number, len(blocks))
        if len(rows) > MOST_TOGETHER:
            continue
        for pair in combinations(rows, 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _keys(one: Writing) -> Iterator[tuple[str, ...]]:
    """Yield what a second line of the same person most likely shares with this one."""
    full = sorted(word for word in one.words if len(word) > 1)
    whole = " ".join(full)
    if one.house and one.street:
        yield "home", one.house, one.street[:4]
    if full and one.zip:
        yield "name", whole, one.zip
    if full and one.street:
        yield "street", whole, one.street[:4]
    for word in dict.fromkeys(full):
        if one.house:
            yield "house", word, one.house
        if one.zip and one.born:
            yield "born", word, one.zip, str(one.born)
    for a, b in combinations(dict.fromkeys(full), 2):
        if one.zip:
            yield "two", a, b, one.zip


class _Groups:
    """Lines joined into groups in which no two speak against each other."""

    def __init__(self, writings: dict[int, Writing], known: frozenset[str]) -> None:
        self._writings, self._known = writings, known
        self._members: dict[int, list[int]] = {}
        self._of: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        """Join the groups of two lines, unless two of their lines speak against it."""
        a, b = self._group(one), self._group(other)
        if a == b or not self._agree(self._members[a], self._members[b]):
            return
        self._members[a].extend(self._members.pop(b))
        for row in self._members[a]:
            self._of[row] = a

    def found(self) -> list[list[int]]:
        """Return the groups, each in the order of filing."""
        return sorted(sorted(rows) for rows in self._members.values() if len(rows) > 1)

    def _group(self, row: int) -> int:
        if row not in self._of:
            self._of[row] = row
            self._members[row] = [row]
        return self._of[row]

    def _agree(self, ones: list[int], others: list[int]) -> bool:
        return all(
            _grade(self._writings[a], self._writings[b], self._known) for a in ones for b in others
        )
