"""The numbers a question is asked with, checked before anything is computed."""

from collections.abc import Mapping

from rollcheck.law.rule_set import RuleSet
from rollcheck.problems import Problem, raise_if_any

LARGEST = 10**12


class Given:
    """Collects what is wrong with the numbers given; ``check`` raises all of it at once."""

    def __init__(self, numbers: Mapping[str, int | None]) -> None:
        self.numbers = {name: value for name, value in numbers.items() if value is not None}
        self.problems: list[Problem] = []
        for name, value in self.numbers.items():
            if value < 0:
                self.note(name, f"{name} cannot be negative; give the number counted.")
            elif value > LARGEST:
                self.note(name, f"{name} is larger than any petition; check the number.")

    def note(self, name: str, message: str, code: str = "impossible") -> None:
        """Note one problem with the number called ``name``."""
        self.problems.append(Problem(file="", row=None, column=name, code=code, message=message))

    def at_least_one(self, *names: str) -> "Given":
        """Check that each of these numbers, where given, is 1 or more."""
        for name in names:
            if self.numbers.get(name) == 0:
                self.note(name, f"{name} must be 1 or more.")
        return self

    def number(self, name: str) -> int:
        """Return a number given, 0 where it is not."""
        return self.numbers.get(name, 0)

    def at_most(self, parts: tuple[str, ...], whole: str, also: str = "") -> "Given":
        """Check that these numbers together are not more than the whole they are part of.

        ``also`` says what else a reader of the problem should know.
        """
        given = [name for name in parts if self.numbers.get(name)]
        total = sum(self.numbers[name] for name in given)
        if whole in self.numbers and given and total > self.numbers[whole] >= 0:
            names = " and ".join(given)
            self.note(
                given[0],
                f"{names} ({total:,}) cannot be more than {whole} ({self.numbers[whole]:,}); "
                f"check both numbers{f': {also}' if also else ''}.",
            )
        return self

    def none_excluded(self, rules: RuleSet) -> "Given":
        """Check that no lines were excluded where the rules exclude none."""
        if self.number("excluded") > 0 and rules.raw_count.excluded is None:
            words = f"{rules.identifier} excludes no lines before the check; leave them out."
            self.note("excluded", words, "unused")
        return self

    def check(self) -> None:
        """Raise ``RollcheckError`` with every problem noted."""
        raise_if_any(self.problems)


def stage_exists(given: Given, rules: RuleSet, stage: int | None) -> bool:
    """Check that the rule set has this stage of sampling, or any where none is named."""
    if not rules.stages:
        given.note("sample", f"{rules.identifier} draws no sample: verify every line.", "no_sample")
    elif stage is not None and not 1 <= stage <= len(rules.stages):
        given.note("stage", f"{rules.identifier} has {len(rules.stages)} stages of sampling.")
    else:
        return True
    return False
