"""Receiving: what each act does to boxes, sections, sheets and counts, and what it refuses."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from office.conftest import Hire
from office.paper import counted, entered
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Box, Line, RawCount, Section, Sheet, SheetOut
from rollcheck.office.receiving.reconciling import standing
from rollcheck.office.receiving.signing import Signature
from rollcheck.record import Event
from rollcheck.record.events.intake import (
    BoxReceived,
    CustodyMoved,
    RawCountFixed,
    SealChecked,
    SectionRegistered,
    SheetCheckedIn,
    SheetCheckedOut,
    SheetCounted,
    SheetDefectFound,
    SheetScanned,
)
from rollcheck.record.events.people import PersonRemoved, PolicySet
from rollcheck.record.events.petition import PetitionOpened

EVERY: tuple[Event, ...] = (
    BoxReceived("B1", "S1", 1, ""),
    SealChecked("B1", "S1", True),
    CustodyMoved("B1", "vault", "room 4", "p-x"),
    SectionRegistered("12", "", 2, ""),
    SheetCheckedOut("12", "1", "counting"),
    SheetCheckedIn("12", "1"),
    SheetCounted("12", "1", 10),
    SheetScanned("12", "1", "0" * 64),
    SheetDefectFound("12", "1", "missing", ""),
    RawCountFixed(1, 2, 20),
)


@pytest.fixture
def clerk(hire: Hire, petition: Petition) -> Person:
    return hire(Role.INTAKE_CLERK, petition, name="carl")


@pytest.fixture
def other(hire: Hire, petition: Petition) -> Person:
    return hire(Role.INTAKE_CLERK, petition, name="olga")


@pytest.fixture
def box(petition: Petition, clerk: Person) -> Box:
    event = BoxReceived("B1", "S1", 1, "Quincy the courier")
    made: Box = act(event, by=clerk, petition=petition, aside="vault")
    return made


@pytest.mark.parametrize("event", EVERY, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_who_does_not_receive_is_refused(
    event: Event, role: Role, petition: Petition, hire: Hire
) -> None:
    person, before = hire(role), Entry.objects.count()
    with pytest.raises(PermissionDenied):
        act(event, by=person, petition=petition)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("event", EVERY, ids=lambda event: type(event).__name__)
def test_a_clerk_of_another_petition_is_refused(
    event: Event, petition: Petition, clerk: Person, supervisor: Person
) -> None:
    opened = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    another = act(opened, by=supervisor, aside={"code": "other"})
    with pytest.raises(PermissionDenied):
        act(event, by=clerk, petition=another)


def test_a_clerk_does_not_fix_the_count(petition: Petition, clerk: Person) -> None:
    with pytest.raises(PermissionDenied):
        act(RawCountFixed(0, 0, 0), by=clerk, petition=petition)


def refused(event: Event, said: str, by: Person, petition: Petition, **more: object) -> None:
    before = Entry.objects.count()
    with pytest.raises(ValidationError, match=said):
        act(event, by=by, petition=petition, **more)  # type: ignore[arg-type]
    assert Entry.objects.count() == before


def test_who_brought_a_box_is_sealed(box: Box) -> None:
    entries = b"\n".join(bytes(entry.entry) for entry in Entry.objects.all())
    assert b"Quincy" not in entries
    assert box.steps.get().brought_by == "Quincy the courier"


def test_a_seal_is_compared_with_what_was_written(
    petition: Petition, clerk: Person, box: Box
) -> None:
    for seal, whole in (("S1", True), ("S2", False)):
        act(SealChecked("B1", seal, whole), by=clerk, petition=petition)
    checks = box.steps.filter(kind="seal_checked")
    assert list(checks.values_list("as_written", "whole")) == [(True, True), (False, False)]
    refused(SealChecked("B2", "S1", True), "no such box", clerk, petition)


def test_a_box_is_sealed_again(petition: Petition, clerk: Person, box: Box) -> None:
    act(BoxReceived("B1", "S9", 3, ""), by=clerk, petition=petition)
    box.refresh_from_db()
    assert (box.seal, box.sections_said, box.place) == ("S9", 3, "vault")
    assert list(box.steps.values_list("kind", flat=True)) == ["received", "sealed_again"]


def test_custody_takes_two_people(
    petition: Petition, clerk: Person, other: Person, box: Box, hire: Hire
) -> None:
    def moved(second: Person, frm: str = "vault", to: str = "room 4") -> CustodyMoved:
        return CustodyMoved("B1", frm, to, second.code)

    refused(moved(other), "second person must sign", clerk, petition)
    refused(moved(other), "second person must sign", clerk, petition, aside=Signature(clerk))
    refused(moved(clerk), "another person", clerk, petition, aside=Signature(clerk))
    stranger = hire(Role.REVIEWER, petition)
    refused(moved(stranger), "may not receive", clerk, petition, aside=Signature(stranger))
    away = moved(other, frm="attic")
    refused(away, "no longer where", clerk, petition, aside=Signature(other))
    nowhere = moved(other, to="vault")
    refused(nowhere, "not there yet", clerk, petition, aside=Signature(other))
    act(moved(other), by=clerk, petition=petition, aside=Signature(other))
    box.refresh_from_db()
    assert box.place == "room 4"
    step = box.steps.get(kind="moved")
    assert (step.by, step.second) == (clerk, other)


def test_a_removed_person_does_not_sign(
    petition: Petition, clerk: Person, other: Person, box: Box, administrator: Person
) -> None:
    act(PersonRemoved(other.code, "left"), by=administrator)
    event = CustodyMoved("B1", "vault", "room 4", other.code)
    refused(event, "may not receive", clerk, petition, aside=Signature(other))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (SectionRegistered("0012", "", 2, ""), "cannot be the number"),
        (SectionRegistered("a b", "", 2, ""), "cannot be the number"),
        (SectionRegistered("13", "", 0, ""), "between 1 and 1,000"),
        (SectionRegistered("13", "", 1001, ""), "between 1 and 1,000"),
        (SectionRegistered("13", "B7", 2, ""), "no such box"),
        (SheetCounted("13", "1", 10), "no such section"),
        (SheetCounted("12", "3", 10), "no such sheet"),
        (SheetCounted("12", "one", 10), "no such sheet"),
        (SheetCounted("12", "1", -1), "between 0 and 500"),
        (SheetCounted("12", "1", 501), "between 0 and 500"),
        (SheetCheckedOut("12", "1-3", "counting"), "no such sheet"),
        (SheetCheckedOut("12", "1", " "), "what for"),
        (SheetCheckedIn("12", "1"), "Not out: 1"),
        (SheetDefectFound("12", "", "missing", ""), "nobody has counted"),
        (SheetScanned("12", "first", "0" * 64), "which sheet"),
        (SheetScanned("12", "1", "0" * 64), "no such page"),
    ],
)
def test_what_cannot_be_is_refused(
    event: Event, said: str, petition: Petition, clerk: Person
) -> None:
    entered(petition, clerk)
    refused(event, said, clerk, petition)


def test_a_section_is_put_right_before_something_is_said_of_its_sheets(
    petition: Petition, clerk: Person, box: Box
) -> None:
    entered(petition, clerk, sheets=88, circulator="Cora")
    entered(petition, clerk, sheets=2, box="B1")
    section = Section.objects.get()
    assert (section.sheets_said, section.box, section.circulator) == (2, box, "Cora")
    act(SheetCounted("12", "2", 9), by=clerk, petition=petition)
    refused(SectionRegistered("12", "", 1, ""), "beyond this number", clerk, petition)


def test_sheets_go_out_and_come_back(petition: Petition, clerk: Person, other: Person) -> None:
    entered(petition, clerk, sheets=3)
    act(SheetCheckedOut("12", "1-2", "scanning"), by=clerk, petition=petition)
    refused(SheetCheckedOut("12", "", "counting"), "Already out: 1-2", other, petition)
    refused(SheetCheckedIn("12", ""), "Not out: 3", other, petition)
    act(SheetCheckedIn("12", "2"), by=other, petition=petition)
    assert [out.sheet.number for out in SheetOut.objects.filter(back_at=None)] == [1]
    act(SheetCheckedOut("12", "2", "once more"), by=clerk, petition=petition)
    assert SheetOut.objects.count() == 3


def test_two_counts_must_agree_or_a_third_decides(
    petition: Petition, clerk: Person, other: Person, supervisor: Person
) -> None:
    entered(petition, clerk)
    counted(petition, clerk, "12", [10, 9])
    refused(SheetCounted("12", "1", 10), "You counted sheet 1 already", clerk, petition)
    counted(petition, other, "12", [10, 8])
    assert list(Sheet.objects.values_list("lines", flat=True)) == [10, None]
    refused(SheetCounted("12", "1", 10), "agree already", supervisor, petition)
    assert [str(sheet) for sheet in standing(petition).disagreeing] == ["12/2"]
    act(SheetCounted("12", "2", 8), by=supervisor, petition=petition)
    assert list(Sheet.objects.values_list("lines", flat=True)) == [10, 8]


def test_the_office_sets_how_many_must_agree(
    petition: Petition, clerk: Person, supervisor: Person
) -> None:
    policy = PolicySet("people:raw_count", "1", "one person alone works here")
    act(policy, by=supervisor, petition=petition)
    entered(petition, clerk)
    counted(petition, clerk, "12", [10, 0])
    assert list(Sheet.objects.values_list("lines", flat=True)) == [10, 0]


def test_a_missing_sheet_is_found_by_whoever_counts_it(
    petition: Petition, clerk: Person, other: Person
) -> None:
    entered(petition, clerk)
    act(SheetDefectFound("12", "2", "missing", ""), by=clerk, petition=petition)
    refused(SheetDefectFound("12", "2", "missing", ""), "found already", clerk, petition)
    refused(SheetCheckedOut("12", "2", "counting"), "missing", clerk, petition)
    assert [str(sheet) for sheet in standing(petition).missing] == ["12/2"]
    act(SheetCounted("12", "2", 7), by=other, petition=petition)
    assert not standing(petition).missing.exists()


def test_the_count_is_fixed_once_and_numbers_every_line(
    petition: Petition, clerk: Person, other: Person, supervisor: Person
) -> None:
    for number, lines in (("12", [2, 0, 3]), ("7", [1])):
        entered(petition, clerk, number, sheets=len(lines))
        for person in (clerk, other):
            counted(petition, person, number, lines)
    refused(RawCountFixed(2, 4, 7), "changed meanwhile", supervisor, petition)
    act(RawCountFixed(2, 4, 6), by=supervisor, petition=petition)
    numbered = Line.objects.filter(section__number="12").order_by("ordinal")
    assert list(numbered.values_list("ordinal", "sheet__number", "on_sheet")) == [
        (1, 1, 1),
        (2, 1, 2),
        (3, 3, 1),
        (4, 3, 2),
        (5, 3, 3),
    ]
    assert Line.objects.filter(petition=petition).count() == RawCount.objects.get().lines == 6
    for late in (
        RawCountFixed(2, 4, 6),
        SectionRegistered("13", "", 1, ""),
        SheetCounted("12", "1", 2),
        SheetDefectFound("12", "1", "missing", ""),
    ):
        refused(late, "is fixed", supervisor, petition)


def test_what_hinders_the_count(petition: Petition, clerk: Person, supervisor: Person) -> None:
    refused(RawCountFixed(0, 0, 0), "No section", supervisor, petition)
    entered(petition, clerk)
    refused(RawCountFixed(1, 2, 0), "2 sheets are not counted", supervisor, petition)
    act(SheetDefectFound("12", "1", "missing", ""), by=clerk, petition=petition)
    counting = (clerk, supervisor)
    for person in counting:
        act(SheetCounted("12", "2", 4), by=person, petition=petition)
    act(SheetCheckedOut("12", "2", "scanning"), by=clerk, petition=petition)
    refused(RawCountFixed(1, 1, 4), "put them back", supervisor, petition)
    act(SheetCheckedIn("12", "2"), by=clerk, petition=petition)
    assert not standing(petition).reconciles
    act(RawCountFixed(1, 1, 4), by=supervisor, petition=petition)


def test_another_petitions_paper_does_not_count(
    petition: Petition, clerk: Person, other: Person, supervisor: Person
) -> None:
    opened = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    another = act(opened, by=supervisor, aside={"code": "other"})
    entered(another, supervisor, sheets=1)
    entered(petition, clerk, sheets=1)
    for person in (clerk, other):
        counted(petition, person, "12", [3])
    act(RawCountFixed(1, 1, 3), by=supervisor, petition=petition)
    assert not Line.objects.filter(petition=another).exists()
    assert standing(another).uncounted_sheets == 1


def test_a_box_with_other_sections_than_said_is_shown(
    petition: Petition, clerk: Person, box: Box
) -> None:
    assert [one.code for one in standing(petition).boxes_short] == ["B1"]
    entered(petition, clerk, box="B1")
    assert not standing(petition).boxes_short.exists()
