"""Proposals beside the truth, line by line, and every measure of them: pure functions.

Who scores another system, or another truth, fills a ``Judged`` and reads the same measures.
"""

from dataclasses import asdict, dataclass, fields

import numpy as np
import numpy.typing as npt

NEARLY_ALL = 0.999

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Judged:
    """One system's proposals for the lines of a petition; arrays of one entry per line.

    ``findable``: the line has a voter on the roll; ``named``: one was proposed, and ``right``
    says that it was the line's own; ``among_five``: that one is among the best five;
    ``readable``: the surname can be read, and a house number or zip code is there. ``sure`` is
    how many bits the best candidate has against all others and against nobody, ``outcome``
    what was proposed, ``name_group`` the kind of surname.
    """

    findable: Flags
    named: Flags
    right: Flags
    among_five: Flags
    readable: Flags
    sure: Numbers
    outcome: Words
    name_group: Words

    def only(self, kept: Flags) -> "Judged":
        """Return the same of some lines."""
        return Judged(*(getattr(self, one.name)[kept] for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Found:
    """How well voters were proposed for some lines.

    ``findable`` lines have a voter; of ``proposed`` lines the machine named one, ``right`` the
    true one; ``among_five`` have the true one among their candidates. A line left ambiguous
    names nobody, so it counts as missed. Of the findable, ``left_none`` and ``left_ambiguous``
    were proposed so, ``readable`` have a legible surname and a house number or zip code, and
    ``readable_among_five`` of these their voter among the candidates. ``surely_right`` are
    right where as many of the surest proposals are taken as keep 99.9 % of them right.
    """

    lines: int
    findable: int
    proposed: int
    right: int
    among_five: int
    left_none: int
    left_ambiguous: int
    readable: int
    readable_among_five: int
    surely_right: int

    @property
    def precision(self) -> float:
        """Share of the voters proposed who are the true ones; 1 where none was proposed."""
        return _share(self.right, self.proposed)

    @property
    def recall(self) -> float:
        """Share of the lines with a voter for which that voter was proposed."""
        return _share(self.right, self.findable)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.right, self.proposed + self.findable)

    @property
    def sure_recall(self) -> float:
        """Recall at a precision of 99.9 %."""
        return _share(self.surely_right, self.findable)

    @property
    def five(self) -> float:
        """Share of the readable lines whose voter is among the candidates."""
        return _share(self.readable_among_five, self.readable)

    @property
    def none(self) -> float:
        """Share of the lines with a voter for which nobody was proposed."""
        return _share(self.left_none, self.findable)

    @property
    def ambiguous(self) -> float:
        """Share of the lines with a voter that were left between two."""
        return _share(self.left_ambiguous, self.findable)

    def as_json(self) -> dict[str, float]:
        """Return counts and rates."""
        rates = ("precision", "recall", "f1", "sure_recall", "five", "none", "ambiguous")
        return {**asdict(self), **{name: getattr(self, name) for name in rates}}


def found(judged: Judged) -> Found:
    """Return the counts and rates of some lines."""
    findable, asked = judged.findable, judged.findable & judged.readable

    def count(flags: Flags) -> int:
        return int(np.count_nonzero(flags))

    return Found(
        lines=len(findable),
        findable=count(findable),
        proposed=count(judged.named),
        right=count(judged.right),
        among_five=count(judged.among_five),
        left_none=count(findable & (judged.outcome == "none")),
        left_ambiguous=count(findable & (judged.outcome == "ambiguous")),
        readable=count(asked),
        readable_among_five=count(asked & judged.among_five),
        surely_right=count(judged.right & (judged.sure >= sure_enough(judged))),
    )


def sure_enough(judged: Judged, precision: float = NEARLY_ALL) -> float:
    """Return from where on the surest proposals are so precise; infinite where nowhere.

    Proposals that are equally sure are taken together or not at all.
    """
    order = np.argsort(-judged.sure[judged.named], kind="stable")
    sure, right = judged.sure[judged.named][order], judged.right[judged.named][order]
    last_of_equals = np.append(sure[1:] < sure[:-1], values=True)[: len(sure)]
    precise = np.cumsum(right) >= precision * np.arange(1, len(right) + 1)
    enough = np.flatnonzero(precise & last_of_equals)
    return float(sure[enough[-1]]) if len(enough) else float("inf")


def by_group(judged: Judged) -> dict[str, Found]:
    """Return the measures of each group of names that occurs."""
    groups = sorted(set(judged.name_group.tolist()))
    return {group: found(judged.only(judged.name_group == group)) for group in groups}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
