"""Looks for persons in everything that is public: names, addresses, numbers, dates, places.

``python -m bench.public_scan DEMO FOLDER...`` lists every text in the folders that is a person's of
the demonstration in the folder DEMO, and ends with 1 where there is one.
"""

import csv
import hashlib
import re
import sys
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
import pyarrow.parquet as pq
import pypdfium2

WORD = re.compile(r"[^\W_]+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
EMBEDDED = re.compile(r"data:[^;,\"']*;base64,([A-Za-z0-9+/=]+)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
HASHES = ("md5", "sha1", "sha256", "sha512")


@dataclass(frozen=True)
class Persons:
    """What must not be public: runs of words in lower case, by what they are.

    ``longest`` has the words that a run begins with, each with the length of its longest run.
    """

    runs: dict[tuple[str, ...], str]
    longest: dict[str, int]


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
    return Persons(runs, _longest(runs))


def _longest(runs: Iterable[tuple[str, ...]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for run in runs:
        longest[run[0]] = max(longest.get(run[0], 0), len(run))
    return longest


def days_in(rules: Path) -> frozenset[tuple[str, ...]]:
    """Return the days that a law's own file names; somebody may be born on one."""
    text = rules.read_text(encoding="utf-8")
    return frozenset(tuple(words_of(day)) for day in DATE.findall(text))


def leaks(folder: Path, persons: Persons, allowed: frozenset[tuple[str, ...]]) -> list[str]:
    """Return every run of words in a folder's files, or their names, that is a person's."""
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        for text in (str(path.relative_to(folder)), *texts_of(path)):
            words = words_of(text)
            for at in range(len(words)):
                for length in range(1, persons.longest.get(words[at], 0) + 1):
                    run = tuple(words[at : at + length])
                    if run in persons.runs and run not in allowed:
                        found.append(f"{path.name}: {persons.runs[run]}")
    return found


def texts_of(path: Path) -> list[str]:
    """Return the texts in a file, in every form in which somebody could read them."""
    if path.suffix == ".pyz":
        with ZipFile(path) as archive:
            told = [
                str(archive.comment),
                *(str(one.extra + one.comment) for one in archive.filelist),
            ]
            return [*told, *(archive.read(name).decode() for name in archive.namelist())]
    if path.suffix == ".pdf":
        return pdf_texts(path)
    if path.suffix == ".parquet":
        return parquet_texts(path)
    text = path.read_bytes().decode(errors="replace")
    if path.suffix == ".html":
        return [text, *html_texts(text)]
    # What JSON writes as \\u0041 is an A to whoever reads it.
    return [text, ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)]


def html_texts(text: str) -> list[str]:
    """Return what a page shows without its tags, its attributes, and what is embedded in it."""
    parts = [unescape(part) for part in re.split(r"(<[^>]*>)", text)]
    # What was split by is every second part.
    shown, said = parts[::2], parts[1::2]
    embedded = [b64decode(found) for found in EMBEDDED.findall(text)]
    return [" ".join(shown), " ".join(said), *(one.decode(errors="replace") for one in embedded)]


def parquet_texts(path: Path) -> list[str]:
    """Return a table by columns and by rows, what it says about itself, and its statistics."""
    table, file = pq.read_table(path), pq.ParquetFile(path)
    groups = range(file.metadata.num_row_groups)
    statistics = [str(file.metadata.row_group(at).to_dict()) for at in groups]
    rows = "\n".join(str(list(row.values())) for row in table.to_pylist())
    about = [str(table.schema), str(file.metadata.to_dict()), str(file.metadata.metadata)]
    return [*about, *statistics, str(table.to_pydict()), rows]


def pdf_texts(path: Path) -> list[str]:
    """Return a PDF's pages as text, and everything that it says about itself."""
    with pikepdf.open(path) as pdf:
        # The words of the metadata, without the names of their fields, which hold dates.
        told = ElementTree.fromstring(pdf.Root.Metadata.read_bytes()).itertext()
        about = [str(pdf.docinfo), " ".join(told), str(pdf.attachments)]
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names
        # Alternative texts, notes, titles: every text of every object, seen on a page or not.
        about += [text for one in pdf.objects for text in _strings(one)]
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [*about, *pages]


def _strings(value: object) -> list[str]:
    """Return the texts directly in a PDF object; what it refers to is an object of its own."""
    if isinstance(value, pikepdf.String):
        return [str(value)]
    if isinstance(value, pikepdf.Array):
        inside = list(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        inside = [value[key] for key in value.keys()]  # noqa: SIM118 - it iterates over values
    else:
        return []
    own = [one for one in inside if not getattr(one, "is_indirect", False)]
    return [text for one in own for text in _strings(one)]


def main() -> None:
    """Scan the folders named on the command line."""
    if len(sys.argv) < 3:
        sys.exit("Name the folder of the demonstration, then each folder to scan.")
    demo, *folders = map(Path, sys.argv[1:])
    persons = persons_of(demo)
    rules = [path for folder in folders for path in folder.rglob("rules*.toml")]
    allowed = frozenset(day for path in rules for day in days_in(path))
    found = [f"{folder}: {one}" for folder in folders for one in leaks(folder, persons, allowed)]
    told = found or [f"No text of {len(persons.runs):,} that name a person."]
    sys.stdout.write("\n".join(told) + "\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
