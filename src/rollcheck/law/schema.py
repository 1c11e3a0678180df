"""The JSON Schema of a rule file, for editors, made from the same declarations as the loader.

It says what can be said of a file's shape. What lies between fields, such as bands that rise or
worked examples that come out, the loader alone checks.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from rollcheck.law import kinds
from rollcheck.law.declare import Declared
from rollcheck.law.fields import GOVERNING_DATES, MARKS
from rollcheck.law.formulas import DECISION_RULES, PROJECTIONS, REQUIREMENTS, SAMPLE_SIZES
from rollcheck.law.load import FORMAT
from rollcheck.law.read_lists import (
    COUNTED,
    DEADLINE_KEYS,
    EXAMPLE_KEYS,
    QUESTIONS,
    REASON_KEYS,
)
from rollcheck.law.read_section import BAND_KEYS, MEASURE_KEYS, SOURCE_KEYS, declarations
from rollcheck.law.reasons import REASONS, ROLES
from rollcheck.law.rule_set import EVENTS
from rollcheck.law.sections import HEADER, OPTIONAL_SECTIONS, SECTIONS, STAGE_SECTIONS

Schema: TypeAlias = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMULAS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "requirement": {name: one.needs for name, one in REQUIREMENTS.items()},
    "sample": {name: one.needs for name, one in SAMPLE_SIZES.items()},
    "projection": {name: one.needs for name, one in PROJECTIONS.items()},
    "decision": {name: one.needs for name, one in DECISION_RULES.items()},
}
"""Section to its named formulas, and what each needs of the section."""

ONLY_R_IS_VERIFIED: Schema = {
    "if": {"properties": {"mark": {"const": "R"}}},
    "then": {"properties": {"verified": {"const": True}}},
    "else": {"properties": {"verified": {"const": False}}},
}


class _Shared:
    """Schemas that many fields share, written once under a number."""

    def __init__(self) -> None:
        self.definitions: Schema = {}

    def refer(self, schema: Schema) -> Schema:
        """Return a reference to the schema, defining it where no one has."""
        for name, known in self.definitions.items():
            if known == schema:
                return {"$ref": f"#/$defs/{name}"}
        name = f"field-{len(self.definitions) + 1}"
        self.definitions[name] = schema
        return {"$ref": f"#/$defs/{name}"}


def rule_file_schema() -> Schema:
    """Return the JSON Schema of a rule file."""
    shared = _Shared()
    return {
        "$schema": DIALECT,
        "title": "A place's law for one kind of petition, as Rollcheck reads it",
        **_file(shared),
        "$defs": shared.definitions,
    }


def _file(shared: _Shared) -> Schema:
    stages = {name: _section(shared, name, section) for name, section in STAGE_SECTIONS.items()}
    sections = {**SECTIONS, **OPTIONAL_SECTIONS}
    return {
        **_object(
            {
                **{key: _words(meaning) for key, meaning in HEADER.items()},
                "format": {"const": FORMAT, "description": HEADER["format"]},
                **{name: _section(shared, name, one) for name, one in sections.items()},
                "stages": {"type": "array", "items": _object(stages, stages)},
                "deadlines": {"type": "array", "items": _deadline(shared)},
                "reasons": _reasons(shared),
                "examples": {"type": "array", "minItems": 1, "items": _example()},
            },
            (*HEADER, *SECTIONS, "reasons", "examples"),
        ),
    }


def _object(properties: Mapping[str, object], required: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _words(meaning: str) -> Schema:
    return {**kinds.text.schema, "description": meaning}


def _governed_by() -> Schema:
    return {"enum": list(GOVERNING_DATES), "description": SOURCE_KEYS["governed_by"]}


def _source() -> Schema:
    """Return what every field and reason carries besides its value."""
    return {
        "citation": _words(SOURCE_KEYS["citation"]),
        "verified": {"type": "boolean", "description": SOURCE_KEYS["verified"]},
        "mark": {"enum": list(MARKS), "description": SOURCE_KEYS["mark"]},
        "governed_by": _governed_by(),
        "note": _words(SOURCE_KEYS["note"]),
    }


def _field(
    shared: _Shared, value: Mapping[str, object], meaning: str, further: Mapping[str, object]
) -> Schema:
    """Return the schema of one field; ``further`` are keys that it has besides."""
    needed = ("value", "citation", "verified", "mark")
    fields = {"value": dict(value), **_source(), **further}
    field = shared.refer({**_object(fields, needed), **ONLY_R_IS_VERIFIED})
    return {**field, "description": meaning}


def _declared(shared: _Shared, section: str, name: str, says: Declared) -> Schema:
    value = dict(says.kind.schema)
    if name == "formula":
        value = {"enum": list(FORMULAS[section])}
    further: Schema = {}
    needed: list[str] = []
    if says.banded:
        further = {"below": {**kinds.WHOLE_SCHEMA, "description": BAND_KEYS["below"]}}
    if says.measured:
        further = {key: _words(meaning) for key, meaning in MEASURE_KEYS.items()}
        needed = list(MEASURE_KEYS)
    field = _field(shared, value, says.meaning, further)
    if not (says.banded or says.measured):
        return field
    return {"type": "array", "minItems": 1, "items": {"allOf": [field, {"required": needed}]}}


def _section(shared: _Shared, name: str, section: type[object]) -> Schema:
    declared = declarations(section)
    properties = {key: _declared(shared, name, key, says) for key, says in declared.items()}
    needed = [key for key, says in declared.items() if not says.optional]
    # A day that governs must stand at the section's head or in each of its fields.
    own: Schema = {
        key: {"items": {"required": ["governed_by"]}}
        if says.banded or says.measured
        else {"required": ["governed_by"]}
        for key, says in declared.items()
    }
    schema = {
        **_object({"governed_by": _governed_by(), **properties}, needed),
        "if": {"not": {"required": ["governed_by"]}},
        "then": {"properties": own},
    }
    if name in FORMULAS:
        schema["allOf"] = [_of_the_formula(*one) for one in FORMULAS[name].items()]
    return schema


def _of_the_formula(name: str, needs: tuple[str, ...]) -> Schema:
    """Say what a section needs when it names this formula."""
    named = {"properties": {"formula": {"properties": {"value": {"const": name}}}}}
    alternatives = [{"anyOf": [{"required": [one]} for one in need.split("|")]} for need in needs]
    then: Schema = {"allOf": alternatives} if alternatives else {}
    return {"if": {**named, "required": ["formula"]}, "then": then}


def _deadline(shared: _Shared) -> Schema:
    further: Schema = {key: _words(meaning) for key, meaning in DEADLINE_KEYS.items()}
    further["event"] = {"enum": list(EVENTS), "description": DEADLINE_KEYS["event"]}
    further["counted"] = {"enum": list(COUNTED), "description": DEADLINE_KEYS["counted"]}
    field = _field(shared, kinds.DAYS.schema, "Number of days or months", further)
    return {"allOf": [field, {"required": [*DEADLINE_KEYS, "governed_by"]}]}


def _reasons(shared: _Shared) -> Schema:
    properties: Schema = {key: _words(meaning) for key, meaning in REASON_KEYS.items()}
    properties |= {
        "label_basis": {"enum": ["office", "rollcheck"], "description": REASON_KEYS["label_basis"]},
        "people": {"type": "integer", "minimum": 1, "description": REASON_KEYS["people"]},
        "people_basis": {"enum": ["law", "policy"], "description": REASON_KEYS["people_basis"]},
        "who": {**kinds.some_of(*ROLES).schema, "description": REASON_KEYS["who"]},
        **_source(),
    }
    needed = (*REASON_KEYS, "citation", "verified", "mark")
    reason = shared.refer({**_object(properties, needed), **ONLY_R_IS_VERIFIED})
    codes = {code: {**reason, "description": meaning} for code, meaning in REASONS.items()}
    return {
        **_object({"governed_by": _governed_by(), **codes}, ()),
        "anyOf": [{"required": [code]} for code in REASONS],
        "if": {"not": {"required": ["governed_by"]}},
        "then": {"properties": {code: {"required": ["governed_by"]} for code in REASONS}},
    }


def _example() -> Schema:
    numbers = {"measure": kinds.text.schema}
    return _object(
        {
            "question": {"enum": list(QUESTIONS), "description": EXAMPLE_KEYS["question"]},
            "inputs": {
                "type": "object",
                "properties": numbers,
                "additionalProperties": kinds.WHOLE_SCHEMA,
                "description": EXAMPLE_KEYS["inputs"],
            },
            "outputs": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": kinds.answer.schema,
                "description": EXAMPLE_KEYS["outputs"],
            },
            "source": _words(EXAMPLE_KEYS["source"]),
        },
        EXAMPLE_KEYS,
    )
