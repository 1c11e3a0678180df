"""The manifest: whether these are the files that were signed, all of them and no other."""

import json
from hashlib import file_digest
from pathlib import Path
from shutil import copyfile
from typing import Any

from rollcheck.verify.notes import Key, read_key, read_note
from rollcheck.verify.saying import Report

FORMAT = "rollcheck-bundle/1"
MANIFEST, SIGNED = "manifest.json", "manifest.signed"
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

    def refused(number: str) -> None:
        raise ValueError(f"{number} is no number")

    return json.loads(text, object_pairs_hook=once, parse_constant=refused)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def signing_key(bundle: Path) -> Key:
    """Return the key that the manifest says signed it."""
    return read_key(loaded(bundle / MANIFEST)["key"])


def check_files(bundle: Path, own: Path, report: Report) -> None:
    """Check the signature over the manifest, then every file, of which ``own`` gets a copy.

    Everything else is read from the copies: nobody can change or exchange them after the check.
    """
    for name in (MANIFEST, SIGNED):
        copyfile(bundle / name, own / name)
    manifest, key, note = loaded(own / MANIFEST), signing_key(own), read_note(own / SIGNED)
    digest = sha256_of(own / MANIFEST)
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
    } - {MANIFEST, SIGNED}
    missing, further = sorted(listed.keys() - there), sorted(there - listed.keys())
    same = {one for one in listed.keys() & there if _is_as_signed(bundle, listed[one], own)}
    changed = sorted((listed.keys() & there) - same)
    whole = len(listed) == len(manifest["files"])
    report.check(
        holds=not (missing or further or changed) and whole,
        said=f"All {len(listed)} files are those that were signed.",
        means=_what(missing, further, changed),
    )


def _is_as_signed(bundle: Path, one: Json, own: Path) -> bool:
    """Copy a file, and tell whether the copy is what was signed; a link is nobody's file."""
    path, copy = bundle / one["path"], own / one["path"]
    if path.is_symlink() or not path.is_file() or path.stat().st_size != one["bytes"]:
        return False
    copy.parent.mkdir(parents=True, exist_ok=True)
    copyfile(path, copy)
    digest: str = one["sha256"]
    return copy.stat().st_size == one["bytes"] and sha256_of(copy) == digest


def _what(missing: list[str], further: list[str], changed: list[str]) -> str:
    named = {"changed since they were signed": changed, "missing": missing}
    named["not part of what was signed"] = further
    parts = "; ".join(f"{what}: {', '.join(paths)}" for what, paths in named.items() if paths)
    return f"The files are not those that were signed. {parts or 'One is listed twice'}."
