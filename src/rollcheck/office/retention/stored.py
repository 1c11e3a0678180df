"""The files that are a petition's alone: scans, files with lines, runs, what was handed out."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from rollcheck.office.connecting.models import Watch
from rollcheck.office.handing_back.models import HandedOut
from rollcheck.office.keying.models import LineRead
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.proposals.models import Run
from rollcheck.office.receiving.models import Image
from rollcheck.record.files import place_of, sha256_of


def files_of_petition(place: OfficePlace, petition: Petition) -> list[Path]:
    """Return the files that are to go, those that are there.

    Stored ones that another petition has too stay. Of the incoming folder it is the petition's own
    folder, and copies of stored files, wherever they lie there.
    """
    stored = [
        place_of(place.images, digest) for digest in sorted(_digests(petition) - _others(petition))
    ]
    handed = set(HandedOut.objects.filter(petition=petition).values_list("digest", flat=True))
    handed -= set(HandedOut.objects.exclude(petition=petition).values_list("digest", flat=True))
    stored += [place_of(place.outgoing, digest) for digest in sorted(handed)]
    there = [path for path in stored if path.is_file()]
    there += sorted(path for path in (place.runs / petition.code).rglob("*") if path.is_file())
    # What a stored file is compared with goes before it, should this stop and go on.
    return [*_incoming(place, petition, there), *there]


def drawn_from(place: OfficePlace, stored: Path) -> Iterator[Path]:
    """Yield the pictures that were drawn of a stored scan."""
    yield from (place.shown / stored.parent.name).glob(f"{stored.name}-*.jpg")


def _digests(petition: Petition) -> set[str]:
    read = LineRead.objects.filter(line__petition=petition).exclude(origin="")
    return {
        *Image.objects.filter(petition=petition).values_list("digest", flat=True),
        *Run.objects.filter(petition=petition).values_list("file", flat=True),
        *read.values_list("origin", flat=True).distinct(),
    }


def _others(petition: Petition) -> set[str]:
    read = LineRead.objects.exclude(line__petition=petition).exclude(origin="")
    return {
        *Image.objects.exclude(petition=petition).values_list("digest", flat=True),
        *Run.objects.exclude(petition=petition).values_list("file", flat=True),
        *read.values_list("origin", flat=True).distinct(),
    }


def _incoming(place: OfficePlace, petition: Petition, stored: Iterable[Path]) -> Iterator[Path]:
    """Yield what an administrator put there for this petition; links are left alone."""
    own = place.incoming / petition.code
    yield from _plain_files(own)
    watched = Watch.objects.filter(petition=petition).values_list("folder", flat=True)
    folders = [place.incoming, *(place.incoming / name for name in set(watched))]
    sizes: dict[int, set[str]] = {}
    for path in stored:
        sizes.setdefault(path.stat().st_size, set()).add(path.parent.name + path.name)
    for folder in folders:
        if folder == own:
            continue
        for path in _plain_files(folder):
            same = sizes.get(path.stat().st_size)
            if same and sha256_of(path) in same:
                yield path


def _plain_files(folder: Path) -> list[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(Path(one.path) for one in entries if one.is_file(follow_symlinks=False))
