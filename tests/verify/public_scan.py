"""Looks for persons in everything that is public: names, addresses, numbers, dates, places."""

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
import pyarrow.parquet as pq
import pypdfium2

WORD = re.compile(r"[^\W_]+")
HASHES = ("md5", "sha1", "sha256", "sha512")


@dataclass(frozen=True)
class Persons:
    """What must not be public: runs of words in lower case, by what they are."""

    runs: dict[tuple[str, ...], str]
    longest: int


def words_of(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def persons_of(demo: Path) -> Persons:
    """Gather every name, address, number, date and place of the demo, plain and hashed."""
    runs: dict[tuple[str, ...], str] = {}

    def forbid(text: str, what: str) -> None:
        if words := tuple(words_of(text)):
            runs[words] = what

    with (demo / "roll.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = f"{row['first']} {row['last']}"
            for one in (name, f"{row['last']}, {row['first']}"):
                forbid(one, "a name")
            for text in {name, name.upper(), name.casefold(), row["voter_id"]}:
                for kind in HASHES:
                    digest = hashlib.new(kind, text.encode(), usedforsecurity=False)
                    forbid(digest.hexdigest(), "a hash")
            forbid(row["voter_id"], "a voter number")
            forbid(row["birth_date"], "a birth date")
            forbid(f"{row['house']} {row['street']} {row['street_type']}", "an address")
    with (demo / "lines.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column in ("printed_name", "address"):
                if len(words_of(row[column])) > 1:
                    forbid(row[column], "what was written")
            forbid(row["line_id"], "the place of a line")
    return Persons(runs, max(map(len, runs)))


def leaks(folder: Path, persons: Persons, allowed: frozenset[tuple[str, ...]]) -> list[str]:
    """Return every run of words in a folder's files, or their names, that is a person's."""
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        for text in (str(path.relative_to(folder)), *texts_of(path)):
            words = words_of(text)
            for at in range(len(words)):
                for length in range(1, persons.longest + 1):
                    run = tuple(words[at : at + length])
                    if run in persons.runs and run not in allowed:
                        found.append(f"{path.name}: {persons.runs[run]}")
    return found


def texts_of(path: Path) -> list[str]:
    """Return the texts in a file; those of an archive are looked at one by one."""
    if path.suffix == ".pyz":
        with ZipFile(path) as archive:
            return [archive.read(name).decode() for name in archive.namelist()]
    if path.suffix == ".pdf":
        return pdf_texts(path)
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return [str(table.schema), str(pq.read_metadata(path).metadata), str(table.to_pydict())]
    return [path.read_bytes().decode(errors="replace")]


def pdf_texts(path: Path) -> list[str]:
    """Return a PDF's pages as text, and everything that it says about itself."""
    with pikepdf.open(path) as pdf:
        # The words of the metadata, without the names of their fields, which hold dates.
        told = ElementTree.fromstring(pdf.Root.Metadata.read_bytes()).itertext()
        about = [str(pdf.docinfo), " ".join(told), str(pdf.attachments)]
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [*about, *pages]
