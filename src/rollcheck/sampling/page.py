"""Plain HTML pages that stand alone: nothing is loaded, nothing runs, and they print."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

CSS = """
:root { color-scheme: light; --ink: #16202c; --soft: #4f5b69; --rule: #c9d0d8; --blue: #1f5c95;
  --red: #a1341f; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.5rem 3rem; color: var(--ink);
  background: #fff; font: 100%/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin: 1.6rem 0 .4rem; }
h3 { font-size: 1rem; margin: 0; }
p { max-width: 44rem; } code { overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { border-bottom: 1px solid var(--rule); padding: .25rem .9rem .25rem 0; text-align: left;
  vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
.scroll { overflow-x: auto; }
svg { max-width: 100%; }
.section { break-inside: avoid; margin-top: 1rem; }
.section header { display: flex; gap: 1.5rem; align-items: center; flex-wrap: wrap; }
.long { break-inside: auto; }
.tick { display: inline-block; width: 1rem; height: 1rem; border: 1px solid var(--ink); }
@media print { body { max-width: none; padding: 0; } .box { break-before: page; }
  .box:first-of-type { break-before: auto; } }
"""


def html_page(title: str, body: Iterable[str]) -> str:
    """Return a whole page; ``title`` is text, the parts of ``body`` are markup."""
    allowed = b64encode(sha256(CSS.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'"
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>",
            f"<h1>{escape(title)}</h1>",
            *body,
            "</main>\n</body>\n</html>\n",
        ]
    )


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def table(caption: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of plain text whose first cells are row headers, the others numbers."""
    head = "".join(
        f'<th scope="col"{_number(place)}>{escape(title)}</th>'
        for place, title in enumerate(titles)
    )
    lines = []
    for first, *others in rows:
        cells = "".join(f'<td class="number">{escape(cell)}</td>' for cell in others)
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _number(place: int) -> str:
    return ' class="number"' if place else ""
