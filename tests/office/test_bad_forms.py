"""Every form of the office, every field of it, with what no form expects.

Nothing answers with a failure of ours, what is refused leaves no row behind, why stands beside its
field, and what was typed is never part of a page's own markup.
"""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.forms import BaseForm, ChoiceField
from django.test import Client

from office.addresses import address, things
from office.asking import Asking, untold
from office.bad_input import (
    A_NUMBER,
    BODIES,
    MARK,
    NASTY,
    NASTY_JSON,
    NO_CHOICE,
    NO_NUMBER,
    NUMBERS,
    OF_THE_ENGINE,
    SHOWN,
    Sent,
    sent_to,
)
from office.conftest import PASSWORD, Hire
from office.paper import entered
from office.reviewing import Browser, opened
from office.rights_of_addresses import NEVER, OF_SIGNING_IN, OWN
from rollcheck.office import receiving
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.models import Entry
from rollcheck.office.connecting.models import Watch
from rollcheck.office.keying.plan import plan_of
from rollcheck.office.people.forms import Found, NewPassword
from rollcheck.office.people.founding import found_office, founding_key
from rollcheck.office.people.links import password_link
from rollcheck.office.people.models import Person, RoleHeld
from rollcheck.office.people.roles import Role
from rollcheck.office.people.sign_in_form import SignIn
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import declared
from rollcheck.office.receiving.models import Image, ImagePage, Line
from rollcheck.office.review.lines import line_name
from rollcheck.office.review.models import LineState, Stands
from rollcheck.office.review.work import Said, ask_lead, determine, next_lines
from rollcheck.office.rolls.models import RollSnapshot
from rollcheck.record.events.intake import BoxReceived, SheetCheckedOut, SheetCounted
from rollcheck.record.events.matching import SheetGivenToKey
from rollcheck.record.events.people import PersonRemoved, PolicySet, RoleGiven
from rollcheck.record.events.petition import PetitionOpened
from rollcheck.record.events.upkeep import HoldPlaced

OFFICE = Path(receiving.__file__).parent.parent
SAYS_NO = {400, 403, 404, 409, 422}
WENT = {200, 302}
RECORDED = {"receive_move"}
"""Where a refusal is itself recorded: a second signature that does not fit, as at signing in."""
BEFORE_SIGNING_IN = {Found, NewPassword, SignIn}
READ = re.compile(r'request\.(?:GET|POST|FILES)(?:\.get|\.getlist)?[\[(]"(\w+)"')

Wrong = tuple[object, ...]


