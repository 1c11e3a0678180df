"""The pages of a bundle, and the list of hashes that they name."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from rollcheck.publish.bundle_log import CHECKPOINT
from rollcheck.publish.history import HISTORY, history_json
from rollcheck.publish.publication import Edition, Json, Publication, Release, Signed
from rollcheck.publish.site import pages_of
from rollcheck.record.checkpoint import Checkpoint, read_checkpoint
from rollcheck.record.files import files_of, sha256_of
from rollcheck.record.note import VerifierKey

EVIDENCE = "evidence.sha256"


def write_pages(
    folder: Path,
    result: Mapping[str, object],
    release: Release,
    key: VerifierKey,
    history: tuple[Edition, ...],
) -> None:
    """Write history.json, then evidence.sha256 over all that is there, then the pages.

    The pages name the hash of that list; they are not in it, since nothing can hold its own hash.
    It is written as ``sha256sum`` writes, which checks it.
    """
    told = json.dumps(history_json(history), indent=2, ensure_ascii=False) + "\n"
    (folder / HISTORY).write_text(told, encoding="utf-8")
    listed = sorted((path.relative_to(folder).as_posix(), path) for path in files_of(folder))
    lines = "".join(f"{sha256_of(path)}  {name}\n" for name, path in listed)
    (folder / EVIDENCE).write_text(lines, encoding="utf-8")
    digest = sha256(key.key).hexdigest()
    publication = Publication(
        release=release,
        signed=Signed(key.name, " ".join(digest[at : at + 4] for at in range(0, 64, 4))),
        evidence=sha256_of(folder / EVIDENCE),
        checkpoint=_checkpoint(folder / "record" / CHECKPOINT),
        audit=_read(folder / "audit" / "report.json"),
        edition=len(history) + 1,
        history=history,
    )
    for name, content in pages_of(result, publication).items():
        (folder / name).write_bytes(content)


def _checkpoint(path: Path) -> Checkpoint | None:
    return read_checkpoint(path.read_bytes())[0] if path.is_file() else None


def _read(path: Path) -> Json | None:
    if not path.is_file():
        return None
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found
