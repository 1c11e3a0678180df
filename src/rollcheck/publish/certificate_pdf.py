"""The certificate as a tagged PDF (PDF/UA-1), set by Typst from the parts of the page."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from importlib.resources import files

import typst

from rollcheck.publish.certificate import Certificate, Table
from rollcheck.publish.language import say, spoken_language

Json = dict[str, object]

WIDEST, NARROWEST = 36, 10
"""Characters: no column is given more room than for this many of its mean, nor less."""


def certificate_pdf(certificate: Certificate, signed_by: str, dated: date) -> bytes:
    """Return the PDF; ``dated`` is its date inside the file, so that the same input is the same.

    It needs no font of the computer and no network: what it uses comes with Typst's wheel.
    """
    source = (files("rollcheck.publish") / "templates" / "certificate.typ").read_bytes()
    midnight = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    told = {
        **asdict(certificate),
        "language": spoken_language(),
        "signed_by": signed_by,
        "signature": (say("Signature of the official"), say("Name, office and signature")),
        "dated": _day(certificate.dated),
        "parts": [
            {
                **asdict(part),
                "tables": [{**asdict(one), "widths": _widths(one)} for one in part.tables],
            }
            for part in certificate.parts
        ],
    }
    pdf = typst.compile(
        source,
        format="pdf",
        sys_inputs={"certificate": json.dumps(told, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=midnight,
        ignore_system_fonts=True,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst returns one PDF as bytes")
    return pdf


def _day(iso: str | None) -> tuple[int, int, int] | None:
    if iso is None:
        return None
    day = date.fromisoformat(iso)
    return day.year, day.month, day.day


def _widths(table: Table) -> tuple[int, ...]:
    """Return how wide each column is beside the others, by its longest word and mean length."""
    found = []
    for at, name in enumerate(table.columns):
        cells = [name, *(row[at] for row in table.rows)]
        mean = sum(map(len, cells)) // len(cells)
        word = max(len(one) for cell in cells for one in cell.split() or [""])
        found.append(min(max(mean, min(word, 14), NARROWEST), WIDEST))
    return tuple(found)
