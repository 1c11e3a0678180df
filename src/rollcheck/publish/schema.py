"""The JSON Schema of ``public/result.json``, and what of a result does not fit it."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from rollcheck.problems import Problem

# JSON Schema's type -> how Python holds it, and the words of a message.
_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "object": ((Mapping,), "an object"),
    "array": ((list, tuple), "a list"),
    "string": ((str,), "a text"),
    "integer": ((int,), "a whole number"),
    "boolean": ((bool,), "true or false"),
    "null": ((type(None),), "null"),
}

# Where in the result, a stable code, and what to do about it.
_Misfit = tuple[str, str, str]


def result_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of ``public/result.json``, a fresh copy each time."""
    schema: dict[str, object] = json.loads(_schema_text())
    return schema


@cache
def _schema_text() -> str:
    return (files("rollcheck.publish") / "result.schema.json").read_text(encoding="utf-8")


def problems_in(result: object) -> tuple[Problem, ...]:
    """Return everything in ``result`` that does not fit the schema, by the path of its key.

    It reads the part of JSON Schema that this schema uses: ``$ref`` to a definition, ``type``,
    ``const``, ``enum``, ``pattern``, ``minimum``, ``required``, ``properties`` and ``items``.
    """
    schema = json.loads(_schema_text())
    return tuple(
        Problem(file="result.json", row=None, column=path or None, code=code, message=message)
        for path, code, message in _misfits(result, schema, schema["$defs"], "")
    )


def _misfits(
    value: object, schema: dict[str, Any], defs: dict[str, Any], path: str
) -> Iterator[_Misfit]:
    if "$ref" in schema:
        schema = defs[schema["$ref"].removeprefix("#/$defs/")]
    wrong = _wrong_type(value, schema) or _wrong_value(value, schema)
    if wrong:
        yield (path, *wrong)
    elif isinstance(value, Mapping):
        for key in schema.get("required", []):
            if key not in value:
                where = f"{path}.{key}".lstrip(".")
                yield (where, "missing_key", "is missing; remake the result with `rollcheck run`")
        for key, inner in schema.get("properties", {}).items():
            if key in value:
                yield from _misfits(value[key], inner, defs, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _misfits(item, schema["items"], defs, f"{path}[{position}]")


def _wrong_type(value: object, schema: dict[str, Any]) -> tuple[str, str] | None:
    allowed = schema.get("type", [])
    names = [allowed] if isinstance(allowed, str) else allowed
    if not names or any(_is_a(value, name) for name in names):
        return None
    return ("wrong_type", f"must be {' or '.join(_TYPES[name][1] for name in names)}")


def _is_a(value: object, name: str) -> bool:
    # Python counts True as the integer 1; JSON does not.
    return isinstance(value, _TYPES[name][0]) and (name != "integer" or not isinstance(value, bool))


def _wrong_value(value: object, schema: dict[str, Any]) -> tuple[str, str] | None:
    allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if allowed is not None and value not in allowed:
        words = ", ".join("null" if word is None else str(word) for word in allowed)
        return ("wrong_value", f"must be one of: {words}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return ("wrong_value", "must be a date as 2022-07-06")
    if isinstance(value, int) and value < schema.get("minimum", value):
        return ("wrong_value", f"must be {schema['minimum']} or more")
    return None
