"""A petition that was closed: nothing about it changes, but its paper is still kept."""

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from office.keyed import fixed, given
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Section, SheetOut
from rollcheck.record.events.intake import (
    BoxReceived,
    RawCountFixed,
    RawCountReopened,
    SectionRegistered,
    SheetCheckedOut,
    SheetCounted,
    SheetDefectFound,
    SheetFormSaid,
    SheetScanned,
    SheetsToCountAgain,
)
from rollcheck.record.events.matching import (
    DuplicatesProposed,
    LineKeyed,
    LinesTakenIn,
    SheetGivenToKey,
)
from rollcheck.record.events.petition import PetitionClosed

if TYPE_CHECKING:
    from rollcheck.record import Event

NONE = "0" * 64


def test_a_closed_petition_takes_nothing_more_and_its_sheets_still_move(
    petition: Petition, supervisor: Person
) -> None:
    line, *_rest = fixed(petition, supervisor)
    given(petition, supervisor, 1, 1)
    section = Section.objects.earliest("pk").number
    act(BoxReceived("B1", "S1", 1, "Bo Brings"), by=supervisor, petition=petition, aside="here")
    act(PetitionClosed("over"), by=supervisor, petition=petition)
    petition.refresh_from_db()
    refused: tuple[Event, ...] = (
        BoxReceived("B9", "S9", 1, "Bo Brings"), SectionRegistered("99", "", 1, ""),
        SheetCounted(section, "1", 1),
        SheetsToCountAgain(section, "1", "why"), SheetScanned(section, "1", NONE),
        SheetDefectFound(section, "1", "torn", ""), SheetFormSaid(section, "", "long"),
        RawCountFixed(1, 1, 1), RawCountReopened("why"), LinesTakenIn(0, NONE),
        SheetGivenToKey(section, "2", 1), LineKeyed(str(line), 1, '{"printed_name": "ANN"}'),
        DuplicatesProposed(0, 0),
    )  # fmt: skip
    for event in refused:
        with pytest.raises(ValidationError, match="closed"):
            act(event, by=supervisor, petition=petition, aside=())
    act(BoxReceived("B1", "S2", 1, "Bo Brings"), by=supervisor, petition=petition)
    act(SheetCheckedOut(section, "1", "keying"), by=supervisor, petition=petition)
    assert SheetOut.objects.filter(sheet__section__number=section, back_at=None).exists()
