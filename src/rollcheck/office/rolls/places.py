"""Where each file of the office's snapshots has its place, by the hash that it must have."""

import json
from pathlib import Path

from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.record.files import sha256_of

MANIFEST = "manifest.json"


def file_places(snapshots: Path) -> dict[str, list[Path]]:
    """Return the paths at which a file of this SHA-256 must lie, whatever lies there now.

    ``snapshots`` has a folder for each snapshot. The files of one whose manifest was changed have
    no place, but for the manifest.
    """
    places: dict[str, list[Path]] = {}
    for code, digest in RollSnapshot.objects.values_list("code", "manifest"):
        manifest = snapshots / code / MANIFEST
        places.setdefault(digest, []).append(manifest)
        if manifest.is_file() and sha256_of(manifest) == digest:
            said = json.loads(manifest.read_bytes())["files"]
            for name, written in said.items():
                places.setdefault(written["sha256"], []).append(manifest.parent / name)
    return places
