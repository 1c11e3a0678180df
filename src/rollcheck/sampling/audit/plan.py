"""What is chosen with the commitment, before the seed: nothing of it may change afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.problems import Problem, raise_if_any
from rollcheck.sampling.audit.documents import Json
from rollcheck.sampling.audit.frame import Frame
from rollcheck.sampling.audit.manifest import Manifest
from rollcheck.sampling.audit.order import STATUSES, audited
from rollcheck.sampling.audit.question import BOTH, Counts, question
from rollcheck.sampling.audit.rule import BettingRule, rule_from_json

HEAVIEST = 9


@dataclass(frozen=True, slots=True)
class Plan:
    """An audit's choices, which the commitment holds: none of them can be fitted to the seed.

    ``of`` says which lines are drawn, with ``weights`` for strata that are drawn more often.
    ``required`` holds the certified number first, then those claimed. ``risk`` is the limit, of
    which ``manifest_risk`` is spent on the count of ``sections`` sections (0: the raw count is
    taken on trust). Each line takes ``reviewers`` people; after ``limit`` lines without
    confirmation everything is re-reviewed (``None``: no limit). ``rule`` is the betting rule.
    """

    of: str
    weights: Mapping[str, int]
    required: tuple[int, ...]
    risk: Fraction
    manifest_risk: Fraction
    sections: int
    reviewers: int
    limit: int | None
    rule: BettingRule

    def as_json(self) -> Json:
        """Return the plan as it is committed to; risks as exact fractions in text."""
        return {
            "of": self.of,
            "weights": dict(self.weights),
            "required": list(self.required),
            "risk": str(self.risk),
            "manifest_risk": str(self.manifest_risk),
            "sections": self.sections,
            "reviewers": self.reviewers,
            "limit": self.limit,
            "rule": self.rule.as_json(),
        }


def plan_from_json(document: Mapping[str, object]) -> Plan:
    """Return the plan that a document names.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for a document of another shape.
    """
    weights, required, rule = (document[key] for key in ("weights", "required", "rule"))
    if not (isinstance(weights, Mapping) and isinstance(required, list)):
        raise TypeError("weights is an object, required a list")
    if not isinstance(rule, Mapping) or document["of"] not in STATUSES:
        raise TypeError("rule is an object, of names what is drawn")
    limit = document["limit"]
    return Plan(
        of=str(document["of"]),
        weights={name: int(str(number)) for name, number in weights.items()},
        required=tuple(int(str(one)) for one in required),
        risk=Fraction(str(document["risk"])),
        manifest_risk=Fraction(str(document["manifest_risk"])),
        sections=int(str(document["sections"])),
        reviewers=int(str(document["reviewers"])),
        limit=None if limit is None else int(str(limit)),
        rule=rule_from_json(rule),
    )


def check_plan(plan: Plan, frame: Frame, counts: Counts, manifest: Manifest) -> None:
    """Raise ``RollcheckError`` with everything that makes the plan impossible."""
    problems = [
        *_of_the_numbers(plan, counts),
        *_of_the_weights(plan, frame),
    ]
    if not 0 <= plan.sections <= len(manifest.room):
        message = f"{len(manifest.room):,} sections have spaces left; choose 0 to that number"
        problems.append(_wrong("sections", "out_of_range", message))
    if plan.reviewers < 1:
        problems.append(_wrong("reviewers", "out_of_range", "a line takes at least one reviewer"))
    if plan.limit is not None and plan.limit < 1:
        problems.append(_wrong("limit", "out_of_range", "the limit is a number of lines above 0"))
    raise_if_any(problems)
    for number in plan.required:
        question(number, counts)


def _of_the_numbers(plan: Plan, counts: Counts) -> list[Problem]:
    problems = []
    if not 0 < plan.risk < 1:
        message = "the risk limit lies between 0 and 1, such as 0.05"
        problems.append(_wrong("risk", "out_of_range", message))
    if plan.sections and not 0 < plan.manifest_risk < plan.risk:
        message = "the manifest's share lies between 0 and the risk limit, such as 0.01 of 0.05"
        problems.append(_wrong("manifest_risk", "out_of_range", message))
    if len(set(plan.required)) < len(plan.required) or not plan.required:
        message = "give each required number once, the certified one first"
        problems.append(_wrong("required", "number_twice", message))
    for number in plan.required:
        if number < 1:
            problems.append(_wrong("required", "out_of_range", "a required number is above 0"))
        elif number > counts.raw:
            message = (
                f"{number:,} are required and {counts.raw:,} lines were filed: the petition fails "
                "on the raw count and no re-review can change that; count the lines again instead"
            )
            problems.append(_wrong("required", "insufficient_on_raw", message))
    return problems


def _of_the_weights(plan: Plan, frame: Frame) -> list[Problem]:
    strata = audited(frame, plan.of)
    names = {stratum.name for stratum in strata}
    problems = [
        _wrong("weight", "unknown_stratum", f"no line drawn from has the reason {name}")
        for name in sorted(set(plan.weights) - names)
    ]
    if any(not 1 <= weight <= HEAVIEST for weight in plan.weights.values()):
        message = f"a weight is a whole number from 1 to {HEAVIEST}"
        problems.append(_wrong("weight", "out_of_range", message))
    if not strata:
        lines = "lines" if plan.of == BOTH else plan.of
        problems.append(_wrong("of", "no_lines", f"the petition has no {lines} to draw from"))
    return problems


def _wrong(column: str, code: str, message: str) -> Problem:
    return Problem("", None, column, code, message)
