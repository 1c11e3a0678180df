"""The question how many valid signatures are required."""

from rollcheck.law.computation import Computation, in_force
from rollcheck.law.formulas import REQUIREMENTS
from rollcheck.law.given import Given
from rollcheck.law.rule_set import RuleSet


def required(rules: RuleSet, *, registered: int) -> Computation:
    """Return how many valid signatures are required of ``registered`` voters (>= 1).

    Value: ``required``. The rules are those in force on the day the form was approved. Raises
    ``RollcheckError`` for a number that cannot be.
    """
    Given({"registered": registered}).at_least_one("registered").check()
    formula = REQUIREMENTS[rules.requirement.formula]
    number, steps = formula.compute(rules, registered)
    return Computation({"required": number}, (in_force(rules), *steps))