@pytest.fixture(autouse=True)
def _without_warnings() -> Iterator[None]:
    """Thousands of refusals are not worth a log each; what logs hold is another test's."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def who(supervisor: Person, administrator: Person) -> Person:
    act(RoleGiven(supervisor.code, Role.ADMINISTRATOR.value), by=administrator)
    return supervisor


@pytest.fixture
def about(petition: Petition, who: Person, roll: Path) -> Petition:
    """A petition whose review is open."""
    ready = opened(petition, who, roll, [(9, 2)])
    act(PolicySet("keying:lines", "every", "so"), by=who, petition=ready)
    return ready


def _petition(who: Person, code: str) -> Petition:
    made = PetitionOpened(code, "us-ca", "county-recall", "us-ca/county-recall")
    petition: Petition = act(made, by=who, aside={"code": code})
    return petition


@pytest.fixture
def young(who: Person, hire: Hire) -> Petition:
    """A petition that is still being received."""
    clerk = hire(Role.INTAKE_CLERK, name="second")
    young = _petition(who, "young")
    act(BoxReceived("Y1", "S1", 1, ""), by=who, petition=young, aside="shelf")
    entered(young, who, "1", 3, box="Y1")
    act(SheetCheckedOut("1", "2", "to scan"), by=who, petition=young)
    act(SheetCounted("1", "3", 4), by=clerk, petition=young)
    with writing():
        image = Image.objects.create(
            digest="0" * 64, kind="png", bytes=1, pages=1, at=young.opened_at, by=who,
            petition=young,
        )  # fmt: skip
        ImagePage.objects.create(image=image, number=1)
    return young


@pytest.fixture
def its(about: Petition, young: Petition, who: Person, hire: Hire) -> dict[str, Any]:
    """What the rows of ``sent_to`` name."""
    its = things(about, who)
    (settings.PLACE.incoming / "roll.csv").write_text("voter_id\n")
    (settings.PLACE.incoming / "lines.csv").write_text("line_id,section,sheet,line_no\n")
    (settings.PLACE.incoming / "signatures").mkdir()
    removed = hire(None, name="removed")
    act(PersonRemoved(removed.code, "left"), by=who)
    act(SheetGivenToKey("1", "2", 1), by=who, petition=about)
    rejecting = next_lines(who, about)[0]
    act(PolicySet("people:not_registered", "1", "so"), by=who, petition=about)
    determine(who, about, Said(rejecting.line_id, rejecting.pk, False, reason="not_registered"))
    asked = next_lines(who, about)[0]
    ask_lead(who, about, asked.line_id, "which?")
    act(HoldPlaced("A v. B", "so"), by=who, petition=about)
    act(PolicySet("form:old", "printed_name", "so"), by=who, petition=about)
    person = hire(Role.REVIEWER, name="rita")
    return its | {
        "snapshot": RollSnapshot.objects.get(),
        "earlier": _petition(who, "earlier"),
        "lacks": list(declared(about)[0][:1]),
        "person": person,
        "held": RoleHeld.objects.get(person=person),
        "removed": removed,
        "watched": Watch.objects.get(),
        "young_box": young.boxes.get(),
        "young_section": young.sections.get(),
        "young_page": ImagePage.objects.get(image__petition=young),
        "password": PASSWORD,
        "asked": plan_of(about).fields,
        "keyed": Line.objects.filter(petition=about, sheet__number=2).first(),
        "had": next_lines(who, about)[0],
        "held_line": LineState.objects.get(petition=about, state=Stands.HELD),
        "settled": line_name(rejecting.line),
        "case": "x",
    }


@pytest.fixture
def rows(about: Petition, young: Petition, its: dict[str, Any]) -> list[Sent]:
    return sent_to(about, young, its)


@pytest.fixture
def asking(
    who: Person, signed_in: Browser, its: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Asking:
    return Asking(signed_in(who), monkeypatch)


def test_whatever_takes_something_has_a_row(rows: list[Sent]) -> None:
    posted = {name for name, row in OWN.items() if row.post is not None and row.post != NEVER}
    assert {one.name for one in rows if not one.query} == posted
    every = {form for form in below(BaseForm) if form.__module__.startswith("rollcheck.office.")}
    shown = {form for one in rows for form in one.forms}
    assert shown == every - BEFORE_SIGNING_IN
    for one in rows:
        names = {name.rpartition("-")[2] for name in one.fields}
        for form in one.forms:
            assert set(form.base_fields) <= names, one.name
    read = {name for file in OFFICE.rglob("*.py") for name in READ.findall(file.read_text())}
    assert read
    assert read <= {name for one in rows for name in one.fields}


def below(kind: type[BaseForm]) -> Iterator[type[BaseForm]]:
    """Yield every class below one."""
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


@pytest.mark.slow
def test_every_field_of_every_form(rows: list[Sent], asking: Asking) -> None:
    before = asking.rows()
    found: list[Wrong] = []
    for sent in rows:
        found += every_field(sent, asking)
    boxes = [one for one in rows if one.fields.get("box") == "Y1" and not one.query]
    assert boxes
    for sent in boxes:  # B1 is another petition's
        answer, _text = asking.send(sent, {**sent.fields, "box": "B1"})
        assert answer.status_code == 422, sent.name
    assert asking.rows() == before
    assert found == [], "\n".join(str(one)[:300] for one in found)


def every_field(sent: Sent, asking: Asking) -> list[Wrong]:
    """What is wrong where nothing is spoilt, and where each field is in turn."""
    before = asking.rows()
    found = as_it_should_be(sent, asking, before)
    for name in sent.fields:
        for value in values_of(sent, name, asking):
            found += spoilt(sent, name, value, asking, before)
    return found


def values_of(sent: Sent, name: str, asking: Asking) -> list[Any]:
    """What a field is spoilt with; on another engine than SQLite, where engines may differ."""
    values = NASTY
    if sent.json:
        values = NASTY_JSON
    elif any(isinstance(form.base_fields.get(name), ChoiceField) for form in sent.forms):
        values = NO_CHOICE
    elif not takes(sent, name, A_NUMBER, asking):
        values = NO_NUMBER + NUMBERS
    everything = connection.vendor == "sqlite"
    return [value for value in values if everything or value in OF_THE_ENGINE]


def as_it_should_be(sent: Sent, asking: Asking, before: tuple[int, ...]) -> list[Wrong]:
    """What is wrong where nothing is spoilt: it must be taken, or the walk proves nothing."""
    asking.drawing = False
    with transaction.atomic():
        answer, _text = asking.send(sent, dict(sent.fields))
        changed = sent.query or sent.name == "review_lookup" or asking.rows() != before
        took = answer.status_code in WENT and changed
        transaction.set_rollback(True)
    said = [dict(form.errors) for form in asking.wrong_forms()]
    return [] if took == sent.ready else [(sent.name, answer.status_code, said)]


def takes(sent: Sent, name: str, value: str, asking: Asking) -> bool:
    """Tell whether a field takes that value and a row is kept."""
    before = asking.rows()
    with transaction.atomic():
        answer, _text = asking.send(sent, {**sent.fields, name: value})
        took = answer.status_code in WENT and asking.rows() != before
        transaction.set_rollback(True)
    return took


def spoilt(
    sent: Sent, name: str, value: Any, asking: Asking, before: tuple[int, ...]
) -> list[Wrong]:
    """What is wrong where one field has that value."""
    asking.drawing = value == MARK
    with transaction.atomic():
        answer, text = asking.send(sent, {**sent.fields, name: value})
        wrong, status = asking.wrong_forms(), answer.status_code
        refused = status in SAYS_NO or wrong
        kept = sent.query or sent.name in RECORDED or asking.rows() == before
        found = [
            *(["status"] if status not in SAYS_NO | WENT else []),
            *(["rows"] if refused and not kept else []),
            *(["markup"] if MARK in text else []),
            *(untold(wrong, text) if asking.drawing else []),
        ]
        to = answer.headers.get("Location", "")
        if to and not isinstance(value, list) and value in SHOWN:
            asking.drawing = True
            after = asking.browser.get(to)
            if after.status_code != 200 or MARK in after.content.decode():
                found.append(f"{to}: {after.status_code}")
        transaction.set_rollback(True)
    return [(sent.name, name, repr(value)[:40], status, one) for one in found]


def test_every_body_that_is_no_json_of_ours(rows: list[Sent], asking: Asking) -> None:
    before = asking.rows()
    found = []
    for sent in rows:
        for body in BODIES if sent.json else ():
            with transaction.atomic():
                status = asking.post_json(sent.url, body).status_code
                # A line of nobody's is 403 to look-up; undo needs nothing of a body.
                if status not in {403, 409} and (sent.name, status) != ("review_undo", 200):
                    found.append((sent.name, body[:20], status))
                if status != 200 and asking.rows() != before:
                    found.append((sent.name, body[:20], "rows"))
                transaction.set_rollback(True)
    assert found == []


def test_bytes_that_are_no_text(rows: list[Sent], asking: Asking) -> None:
    """Half a surrogate pair, by the encodings in which a browser's form could bring one."""
    before = asking.rows()
    bound = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n%s\r\n--x--\r\n'
    url = next(one.url for one in rows if one.name == "open_petition")
    for body, kind in (
        (b"title=%ED%A0%80&rules=%FF", "application/x-www-form-urlencoded"),
        (bound % b"\xed\xa0\x80", "multipart/form-data; boundary=x"),
        (bound % b"+2AA-", "multipart/form-data; boundary=x; charset=utf-7"),
        (bound % b"zz", "multipart/form-data; boundary=x; charset=hex"),
        (bound % b"zz", "multipart/form-data; boundary=x; charset=no-such"),
        (bound[:30], "multipart/form-data; boundary=x"),
        (bound, "multipart/form-data"),
        (b"a=" + b"&a=" * 2000, "application/x-www-form-urlencoded"),
        (b"title=" + b"x" * (6 << 20), "application/x-www-form-urlencoded"),
    ):
        with transaction.atomic():
            answer = asking.browser.generic("POST", url, body, content_type=kind)
            assert answer.status_code in {200, 400}, kind
            assert asking.rows() == before, kind
            transaction.set_rollback(True)
    asking.browser.cookies["sessionid"] = "a\x00b"
    assert asking.browser.get("/").status_code == 302


