"""The schema is valid, every state fits it, and our own reading of it agrees with jsonschema's."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from publish_states import STATES, full_check, with_files

from rollcheck.problems import RollcheckError
from rollcheck.publish import problems_in, report_html, result_schema

DOCS = Path(__file__).parents[2] / "docs" / "formats-result.md"


WRONG: tuple[object, ...] = (None, True, -1, 3, "x", "2022-13", [], [3], {})


def validator() -> Draft202012Validator:
    return Draft202012Validator(result_schema())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(result_schema())


@pytest.mark.parametrize("name", STATES)
def test_every_state_fits(name: str) -> None:
    result = STATES[name]()
    assert list(validator().iter_errors(result)) == []
    assert problems_in(result) == ()


def test_a_changed_copy_of_the_schema_changes_nothing() -> None:
    result_schema().clear()
    assert "properties" in result_schema()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every key of every object, by its path; of a list the first item only."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from places(inner, (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))


def holder_of(result: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        result = result[step]
    return result


@pytest.mark.parametrize("path", list(places(with_files())), ids=str)
def test_our_reading_agrees_with_jsonschema(path: tuple[Any, ...]) -> None:
    for wrong in WRONG:
        result = copy.deepcopy(with_files())
        holder_of(result, path)[path[-1]] = wrong
        assert bool(problems_in(result)) == (not validator().is_valid(result)), wrong
    result = copy.deepcopy(with_files())
    del holder_of(result, path)[path[-1]]
    assert bool(problems_in(result)) == (not validator().is_valid(result))


def test_a_result_that_does_not_fit_is_refused_with_every_problem() -> None:
    result = full_check()
    del result["title"]
    result["counts"]["valid"] = "many"
    result["counts"]["reasons"][0]["people_basis"] = "habit"
    result["filed_on"] = "6 July"
    result["raw_count"] = -1
    with pytest.raises(RollcheckError) as caught:
        report_html(result)
    found = {(one.column, one.code) for one in caught.value.problems}
    assert found == {
        ("title", "missing_key"),
        ("counts.valid", "wrong_type"),
        ("counts.reasons[0].people_basis", "wrong_value"),
        ("filed_on", "wrong_value"),
        ("raw_count", "wrong_value"),
    }


def test_keys_that_nobody_knows_are_let_be() -> None:
    assert problems_in(full_check() | {"later": {"version": 2}}) == ()


def keys_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from keys_of(inner)


def values_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (value for value in schema.get("enum", []) if value is not None)
        for inner in schema.values():
            yield from values_of(inner)


def test_every_key_and_every_value_is_documented() -> None:
    spans = re.findall(r"`([^`\n]+)`", DOCS.read_text(encoding="utf-8"))
    # `counts.raw` documents `raw` of `counts`.
    documented = {word for span in spans for word in span.replace("[]", "").split(".")}
    assert {*keys_of(result_schema()), *values_of(result_schema())} - documented == set()
