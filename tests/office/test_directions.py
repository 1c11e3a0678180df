"""Words of people that run from right to left leave the page around them as it stands."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from office.addresses import address, things
from office.conftest import Hire
from office.pages_of_addresses import NO_PAGE
from office.reviewing import Browser, opened
from office.rights_of_addresses import OWN
from rollcheck.office.acts.act import act
from rollcheck.office.people.founding import new_code
from rollcheck.office.people.handlers import NewPerson
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.people import PersonAdded, RoleGiven
from rollcheck.record.events.petition import PetitionOpened

TURNS = "\u202eשלום"
"""A mark that turns what follows, and letters that run from the right."""
INLINE = {"a", "b", "code", "em", "strong", "span", "label", "button", "summary", "kbd", "br"}
ALONE = {"title", "option"}
"""Text alone, which the browser itself keeps apart from the page."""
EMPTY = {"meta", "link", "input", "img", "br", "rect", "line", "hr", "path"}


class Blocks(HTMLParser):
    """Collects the text of each block in which the words stand beside others, not apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.block = ""
        self.beside: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._end_of_block(tag)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_of_block(tag)
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "bdi" not in self.open and not ALONE & set(self.open):
            self.block += data

    def _end_of_block(self, tag: str) -> None:
        if tag not in INLINE | {"bdi"}:
            text = " ".join(self.block.split())
            if TURNS in text and text != TURNS:
                self.beside.append(text)
            self.block = ""


def beside(page: str) -> list[str]:
    """The blocks of a page in which the words are not apart from others."""
    blocks = Blocks()
    blocks.feed(page)
    return blocks.beside


def test_what_counts_as_apart() -> None:
    assert beside(f"<p>Signed in as {TURNS} · now</p>") == [f"Signed in as {TURNS} · now"]
    assert beside(f"<p>by <bdi>{TURNS}</bdi>, now</p><td><a>{TURNS}</a></td>") == []


@pytest.fixture
def turning(hire: Hire) -> Person:
    """Somebody of such a name, who may do and see everything."""
    who: Person = act(PersonAdded(new_code(), TURNS), by=None, aside=NewPerson("turning"))
    roles = (
        Role.ADMINISTRATOR,
        Role.SUPERVISOR,
        Role.INTAKE_CLERK,
        Role.REVIEWER,
        Role.ADJUDICATOR,
    )
    for role in roles:
        act(RoleGiven(who.code, role.value), by=None)
    return who


@pytest.fixture
def about(turning: Person, roll: Path) -> Petition:
    made = PetitionOpened(TURNS, "us-ca", "county-recall", "us-ca/county-recall")
    petition: Petition = act(made, by=turning, aside={"code": "recall22"})
    act(RoleGiven(turning.code, Role.EXAMINER.value), by=None, petition=petition)
    return opened(petition, turning, roll, [(3, 2)])


def test_no_page_is_turned_by_a_name(about: Petition, turning: Person, signed_in: Browser) -> None:
    browser = signed_in(turning)
    its = things(about, turning)
    found, said = [], 0
    for name, row in OWN.items():
        if row.get is not None and name not in NO_PAGE:
            page = browser.get(address(name, about, row, its)).content.decode()
            said += page.count(TURNS)
            found += [f"{name}: {text[:150]}" for text in beside(page)]
    assert said > 60
    assert found == [], "\n".join(found)
