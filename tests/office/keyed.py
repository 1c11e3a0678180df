"""A petition whose count is fixed, and people who key it, as tests of keying use them."""

import json

from django.test import Client

from office.paper import counted, entered
from rollcheck.office.acts.act import act
from rollcheck.office.keying.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Line
from rollcheck.record.events import intake
from rollcheck.record.events.matching import LineKeyed, LineMarked, SheetGivenToKey
from rollcheck.record.events.people import PolicySet

ANNA = {"printed_name": "ANNA BELL", "address": "12 MAIN ST", "city": "COVINA", "zip": "91722"}


def choose(petition: Petition, by: Person, name: str, value: str) -> None:
    """Choose something of keying or of counting."""
    act(PolicySet(name, value, "as we like it"), by=by, petition=petition)


def fixed(petition: Petition, by: Person, lines: tuple[int, ...] = (3, 2)) -> list[Line]:
    """Fix a count of one section, whose sheets have so many lines; every line is to be keyed."""
    choose(petition, by, "people:raw_count", "1")
    choose(petition, by, "keying:lines", "every")
    entered(petition, by, "12", len(lines))
    counted(petition, by, "12", lines)
    act(intake.RawCountFixed(1, len(lines), sum(lines)), by=by, petition=petition)
    return list(Line.objects.filter(petition=petition).order_by("ordinal"))


def given(petition: Petition, by: Person, sheet: int, entry: int) -> None:
    """Give a sheet of section 12 to a person."""
    act(SheetGivenToKey("12", str(sheet), entry), by=by, petition=petition)


def keyed(by: Person, line: Line, entry: int, mark: str = "", **fields: str) -> Entry:
    """One person's entry of a line, with a mark before it where there is one."""
    at = line.petition.opened_at
    if mark:
        act(LineMarked(str(line), mark), by=by, petition=line.petition, at=at)
    event = LineKeyed(str(line), entry, json.dumps(fields))
    made: Entry = act(event, by=by, petition=line.petition, at=at, aside=mark)
    return made


def begins(browser: Client, code: str) -> str:
    """Ask for a sheet; return the address of its first line, or of the page of keying."""
    return browser.post(f"/petitions/{code}/keying/begin").headers["Location"]
