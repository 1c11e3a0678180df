"""Code 128: published symbols, the rules of the symbology, and a reader of our own."""

import re
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.sampling.barcode import (
    STOP,
    WIDTHS,
    check_character,
    code128_modules,
    code128_svg,
    code128_values,
    encodable,
)

# Modules as python-barcode 0.16.1 (MIT), an independent encoder, writes them.
PUBLISHED = {
    "S-0001": (
        "110100100001101110100010011011100101110111101101100110011001101100100110100001100011101011"
    ),
    "12345678": "1101001110010110011100100010110001110001011011000010100100011101101100011101011",
    "SECTION 7": (
        "11010010000110111010001000110100010001000110110111000101100010001010001110110101"
        "110001101101100110011101101110100110111001100011101011"
    ),
}


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_symbols(text: str) -> None:
    assert code128_modules(text) == PUBLISHED[text]


def test_the_published_check_character() -> None:
    """The worked example of PJJ123C: start A 103, the sum 878, the check value 54."""
    assert check_character([103, 48, 42, 42, 17, 18, 19, 35]) == 54


def test_every_character_has_eleven_modules_and_its_own_bars() -> None:
    assert len(WIDTHS) == 107
    assert len(set(WIDTHS)) == 107
    for widths in WIDTHS[:STOP]:
        assert sum(map(int, widths)) == 11
        assert sum(map(int, widths[::2])) % 2 == 0  # the symbology's parity: dark modules are even
    assert sum(map(int, WIDTHS[STOP])) == 13


def read(modules: str) -> str:
    """Read a symbol as a scanner would: widths, characters, check, then sets B and C."""
    widths = "".join(str(len(list(run))) for _, run in groupby(modules))
    assert widths.endswith(WIDTHS[STOP])
    body = widths.removesuffix(WIDTHS[STOP])
    values = [WIDTHS.index(body[place : place + 6]) for place in range(0, len(body), 6)]
    *data, check = values
    assert check == (data[0] + sum(i * value for i, value in enumerate(data[1:], 1))) % 103
    in_c, text = {104: False, 105: True}[data[0]], ""
    for value in data[1:]:
        if in_c and value == 100:
            in_c = False
        elif not in_c and value == 99:
            in_c = True
        else:
            text += f"{value:02}" if in_c else chr(value + 32)
    return text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80))
def test_any_text_reads_back(text: str) -> None:
    assert read(code128_modules(text)) == text


@given(st.text("0123456789A", min_size=1, max_size=20))
def test_digits_read_back_and_are_short(text: str) -> None:
    assert read(code128_modules(text)) == text
    assert len(code128_values(text)) <= len(text) + 3


@pytest.mark.parametrize("text", ["", "Zürich", "a\nb", "x" * 81])
def test_what_code_128_lacks_is_refused(text: str) -> None:
    assert not encodable(text)
    with pytest.raises(ValueError, match="printable ASCII"):
        code128_values(text)


def test_the_picture_has_the_bars_and_ten_light_modules_on_each_side() -> None:
    modules, svg = code128_modules("S-0001"), code128_svg("S-0001")
    width = re.search(r'viewBox="0 0 (\d+) 1"', svg)
    assert width
    painted = ["0"] * int(width[1])
    for start, length in re.findall(r"M(\d+) 0h(\d+)v1", svg):
        painted[int(start) : int(start) + int(length)] = "1" * int(length)
    assert "".join(painted) == "0" * 10 + modules + "0" * 10


def test_a_name_cannot_become_markup() -> None:
    assert "<b>" not in code128_svg("<b>\"&'")
