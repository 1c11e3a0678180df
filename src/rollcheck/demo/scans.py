"""What a machine that reads hand-printed letters makes of them: pure functions on text.

Each takes the text and numbers drawn from [0, 1), and returns the text unchanged where it does
not apply.
"""

from rollcheck.demo.misreadings import both_ways, replace_one

# Shapes that look alike to a machine, which does not know that a name has no digits.
GLYPHS = both_ways(
    "O/0 D/0 Q/0 I/1 L/1 S/5 B/8 Z/2 G/6 T/7 A/4 RN/M NN/M CL/D VV/W LI/U II/N C/G E/F U/V P/R K/X "
    "rn/m nn/m cl/d vv/w l/1 i/1 o/0 s/5 b/6 g/9 q/9 z/2 a/o e/c h/b t/f u/v"
)
_MARKS = ".,'-_:;|*~"


def mistake_glyph(text: str, where: float, what: float) -> str:
    """Replace one character, or two that touch, by what looks like it."""
    return replace_one(text, GLYPHS, where, what)


def split_word(text: str, where: float, what: float) -> str:
    """See a space inside a word of five letters or more."""
    del what
    if len(text) < 5 or " " in text:
        return text
    at = 2 + int(where * (len(text) - 3))
    return f"{text[:at]} {text[at:]}"


def add_stray_mark(text: str, where: float, what: float) -> str:
    """Take a speck for a mark, behind the first character so that no cell begins with it."""
    if not text:
        return text
    at = 1 + int(where * len(text))
    return text[:at] + _MARKS[int(what * len(_MARKS))] + text[at:]