def test_every_form_of_signing_in(
    petition: Petition, hire: Hire, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of allauth too, whose fields are read off the page."""
    rita = hire(Role.REVIEWER, name="rita")
    for browser in (Client(), signed_in(rita)):
        asking = Asking(browser, monkeypatch)
        for name in sorted(OF_SIGNING_IN):
            url = address(name, petition, None, {})
            for value in (*SHOWN, "a\x00b", "x" * 10_000, "9" * 400, ["1", "2"]):
                with transaction.atomic():
                    asking.browser.get(url)
                    pages = [context.get("form") for context in asking.contexts]
                    fields = {one for form in pages if form for one in form.fields}
                    answer, text = asking.send(Sent(name, url), dict.fromkeys(fields, value))
                    assert answer.status_code in SAYS_NO | WENT | {301, 405, 429}, (name, value)
                    assert MARK not in text
                    transaction.set_rollback(True)


def test_the_forms_before_there_is_anybody_to_sign_in(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Setting an office up, and setting a password by a link."""
    asking = Asking(Client(), monkeypatch)
    new = {"username": "ada", "full_name": "Ada", "password": PASSWORD, "again": PASSWORD}
    found = every_field(Sent("found", "/setup", {"key": founding_key(), **new}), asking)
    ada = found_office("ada", "Ada", PASSWORD)
    twice = {"password": f"{PASSWORD}s", "again": f"{PASSWORD}s"}
    found += every_field(Sent("set_password", password_link(ada), twice), asking)
    assert found == []


def test_nothing_from_another_site(rows: list[Sent], who: Person, its: dict[str, Any]) -> None:
    """Without the token of a page of ours, or where the browser says that it is none of ours."""
    strict, mild = Client(enforce_csrf_checks=True), Client()
    for browser in (strict, mild):
        browser.force_login(who, "django.contrib.auth.backends.ModelBackend")
    before, found = Entry.objects.count(), []
    for sent in rows:
        if sent.query:
            continue
        kind = "application/json" if sent.json else "application/x-www-form-urlencoded"
        body = json.dumps(dict(sent.fields)) if sent.json else urlencode(sent.fields, doseq=True)
        answers = [
            strict.generic("POST", sent.url, body, content_type=kind),
            mild.generic("POST", sent.url, body, kind, headers={"Sec-Fetch-Site": "cross-site"}),
            mild.generic("POST", sent.url, body, kind, headers={"Sec-Fetch-Site": "same-site"}),
        ]
        if any(answer.status_code != 403 for answer in answers):
            found.append(sent.name)
    assert found == []
    assert Entry.objects.count() == before
