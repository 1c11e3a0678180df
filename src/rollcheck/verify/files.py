"""The manifest: whether these are the files that were signed, all of them and no other."""

import json
from hashlib import file_digest
from pathlib import Path
from typing import Any

from rollcheck.verify.notes import Key, read_key, read_note
from rollcheck.verify.saying import Report

FORMAT = "rollcheck-bundle/1"
MANIFEST, SIGNED = "manifest.json", "manifest.signed"


def loaded(path: Path) -> Any:
    """Return a JSON document. Raises ``ValueError`` where it is none, or says a thing twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        said = dict(pairs)
        if len(said) != len(pairs):
            raise ValueError("a key stands twice")
        return said

    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def signing_key(bundle: Path) -> Key:
    """Return the key that the manifest says signed it."""
    return read_key(loaded(bundle / MANIFEST)["key"])


def check_files(bundle: Path, report: Report) -> None:
    """Check the signature over the manifest, then every file against the manifest."""
    manifest, key, note = loaded(bundle / MANIFEST), signing_key(bundle), read_note(bundle / SIGNED)
    digest = sha256_of(bundle / MANIFEST)
    report.check(
        holds=manifest["format"] == FORMAT and note.text == f"{key.name}\n{FORMAT}\n{digest}\n",
        said="The signed text is about this manifest.",
        means="manifest.signed is about another manifest: the list of files was changed, or one "
        "of the two files comes from another bundle.",
    )
    report.check(
        holds=note.is_by(key),
        said=f"{key.name} signed the manifest.",
        means="The signature under the manifest is not that of the key it names: the list of "
        "files was made or changed by somebody without the key.",
    )
    listed = {one["path"]: one for one in manifest["files"]}
    there = {
        path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if not path.is_dir()
    } - {MANIFEST, SIGNED}
    missing, further = sorted(listed.keys() - there), sorted(there - listed.keys())
    changed = sorted(name for name in listed.keys() & there if _differs(bundle, listed[name]))
    whole = len(listed) == len(manifest["files"])
    report.check(
        holds=not (missing or further or changed) and whole,
        said=f"All {len(listed)} files are those that were signed.",
        means=_what(missing, further, changed),
    )


def _differs(bundle: Path, one: dict[str, Any]) -> bool:
    path = bundle / one["path"]
    same = not path.is_symlink() and path.stat().st_size == one["bytes"]
    return not same or sha256_of(path) != one["sha256"]


def _what(missing: list[str], further: list[str], changed: list[str]) -> str:
    parts = []
    if changed:
        parts.append(f"changed since they were signed: {', '.join(changed)}")
    if missing:
        parts.append(f"missing: {', '.join(missing)}")
    if further:
        parts.append(f"not part of what was signed: {', '.join(further)}")
    return f"The files are not those that were signed. {'; '.join(parts) or 'One is listed twice'}."
