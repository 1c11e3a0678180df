"""The demonstration's office after its people have worked a while: what pages and pictures show.

``python -m office.at_work FOLDER SHEETS LOOKS`` makes it, with ``tests`` on the path.
"""

import csv
import shutil
import sys
from pathlib import Path
from typing import Any

from rollcheck.cli import demo_office
from rollcheck.demo import OfficeCase, make_office_case

TRUTH: dict[str, dict[str, str]] = {}
"""What is true of each line, by the line's name as the office writes it."""

FOLDER, SHEETS, LOOKS = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
REVIEWERS = ("rita", "ravi")


def case_with_truth(*told: Any, **more: Any) -> OfficeCase:
    """Make the demonstration's files, and keep what is true of the lines."""
    case = make_office_case(*told, **more)
    with (case.roll.parent / "truth.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ordinals: dict[str, int] = {}
    for row in sorted(rows, key=lambda one: [int(part) for part in one["line_id"].split("-")]):
        section = str(int(row["line_id"].split("-")[0]))
        ordinals[section] = ordinals.get(section, 0) + 1
        TRUTH[f"{section}:{ordinals[section]}"] = row
    return case


demo_office.make_office_case = case_with_truth  # type: ignore[attr-defined]
demo_office.ready_demo_office(FOLDER, sheets=SHEETS)

from rollcheck.office.acts.act import in_turn  # noqa: E402
from rollcheck.office.connecting.models import ReferenceSignature  # noqa: E402
from rollcheck.office.people.models import Person  # noqa: E402
from rollcheck.office.petitions.models import Petition  # noqa: E402
from rollcheck.office.review.lines import line_name  # noqa: E402
from rollcheck.office.review.work import Said, ask_lead, determine, next_lines  # noqa: E402
from rollcheck.record.files import place_of  # noqa: E402


def review(about: Petition, people: list[Person]) -> None:
    """Let people find in turn what is true; lines that came twice are accepted twice."""
    for look in range(LOOKS):
        person = people[look % len(people)]
        held = next_lines(person, about, 1)[0]
        row = TRUTH[line_name(held.line)]
        reason = "" if row["reason"] == "duplicate" else row["reason"]
        if reason == "different_address":
            ask_lead(person, about, held.line_id, "Is this the house number or the unit?")
            continue
        voter = "" if reason == "not_registered" else row["voter_id"]
        said = Said(held.line_id, held.pk, valid=not reason, reason=reason, voter=voter)
        determine(person, about, said)


def scanned_affidavits() -> None:
    """Put a folder of reference signatures where the office takes them in."""
    there = FOLDER / "incoming" / "scanned-affidavits"
    there.mkdir()
    # Two of each voter are here; another voter's picture is one that is not.
    rows = list(ReferenceSignature.objects.order_by("pk")[:8])
    for one, another in zip(rows[:6:2], rows[2::2], strict=True):
        picture = place_of(FOLDER / "references", another.digest)
        shutil.copy(picture, there / f"{one.voter}_2016-05-04_mail.png")


with in_turn():
    review(Petition.objects.get(), [Person.objects.get(username=name) for name in REVIEWERS])
scanned_affidavits()
