"""The practice set as it is shipped, and the part of it that a place's law bears out."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rollcheck.law import RuleSet

VALID = "valid"
CASES = Path(__file__).with_name("cases.toml")
# Of lines to accept nine in ten; of a reason's two in three: who misses more is not ready for it.
PASS_VALID, PASS_REASON = (9, 10), (2, 3)


@dataclass(frozen=True, slots=True)
class Written:
    """What a made-up line says; ``signature`` names a picture, none where it is not looked at."""

    name: str
    address: str
    city: str
    zip: str
    signed_on: str
    signed: bool = True
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A made-up voter; ``accepted_on`` is another line that was accepted for them."""

    name: str
    address: str
    city: str
    zip: str
    status: str
    registered: str
    signature: str = ""
    accepted_on: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A line with one right answer: ``valid``, or a reason's code; ``voter`` counts from 1."""

    id: str
    answer: str
    line: Written
    voters: tuple[Candidate, ...]
    why: Mapping[str, str]
    needs: tuple[str, ...] = ()
    voter: int = 0

    def is_right(self, answer: str, voter: int) -> bool:
        """Tell whether an answer is right; an accepted line must name the right voter."""
        return answer == self.answer and (answer != VALID or voter == self.voter)


@cache
def every_case() -> tuple[Case, ...]:
    """Return the whole practice set, in the order of its file."""
    document = tomllib.loads(CASES.read_text(encoding="utf-8"))
    return tuple(_case(one) for one in document["case"])


def _case(found: dict[str, Any]) -> Case:
    return Case(
        **{
            **found,
            "line": Written(**found["line"]),
            "voters": tuple(Candidate(**one) for one in found["voters"]),
            "needs": tuple(found.get("needs", ())),
        }
    )


def cases_of(rules: RuleSet) -> tuple[Case, ...]:
    """Return the cases whose reasons the place has and whose needs its law meets."""
    return tuple(
        case
        for case in every_case()
        if case.answer in {VALID, *rules.reasons}
        and all(name in rules.fields and rules.fields[name].value for name in case.needs)
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """How many cases of one answer were right, of how many, and how many are enough."""

    answer: str
    right: int
    of: int
    enough: int

    @property
    def reached(self) -> bool:
        """Whether enough were right."""
        return self.right >= self.enough


def marks(cases: Iterable[Case], right: Iterable[str]) -> tuple[Mark, ...]:
    """Return the mark of each answer that the cases have; ``right`` are ids of cases."""
    answered, known = set(right), list(cases)
    of = Counter(case.answer for case in known)
    good = Counter(case.answer for case in known if case.id in answered)
    return tuple(
        Mark(answer, good[answer], of[answer], _enough(answer, of[answer])) for answer in of
    )


def _enough(answer: str, of: int) -> int:
    part, whole = PASS_VALID if answer == VALID else PASS_REASON
    return -(-of * part // whole)
