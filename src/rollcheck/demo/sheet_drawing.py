"""Pictures of a petition's sheets, as if filled in by hand and scanned."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFont

from rollcheck.demo.signatures import ON_PAPER, Hand

WIDTH, MARGIN, HEAD, ROW, FOOT = 1000, 16, 170, 112, 60  # pixels: about 100 to the inch
COLUMNS: tuple[tuple[str, int], ...] = (
    ("", 40),
    ("Signature", 250),
    ("Printed name", 270),
    ("Residence address", 310),
    ("Date", 0),
)
PAPER, RULES, PRINT = 250, 150, 30
INK = 62  # what is written is a little lighter than what is printed
SIGNED_HEIGHT = 76
LIGHTEST = 200
SLANT = 0.18


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """What stands on a line; ``hand`` is None where nobody signed."""

    printed_name: str
    address: str
    city: str
    zip: str
    signed_on: str
    hand: Hand | None


def draw_sheet(title: str, section: str, sheet: str, lines: Sequence[WrittenLine]) -> Image.Image:
    """Return a picture of a sheet, grey; its lines are ``ROW`` pixels high each."""
    picture = Image.new("L", (WIDTH, HEAD + ROW * len(lines) + FOOT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((MARGIN, 34), title, fill=PRINT, font=_font(30))
    draw.text((MARGIN, 84), "To the registrar of voters. Synthetic: nobody on this sheet exists.",
              fill=PRINT, font=_font(22))  # fmt: skip
    draw.text((WIDTH - 300, 34), f"Section {section}   Sheet {sheet}", fill=PRINT, font=_font(26))
    for (name, _width), left in zip(COLUMNS, _lefts(), strict=True):
        draw.text((left + 8, HEAD - 40), name, fill=PRINT, font=_font(22))
    for number, line in enumerate(lines):
        _draw_line(picture, number, line, Random(f"{section}/{sheet}/{number}"))  # noqa: S311
    _rules(draw, len(lines))
    return picture


def line_of(sheet: Image.Image, number: int) -> Image.Image:
    """Return the part of a sheet's picture that shows its line ``number``, from 1."""
    top = HEAD + ROW * (number - 1)
    return sheet.crop((0, top - 6, WIDTH, top + ROW + 6))


def as_png(picture: Image.Image) -> bytes:
    """Return a picture as a PNG file of 16 greys, without anything that differs between times."""
    file = io.BytesIO()
    picture.point(lambda grey: grey // 17 * 17).save(file, "PNG", compress_level=6)
    return file.getvalue()


def _draw_line(picture: Image.Image, number: int, line: WrittenLine, rng: Random) -> None:
    top = HEAD + ROW * number
    lefts = _lefts()
    ImageDraw.Draw(picture).text((lefts[0] + 8, top + 36), str(number + 1), fill=PRINT,
                                 font=_font(26))  # fmt: skip
    if line.hand is not None:
        _sign(picture, line.hand, (lefts[1] + rng.randint(4, 20), top + rng.randint(8, 24)))
    size = rng.randint(25, 31)
    town = f"{line.city} {line.zip}".strip()
    date = "/".join((*line.signed_on.split("-")[1:], line.signed_on[2:4])) if line.signed_on else ""
    for text, left, down, width in (
        (line.printed_name, lefts[2], 34, COLUMNS[2][1]),
        (line.address, lefts[3], 12, COLUMNS[3][1]),
        (town, lefts[3], 58, COLUMNS[3][1]),
        (date, lefts[4], 34, WIDTH - MARGIN - lefts[4]),
    ):
        at = (left + rng.randint(2, 8), top + down + rng.randint(-5, 5))
        _write(picture, text, at, size, width - 14)


def _write(picture: Image.Image, text: str, at: tuple[int, int], size: int, most: int) -> None:
    """Write a text as a slanting hand does, narrower where it would not fit."""
    if not text:
        return
    # The font that comes with Pillow has no accents.
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isascii())
    font = _font(size)
    width = int(font.getlength(text)) + size
    word = Image.new("L", (width, int(size * 1.5)), 0)
    ImageDraw.Draw(word).text((int(size * 0.6), 0), text, fill=255, font=font)
    word = word.transform(
        word.size, Image.Transform.AFFINE, (1, SLANT, -SLANT * size, 0, 1, 0),
        Image.Resampling.BILINEAR,
    )  # fmt: skip
    if width > most:
        word = word.resize((most, word.height))
    picture.paste(INK, at, word)


def _sign(picture: Image.Image, hand: Hand, at: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(hand.sample(ON_PAPER))) as opened:
        sample = opened.convert("L")
    scale = SIGNED_HEIGHT / sample.height
    sample = sample.resize((max(1, int(sample.width * scale)), SIGNED_HEIGHT))
    # What is lighter is the paper that the sample stood on.
    picture.paste(INK, at, sample.point(lambda grey: max(0, LIGHTEST - grey) * 255 // LIGHTEST))


def _rules(draw: ImageDraw.ImageDraw, lines: int) -> None:
    bottom = HEAD + ROW * lines
    for row in range(lines + 1):
        top = HEAD + ROW * row
        draw.line((MARGIN, top, WIDTH - MARGIN, top), fill=RULES, width=2)
    for left in (*_lefts(), WIDTH - MARGIN):
        draw.line((left, HEAD, left, bottom), fill=RULES, width=2)


def _lefts() -> list[int]:
    found = [MARGIN]
    for _name, width in COLUMNS[:-1]:
        found.append(found[-1] + width)
    return found


def signed_between() -> tuple[int, int]:
    """Return from where to where across a sheet people sign, in percent of its width."""
    _number, left, right, *_rest = _lefts()
    return 100 * left // WIDTH, -(-100 * right // WIDTH)


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow is built without FreeType")
    return font
