"""A petition of seven lines from its filing to the last decision, and the commands after that."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from office.reviewing import finds, fixed
from rollcheck.cli.app import run_command
from rollcheck.office.acts.act import act
from rollcheck.office.checkpoints.heads import open_record
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.finding import ConfidentialVoterError
from rollcheck.office.review.opening import REVIEW, prepare
from rollcheck.office.review.undoing import undo_last
from rollcheck.problems import silent
from rollcheck.record.events.matching import SnapshotTaken
from rollcheck.record.events.people import ClearanceChanged, PolicySet
from rollcheck.record.events.petition import (
    PetitionAmended,
    PetitionFiled,
    RequiredSet,
    StageEntered,
)
from rollcheck.record.events.review import DuplicatesSettled
from rollcheck.record.files import sha256_of

CODE = "recall22"


def filed(petition: Petition, supervisor: Person, administrator: Person, roll: Path) -> Petition:
    """A petition of seven lines in two sections, filed, its review open."""
    open_record()
    folder = shutil.copytree(roll, settings.PLACE.snapshots / "small")
    manifest = sha256_of(folder / "manifest.json")
    act(SnapshotTaken(date(2022, 7, 6), 6, 0, "plain", manifest, ()), by=supervisor, aside="small")
    for event, aside in (
        (PetitionFiled(date(2022, 7, 6), 7), None),
        (RequiredSet(3, 0, "", contested=False), None),
        (RequiredSet(2, 0, "", contested=True), "the proponents"),
        (PetitionAmended("snapshot", manifest, "the roll of the day"), None),
        (PolicySet("people:signature_mismatch", "2", "with care"), None),
    ):
        act(event, by=supervisor, petition=petition, aside=aside)
    petition.refresh_from_db()
    fixed(petition, supervisor, ((3,), (4,)))
    prepare(petition, silent)
    act(StageEntered(REVIEW, ""), by=supervisor, petition=petition)
    act(ClearanceChanged(supervisor.code, cleared=True), by=administrator)
    supervisor.refresh_from_db()
    return petition


def all_decided(about: Petition, rita: Person, ravi: Person, supervisor: Person) -> Petition:
    """Every line decided: two rejections by two people, one a duplicate, one confidential."""
    for voter in ("v1", "v2", "v1", "v4"):
        finds(rita, about, voter=voter)
    finds(rita, about, reason="not_registered")
    undo_last(rita, about)
    finds(rita, about, reason="signature_mismatch", voter="v6")
    finds(ravi, about, reason="signature_mismatch", voter="v6")
    act(DuplicatesSettled(("1:1", "1:3"), ("1:1",)), by=supervisor, petition=about)
    with pytest.raises(ConfidentialVoterError):
        finds(rita, about, voter="v5")
    finds(supervisor, about, voter="v5")
    finds(ravi, about, reason="not_registered")
    return about


def command(*words: object) -> int:
    """Run a command and return how it ends."""
    return run_command([str(word) for word in words])


def published(run: Path, bundle: Path, *more: object) -> int:
    """Publish a run as a supervisor who certifies it."""
    words = ("publish", run, "--out", bundle, "--by", "sue", "--certified-on", "2022-07-20")
    return command(*words, *more)
