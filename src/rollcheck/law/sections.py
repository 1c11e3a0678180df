"""The table of contents of a rule file: every name it may hold, declared once.

The loader reads files by these tables, and the documentation is checked against them.
"""

from collections.abc import Mapping
from types import MappingProxyType, NoneType
from typing import get_args, get_type_hints

from rollcheck.law.read_section import declarations
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.stage_rules import Projection, Sample, SampleDecision

HEADER: Mapping[str, str] = MappingProxyType(
    {
        "format": "The format of the file, `rollcheck-law/1`",
        "place": "The place, as the first half of an identifier",
        "kind": "The kind of petition, as the second half of an identifier",
        "title": "What the petition is called",
        "place_name": "What the place is called",
    }
)
"""Words at the top of every rule file."""


def _sections(*, optional: bool) -> dict[str, type[object]]:
    """Return the parts of a rule set that are sections of its file: those that declare fields."""
    found = {}
    for name, hint in get_type_hints(RuleSet).items():
        parts = [part for part in get_args(hint) or (hint,) if part is not NoneType]
        may_lack = NoneType in get_args(hint)
        if may_lack == optional and isinstance(parts[0], type) and declarations(parts[0]):
            found[name] = parts[0]
    return found


SECTIONS = _sections(optional=False)
"""Sections that every rule file has."""

OPTIONAL_SECTIONS = _sections(optional=True)
"""Sections that a place may lack."""

STAGE_SECTIONS = {"sample": Sample, "projection": Projection, "decision": SampleDecision}
"""Sections of each stage of sampling, ``[[stages]]``."""


def rule_fields() -> dict[str, str]:
    """Return every field that a section may hold, ``section.field``, with its meaning."""
    stages = {f"stages.{name}": section for name, section in STAGE_SECTIONS.items()}
    every: dict[str, type[object]] = {**SECTIONS, **OPTIONAL_SECTIONS, **stages}
    return {
        f"{name}.{field}": says.meaning
        for name, section in every.items()
        for field, says in declarations(section).items()
    }
