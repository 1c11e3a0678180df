"""Proposals: lines whose text is known are matched once, again where something changed."""

import re
import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from office.conftest import Hire
from office.keyed import fixed
from office.reviewing import CONFIDENTIAL, SECRETS, opened
from rollcheck.lines import LINE_COLUMNS
from rollcheck.matching import prepare
from rollcheck.matching.matches import EVIDENCE
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.keying.models import LineRead
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.proposals import labels
from rollcheck.office.proposals.handlers import Found
from rollcheck.office.proposals.matching import lines_of, to_match
from rollcheck.office.proposals.models import Proposal, Run
from rollcheck.office.proposals.of_line import candidates_of, outcome_of
from rollcheck.office.receiving.models import Line
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.office.tasks.models import Task
from rollcheck.office.tasks.worker import work_until_idle
from rollcheck.record.events.matching import LinesTakenIn, MatchRun, SnapshotTaken
from rollcheck.record.events.petition import PetitionAmended
from rollcheck.record.files import place_of, sha256_of
from rollcheck.roll import import_roll

PATH = "/petitions/recall22/proposals/"
ROLL = """voter_id,status,affidavit_signed_on,affidavit_received_on,\
last,first,house,street,street_type,city,zip
V1,active,2009-12-01,2010-01-01,BELL,ANNA,12,MAIN,ST,COVINA,91722
V2,active,2009-12-01,2010-01-01,DIAZ,ROBERTO,7,ELM,AVE,AZUSA,91702
V3,active,2009-12-01,2010-01-01,OKAFOR,CHINWE,90,BIRCH,RD,AZUSA,91702
"""


class Ready(NamedTuple):
    """A petition with a roll and three lines that were read."""

    petition: Petition
    lines: list[Line]
    supervisor: Person


def read(ready: Ready, rows: list[tuple[Line, dict[str, str], str]]) -> None:
    """Take lines in as a file would have them."""
    aside = [(line.pk, fields, mark) for line, fields, mark in rows]
    event = LinesTakenIn(len(aside), "0" * 64)
    act(event, by=ready.supervisor, petition=ready.petition, aside=aside)


@pytest.fixture
def ready(petition: Petition, supervisor: Person, place: OfficePlace, tmp_path: Path) -> Ready:
    (tmp_path / "roll.csv").write_text(ROLL)
    out = place.snapshots / "roll-1"
    snapshot = import_roll(
        tmp_path / "roll.csv", layout="plain", as_of=date(2022, 7, 6), out=out, history=None
    )
    prepare(snapshot)
    taken = SnapshotTaken(date(2022, 7, 6), 3, 0, "plain", sha256_of(out / "manifest.json"), ())
    act(taken, by=supervisor, aside="roll-1")
    amended = PetitionAmended("snapshot", RollSnapshot.objects.get().manifest, "the roll")
    act(amended, by=supervisor, petition=petition)
    petition.refresh_from_db()
    made = Ready(petition, fixed(petition, supervisor), supervisor)
    anna = {"printed_name": "Anna Bell", "address": "12 Main St", "zip": "91722"}
    anna["signed_on"] = "2022-03-31"
    nobody = {"printed_name": "Zebulon Quill", "address": "400 Nowhere Ln", "zip": "90001"}
    rows = [(made.lines[0], anna, ""), (made.lines[1], nobody, ""), (made.lines[2], {}, "blank")]
    read(made, rows)
    return made


def matched(browser: Client) -> Task:
    """Ask for matching on the page and let a worker do it."""
    answer = browser.post(f"{PATH}match")
    assert answer.status_code == 302
    assert browser.post(f"{PATH}match").headers["Location"] == answer.headers["Location"]
    work_until_idle()
    return Task.objects.order_by("-pk")[0]


