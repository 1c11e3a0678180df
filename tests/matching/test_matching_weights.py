"""The weights file: complete and checked, and its levels and keys are those of the kernel."""

from pathlib import Path

import pytest

from rollcheck.matching import levels
from rollcheck.matching.keys import KEYS, parts_table
from rollcheck.matching.labels import FIELD_LABELS, LEVEL_LABELS
from rollcheck.matching.levels import FIELDS
from rollcheck.matching.matches import EVIDENCE
from rollcheck.matching.weights import DEFAULT, load_weights
from rollcheck.problems import RollcheckError

PREFIXES = {
    "last_name": "LAST_",
    "first_name": "FIRST_",
    "middle_name": "MIDDLE_",
    "suffix": "SUFFIX_",
    "address": "",
    "birth_year": "BORN_",
}
CONSTANTS = {("address", "missing"): "ADDRESS_MISSING"}
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
        ("accept = 0.0", "accept = 'much'", "thresholds.accept"),
        ("registered_odds = 2.69", "", "prior.registered_odds"),
        ("by_middle = {", "by_mittel = {", "fields.first_name.by_middle"),
        ("by_middle = {", "by_mittel = {", "fields.first_name.by_mittel"),
        ('of = "dwelling"', 'of = "last_name"', "fields.address.dwelling"),
        ("[fields.suffix]", "[fields.hair]", "fields.hair"),
        ("version = 4", 'version = "one"', "version"),
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


def test_every_level_has_a_number_and_a_label() -> None:
    """The kernel's constants are in the order in which the weights file's levels are read."""
    for field, names in FIELDS.items():
        assert set(LEVEL_LABELS[field]) == set(names)
    assert set(FIELD_LABELS) == {"earlier_address", *EVIDENCE}
    assert set(LEVEL_LABELS) == set(FIELD_LABELS)
    for field, prefix in PREFIXES.items():
        for number, name in enumerate(FIELDS[field]):
            constant = CONSTANTS.get((field, name), f"{prefix}{name.upper()}")
            assert getattr(levels, constant) == number


def test_every_key_is_of_known_parts_and_fits_into_an_index() -> None:
    table = parts_table()
    assert table.shape == (len(KEYS), 3)
    assert len({key.name for key in KEYS}) == len({key.parts for key in KEYS}) == len(KEYS)
    assert all(key.cap > 0 for key in KEYS)
