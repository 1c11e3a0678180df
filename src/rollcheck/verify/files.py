"""The files: whether they are those that were signed, and the tables say what the result does."""

import csv
import json
from hashlib import file_digest
from pathlib import Path
from shutil import copyfile
from typing import Any

from rollcheck.verify.notes import read_key, read_note
from rollcheck.verify.saying import Report

FORMAT = "rollcheck-bundle/1"
MANIFEST, SIGNATURE = SIGNED = ("manifest.json", "manifest.signed")
Json = dict[str, Any]


def loaded(path: Path) -> Any:
    """Return a JSON document. Raises ``ValueError`` where it is none, or says a thing twice."""
    return said_in(path.read_text(encoding="utf-8"))


def said_in(text: str) -> Any:
    """Return what a JSON text says. Raises ``ValueError`` where it is none, or says it twice."""

    def once(pairs: list[tuple[str, Any]]) -> Json:
        said = dict(pairs)
        if len(said) != len(pairs):
            raise ValueError("a key stands twice")
        return said

    # NaN and Infinity, which JSON does not have, are nothing that int reads.
    return json.loads(text, object_pairs_hook=once, parse_constant=int)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def check_files(bundle: Path, own: Path, report: Report) -> None:
    """Check the signature over the manifest, then every file, of which ``own`` gets a copy.

    Everything else is read from the copies: nobody can change or exchange them after the check.
    """
    for name in SIGNED:
        copyfile(bundle / name, own / name)
    manifest, digest = loaded(own / MANIFEST), sha256_of(own / MANIFEST)
    key, note = read_key(manifest["key"]), read_note(own / SIGNATURE)
    report.check(
        holds=manifest["format"] == FORMAT and note.text == f"{key.name}\n{FORMAT}\n{digest}\n",
        said="The signed text is about this manifest.",
        means="manifest.signed is about another manifest: one of the two was changed.",
    )
    report.check(
        holds=note.is_by(key),
        said=f"{key.name} signed the manifest.",
        means="The signature under the manifest is not by the key it names: it is forged.",
    )
    listed = {one["path"]: one for one in manifest["files"]}
    there = {
        path.relative_to(bundle).as_posix()
        for path in bundle.rglob("*")
        # A link to a folder would lead to files that nobody signed.
        if path.is_symlink() or not path.is_dir()
    } - {*SIGNED}
    same = {one for one in listed.keys() & there if _is_as_signed(bundle, listed[one], own)}
    wrong = {
        "changed since they were signed": (listed.keys() & there) - same,
        "missing": listed.keys() - there,
        "not part of what was signed": there - listed.keys(),
    }
    parts = "; ".join(f"{what}: {', '.join(sorted(of))}" for what, of in wrong.items() if of)
    report.check(
        holds=not parts and len(listed) == len(manifest["files"]),
        said=f"All {len(listed)} files are those that were signed.",
        means="The files are not those that were signed. " + (parts or "One is listed twice") + ".",
    )


def _is_as_signed(bundle: Path, one: Json, own: Path) -> bool:
    """Copy a file, and tell whether the copy is what was signed; a link is nobody's file."""
    path, copy = bundle / one["path"], own / one["path"]
    if path.is_symlink() or not path.is_file() or path.stat().st_size != one["bytes"]:
        return False
    copy.parent.mkdir(parents=True, exist_ok=True)
    copyfile(path, copy)
    return bool(copy.stat().st_size == one["bytes"] and sha256_of(copy) == one["sha256"])


def check_tables(bundle: Path, result: Json, report: Report) -> None:
    """Check that the open data says what the result says, under the columns it declares."""
    package = loaded(bundle / "datapackage.json")
    headed = True
    for resource in package["resources"]:
        with (bundle / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        headed = headed and header == [one["name"] for one in resource["schema"]["fields"]]
    report.check(
        holds=headed,
        said=f"The {len(package['resources'])} tables have the columns that their schemas name.",
        means="A table has other columns than datapackage.json says.",
    )
    counts = set()
    stages = {f"sample_{one['stage']}": one for one in result["samples"]}
    for stage, of in ({result["stage"]: result["counts"]} | stages).items():
        counts.add((stage, "valid", "", str(of["valid"])))
        if of.get("excluded"):
            counts.add((stage, "excluded", "", str(of["excluded"])))
        for kind, key in (("reason", "reasons"), ("waiting", "waiting_for")):
            counts |= {(stage, kind, one["code"], str(one["lines"])) for one in of[key]}
    rows = _rows(bundle / "counts.csv", ("stage", "kind", "code", "lines"))
    same = set(rows) == counts and len(rows) == len(counts)
    of_samples = ("stage", "size", "valid", "duplicates", "naive_valid", "projected_valid")
    for path, key, names in (
        ("required.csv", "decisions", ("required", "decision", "short_by")),
        ("samples.csv", "samples", of_samples),
    ):
        said = [tuple("" if one[c] is None else str(one[c]) for c in names) for one in result[key]]
        same = same and _rows(bundle / path, names) == said
    report.check(
        holds=same,
        said="The open data says what the result says.",
        means="The open data says something else than the result: one of the two was changed.",
    )


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row[one] for one in columns) for row in csv.DictReader(file, strict=True)]
