"""The JSON that is hashed: RFC 8785 for what is allowed, nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.record.canonical import LARGEST, Value, canonical, parsed

VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-LARGEST, LARGEST)
    | st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc_", min_size=1), inner),
    max_leaves=12,
)


def test_the_example_of_rfc_8785_as_far_as_its_types_are_used() -> None:
    # RFC 8785, 3.2.2 and 3.2.3: the string and the literals of the example there.
    said: dict[str, Value] = {"string": '€$\u000f\nA\'B"\\\\"/', "literals": [True, False]}
    expected = '{"literals":[true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical(said).decode() == expected


def test_a_text_that_only_looks_like_another_value_is_read() -> None:
    said: dict[str, Value] = {"a": "null 9007199254740993 NaN", "b": "ä"}
    assert parsed(canonical(said)) == said


def test_keys_are_sorted_at_every_depth() -> None:
    assert canonical({"b": {"z": 1, "a": 2}, "a": []}) == b'{"a":[],"b":{"a":2,"z":1}}'


@settings(max_examples=40)
@given(st.dictionaries(st.text("abc_", min_size=1), VALUES, max_size=4))
def test_what_is_written_is_read_back(value: dict[str, object]) -> None:
    data = canonical(value)  # type: ignore[arg-type]
    assert parsed(data) == value
    assert json.loads(data) == value


@pytest.mark.parametrize(
    "value", [{"a": None}, {"a": 1.0}, {"a": LARGEST + 1}, {"ä": 1}, {"a": "\ud800"}, {"a": (1,)}]
)
def test_what_has_no_one_text_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '{"b":1,"a":2}',
        '{"a":1,"a":1}',
        '{"a":1.0}',
        '{"a":1e3}',
        '{"a":-0}',
        '{"a":"\\u0041"}',
        '{"a":null}',
        '{"a":9007199254740992}',
        '{"a":[9007199254740993]}',
        '{"ä":"1"}',
        ' {"a":1}',
        '{"a":1} ',
        '{"a":' + "[" * 900 + "null" + "]" * 900 + "}",
        '{"a":NaN}',
        "[1]",
        "",
        '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_another_text_of_the_same_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        parsed(text.encode())
