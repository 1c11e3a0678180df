"""A review as tests make it: a small roll, sections counted, every line made ready, people."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from office.paper import counted, entered
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import COUNTING, Petition
from rollcheck.office.receiving.models import Line
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.review.models import LineState
from rollcheck.office.review.opening import REVIEW, prepare
from rollcheck.office.review.work import Said, determine, next_lines
from rollcheck.problems import silent
from rollcheck.record.events.intake import RawCountFixed
from rollcheck.record.events.matching import SnapshotTaken
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.petition import PetitionAmended, StageEntered
from rollcheck.roll import import_roll, index_snapshot

Browser = Callable[[Person], Client]

VOTERS = """voter_id,status,first,middle,last,birth_date,registered_on,house,street,city,zip
v1,active,Maria,,Garcia,1975-03-09,2010-01-02,900,Main St,Springfield,90001
v2,active,Jose,,Garcia,1981-11-30,2012-05-06,902,Main St,Springfield,90001
v3,canceled,Ann,Lee,Miller,1960-01-01,2001-02-03,14,Oak Ave,Springfield,90002
v4,active,Bob,,Nguyen,1990-07-04,2018-09-09,77,Elm St,Springfield,90003
v5,confidential,Quintessa,,Vandersloot,1988-08-08,2015-04-04,4711,Hidden Hollow Rd,Farwell,90009
v6,active,Dora,,Okafor,1955-12-24,1999-10-10,5,Pine Ct,Springfield,90001
"""
CONFIDENTIAL = "v5"
SECRETS = ("HIDDEN HOLLOW", "Hidden Hollow", "FARWELL", "Farwell")
"""Words of the confidential voter's address: no hash or code has them by chance."""


def small_roll(folder: Path) -> Path:
    """A snapshot of six voters, one canceled, one confidential, ready for look-up."""
    (folder / "roll.csv").write_text(VOTERS)
    snapshot = import_roll(
        folder / "roll.csv", layout="plain", as_of=date(2022, 7, 6), out=folder / "roll"
    )
    index_snapshot(snapshot.path)
    return snapshot.path


def with_roll(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    """The petition, its lines looked up in that snapshot."""
    shutil.copytree(roll, settings.PLACE.snapshots / "small")
    taken = SnapshotTaken(date(2022, 7, 6), 6, 0, "plain", "0" * 64, ())
    act(taken, by=supervisor, aside="small")
    amended = PetitionAmended("snapshot", "0" * 64, "the roll of the day")
    changed: Petition = act(amended, by=supervisor, petition=petition)
    return changed


def fixed(petition: Petition, supervisor: Person, sections: Sequence[Sequence[int]]) -> None:
    """Sections of so many lines on each sheet, and the raw count fixed."""
    act(PolicySet(f"people:{COUNTING}", "1", "alone"), by=supervisor, petition=petition)
    for number, sheets in enumerate(sections, 1):
        entered(petition, supervisor, str(number), len(sheets), circulator=f"circulator {number}")
        counted(petition, supervisor, str(number), sheets)
    act(RawCountFixed(*standing(petition).counted), by=supervisor, petition=petition)


def opened(
    petition: Petition, supervisor: Person, roll: Path, sections: Sequence[Sequence[int]] = ((5,),)
) -> Petition:
    """The petition with its review open."""
    ready = with_roll(petition, supervisor, roll)
    fixed(ready, supervisor, sections)
    prepare(ready, silent)
    act(StageEntered(REVIEW, ""), by=supervisor, petition=ready)
    return ready


def finds(
    person: Person,
    petition: Petition,
    voter: str = "",
    reason: str = "",
    at: LineState | None = None,
) -> LineState:
    """Somebody determines a line, the first of theirs: valid, or invalid for a reason."""
    given = (one for many in range(2, 9) for one in next_lines(person, petition, many))
    held = next(one for one in given if at is None or one.line_id == at.pk)
    said = Said(held.line_id, held.pk, valid=not reason, reason=reason, voter=voter)
    return determine(person, petition, said)


def post(browser: Client, petition: Petition, what: str, sent: Any) -> Any:
    """What the office answers to JSON."""
    url = f"/petitions/{petition.code}/review/{what}"
    return browser.post(url, json.dumps(sent), content_type="application/json")


def line(petition: Petition, section: str, ordinal: int) -> Line:
    """A line by its name."""
    return Line.objects.get(petition=petition, section__number=section, ordinal=ordinal)


def now() -> datetime:
    """The time."""
    return timezone.now()
