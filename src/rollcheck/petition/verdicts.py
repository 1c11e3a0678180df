"""Decisions against each required number, at the lowest and the highest possible count."""

from collections.abc import Sequence
from dataclasses import dataclass

from rollcheck import law
from rollcheck.petition.definition import Petition


@dataclass(frozen=True, slots=True)
class RequiredNumber:
    """A required number, certified or contested, and how the rule computed it.

    ``registered`` is the registration or ``votes_cast`` the vote it was computed from, both
    ``None`` where the number itself was given or the law states it; ``computation`` is ``None``
    where it was given.
    """

    value: int
    certified: bool
    registered: int | None
    computation: law.Computation | None
    votes_cast: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision against one required number, as far as it is certain.

    ``lowest`` and ``highest`` are the law's computations with every waiting line found against
    the petition, and for it.
    """

    required: RequiredNumber
    lowest: law.Computation
    highest: law.Computation

    @property
    def at_lowest(self) -> str:
        """The decision at the lowest possible count."""
        return str(self.lowest.values["decision"])

    @property
    def at_highest(self) -> str:
        """The decision at the highest possible count."""
        return str(self.highest.values["decision"])

    @property
    def settled(self) -> bool:
        """Whether nothing waits: both ends are the same computation."""
        return self.lowest == self.highest

    @property
    def certain(self) -> bool:
        """Whether the lines that wait can no longer change the decision."""
        return self.at_lowest == self.at_highest

    @property
    def decision(self) -> str | None:
        """The decision, ``None`` while it is open."""
        return self.at_lowest if self.certain else None


def required_numbers(petition: Petition, rules: law.RuleSet) -> tuple[RequiredNumber, ...]:
    """Return the required numbers, the certified one first.

    ``rules`` is the rule set in force when the form of the petition was approved. Raises
    ``RollcheckError`` where the law refuses the registration or the vote given.
    """
    if petition.required:
        return tuple(
            RequiredNumber(value, position == 0, None, None)
            for position, value in enumerate(petition.required)
        )
    bases: list[tuple[int | None, int | None]] = [(one, None) for one in petition.registered]
    bases += [(None, one) for one in petition.votes_cast]
    numbers = []
    for position, (registered, votes_cast) in enumerate(bases or [(None, None)]):
        computed = law.required(rules, registered=registered, votes_cast=votes_cast)
        value = int(str(computed.values["required"]))
        numbers.append(RequiredNumber(value, position == 0, registered, computed, votes_cast))
    return tuple(numbers)


def verdicts(
    required: Sequence[RequiredNumber],
    lowest: Sequence[law.Computation],
    highest: Sequence[law.Computation],
) -> tuple[Verdict, ...]:
    """Join each required number with the law's computations at both ends, in the same order."""
    return tuple(map(Verdict, required, lowest, highest))
