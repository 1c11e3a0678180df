"""A defect that voids its lines by the law, and is taken back: lines, record, counts and pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from office.certified import CODE, command, published
from office.conftest import Hire
from office.reviewing import Browser, opened
from rollcheck.cli.audit_of_office import read_office_run
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.defects.affected import Changes, changes, ordinals
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.receiving.models import Defect
from rollcheck.office.review.despite_defects import accepted_despite
from rollcheck.office.review.models import Finding, LineState
from rollcheck.office.review.standing import standing
from rollcheck.office.review.undoing import reopen, undo
from rollcheck.publish.on_record import recorded
from rollcheck.record.events.intake import (
    SheetDefectApplied,
    SheetDefectFound,
    SheetDefectTakenBack,
)
from rollcheck.record.events.people import PolicySet
from rollcheck.verify.__main__ import verify

CITATION = "2 CCR 20920"


def noted(about: Petition, by: Person, section: str = "2", sheet: str = "") -> Defect:
    event = SheetDefectFound(section, sheet, "sheet_defect", CITATION)
    defect: Defect = act(event, by=by, petition=about)
    return defect


def applied(defect: Defect, by: Person, lines: str = "") -> int:
    sheet = str(defect.sheet.number) if defect.sheet else ""
    event = SheetDefectApplied(
        defect.section.number, sheet, defect.defect, CITATION, lines or ordinals(defect)
    )
    changed: int = act(event, by=by, petition=defect.section.petition)
    return changed


def taken_back(defect: Defect, by: Person, reason: str = "the notary's seal is there") -> int:
    sheet = str(defect.sheet.number) if defect.sheet else ""
    event = SheetDefectTakenBack(defect.section.number, sheet, defect.defect, reason)
    changed: int = act(event, by=by, petition=defect.section.petition)
    return changed


def rows(about: Petition) -> list[Any]:
    return list(LineState.objects.filter(petition=about).order_by("pk").values())


def test_the_lines_of_a_defect_are_void_and_stand_again(
    decided: Petition, supervisor: Person
) -> None:
    before, found = rows(decided), list(Finding.objects.order_by("pk").values())
    defect = noted(decided, supervisor)
    assert changes(defect) == Changes(accepted=2, rejected=2, waiting=0, void=0)
    assert rows(decided) == before  # To note it changes nothing.
    assert applied(defect, supervisor) == 4
    void = LineState.objects.filter(line__section__number="2")
    kinds = set(void.values_list("state", "valid", "reason", "voter", "basis"))
    assert kinds == {("settled", False, "sheet_defect", "", CITATION)}
    assert list(Finding.objects.order_by("pk").values()) == found
    count = standing(decided).whole
    assert (count.valid, count.excluded, count.waits, count.reconciles) == (2, 4, 0, True)
    assert accepted_despite(decided) is None
    assert taken_back(defect, supervisor) == 4
    assert rows(decided) == before
    assert standing(decided).whole.excluded == 0
    types = list(Entry.objects.order_by("-pk").values_list("type", flat=True)[:3])
    assert types == ["sheet_defect_taken_back", "sheet_defect_applied", "sheet_defect_found"]


def test_two_defects_on_one_line(decided: Petition, supervisor: Person) -> None:
    before = rows(decided)
    whole, sheet = noted(decided, supervisor), noted(decided, supervisor, sheet="1")
    assert applied(sheet, supervisor) == 4
    assert applied(whole, supervisor) == 0
    assert taken_back(sheet, supervisor) == 0
    assert standing(decided).whole.excluded == 4
    assert taken_back(whole, supervisor) == 4
    assert rows(decided) == before


def test_as_many_people_as_the_policy_asks(
    decided: Petition, supervisor: Person, hire: Hire
) -> None:
    act(PolicySet("people:sheet_defect", "2", "with care"), by=supervisor, petition=decided)
    other = hire(Role.SUPERVISOR, decided, name="second")
    defect = noted(decided, supervisor)
    assert applied(defect, supervisor) == 0
    assert standing(decided).whole.excluded == 0
    with pytest.raises(ValidationError, match="another person says it now"):
        applied(defect, supervisor)
    assert applied(defect, other) == 4


def test_what_is_refused(decided: Petition, supervisor: Person, hire: Hire) -> None:
    clerk = hire(Role.INTAKE_CLERK, decided, name="clerk")
    rita = Person.objects.get(username="rita")
    defect = noted(decided, clerk)
    for who in (clerk, rita):
        with pytest.raises(PermissionDenied):
            applied(defect, who)
    with pytest.raises(ValidationError, match="These lines have changed"):
        applied(defect, supervisor, lines="1-3")
    with pytest.raises(ValidationError, match="Say why"):
        taken_back(defect, clerk, reason=" ")
    applied(defect, supervisor)
    with pytest.raises(ValidationError, match="void already"):
        applied(defect, supervisor)
    with pytest.raises(PermissionDenied):
        taken_back(defect, clerk)
    state = LineState.objects.filter(line__section__number="2").latest("pk")
    with pytest.raises(ValidationError, match="Take the defect back first"):
        reopen(supervisor, decided, state, "a second look")
    found = Finding.objects.filter(line=state.pk, undone_at=None).latest("pk")
    with pytest.raises(ValidationError, match="Take the defect back first"):
        undo(found.person, decided, found)
    taken_back(defect, supervisor)
    with pytest.raises(ValidationError, match="does not stand"):
        taken_back(defect, supervisor)
    again = noted(decided, clerk)
    assert taken_back(again, clerk) == 0  # Nobody had made its lines void.


def test_a_run_counts_void_lines_as_the_law_says(
    decided: Petition, supervisor: Person, place: OfficePlace, tmp_path: Path
) -> None:
    mistaken = noted(decided, supervisor, "1", "1")
    applied(mistaken, supervisor)
    taken_back(mistaken, supervisor)
    applied(noted(decided, supervisor), supervisor)
    run, bundle = tmp_path / "run", tmp_path / "bundle"
    words = ("office", "run", CODE, "--data", place.folder, "--out", run, "--by", "sue")
    assert command(*words) == 0
    result = json.loads((run / "public" / "result.json").read_text())
    count = standing(decided).whole
    assert result["counts"]["valid"] == count.valid == 2
    assert len(result["caveats"]) == 1
    assert "sheet.defect_found" in {one["rule"] for one in result["by_rule"]}
    where = recorded(run)
    assert where is not None
    subject, findings = read_office_run(CODE, run, where, spaces=20)
    assert (subject.raw_count, len(findings)) == (3, 3)
    assert published(run, bundle) == 0
    found = verify(bundle, str(key_in_force()), None, None).found
    (said,) = [said for kind, said in found if kind != "ok"]
    assert said.startswith("Leaves outside the count: 4")


def test_a_sheet_without_lines_waits_for_nobody(
    petition: Petition, supervisor: Person, roll: Path, signed_in: Browser
) -> None:
    about = opened(petition, supervisor, roll, sections=((3, 0), (0,)))
    browser = signed_in(supervisor)
    listed = f"/petitions/{CODE}/receiving/sections?of=defect"
    for section, sheet in (("1", "2"), ("2", ""), ("2", "1")):
        noted(about, supervisor, section, sheet)
    assert "noted defect" not in browser.get("/").content.decode()
    assert list(browser.get(listed).context["page"]) == []
    noted(about, supervisor, "1", "1")
    assert "1 noted defect that by the law" in browser.get("/").content.decode()
    assert [one.number for one in browser.get(listed).context["page"]] == ["1"]


def test_the_page_shows_what_changes_and_does_it(
    decided: Petition, supervisor: Person, signed_in: Browser, hire: Hire
) -> None:
    defect = noted(decided, supervisor)
    browser = signed_in(supervisor)
    page = f"/petitions/{CODE}/defects/{defect.pk}"
    section = f"/petitions/{CODE}/receiving/sections/{defect.section_id}"
    assert f'href="{page}"' in browser.get(section).content.decode()
    listed = f"/petitions/{CODE}/receiving/sections?of=defect"
    first = browser.get("/").content.decode()
    assert f'<a href="{listed}">1 noted defect that by the law voids every line</a>' in first
    assert [one.number for one in browser.get(listed).context["page"]] == ["2"]
    text = browser.get(page).content.decode()
    assert "4 lines would stand otherwise." in text
    assert f"({CITATION})" in text.replace(f'<span lang="en">{CITATION}</span>', CITATION)
    assert browser.post(f"{page}/apply", {"lines": "1-4"}).status_code == 302
    text = browser.get(page).content.decode()
    assert "4 lines are void." in text
    assert list(browser.get(listed).context["page"]) == []
    assert "noted defect" not in browser.get("/").content.decode()
    history = browser.get(f"/petitions/{CODE}/review/line?line=2:1").content.decode()
    assert "Void by a defect of its sheet or section" in history
    assert "Reopen line" not in history
    assert "Of 7 lines 2 are valid" in browser.get(f"/petitions/{CODE}/certify/").content.decode()
    answer = browser.post(f"{page}/back", {"reason": "the seal is there"}, follow=True)
    assert "4 lines stand again as before." in answer.content.decode()
    assert "the seal is there" in answer.content.decode()
    clerk = signed_in(hire(Role.INTAKE_CLERK, decided, name="clerk"))
    text = clerk.get(page).content.decode()
    assert "Accepted" not in text
