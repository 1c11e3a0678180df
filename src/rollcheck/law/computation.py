"""What every calculation under the law returns: values, the steps to them, and warnings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from rollcheck.law.fields import Field, worst_mark
from rollcheck.law.rounding import plain
from rollcheck.law.rule_set import RuleSet

Value = int | str | bool | Decimal | None
Part = Mapping[str, Value]
"""The answer for one county or district, by JSON name."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, its value in plain digits or words, and the rule behind it.

    ``verified`` is false where the text of a rule it rests on was not read; ``mark`` then says
    how it is known (see ``fields.MARKS``).
    """

    name: str
    value: str
    rule: str
    citation: str
    verified: bool
    mark: str

    def as_json(self) -> dict[str, str | bool]:
        """Return the six fields under the names of the JSON contract."""
        return {
            "name": self.name,
            "value": self.value,
            "rule": self.rule,
            "citation": self.citation,
            "verified": self.verified,
            "mark": self.mark,
        }


@dataclass(frozen=True, slots=True)
class Computation:
    """The answer to one question of law.

    ``values`` holds the answer under its JSON names; ``steps`` how it came about, in order;
    ``warnings`` what a reader must know besides, in plain sentences; ``parts`` the same for each
    county or district, where the law asks by county or district.
    """

    values: Mapping[str, Value]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the values at the top level, any ``parts``, then ``warnings`` and ``steps``."""
        parts = {"parts": [dict(part) for part in self.parts]} if self.parts else {}
        return {
            **self.values,
            **parts,
            "warnings": list(self.warnings),
            "steps": [step.as_json() for step in self.steps],
        }

    def with_warnings(self, warnings: Iterable[str]) -> "Computation":
        """Return the same answer with these warnings after its own."""
        return replace(self, warnings=(*self.warnings, *warnings))


def step(name: str, value: Fraction | int | str, rule: str, *fields: Field) -> Step:
    """Make a step that rests on ``fields``: verified only if all of them are."""
    return Step(
        name=name,
        value=value if isinstance(value, str) else plain(value),
        rule=rule,
        citation="; ".join(
            dict.fromkeys(part for field in fields for part in field.citation.split("; "))
        ),
        verified=all(field.verified for field in fields),
        mark=worst_mark(field.mark for field in fields),
    )


def in_force(rules: RuleSet) -> Step:
    """Say which rules were applied and since when, as the first step of every answer."""
    until = f" to {rules.effective_to}" if rules.effective_to else ""
    return step(
        "rules applied",
        rules.identifier,
        f"{rules.title}, {rules.place_name}; this form is in force from "
        f"{rules.effective_from}{until}",
        *(rules.fields[name] for name in rules.fields if name.startswith("effective.")),
    )
