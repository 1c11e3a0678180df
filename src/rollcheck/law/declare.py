"""How a field of a rule file is declared: its kind, its meaning, whether a place may lack it.

The sections in ``counting``, ``line_rules`` and ``afterwards`` declare every field once, as
``name: Annotated[type, law(kind, meaning)]``. The loader, the checker and the documentation's
test read these declarations. A field that a place may lack is ``None`` there; what a named
formula needs beyond that it says itself, in ``formulas``.
"""

from dataclasses import dataclass
from fractions import Fraction

from rollcheck.law import kinds
from rollcheck.law.fields import Field
from rollcheck.law.kinds import Kind


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration: how the value is read, what it means, and whether it may be absent.

    ``banded`` fields are stepped rules: an array of tables, each a field with ``below``;
    ``measured`` ones are arrays of fields by measure, each with a ``name`` and a ``title``.
    """

    kind: Kind[object]
    meaning: str
    optional: bool = False
    banded: bool = False
    measured: bool = False


def law(kind: Kind[object], meaning: str) -> Declared:
    """Declare a field that every rule file with this section has."""
    return Declared(kind, meaning)


def may(kind: Kind[object], meaning: str) -> Declared:
    """Declare a field that a place may lack."""
    return Declared(kind, meaning, optional=True)


def banded(meaning: str) -> Declared:
    """Declare a stepped rule."""
    return Declared(kinds.exact_number, meaning, optional=True, banded=True)


def measured(meaning: str) -> Declared:
    """Declare a rule that differs by the measure the petition is for."""
    return Declared(kinds.exact_number, meaning, optional=True, measured=True)


@dataclass(frozen=True, slots=True)
class Measure:
    """A rule for one kind of measure: its ``name`` for commands, its ``title`` for readers."""

    name: str
    title: str
    value: Fraction
    field: Field


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a stepped rule: ``value`` for numbers below ``below``; None is without end."""

    below: int | None
    value: Fraction
    field: Field
