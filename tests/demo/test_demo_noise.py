"""Noise: rates are data; each kind does what it says and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.demo import misreadings, variants
from rollcheck.demo.noise import KINDS, add_noise, kinds_of, noise_settings

LOT = st.floats(0, 1, exclude_max=True)
ONE = {
    "first": ["MARÍA"],
    "middle": ["ELENA"],
    "last": ["DE LA CRUZ"],
    "suffix": ["JR"],
    "house": ["1234 1/2"],
    "pre_dir": ["N"],
    "street": ["42ND"],
    "street_type": ["ST"],
    "post_dir": [""],
    "unit": ["APT 12"],
    "city": ["LOS ANGELES"],
    "zip": ["90012"],
    "birth_year": ["1975"],
}
EXAMPLES: dict[str, dict[str, str | set[str]]] = {
    "accents_dropped": {"first": "MARIA"},
    "middle_initial": {"middle": {"E", "E."}},
    "first_middle_swapped": {"first": "ELENA", "middle": "MARÍA"},
    "middle_dropped": {"middle": ""},
    "first_initial": {"first": {"M", "M."}},
    "suffix_dropped": {"suffix": ""},
    "surname_joined": {"last": "DELACRUZ"},
    "first_missing": {"first": ""},
    "last_missing": {"last": ""},
    "ordinal_spelt_out": {"street": "FORTY SECOND"},
    "ordinal_bare": {"street": "42"},
    "type_dropped": {"street_type": ""},
    "type_other_abbreviation": {"street_type": {"STR", "ST."}},
    "type_spelt_out": {"street_type": "STREET"},
    "direction_dropped": {"pre_dir": ""},
    "direction_spelt_out": {"pre_dir": "NORTH"},
    "fraction_dropped": {"house": "1234"},
    "house_missing": {"house": ""},
    "unit_missing": {"unit": ""},
    "city_missing": {"city": ""},
    "zip_missing": {"zip": ""},
    "birth_year_missing": {"birth_year": ""},
}


def only(kind: str) -> dict[str, float]:
    return {one.name: float(one.name == kind) for one in KINDS}


def noisy(kind: str, seed: int = 1) -> tuple[dict[str, str], tuple[str, ...]]:
    fields = {name: list(values) for name, values in ONE.items()}
    marks = add_noise(np.random.Generator(np.random.PCG64(seed)), fields, only(kind))
    return {name: values[0] for name, values in fields.items()}, kinds_of(int(marks[0]))


def test_settings_name_known_kinds_and_chances() -> None:
    settings = noise_settings()
    assert {"clean", "keyed"} <= set(settings)
    assert all(0 <= rate <= 1 for rates in settings.values() for rate in rates.values())
    assert not any(settings["clean"].values())
    assert all(settings["keyed"].values())


@pytest.mark.parametrize("kind", EXAMPLES)
def test_what_a_kind_does(kind: str) -> None:
    after, marked = noisy(kind)
    assert marked == (kind,)
    for name, before in ONE.items():
        wanted = EXAMPLES[kind].get(name, before[0])
        assert after[name] in ({wanted} if isinstance(wanted, str) else wanted)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_a_kind_touches_only_its_fields_and_says_so(kind: str) -> None:
    (touches,) = [one.touches for one in KINDS if one.name == kind]
    for seed in range(5):
        after, marked = noisy(kind, seed)
        changed = {name for name, before in ONE.items() if after[name] != before[0]}
        assert changed <= set(touches)
        assert marked == ((kind,) if changed else ())


def test_swapped_names_come_with_and_without_a_comma() -> None:
    swapped = {noisy("names_swapped", seed)[0]["first"] for seed in range(30)}
    assert swapped == {"DE LA CRUZ", "DE LA CRUZ,"}


def test_nicknames_are_of_the_name() -> None:
    found = {variants.nickname("WILLIAM", lot / 20) for lot in range(20)}
    assert {"BILL", "WILL"} <= found
    assert variants.nickname("XQ", 0.5) == "XQ"


def test_one_part_of_two_surnames() -> None:
    assert variants.one_part("GARCIA LOPEZ", 0.1) == "GARCIA"
    assert variants.one_part("GARCIA-LOPEZ", 0.9) == "LOPEZ"
    assert variants.one_part("DE LEON", 0.1) == "DE LEON"
    assert variants.one_part("O", 0.1) == "O"


@given(st.text("ABCMNORUV019", max_size=8), LOT, LOT)
def test_misreading_changes_at_most_one_place(text: str, where: float, what: float) -> None:
    for misread in (misreadings.misread_letters, misreadings.misread_digit):
        after = misread(text, where, what)
        assert abs(len(after) - len(text)) <= 1
        same = sum(one == other for one, other in zip(text, after, strict=False))
        same_behind = sum(one == other for one, other in zip(text[::-1], after[::-1], strict=False))
        assert same + same_behind >= min(len(text), len(after)) - 2


@given(st.text("ABCDEFGHIJ", max_size=9), LOT, LOT)
def test_typing_keeps_the_first_character(text: str, where: float, what: float) -> None:
    after = misreadings.mistype(text, where, what)
    assert after[:1] == text[:1]
    assert abs(len(after) - len(text)) <= 1


@given(st.integers(1915, 2004), LOT, LOT)
def test_a_misread_year_is_still_one_of_a_voter(year: int, where: float, what: float) -> None:
    assert 1900 <= int(misreadings.misread_year(str(year), where, what)) <= 2004


@given(st.text("0123456789", max_size=6), LOT)
def test_transposing_keeps_the_digits(text: str, where: float) -> None:
    assert sorted(misreadings.transpose_digits(text, where, 0)) == sorted(text)
