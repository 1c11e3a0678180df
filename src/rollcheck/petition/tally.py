"""The tally: every line counted once, so that raw = valid + each reason + waiting."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

from rollcheck.petition.settle import WAITING, State


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one stage; ``reasons`` and ``waiting`` map codes to numbers of lines.

    ``excluded`` lines left the count before any was verified. ``at_risk`` valid lines would fall
    if the waiting ones turned out to repeat them, where the law counts no copy of a duplicate.
    """

    raw: int
    valid: int
    reasons: Mapping[str, int]
    waiting: Mapping[str, int]
    excluded: int = 0
    at_risk: int = 0

    @property
    def invalid(self) -> int:
        """Lines found invalid, for whatever reason."""
        return sum(self.reasons.values())

    @property
    def waits(self) -> int:
        """Lines that wait, for whatever reason."""
        return sum(self.waiting.values())

    @property
    def reconciles(self) -> bool:
        """Whether every line of the raw count is counted exactly once."""
        return self.raw == self.valid + self.invalid + self.waits + self.excluded

    @property
    def lowest_valid(self) -> int:
        """The valid count if every line that waits turned out invalid, and took others along."""
        return self.valid - self.at_risk

    @property
    def highest_valid(self) -> int:
        """The valid count if every line that waits turned out valid."""
        return self.valid + self.waits

    def sentence(self, labels: Mapping[str, str]) -> str:
        """Print the sum with the place's own words for each reason."""
        parts = [f"{self.valid:,} valid"]
        parts += [
            f"{lines:,} {labels.get(code, code.replace('_', ' '))}"
            for code, lines in self.reasons.items()
        ]
        if self.excluded:
            parts.append(f"{self.excluded:,} taken out before the check")
        parts.append(f"{self.waits:,} waiting")
        sign = "=" if self.reconciles else "is not"
        return f"{self.raw:,} raw {sign} {' + '.join(parts)}"


def tally(
    states: Iterable[State],
    *,
    raw: int,
    reasons: Iterable[str],
    further: Mapping[str, int],
    excluded: int = 0,
    no_copy_counts: bool = False,
) -> Tally:
    """Count states by reason and by what they wait for.

    ``raw`` is the raw count as stated; ``further`` maps codes of ``WAITING`` to lines of it
    that have no state here (not keyed, not in the sample); ``excluded`` lines of it left the
    count before. The reasons of the place keep their order, any that a rule gave besides follow;
    one that no line has is left out. Where ``no_copy_counts`` each waiting line may take a valid
    one along.
    """
    each = zip(states, repeat(1), strict=False)
    return tally_counted(
        each,
        raw=raw,
        reasons=reasons,
        further=further,
        excluded=excluded,
        no_copy_counts=no_copy_counts,
    )


def tally_counted(
    states: Iterable[tuple[State, int]],
    *,
    raw: int,
    reasons: Iterable[str],
    further: Mapping[str, int],
    excluded: int = 0,
    no_copy_counts: bool = False,
) -> Tally:
    """Count states as ``tally`` does, of each as many as stands beside it."""
    valid = 0
    by_reason: Counter[str] = Counter()
    given: list[str] = []
    waits: Counter[str] = Counter(further)
    for state, lines in states:
        if state.status == "valid":
            valid += lines
        elif state.status == "invalid":
            by_reason[str(state.reason)] += lines
            given += [str(state.reason)] if state.by_rule else []
        else:
            waits[str(state.waits_for)] += lines
    every_reason = dict.fromkeys([*reasons, *given])
    undecided = sum(waits.values()) - waits["not_in_sample"]
    return Tally(
        raw=raw,
        valid=valid,
        reasons={code: by_reason[code] for code in every_reason if by_reason[code]},
        waiting={code: waits[code] for code in WAITING if waits[code]},
        excluded=excluded,
        at_risk=min(valid, undecided) if no_copy_counts else 0,
    )
