"""The rule files inside the package, by place, kind of petition and day."""

from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from rollcheck.law.load import parse_rule_set
from rollcheck.law.rule_set import RuleSet, form_on
from rollcheck.problems import Problem, RollcheckError

PLACES = files("rollcheck.law") / "places"


def identifiers() -> tuple[str, ...]:
    """Return every ``place/kind`` there are rules for, sorted."""
    return tuple(sorted({identifier for identifier, _ in _files()}))


def forms(identifier: str) -> tuple[RuleSet, ...]:
    """Return every form of one place's rules, oldest first.

    Raises ``RollcheckError`` for an unknown place or kind, and for a file with problems.
    """
    found = [_load(identifier, name) for known, name in _files() if known == identifier]
    if not found:
        known = ", ".join(identifiers())
        message = f"There are no rules for {identifier!r}; known are {known}."
        raise RollcheckError(
            [Problem(file="", row=None, column=None, code="kind", message=message)]
        )
    return tuple(sorted(found, key=lambda rules: rules.effective_from))


def rule_set(identifier: str, on: date) -> RuleSet:
    """Return the form of the rules that applies to an act of that day.

    ``identifier`` is ``place/kind``, such as ``us-ca/county-recall``. Raises ``RollcheckError``
    for an unknown place or kind, or a day that no form of the rules covers.
    """
    return form_on(forms(identifier), on)


@cache
def _files() -> tuple[tuple[str, str], ...]:
    """Return (identifier, file name) of every rule file: places/PLACE/KIND.DATE.toml."""
    return tuple(
        (f"{place.name}/{entry.name.split('.')[0]}", entry.name)
        for place in _folders(PLACES)
        for entry in sorted(place.iterdir(), key=lambda item: item.name)
        if entry.name.endswith(".toml")
    )


def _folders(root: Traversable) -> list[Traversable]:
    return sorted((entry for entry in root.iterdir() if entry.is_dir()), key=lambda item: item.name)


@cache
def _load(identifier: str, name: str) -> RuleSet:
    place = identifier.split("/", maxsplit=1)[0]
    return parse_rule_set((PLACES / place / name).read_bytes(), f"{place}/{name}")
