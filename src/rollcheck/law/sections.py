"""The table of contents of a rule file: every name it may hold, declared once.

The loader reads files by these tables, and the documentation is checked against them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from rollcheck.law.afterwards import (
    Examination,
    Failure,
    ResultLabels,
    Retention,
    WorkingDays,
)
from rollcheck.law.counting import (
    Circulation,
    DistrictMinimum,
    Effective,
    FullCheck,
    RawCount,
    Requirement,
)
from rollcheck.law.line_rules import (
    Address,
    Circulator,
    Duplicates,
    Registration,
    Review,
    Sheet,
    Signatures,
    Signer,
    Withdrawals,
)
from rollcheck.law.read_section import declarations
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

SECTIONS = {
    "effective": Effective,
    "requirement": Requirement,
    "raw_count": RawCount,
    "full_check": FullCheck,
    "registration": Registration,
    "address": Address,
    "duplicates": Duplicates,
    "signer": Signer,
    "sheet": Sheet,
    "review": Review,
    "result_labels": ResultLabels,
}
"""Sections that every rule file has."""

OPTIONAL_SECTIONS = {
    "circulation": Circulation,
    "district_minimum": DistrictMinimum,
    "withdrawals": Withdrawals,
    "circulator": Circulator,
    "signatures": Signatures,
    "examination": Examination,
    "retention": Retention,
    "failure": Failure,
    "working_days": WorkingDays,
}
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
