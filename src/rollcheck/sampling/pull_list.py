"""The pull list: the drawn lines in the order in which a clerk walks past the boxes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rollcheck.sampling.barcode import code128_svg, encodable
from rollcheck.sampling.draw import Drawn
from rollcheck.sampling.page import html_page, paragraph
from rollcheck.sampling.strata import Stratum

LONG = 25


@dataclass(frozen=True, slots=True)
class PullLine:
    """A drawn line: where it lies, its id, its stratum and its place in that stratum's draw."""

    box: str
    section: str
    sheet: str
    line_no: str
    line_id: str
    stratum: str
    rank: int


def pull_lines(
    draws: Sequence[tuple[Stratum, Sequence[Drawn]]], boxes: Mapping[str, str]
) -> tuple[PullLine, ...]:
    """Return the drawn lines by box, section, sheet and line; ``boxes`` maps a line_id to its box.

    Numbers within a name sort as numbers: box 9 comes before box 10.
    """
    lines = [
        PullLine(
            boxes.get(one.line.identity.line_id, ""),
            one.line.identity.section,
            one.line.identity.sheet,
            one.line.identity.line_no,
            one.line.identity.line_id,
            stratum.name,
            one.rank,
        )
        for stratum, drawn in draws
        for one in drawn
    ]
    return tuple(sorted(lines, key=_walk))


def _walk(line: PullLine) -> tuple[object, ...]:
    return tuple(natural_order(text) for text in (line.box, line.section, line.sheet, line.line_no))


def natural_order(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts runs of digits as numbers, and text apart from them."""
    return tuple(
        (0, int(part), part) if part.isascii() and part.isdecimal() else (1, 0, part)
        for part in re.split(r"([0-9]+)", text)
        if part
    )


def pull_list_html(lines: Sequence[PullLine], facts: Iterable[str]) -> str:
    """Return the pull list as a page to print; ``facts`` are sentences about the draw."""
    sections = len({(line.box, line.section) for line in lines})
    boxes = len({line.box for line in lines})
    with_boxes = any(line.box for line in lines)
    where = f" in {boxes:,} boxes" if with_boxes else ""
    parts = [paragraph(f"{len(lines):,} lines on {sections:,} sections{where}.")]
    parts += [paragraph(fact) for fact in facts]
    for box, inside in groupby(lines, key=lambda line: line.box):
        parts.append('<section class="box">')
        if with_boxes:
            parts.append(f"<h2>{f'Box {escape(box)}' if box else 'Without a box'}</h2>")
        for section, drawn in groupby(inside, key=lambda line: line.section):
            parts.append(_section(section, tuple(drawn), "h3" if with_boxes else "h2"))
        parts.append("</section>")
    return html_page("Pull list", parts)


def _section(section: str, lines: Sequence[PullLine], heading: str) -> str:
    name = escape(section)
    barcode = (
        code128_svg(section)
        if encodable(section)
        else "<span>No barcode: the name has characters that Code 128 lacks.</span>"
    )
    stratum = any(line.stratum for line in lines)
    titles = ["Sheet", "Line", "Line id", *(["Stratum"] if stratum else []), "Draw", "Found"]
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    rows = "".join(_row(line, with_stratum=stratum) for line in lines)
    long = " long" if len(lines) > LONG else ""
    return (
        f'<section class="section{long}"><header><{heading}>Section {name}</{heading}>'
        f"{barcode}</header><table><caption>Lines to pull from section {name}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _row(line: PullLine, *, with_stratum: bool) -> str:
    cells = [line.line_no, line.line_id, *([line.stratum] if with_stratum else []), str(line.rank)]
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    tick = '<td><span class="tick" role="img" aria-label="to tick"></span></td>'
    return f'<tr><th scope="row">{escape(line.sheet)}</th>{shown}{tick}</tr>'