def test_lines_are_matched_once_and_new_ones_alone(
    ready: Ready, signed_in: Callable[[Person], Client], place: OfficePlace
) -> None:
    browser = signed_in(ready.supervisor)
    assert matched(browser).result == {"lines_matched": 2}
    assert [outcome_of(line) for line in ready.lines[:3]] == ["matched", "none", ""]
    (best, *_others) = candidates_of(ready.lines[0])
    assert best["voter"] == "V1"
    assert {"field": "last_name", "level": "exact", "label": "the same"}.items() <= {
        **best["why"][0]
    }.items()
    assert candidates_of(ready.lines[3]) == []
    run = Run.objects.get()
    assert place_of(place.images, run.file).is_file()
    assert matched(browser).result == {"lines_matched": 0}
    beto = {"printed_name": "Roberto Diaz", "address": "7 Elm Ave", "zip": "91702"}
    beto["signed_on"] = "2022-03-31"
    read(ready, [(ready.lines[3], beto, "")])
    assert matched(browser).result == {"lines_matched": 1}
    assert Proposal.objects.get(line=ready.lines[3]).voter == "V2"
    assert Run.objects.count() == 2
    said = re.sub(r"\s+", " ", browser.get(PATH).content.decode())
    assert re.search(r"<code>matched</code></th><td>2<", said)
    assert re.search(r"<code>none</code></th><td>1<", said)


def test_a_text_that_changed_is_matched_again(
    ready: Ready, signed_in: Callable[[Person], Client]
) -> None:
    browser = signed_in(ready.supervisor)
    matched(browser)
    chinwe = {"printed_name": "Chinwe Okafor", "address": "90 Birch Rd", "zip": "91702"}
    chinwe["signed_on"] = "2022-03-31"
    read(ready, [(ready.lines[1], chinwe, "")])
    assert list(to_match(ready.petition)) == [LineRead.objects.get(line=ready.lines[1])]
    matched(browser)
    assert outcome_of(ready.lines[1]) == "matched"
    assert Proposal.objects.count() == 2


def test_without_a_snapshot_nothing_is_matched(
    petition: Petition, supervisor: Person, signed_in: Callable[[Person], Client]
) -> None:
    assert matched(signed_in(supervisor)).problems[0]["code"] == "no_snapshot"


def test_who_may_not_match(ready: Ready, hire: Hire, signed_in: Callable[[Person], Client]) -> None:
    reviewer, before = hire(Role.REVIEWER, name="rita"), Entry.objects.count()
    with pytest.raises(PermissionDenied):
        act(MatchRun(0, "", "", "local", ""), by=reviewer, petition=ready.petition, aside=[])
    assert Entry.objects.count() == before
    browser = signed_in(reviewer)
    assert browser.get(PATH).status_code == 403
    assert browser.post(f"{PATH}match").status_code == 403


def test_lines_are_as_the_matcher_takes_them(ready: Ready) -> None:
    day = {"printed_name": "A", "birth_year": "1975", "signed_on": "2022-03-31"}
    read(ready, [(ready.lines[4], day, "")])
    table = lines_of([ready.lines[4].pk])
    assert table.column_names == list(LINE_COLUMNS)
    (row,) = table.to_pylist()
    assert row["line_id"] == "12:5"
    assert (row["sheet"], row["line_no"], row["city"]) == ("2", "2", "")
    assert (row["birth_year"], row["signed_on"]) == (1975, date(2022, 3, 31))


def test_the_labels_are_those_of_the_matcher() -> None:
    tool = Path(__file__).parent.parent.parent / "tools" / "matching_labels.py"
    made = runpy.run_path(str(tool))["written"]()
    said = Path(labels.__file__).read_text(encoding="utf-8")
    assert said.replace("\n", "").replace(" ", "") == made.replace("\n", "").replace(" ", "")


def test_the_review_shows_candidates_as_far_as_a_reader_may_see_them(
    petition: Petition,
    supervisor: Person,
    roll: Path,
    hire: Hire,
    signed_in: Callable[[Person], Client],
) -> None:
    about = opened(petition, supervisor, roll)
    first = Line.objects.get(petition=about, ordinal=1)
    levels = [0] * len(EVIDENCE)
    candidates = [
        {"voter": voter, "earlier": False, "levels": levels, "bits": levels}
        for voter in ("v1", CONFIDENTIAL)
    ]
    found = [Found(first.pk, "matched", "v1", candidates)]
    act(MatchRun(1, "0" * 64, "w-1", "local", ""), by=supervisor, petition=about, aside=found)
    browser = signed_in(hire(Role.REVIEWER, about, name="rita"))
    said = browser.get(f"/petitions/{about.code}/review/next")
    shown = said.json()["lines"][0]["candidates"]
    assert [(one["voter"], one["name"]) for one in shown] == [("v1", "GARCIA, MARIA"), ("v5", "")]
    assert [bool(one["why"]) for one in shown] == [True, False]
    assert not [secret for secret in SECRETS if secret in said.content.decode()]
