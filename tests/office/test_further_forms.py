"""Sections printed in several forms: each has its own fields, and its own places on a scan."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from office.conftest import Hire
from office.paper import entered
from office.reviewing import Browser, opened
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.keying.plan import SheetForm, plan_of
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Image, ImagePage, Line, Section
from rollcheck.office.receiving.sheet_forms import having, sections_named
from rollcheck.record.events.intake import BoxReceived, SheetFormSaid
from rollcheck.record.events.people import PolicySet

USUAL = PolicySet("keying:sheet", "4 0 400", "the form")
LONG = PolicySet("form:long", "printed_name city; 2 100 900", "printed in May")
KNOWN = ("1", "2", "3", "10", "B7", "1-3")
ADDED: dict[str, Any] = {
    "name": "long", "fields_asked": ["printed_name", "zip"], "sheet_lines": "20",
    "sheet_first": "10", "sheet_last": "90", "why": "a reprint",
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("2", ["2"]), ("02, b7", ["2", "B7"]), ("2-10", ["2", "3", "10"]), ("1-3", ["1-3"]),
        ("3 2-3", ["3", "2"]), ("", None), ("4", None), ("4-9", None), ("3-2", None), ("x y", None),
    ],
)  # fmt: skip
def test_sections_that_are_named(written: str, named: list[str] | None) -> None:
    assert sections_named(written, KNOWN) == named


def test_a_supervisor_adds_a_form_and_puts_it_right(
    petition: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    path = f"/petitions/{petition.code}/keying/"
    browser = signed_in(supervisor)
    assert "Usual form" not in browser.get(path).content.decode()
    wrong: list[dict[str, Any]] = [
        {"name": "long/er"},
        {"fields_asked": ["zip"]},
        {"sheet_last": "5"},
        {"why": " "},
    ]
    for one in wrong:
        assert browser.post(f"{path}form", ADDED | one).status_code == 422
    assert plan_of(petition).further == {}
    assert browser.post(f"{path}form", ADDED).status_code == 302
    assert plan_of(petition).of("long").sheet == SheetForm(20, 100, 900)
    assert browser.post(f"{path}form", ADDED | {"sheet_lines": "25"}).status_code == 302
    assert plan_of(petition).of("long").sheet == SheetForm(25, 100, 900)
    assert plan_of(petition).of("").sheet is None
    page = browser.get(f"{path}?form=long").content.decode()
    assert "Usual form" in page
    assert 'value="25"' in page
    clerk = signed_in(hire(Role.INTAKE_CLERK, petition))
    assert clerk.post(f"{path}form", ADDED).status_code == 403


@pytest.mark.parametrize("value", ["", "zip; ", "printed_name; 2 9 1", "printed_name", "x; 2 1 9"])
def test_what_is_no_form(petition: Petition, supervisor: Person, value: str) -> None:
    event = PolicySet("form:long", value, "so")
    if value == "printed_name":
        # A form of which nobody knows where its lines are.
        act(event, by=supervisor, petition=petition)
        assert plan_of(petition).of("long").fields == ("printed_name",)
        return
    with pytest.raises(ValidationError):
        act(event, by=supervisor, petition=petition)


def test_the_form_is_chosen_where_sections_are_entered(
    petition: Petition, supervisor: Person, signed_in: Browser
) -> None:
    clerk, path = signed_in(supervisor), f"/petitions/{petition.code}/receiving/"
    assert "Form of the sheets" not in clerk.get(f"{path}enter").content.decode()
    act(LONG, by=supervisor, petition=petition)
    given = {"section": "7", "sheets": "1", "lines": "", "box": ""}
    assert clerk.post(f"{path}enter", given | {"form": "short"}).status_code == 422
    kept = clerk.post(f"{path}enter", given | {"form": "long"})
    assert kept.headers["Location"].endswith("?form=long")
    assert '<option value="long" selected>' in clerk.get(kept.headers["Location"]).content.decode()
    assert Section.objects.get().form == "long"


def test_sections_or_a_box_have_a_form(
    petition: Petition, supervisor: Person, signed_in: Browser
) -> None:
    act(LONG, by=supervisor, petition=petition)
    act(BoxReceived("A", "S", 1, ""), by=supervisor, petition=petition, aside="shelf")
    for number, box in (("1", ""), ("2", ""), ("3", "A")):
        entered(petition, supervisor, number, box=box)
    clerk, path = signed_in(supervisor), f"/petitions/{petition.code}/receiving/sections"
    for wrong in ({"sections": "4"}, {"sections": ""}, {"sections": "1", "box": "A"}):
        assert clerk.post(f"{path}/form", {"form": "long", **wrong}).status_code == 422
    for said in ({"sections": "1-2"}, {"box": "A"}):
        assert clerk.post(f"{path}/form", {"form": "long", **said}).status_code == 302
    assert set(Section.objects.values_list("form", flat=True)) == {"long"}
    begun = clerk.get(f"{path}?form_of=2").content.decode()
    assert '<option value="long" selected>' in begun
    assert clerk.post(f"{path}/form", {"form": "", "sections": "2"}).status_code == 302
    assert Section.objects.get(number="2").form == ""
    with pytest.raises(ValidationError):
        act(SheetFormSaid("1", "", "short"), by=supervisor, petition=petition)


def test_each_section_is_keyed_and_shown_by_its_form(
    petition: Petition, supervisor: Person, roll: object, hire: Hire, signed_in: Browser
) -> None:
    about = opened(petition, supervisor, roll, [(1,), (2,)])  # type: ignore[arg-type]
    # Nothing of it asks for the raw count again.
    for event in (USUAL, LONG, SheetFormSaid("2", "", "long")):
        act(event, by=supervisor, petition=about)
    act(PolicySet("keying:lines", "every", "all of them"), by=supervisor, petition=about)
    with writing():
        for number, line in enumerate(Line.objects.filter(petition=about, on_sheet=1)):
            image = Image.objects.create(
                petition=about, digest=f"{number}" * 64, kind="png", bytes=1, pages=1,
                at=timezone.now(), by=supervisor,
            )  # fmt: skip
            ImagePage.objects.create(image=image, number=1, sheet=line.sheet)
    browser = signed_in(hire(Role.REVIEWER, about))
    lines = browser.get(f"/petitions/{about.code}/review/next").json()["lines"]
    assert [(one["id"], one["band"]) for one in lines] == [("1:1", [0, 100]), ("2:1", [100, 500])]

    clerk = signed_in(supervisor)
    keying = f"/petitions/{about.code}/keying/"
    assert clerk.get(keying).content.decode().count("office-scan") == 2
    usual = clerk.get(clerk.post(f"{keying}begin").headers["Location"]).content.decode()
    assert ('name="address"' in usual, 'data-bottom="100"' in usual) == (True, True)
    kept = clerk.post(f"{keying}lines/{Line.objects.get(section__number='1').pk}", {
        "printed_name": "ANNA BELL",
    })  # fmt: skip
    long = clerk.get(kept.headers["Location"]).content.decode()
    assert ('name="address"' in long, 'data-bottom="500"' in long) == (False, True)


def test_a_form_is_taken_away_and_its_sections_have_another(
    petition: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    act(LONG, by=supervisor, petition=petition)
    act(PolicySet("form:short", "printed_name", "so"), by=supervisor, petition=petition)
    for number in ("1", "2", "4", "9", "B7"):
        entered(petition, supervisor, number)
    act(SheetFormSaid("1-4, B7", "", "long"), by=supervisor, petition=petition)
    act(SheetFormSaid("2", "", "short"), by=supervisor, petition=petition)
    assert having(petition, "long") == "B7, 1, 4"
    assert having(petition, "") == "9"
    browser, path = signed_in(supervisor), f"/petitions/{petition.code}/keying/"
    assert "Take the form long away" in browser.get(f"{path}?away=long").content.decode()
    given = {"name": "long", "to": "short", "why": "it was never printed"}
    for wrong in ({"name": "no"}, {"to": "long"}, {"why": " "}):
        assert browser.post(f"{path}form/away", given | wrong).status_code == 422
    assert browser.post(f"{path}form/away", given).status_code == 302
    assert having(petition, "short") == "B7, 1-4"
    assert set(plan_of(petition).further) == {"short"}
    with pytest.raises(ValidationError, match="still have this form"):
        act(PolicySet("form:short", "", "so"), by=supervisor, petition=petition)
    assert browser.post(f"{path}form/away", given | {"name": "short", "to": ""}).status_code == 302
    assert plan_of(petition).further == {}
    clerk = signed_in(hire(Role.INTAKE_CLERK, petition))
    assert clerk.post(f"{path}form/away", given).status_code == 403
