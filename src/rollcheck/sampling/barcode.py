"""Code 128 (ISO/IEC 15417) as modules and as an SVG picture, for labels read by a scanner."""

from html import escape

# Bars and spaces of each symbol character, by its value 0 to 106, as widths in modules.
PATTERNS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 2331112"
)
WIDTHS = tuple(PATTERNS.split())
TO_C, TO_B, START_B, START_C, STOP = 99, 100, 104, 105, 106
QUIET = 10
MOST_CHARACTERS = 80


def encodable(text: str) -> bool:
    """Say whether Code 128's sets B and C have every character: printable ASCII, 1 to 80."""
    return 1 <= len(text) <= MOST_CHARACTERS and all(" " <= one <= "~" for one in text)


def code128_values(text: str) -> tuple[int, ...]:
    """Return the symbol values from start to stop, the check character included.

    Runs of four digits or more (or a text of digits alone) go two to a character in set C; an odd
    one goes before the run. Raises ``ValueError`` for a text that is not ``encodable``.
    """
    if not encodable(text):
        raise ValueError("Code 128 here takes 1 to 80 printable ASCII characters")
    values: list[int] = []
    in_c = False
    place = 0
    while place < len(text):
        run = _digits(text, place)
        even = run % 2 == 0
        pairs = even and (run >= 4 or (run == len(text) and run >= 2))
        if in_c and run >= 2:
            values.append(int(text[place : place + 2]))
            place += 2
            continue
        if pairs != in_c or not values:
            values.append((TO_C if pairs else TO_B) if values else (START_C if pairs else START_B))
            in_c = pairs
        if not in_c:
            values.append(ord(text[place]) - ord(" "))
            place += 1
    return (*values, check_character(values), STOP)


def check_character(values: list[int]) -> int:
    """Return the check value: the start plus each value times its place from 1, modulo 103."""
    return (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103


def code128_modules(text: str) -> str:
    """Return the symbol as 1 for each dark module and 0 for each light one, without margins."""
    widths = "".join(WIDTHS[value] for value in code128_values(text))
    return "".join(("1", "0")[place % 2] * int(width) for place, width in enumerate(widths))


def code128_svg(text: str, *, height: int = 40, module: int = 2) -> str:
    """Return the symbol as an SVG element with its quiet zones, sized in CSS pixels."""
    modules = code128_modules(text)
    width = len(modules) + 2 * QUIET
    path = "".join(f"M{start} 0h{length}v1h-{length}z" for start, length in _bars(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width * module}" '
        f'height="{height}" viewBox="0 0 {width} 1" preserveAspectRatio="none" '
        f'shape-rendering="crispEdges" aria-label="Barcode of {escape(text)}">'
        f'<path d="{path}"/></svg>'
    )


def _bars(modules: str) -> list[tuple[int, int]]:
    """Return where each bar starts, the quiet zone counted, and how wide it is."""
    bars = []
    place = QUIET
    for run in modules.replace("01", "0 1").replace("10", "1 0").split():
        if run[0] == "1":
            bars.append((place, len(run)))
        place += len(run)
    return bars


def _digits(text: str, place: int) -> int:
    run = place
    while run < len(text) and text[run].isdigit():
        run += 1
    return run - place
