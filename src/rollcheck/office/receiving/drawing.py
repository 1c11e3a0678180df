"""Reads a file that anybody may have made, in a process of its own with little memory and time.

``python -m rollcheck.office.receiving.drawing inspect FILE`` decodes every page and prints what the
file is; ``draw FILE PAGE OUT`` draws one page anew, so that nothing of the file but its picture is
ever shown. Prints one JSON object; ``{"wrong": CODE}`` where the file is refused. What a damaged or
hostile file does to the libraries ends with this process.

``inspect-each`` reads the paths of many small files, a JSON text a line, and answers each with one.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"%PDF-", "pdf"),
)
MOST_PIXELS = 100_000_000  # an A3 sheet at 600 dots an inch has 70 million
MOST_PAGES = 300
LONGEST_SIDE = 2400  # pixels of what is shown: a letter page at about 220 dots an inch
QUALITY = 88
MEMORY = 3 << 30
SECONDS = 60
LARGEST_DRAWN = 64 << 20
WHITE = 255
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I")
SEE_THROUGH = ("LA", "PA", "RGBA")
# What the two libraries raise for files that are damaged, hostile or not what they seem.
UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError, TypeError, KeyError,
    IndexError, AttributeError, ZeroDivisionError, NotImplementedError, RuntimeError,
)  # fmt: skip


class RefusedError(Exception):
    """The file is refused; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(path: Path) -> str:
    """Return what a file's first bytes say that it is. Raises ``RefusedError``."""
    with path.open("rb") as file:
        start = file.read(8)
    for magic, kind in MAGIC:
        if start.startswith(magic):
            return kind
    raise RefusedError("not_an_image")


def inspect(path: Path) -> dict[str, Any]:
    """Decode every page; return the kind and the number of pages. Raises ``RefusedError``."""
    kind = kind_of(path)
    with readable():
        pages = _pdf_pages(path) if kind == "pdf" else _decoded_frames(path, kind)
    return {"kind": kind, "pages": pages}


def draw(path: Path, page: int, out: Path) -> dict[str, Any]:
    """Draw one page, from 1, as a JPEG without anything else in it. Raises ``RefusedError``."""
    kind = kind_of(path)
    with readable():
        picture = _pdf_page(path, page) if kind == "pdf" else _frame(path, kind, page)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clean = Image.new(picture.mode, picture.size)
        clean.paste(picture)
        clean.save(out, "JPEG", quality=QUALITY)
    return {"width": clean.width, "height": clean.height}


@contextmanager
def readable() -> Iterator[None]:
    """Turn whatever the libraries raise over a file into ``RefusedError``."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedError("too_large") from None
    except UNREADABLE:
        raise RefusedError("unreadable") from None


def _decoded_frames(path: Path, kind: str) -> int:
    pages = 0
    with Image.open(path, formats=[kind]) as opened:
        for frame in ImageSequence.Iterator(opened):
            pages += 1
            _refuse_too_large(frame.width, frame.height, pages)
            frame.load()
            if kind != "tiff":
                break
    return pages


def _frame(path: Path, kind: str, page: int) -> Image.Image:
    with Image.open(path, formats=[kind]) as opened:
        opened.seek(page - 1)
        _refuse_too_large(opened.width, opened.height, 1)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        return _on_white(upright)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in SIXTEEN_BITS:
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode in SEE_THROUGH or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, (WHITE, WHITE, WHITE, WHITE))
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def _pdf_pages(path: Path) -> int:
    pdf = pypdfium2.PdfDocument(path)
    try:
        pages = len(pdf)
        for number in range(pages):
            width, height = pdf.get_page_size(number)
            _refuse_too_large(int(width), int(height), number + 1)
        if pages:
            _rendered(pdf, 0, 200).close()
    finally:
        pdf.close()
    if not pages:
        raise RefusedError("unreadable")
    return pages


def _pdf_page(path: Path, page: int) -> Image.Image:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return _rendered(pdf, page - 1, LONGEST_SIDE).convert("RGB")
    finally:
        pdf.close()


def _rendered(pdf: Any, number: int, longest: int) -> Image.Image:
    page = pdf[number]
    scale = longest / max(*page.get_size(), 1)
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    copy = picture.copy()
    page.close()
    return copy


def _refuse_too_large(width: int, height: int, pages: int) -> None:
    if pages > MOST_PAGES:
        raise RefusedError("too_many_pages")
    if width * height > MOST_PIXELS:
        raise RefusedError("too_large")
    if not width * height:
        raise RefusedError("unreadable")


def inspect_each(paths: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Inspect files one after the other; each may take as much time as a file by itself."""
    for line in paths:
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        with suppress(ValueError, OSError):
            most = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, most))
        try:
            yield inspect(Path(json.loads(line)))
        except RefusedError as refused:
            yield {"wrong": refused.code}


def _limit_this_process(*, many: bool) -> None:
    """Take the least that the work needs, where the system knows such limits.

    ``many``: the limit of time is set anew for each file.
    """
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        *(() if many else ((resource.RLIMIT_CPU, SECONDS),)),
        (resource.RLIMIT_FSIZE, LARGEST_DRAWN),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def main(arguments: list[str]) -> None:
    """Do what the arguments say and print what came of it."""
    what, *rest = arguments
    _limit_this_process(many=what == "inspect-each")
    if what == "inspect-each":
        for said in inspect_each(sys.stdin):
            sys.stdout.write(json.dumps(said) + "\n")
            sys.stdout.flush()
        return
    path = rest.pop(0)
    try:
        if what == "inspect":
            said = inspect(Path(path))
        else:
            said = draw(Path(path), int(rest[0]), Path(rest[1]))
    except RefusedError as refused:
        said = {"wrong": refused.code}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
