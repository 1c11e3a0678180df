"""The weights file: complete, checked, and everything the steps ask of it is there."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from rollcheck.matching.labels import FIELD_LABELS, LEVEL_LABELS
from rollcheck.matching.weights import DEFAULT, FIELDS, KEYS, SCALARS, load_weights
from rollcheck.matching.workspace import step_text
from rollcheck.problems import RollcheckError

STEPS = sorted(
    path.name.removesuffix(".sql")
    for path in files("rollcheck.matching").joinpath("steps").iterdir()
)
TEXT = DEFAULT.read_text(encoding="utf-8")


def test_the_weights_are_whole_thousandths_and_say_where_they_are_from() -> None:
    weights = load_weights()
    assert weights.described()["name"] == "keyed-1"
    assert "by hand" in weights.set_from
    assert all(isinstance(level.bits, int) for level in weights.levels)
    assert len(weights.levels) == sum(len(names) for names in FIELDS.values())


def test_agreement_is_worth_more_than_disagreement() -> None:
    for field in ("middle_name", "suffix", "birth_year"):
        bits = {level.name: level.bits for level in load_weights().field(field)}
        assert bits["exact"] > bits["missing"] > bits["different"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("accept = 1.0", "accept = 'much'", "thresholds.accept"),
        ("registered_odds = 2.9", "", "prior.registered_odds"),
        ("last_first = 60", "last_first = 0", "caps.last_first"),
        ("back_zip = 60", "back_zip = 60\nguess = 3", "caps.guess"),
        ("by_middle = {", "by_mittel = {", "fields.first_name.by_middle"),
        ("by_middle = {", "by_mittel = {", "fields.first_name.by_mittel"),
        ('of = "dwelling"', 'of = "last_name"', "fields.address.dwelling"),
        ("[fields.suffix]", "[fields.hair]", "fields.hair"),
        ("version = 1", 'version = "one"', "version"),
    ],
)
def test_every_fault_of_a_weights_file_is_named(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    path = tmp_path / "weights.toml"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(RollcheckError) as raised:
        load_weights(path)
    assert key in {problem.column for problem in raised.value.problems}


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(RollcheckError, match="is not TOML"):
        load_weights(path)


def test_the_steps_ask_for_no_variable_that_is_never_set() -> None:
    """A variable that is not set is null, and a null would silently weigh nothing."""
    known = {scalar.split(".")[1] for scalar in SCALARS}
    known |= {"rules", "counted_statuses", "voters_bits", "address_of"}
    for name in STEPS:
        asked = set(re.findall(r"getvariable\('(\w+)'\)", step_text(name)))
        assert asked <= known, name


def test_every_scalar_is_used() -> None:
    in_sql = " ".join(step_text(name) for name in STEPS)
    for scalar in SCALARS:
        name = scalar.split(".")[1]
        assert f"getvariable('{name}')" in in_sql or name == "voters_least", name


def test_every_level_is_one_that_the_steps_give_and_has_a_label() -> None:
    in_sql = step_text("levels") + step_text("lines")
    for field, names in FIELDS.items():
        assert set(LEVEL_LABELS[field]) == set(names)
        for name in names:
            assert f"'{name}'" in in_sql or field == "name_order", (field, name)
    assert set(FIELD_LABELS) == {"prior", "earlier_address", "kinship", *FIELDS}
    assert set(LEVEL_LABELS) == set(FIELD_LABELS)


def test_every_key_is_made_and_has_a_cap() -> None:
    made = set(re.findall(r"key_of\('(\w+)'", step_text("keys")))
    assert made == set(KEYS)
    assert len(KEYS) == len(set(KEYS))
