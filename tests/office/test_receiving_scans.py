"""Scans: what is taken in and what is refused, where each page goes, who sees what of it."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as Pillow

from office.conftest import Hire
from office.paper import entered, picture, scan, upload
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.receiving import uploads
from rollcheck.office.receiving.images import RefusedFileError, drawn, inspected
from rollcheck.office.receiving.models import Image, ImagePage
from rollcheck.office.receiving.taking_in import take_in
from rollcheck.record.files import files_of, sha256_of

SignedIn = Callable[[Person], Client]
AT = "/petitions/recall22/receiving"


@pytest.fixture
def clerk(hire: Hire, petition: Petition) -> Person:
    return hire(Role.INTAKE_CLERK, petition, name="carl")


@pytest.fixture
def browser(clerk: Person, signed_in: SignedIn) -> Client:
    return signed_in(clerk)


def sent(browser: Client, name: str, content: bytes, path: str = f"{AT}/scans") -> str:
    answer = browser.post(path, {"files": [upload(name, content)]}, follow=True)
    assert answer.status_code == 200
    return " ".join(str(message) for message in answer.context["messages"])


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A PNG of a few hundred kilobytes that says it has side times side pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\x00" * (side // 8 + 1)
    packed = zlib.compress(row * min(side, 2000), 9)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def inflated(size: int) -> bytes:
    """A small picture whose note would take ``size`` bytes unpacked."""
    note = chunk(b"iTXt", b"note\0\1\0\0\0" + zlib.compress(b"A" * size, 9))
    picture = scan()
    return picture[:33] + note + picture[33:]


def pdf_of(box: str) -> bytes:
    """A PDF of one empty page of that size."""
    page = f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>endobj\n".encode()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" + page + b"trailer<</Root 1 0 R>>\n"
    )


HOSTILE = {
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg.png": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "page.jpg": b"<!doctype html><script>alert(1)</script>",
    "gif.png": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;",
    "late.pdf": b"<html>\n%PDF-1.4\n",
    "empty.png": b"",
    "cut.png": scan()[:60],
    "cut.jpg": scan("JPEG")[:300],
    "cut.tif": scan("TIFF")[:100],
    "nothing.pdf": b"%PDF-1.7\nnothing of the kind",
    "magic.png": b"\x89PNG\r\n\x1a\n" + b"A" * 1000,
    "magic.tif": b"II*\x00" + b"\xff" * 200,
    "bomb.png": bomb(60_000),
    "loop.tif": b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00",
    "huge.pdf": pdf_of("0 0 99999999 99999999"),
    "inflated.png": inflated(64 << 20),
    "its-own-page.pdf": pdf_of("0 0 9 9").replace(b"Kids[3 0 R]", b"Kids[2 0 R]"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_scan_is_refused(
    browser: Client, place: OfficePlace, name: str, petition: Petition
) -> None:
    said = sent(browser, name, HOSTILE[name])
    assert said.startswith(f"{name}: ") or "Choose a file" in said or "empty" in said
    assert not Image.objects.exists()
    assert list(files_of(place.images)) == list(files_of(place.uploads)) == []


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("12.png", scan(), 1),
        ("12.jpg", scan("JPEG"), 1),
        ("12.tif", scan("TIFF", pages=2), 2),
        ("12.pdf", scan("PDF", pages=2), 2),
    ],
)
def test_each_kind_is_kept_and_shown(
    browser: Client, place: OfficePlace, petition: Petition, clerk: Person,
    name: str, content: bytes, pages: int,
) -> None:  # fmt: skip
    entered(petition, clerk)
    assert f"{pages} page" in sent(browser, name, content)
    image = Image.objects.get()
    (stored,) = files_of(place.images)
    assert stored.read_bytes() == content
    assert sha256_of(stored) == image.digest
    assert stored.stat().st_mode & 0o077 == 0
    assert list(image.image_pages.values_list("sheet__number", flat=True)) == [1, 2][:pages]
    for page in image.image_pages.all():
        answer = browser.get(f"{AT}/scans/{page.pk}/picture")
        assert Pillow.open(io.BytesIO(answer.content)).format == "JPEG"
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline; filename=")
        assert "no-store" in answer["Cache-Control"]
    sheet = f"{AT}/sections/{petition.sections.get().pk}/sheets/1"
    assert "/picture" in browser.get(sheet).content.decode()


def test_what_is_shown_has_nothing_else_in_it(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x010F] = "Camera of Quincy"
    (tmp_path / "images" / "ab").mkdir(parents=True)
    stored = tmp_path / "images" / "ab" / "cd"
    picture().save(stored, "JPEG", exif=exif, comment=b"Quincy was here")
    assert b"Quincy" in stored.read_bytes()
    shown = drawn(tmp_path / "images", tmp_path / "shown", "abcd", 1)
    assert b"Quincy" not in shown.read_bytes()
    with Pillow.open(shown) as read:
        assert not read.getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_mode_is_drawn(tmp_path: Path, mode: str) -> None:
    (tmp_path / "ab").mkdir()
    Pillow.new(mode, (40, 30)).save(tmp_path / "ab" / "cd", "TIFF")
    with Pillow.open(drawn(tmp_path, tmp_path / "shown", "abcd", 1)) as shown:
        assert shown.size == (40, 30)


def test_a_picture_is_drawn_no_larger_than_a_screen_needs(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    Pillow.new("L", (5000, 2500)).save(tmp_path / "ab" / "cd", "PNG")
    with Pillow.open(drawn(tmp_path, tmp_path / "shown", "abcd", 1)) as shown:
        assert shown.size == (2400, 1200)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "long.tif"
    frames = [Pillow.new("1", (8, 8))] * 301
    frames[0].save(file, "TIFF", save_all=True, append_images=frames[1:])
    with pytest.raises(RefusedFileError) as refused:
        inspected(file, "long.tif")
    assert "300 pages" in str(refused.value.sentence)


def test_a_file_is_taken_once(browser: Client, petition: Petition, clerk: Person) -> None:
    entered(petition, clerk)
    content = scan()
    sent(browser, "12_2.png", content)
    said = sent(browser, "other name.png", content)
    assert said == "other name.png: This file is here already, as sheet 12/2."
    assert ImagePage.objects.count() == 1


def test_what_nobody_can_place_waits_and_is_never_lost(
    browser: Client, petition: Petition, clerk: Person
) -> None:
    section = entered(petition, clerk, sheets=2)
    sent(browser, "12_2.pdf", scan("PDF", pages=2))
    sent(browser, "holiday.png", scan(text="?"))
    waiting = ImagePage.objects.filter(sheet=None).order_by("pk")
    assert [str(page) for page in waiting] == ["12_2.pdf p2", "holiday.png p1"]
    for page, line in zip(waiting, ("", "5"), strict=True):
        shows = {"section": "12", "sheet": "1", "line": line}
        prefixed = {f"{page.pk}-{name}": value for name, value in shows.items()}
        browser.post(f"{AT}/scans/{page.pk}", prefixed)
    of_first = ImagePage.objects.filter(sheet__section=section, sheet__number=1).order_by("pk")
    assert list(of_first.values_list("on_sheet", flat=True)) == [None, 5]
    assert not waiting.all().exists()


def test_a_page_goes_to_no_sheet_that_is_not_there(
    browser: Client, petition: Petition, clerk: Person
) -> None:
    entered(petition, clerk)
    sent(browser, "?.png", scan())
    page = ImagePage.objects.get()
    for shows in ({"section": "99", "sheet": "1"}, {"section": "12", "sheet": "3"}, {}):
        prefixed = {f"{page.pk}-{name}": value for name, value in shows.items()}
        answer = browser.post(f"{AT}/scans/{page.pk}", prefixed, follow=True)
        assert answer.context["messages"]
    page.refresh_from_db()
    assert page.sheet is None


def test_scans_of_one_sheet_are_all_of_it(
    browser: Client, petition: Petition, clerk: Person
) -> None:
    section = entered(petition, clerk)
    path = f"{AT}/sections/{section.pk}/sheets/2/scan"
    sent(browser, "front and back.pdf", scan("PDF", pages=2), path)
    assert list(ImagePage.objects.values_list("sheet__number", flat=True)) == [2, 2]
    assert browser.post(f"{AT}/sections/{section.pk}/sheets/3/scan").status_code == 404


def test_a_name_with_a_path_in_it_is_only_a_name(
    browser: Client, petition: Petition, place: OfficePlace
) -> None:
    sent(browser, "../../secret<script>.png", scan())
    assert Image.objects.get().name == "secret<script>.png"
    page = browser.get(f"{AT}/scans").content.decode()
    assert "<script>." not in page
    assert place.secret_path.read_text()


def test_who_may_see_scans(
    browser: Client, petition: Petition, clerk: Person, hire: Hire, signed_in: SignedIn
) -> None:
    section = entered(petition, clerk)
    sent(browser, "12.png", scan())
    paths = (
        f"{AT}/scans/{ImagePage.objects.get().pk}/picture",
        f"{AT}/sections/{section.pk}/sheets/1",
    )
    for path in paths:
        assert Client().get(path).status_code == 302
        assert signed_in(hire(None)).get(path).status_code == 404
        assert signed_in(hire(Role.ADMINISTRATOR)).get(path).status_code == 404
        assert signed_in(hire(Role.REVIEWER, petition)).get(path).status_code == 200
        assert browser.get(path.replace("recall22", "other")).status_code == 404
    reviewer = signed_in(hire(Role.REVIEWER, petition))
    assert reviewer.post(f"{AT}/scans", {"files": [upload("x.png", scan())]}).status_code == 403


def test_a_scan_of_another_petition_is_not_there(
    browser: Client, petition: Petition, supervisor: Person, signed_in: SignedIn
) -> None:
    sent(browser, "12.png", scan())
    hers = signed_in(supervisor)
    hers.post("/petitions/new", {"title": "Other", "rules": "us-ca/county-recall"})
    other = Petition.objects.exclude(pk=petition.pk).get()
    page = ImagePage.objects.get()
    assert hers.get(f"{AT}/scans/{page.pk}/picture").status_code == 200
    at_other = f"/petitions/{other.code}/receiving/scans/{page.pk}"
    assert hers.get(f"{at_other}/picture").status_code == 404
    assert hers.post(at_other).status_code == 404


def test_a_file_that_is_too_large_is_cut_off_and_refused(
    browser: Client, place: OfficePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rollcheck.office.receiving.images.MOST_BYTES", 1000)
    monkeypatch.setitem(uploads.TAKES_FILES, "receive_images", 1000)
    written: list[int] = []

    def taken(path: Path, *rest: Any) -> Any:
        written.append(path.stat().st_size)
        return take_in(path, *rest)

    monkeypatch.setattr("rollcheck.office.receiving.scans.take_in", taken)
    assert "larger than 200 megabytes" in sent(browser, "12.png", scan() + b"\x00" * 300_000)
    assert written == [1001]
    assert list(files_of(place.images)) == []


def test_the_pages_that_take_files_and_how_large() -> None:
    most = {"receive_images": 200 << 20, "receive_sheet_image": 200 << 20}
    small = ("change_petition", "take_cosignatures", "take_timestamp")
    assert most | dict.fromkeys(small, 1 << 18) == uploads.TAKES_FILES


def test_too_much_at_once_is_refused(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 1000)
    answer = browser.post(f"{AT}/scans", {"files": [upload("12.png", b"x" * 2000)]})
    assert answer.status_code == 400


def test_files_are_taken_only_where_a_page_takes_them(
    browser: Client, place: OfficePlace, monkeypatch: pytest.MonkeyPatch, petition: Petition
) -> None:
    def opened(*_: object) -> None:
        pytest.fail("a file was opened for an upload that no page takes")

    monkeypatch.setattr(uploads, "InDataFolder", opened)
    browser.post(f"{AT}/enter", {"section": upload("12.png", scan())})
    Client().post(f"{AT}/scans", {"files": [upload("12.png", scan())]})
    Client().post("/account/login/", {"login": upload("12.png", scan())})


def test_a_scan_whose_file_is_gone_is_said_to_be(browser: Client, place: OfficePlace) -> None:
    sent(browser, "12.png", scan())
    (stored,) = files_of(place.images)
    stored.unlink()
    page = ImagePage.objects.get()
    assert browser.get(f"{AT}/scans/{page.pk}/picture").status_code == 404
