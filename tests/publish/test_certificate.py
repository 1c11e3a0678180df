"""The certificate: what it says, and a PDF whose tags say it in the same order (PDF/UA-1)."""

import ctypes
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from publish_states import STATES
from published_pages import publication, whole_result

from rollcheck.publish.certificate import Certificate, certificate_of
from rollcheck.publish.certificate_pdf import certificate_pdf
from rollcheck.publish.language import say, speaking
from rollcheck.publish.node import Node

DAY = date(2022, 8, 15)
BLANK = re.compile(r"[\s\u200b\u2060\u00ad]+")


def made(language: str = "en", *, certified: bool = True) -> Certificate:
    with speaking(language):
        return certificate_of(Node(whole_result()), publication(certified=certified))


def pdf_of(certificate: Certificate, language: str = "en") -> bytes:
    with speaking(language):
        return certificate_pdf(certificate, "elections.example.gov/record", DAY)


@pytest.fixture(scope="module", params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def certificate(language: str) -> Certificate:
    return made(language)


@pytest.fixture(scope="module")
def content(certificate: Certificate, language: str) -> bytes:
    return pdf_of(certificate, language)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def elements(node: Any) -> Iterator[Any]:
    """Yield every structure element below a node, in reading order."""
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def kids(node: Any) -> list[Any]:
    found = node.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def tagged(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    return [one for one in elements(pdf.Root.StructTreeRoot) if str(one.S) == f"/{tag}"]


def test_it_says_that_it_is_tagged_and_accessible(pdf: pikepdf.Pdf, language: str) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == language
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    about = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    said = {one.tag: "".join(one.itertext()).strip() for one in about.iter()}
    said |= {name: value for one in about.iter() for name, value in one.attrib.items()}
    assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    with speaking(language):
        title = f"{say('Certificate of the result')}: {whole_result()['title']}"
    assert said["{http://purl.org/dc/elements/1.1/}title"] == title
    assert str(pdf.docinfo.Title) == title


def test_the_picture_has_a_text_in_its_place(pdf: pikepdf.Pdf, certificate: Certificate) -> None:
    assert [str(one.Alt) for one in tagged(pdf, "Figure")] == [certificate.bar.alternative]


def test_headings_do_not_skip_a_level(pdf: pikepdf.Pdf, certificate: Certificate) -> None:
    levels = [
        str(one.S) for one in elements(pdf.Root.StructTreeRoot) if re.match("/H[1-6]", str(one.S))
    ]
    assert levels == ["/H1", *["/H2"] * (len(certificate.parts) + 1)]


def test_tables_have_headers_that_say_for_what(pdf: pikepdf.Pdf, certificate: Certificate) -> None:
    tables = [table for part in certificate.parts for table in part.tables]
    assert len(tagged(pdf, "Table")) == len(tables) > 5
    for told, table in zip(tagged(pdf, "Table"), tables, strict=True):
        heads = [one for one in elements(told) if str(one.S) == "/TH"]
        cells = [one for one in elements(told) if str(one.S) == "/TD"]
        assert [str(one.A[0].Scope) for one in heads] == ["/Column"] * len(table.columns)
        assert len(cells) == len(table.rows) * len(table.columns)


def expected(certificate: Certificate) -> Iterator[str]:
    """Yield the words of a certificate in the order in which somebody reads them."""
    yield from (certificate.kind, certificate.title, certificate.headline, certificate.status)
    yield certificate.bar.alternative
    for part in certificate.parts:
        yield part.heading
        yield from part.sentences
        yield from (f"{name}: {value}" for name, value in part.facts)
        for table in part.tables:
            yield table.caption
            yield from table.columns
            yield from (cell for row in table.rows for cell in row)
        yield from part.commands
    if certificate.dated:
        yield from (say("Signature of the official"), say("Name, office and signature"))


def read_by_tags(pdf: pikepdf.Pdf, content: bytes) -> str:
    """Return the text in the order of the structure tree, as a screen reader reads it."""
    document = pypdfium2.PdfDocument(content)
    texts = [texts_by_mark(page) for page in document]
    numbers = {page.objgen: at for at, page in enumerate(pdf.pages)}
    told = [
        texts[numbers[page]].get(mark, "") for page, mark in marks(pdf.Root.StructTreeRoot, None)
    ]
    document.close()
    return "".join(told)


def marks(node: Any, page: Any) -> Iterator[tuple[Any, int]]:
    page = node.Pg.objgen if "/Pg" in node else page
    for kid in kids(node):
        if isinstance(kid, int):
            yield page, kid
        elif "/MCID" in kid:
            yield (kid.Pg.objgen if "/Pg" in kid else page), int(kid.MCID)
        elif "/S" in kid:
            yield from marks(kid, page)


def texts_by_mark(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Return what stands at each marked place of a page."""
    found: dict[int, str] = {}
    textpage = page.get_textpage()
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(one.raw)
        size = pdfium.FPDFTextObj_GetText(one.raw, textpage.raw, None, 0)
        buffer = ctypes.create_string_buffer(size)
        short = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        pdfium.FPDFTextObj_GetText(one.raw, textpage.raw, short, size)
        found[mark] = found.get(mark, "") + buffer.raw[: size - 2].decode("utf-16-le")
        # What PDFium makes of a hyphen at the end of a line.
        found[mark] = found[mark].replace("\x02", "-")
    return found


def test_the_order_of_reading_is_that_of_the_text(
    pdf: pikepdf.Pdf, content: bytes, certificate: Certificate, language: str
) -> None:
    with speaking(language):
        words = BLANK.sub("", "".join(expected(certificate)))
    assert BLANK.sub("", read_by_tags(pdf, content)) == words


def test_the_same_input_is_the_same_to_the_byte(certificate: Certificate, language: str) -> None:
    first, second = (pdf_of(certificate, language) for _ in range(2))
    assert first == second


def test_it_brings_its_fonts(pdf: pikepdf.Pdf) -> None:
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert inner
    assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in inner)


def words_of(certificate: Certificate) -> str:
    return "\n".join(expected(certificate)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "told",
    [
        "The petition is insufficient: 520,050 valid signatures, 46,807 fewer",
        "Certified number: 566,857",
        "Claimed number: 543,840",
        "People, as many as the rules ask for each reason",
        "The official certified it on 15 August 2022.",
        "Contested number: 543,840.",
        "Rules NOT verified",
        "elections.example.gov/record, 1,234 entries, root 0707",
        "SHA-256 of the list of published data: abab",
        "Edition 1, SHA-256 of its manifest: efef",
        "python rollcheck-verify.pyz . --key KEY",
        "Elec. Code 11225",
        "In the citations: Elec. Code: California Elections Code",
    ],
)
def test_what_it_says(told: str) -> None:
    assert told in words_of(made())


def test_before_certification_it_is_none() -> None:
    early = made(certified=False)
    assert early.kind == "Statement before certification"
    assert early.dated is None
    assert "A supervisor lifted the embargo: a court asked" in words_of(early)
    assert "Signature of the official" not in words_of(early)


@pytest.mark.parametrize("name", ["raw_too_few", "sample_open", "hostile", "endless_words"])
def test_every_kind_of_result_makes_a_certificate(name: str) -> None:
    certificate = certificate_of(Node(STATES[name]()), publication())
    assert pdf_of(certificate).startswith(b"%PDF-")
