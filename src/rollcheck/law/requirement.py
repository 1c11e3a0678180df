"""The question how many valid signatures are required."""

from rollcheck.law.computation import Computation, in_force
from rollcheck.law.formulas import REQUIREMENTS
from rollcheck.law.given import Given
from rollcheck.law.measures import unnamed
from rollcheck.law.rule_set import RuleSet


def required(
    rules: RuleSet,
    *,
    registered: int | None = None,
    votes_cast: int | None = None,
) -> Computation:
    """Return how many valid signatures are required.

    Of ``registered`` voters or ``votes_cast``, whichever the rules take (>= 1), or of neither
    where they state the number. Value: ``required``. The rules are those in force on the day that
    governs the requirement. Raises ``RollcheckError`` for a number that cannot be, is missing or
    plays no part.
    """
    formula = REQUIREMENTS[rules.requirement.formula]
    given = Given({"registered": registered, "votes_cast": votes_cast})
    given.at_least_one("registered", "votes_cast")
    for name in formula.inputs:
        if name not in given.numbers:
            given.note(name, f"{rules.identifier} needs {name.replace('_', ' ')}.", "missing")
    for name in given.numbers:
        if name not in formula.inputs:
            given.note(name, f"{rules.identifier} does not use {name.replace('_', ' ')}.", "unused")
    given.check()
    number, steps = formula.compute(rules, given.numbers)
    return Computation({"required": number}, (in_force(rules), *steps), unnamed(rules))
