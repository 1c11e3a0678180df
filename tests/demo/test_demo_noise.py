"""Noise: rates are data; each kind does what it says and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.demo import misreadings, scans, variants
from rollcheck.demo.kinds import KINDS
from rollcheck.demo.noise import add_noise, kinds_of, noise_settings

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
    "first_unreadable": {"first": ""},
    "last_unreadable": {"last": ""},
    "house_merged": {"house": "", "street": "1234 1/242ND"},
    "zip_in_city": {"zip": "", "city": "LOS ANGELES 90012"},
    "unit_in_city": {"unit": "", "city": "APT 12 LOS ANGELES"},
    "last_in_address": {"last": "", "street": "DE LA CRUZ 42ND"},
    "names_merged": {"middle": "", "last": "ELENADE LA CRUZ"},
}


def only(kind: str) -> dict[str, float]:
    return {one.name: float(one.name == kind) for one in KINDS}


def noisy(kind: str, seed: int = 1) -> tuple[dict[str, str], tuple[str, ...]]:
    return noisy_line(kind, {name: values[0] for name, values in ONE.items()}, seed)


def noisy_line(
    kind: str, line: dict[str, str], seed: int
) -> tuple[dict[str, str], tuple[str, ...]]:
    fields = {name: [value] for name, value in line.items()}
    marks = add_noise(np.random.Generator(np.random.PCG64(seed)), fields, only(kind))
    return {name: values[0] for name, values in fields.items()}, kinds_of(marks[0])


def test_settings_name_known_kinds_and_chances() -> None:
    settings = noise_settings()
    assert {"clean", "keyed", "scribbled", "ocr"} == set(settings)
    assert all(0 <= rate <= 1 for rates in settings.values() for rate in rates.values())
    assert not any(settings["clean"].values())
    for kind in KINDS:
        assert any(rates[kind.name] for rates in settings.values()), kind.name


def test_the_settings_grow_harder() -> None:
    settings = noise_settings()
    assert all(settings["scribbled"][kind] >= rate for kind, rate in settings["keyed"].items())
    assert {
        kind for kind, rate in settings["ocr"].items() if rate and kind.endswith("_typo")
    } == set()


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


PLAIN = {
    "first": "ROBERT",
    "middle": "OTIS",
    "last": "NGUYEN",
    "suffix": "SR",
    "house": "1630",
    "pre_dir": "N",
    "street": "HIGHLAND",
    "street_type": "AVE",
    "post_dir": "W",
    "unit": "UNIT 5",
    "city": "LONG BEACH",
    "zip": "90802",
    "birth_year": "1961",
}
# Kinds that need another line: two surnames or particles, accents, an ordinal, a half number.
OTHER_LINE = {
    *("accents_dropped", "surname_part_dropped", "surname_joined"),
    *("ordinal_spelt_out", "ordinal_bare", "fraction_dropped"),
}


@pytest.mark.parametrize("kind", [one.name for one in KINDS if one.name not in OTHER_LINE])
def test_every_kind_changes_a_plain_line_in_what_it_touches_and_only_there(kind: str) -> None:
    (touches,) = [one.touches for one in KINDS if one.name == kind]
    changed = set()
    for seed in range(24):
        line = PLAIN if seed % 4 else {**PLAIN, "middle": ""}
        after, marked = noisy_line(kind, line, seed)
        now = {name for name, before in line.items() if after[name] != before}
        assert now <= set(touches)
        assert marked == ((kind,) if now else ())
        changed |= now
    assert changed == set(touches)


def test_a_family_name_is_put_first_where_that_is_the_custom() -> None:
    after, _ = noisy_line("family_name_first", PLAIN, 1)
    assert (after["first"], after["middle"], after["last"]) == ("NGUYEN", "ROBERT", "OTIS")
    assert noisy("family_name_first") == ({name: one[0] for name, one in ONE.items()}, ())


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("first_missing", "last"),
        ("first_unreadable", "last"),
        ("last_missing", "first"),
        ("last_unreadable", "first"),
    ],
)
def test_one_of_the_names_is_always_left(kind: str, other: str) -> None:
    without = {**PLAIN, other: ""}
    assert noisy_line(kind, without, 1) == (without, ())


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


@given(st.text("ABCMNORUVnmlocd0158", max_size=8), LOT, LOT)
def test_a_glyph_is_taken_for_one_that_the_table_names(
    text: str, where: float, what: float
) -> None:
    after = scans.mistake_glyph(text, where, what)
    assert after == text or any(
        text[:at] + looks + text[at + len(glyph) :] == after
        for glyph, options in scans.GLYPHS.items()
        for looks in options
        for at in range(len(text))
        if text.startswith(glyph, at)
    )


@pytest.mark.parametrize(("text", "glyph"), [("8", "B"), ("0", "O"), ("m", "rn"), ("5", "S")])
def test_glyphs_that_machines_confuse(text: str, glyph: str) -> None:
    assert glyph in {scans.mistake_glyph(text, 0, lot / 10) for lot in range(10)}


@given(st.text("ABCDEFGH' -", max_size=9), LOT, LOT)
def test_what_is_added_can_be_taken_away(text: str, where: float, what: float) -> None:
    assert scans.split_word(text, where, what).replace(" ", "") == text.replace(" ", "")
    marked = scans.add_stray_mark(text, where, what)
    assert marked[:1] == text[:1]
    assert len(marked) == len(text) + bool(text)
    assert any(marked[:at] + marked[at + 1 :] == text for at in range(len(marked))) or not text


@given(st.text("ABCDEFGH", max_size=12), LOT, LOT)
def test_what_cannot_be_read_keeps_its_beginning(text: str, where: float, what: float) -> None:
    cut = misreadings.cut_short(text, where, what)
    assert text.startswith(cut)
    assert len(cut) >= min(2, len(text))
    lost = misreadings.lose_letters(text, where, what)
    assert (len(lost), lost[:1]) == (len(text), text[:1])
    assert 0 <= lost.count("?") <= 2


@given(st.text("0123456789", max_size=6), LOT)
def test_an_unreadable_digit_is_one_of_several(text: str, where: float) -> None:
    lost = misreadings.lose_digit(text, where, 0)
    assert lost.count("?") == (len(text) > 1)
    assert len(lost) == len(text)


@given(st.integers(1915, 2004), LOT, LOT)
def test_a_misread_year_is_still_one_of_a_voter(year: int, where: float, what: float) -> None:
    assert 1900 <= int(misreadings.misread_year(str(year), where, what)) <= 2004


@given(st.text("0123456789", max_size=6), LOT)
def test_transposing_keeps_the_digits(text: str, where: float) -> None:
    assert sorted(misreadings.transpose_digits(text, where, 0)) == sorted(text)
