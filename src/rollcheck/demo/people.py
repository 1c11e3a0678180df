"""What people find on a line: mostly the truth, and the errors that people make, at stated rates.

What is sourced and what is assumed stands beside each rate; docs/demo.md repeats it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

VALID = ""
NOT_REGISTERED = "not_registered"
DIFFERENT_ADDRESS = "different_address"
MISMATCH = "signature_mismatch"


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """How often one person errs on one line.

    ``missed`` and ``missed_when_hard``: a registered voter is not found. They make about
    12 % of findings of "not registered" wrong; of 3,501 and 2,141 such findings on the petition
    of a 2009 referendum in Washington, 12.7 % and 13 % were on the live roll. Hard lines are
    those whose name or number was written or keyed wrongly.

    ``rejects_odd``: of genuine signatures that look unlike the one on file, laypersons reject
    26 % (Kam 2001, for any genuine signature); ``odd_signatures``, their share, is assumed: on
    petitions a signature is presumed genuine, and 1.8 % were rejected as mismatches in 2022.

    ``lookalike``: somebody not on the roll is accepted for a voter at the same home; together
    with ``accepts`` this is assumed, below the 6.3 % of acceptances (14 of 222) that the same
    petition's audit changed to "no match". ``address``: a right address is found different.
    ``other_reason``: an invalid line is rejected for lack of registration instead.
    """

    missed: float = 0.015
    missed_when_hard: float = 0.06
    odd_signatures: float = 0.03
    rejects_odd: float = 0.26
    address: float = 0.004
    lookalike: float = 0.25
    accepts: float = 0.08
    other_reason: float = 0.02
    second_looks: float = 0.02


@dataclass(frozen=True, slots=True)
class Case:
    """A line as people meet it.

    ``reason`` is the true one, VALID when there is none; ``voter_id`` who it truly is,
    ``lookalike`` who it could be taken for (both may be empty); ``hard`` to read; ``odd``: the
    signature looks unlike the one on file; ``lots`` are numbers drawn from [0, 1), one for each
    person who may look at it, the last for whether a second person looks in any case.
    """

    reason: str
    voter_id: str
    lookalike: str
    hard: bool
    odd: bool
    lots: Sequence[float]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one person found: ``reason`` VALID with the voter, or a reason code."""

    reason: str
    voter_id: str


def find(case: Case, lot: float, rates: ErrorRates) -> Finding:
    """Return what a person finds whose luck is ``lot``."""
    if case.reason == VALID:
        return _find_valid(case, lot, rates)
    if case.reason == NOT_REGISTERED:
        mistaken = bool(case.lookalike) and lot < rates.lookalike
        return Finding(VALID, case.lookalike) if mistaken else Finding(NOT_REGISTERED, "")
    if lot < rates.accepts and case.voter_id:
        return Finding(VALID, case.voter_id)
    if lot > 1 - rates.other_reason:
        return Finding(NOT_REGISTERED, "")
    return Finding(case.reason, case.voter_id)


def _find_valid(case: Case, lot: float, rates: ErrorRates) -> Finding:
    missed = rates.missed_when_hard if case.hard else rates.missed
    if lot < missed:
        return Finding(NOT_REGISTERED, "")
    if lot < missed + rates.address:
        return Finding(DIFFERENT_ADDRESS, case.voter_id)
    if case.odd and lot > 1 - rates.rejects_odd:
        return Finding(MISMATCH, case.voter_id)
    return Finding(VALID, case.voter_id)


def look(case: Case, people_needed: Mapping[str, int], rates: ErrorRates) -> list[Finding]:
    """Return what one person after another finds, until the line is settled.

    A rejection takes as many people as ``people_needed`` says; a split is settled by a third,
    who takes one of the two sides; each following person joins the majority.
    """
    *lots, second = case.lots
    found = [find(case, lots[0], rates)]
    if second < rates.second_looks:
        found.append(find(case, lots[1], rates))
    while not _settled(found, people_needed):
        found.append(_next(found, find(case, lots[len(found) % len(lots)], rates)))
    return found


def _next(found: Sequence[Finding], own: Finding) -> Finding:
    if len(found) < 2:
        return own
    (leading, _), *_ = Counter(found).most_common()
    return own if len(found) == 2 and own in found else leading


def _settled(found: Sequence[Finding], people_needed: Mapping[str, int]) -> bool:
    (leading, backers), *others = Counter(found).most_common()
    if others and not (len(found) >= 3 and 2 * backers > len(found)):
        return False
    return leading.reason == VALID or backers >= people_needed[leading.reason]


def settled_finding(found: Sequence[Finding]) -> Finding:
    """Return the finding that stands."""
    return Counter(found).most_common(1)[0][0]


def lookers(first: int, count: int) -> Iterator[int]:
    """Yield different people's numbers below ``count``, beginning with ``first``."""
    step = 7 if count % 7 else 11
    for turn in range(count):
        yield (first + turn * step) % count
