"""The demonstration's office with a folder of signatures to take in: what pictures show.

``python -m office.at_work FOLDER SHEETS PERCENT`` makes it, with ``tests`` on the path.
"""

import shutil
import sys
from pathlib import Path

from rollcheck.cli.demo_office import ready_demo_office

FOLDER, SHEETS, PERCENT = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
ready_demo_office(FOLDER, sheets=SHEETS, looked_at=PERCENT)

from rollcheck.office.connecting.models import ReferenceSignature  # noqa: E402
from rollcheck.record.files import place_of  # noqa: E402


def scanned_affidavits() -> None:
    """Put a folder of reference signatures where the office takes them in."""
    there = FOLDER / "incoming" / "scanned-affidavits"
    there.mkdir()
    # Two of each voter are here; another voter's picture is one that is not.
    rows = list(ReferenceSignature.objects.order_by("pk")[:8])
    for one, another in zip(rows[:6:2], rows[2::2], strict=True):
        picture = place_of(FOLDER / "references", another.digest)
        shutil.copy(picture, there / f"{one.voter}_2016-05-04_mail.png")


scanned_affidavits()
