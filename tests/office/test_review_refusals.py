"""What the review refuses, to whom: every role at every address, and every way to cheat."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from office.conftest import Hire
from office.reviewing import Browser, finds, fixed, opened, post
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Assignment, Finding, LineState
from rollcheck.office.review.opening import REVIEW, prepare
from rollcheck.office.review.undoing import reopen, undo_last
from rollcheck.office.review.work import Said, determine, next_lines
from rollcheck.problems import silent
from rollcheck.record import Event
from rollcheck.record.events import matching, review
from rollcheck.record.events.people import PersonRemoved, RoleTaken
from rollcheck.record.events.petition import (
    PetitionAmended,
    PetitionClosed,
    PetitionOpened,
    StageEntered,
)

REVIEWS = {Role.REVIEWER, Role.ADJUDICATOR, Role.SUPERVISOR, Role.CAMPAIGN}
LEADS = {Role.ADJUDICATOR, Role.SUPERVISOR, Role.CAMPAIGN}
ADDRESSES: dict[tuple[str, str], set[Role]] = {
    ("GET", ""): REVIEWS,
    ("GET", "next"): REVIEWS,
    ("POST", "lookup"): REVIEWS,
    ("POST", "determine"): REVIEWS,
    ("POST", "undo"): REVIEWS,
    ("POST", "skip"): REVIEWS,
    ("POST", "lead"): REVIEWS,
    ("POST", "open"): {Role.SUPERVISOR, Role.CAMPAIGN},
}
WRITES = [what for method, what in ADDRESSES if method == "POST" and what != "open"]
SENT = {"line": 1, "step": 1, "valid": False, "reason": "illegible", "note": "x"}
EVENTS: dict[Event, set[Role]] = {
    review.LineAssigned("1:1", "p", "1"): set(),
    review.LineSkipped("1:1", "x"): LEADS,
    review.LineDetermined("1:1", "invalid", "illegible", "", "x"): REVIEWS,
    review.LineAdjudicated("1:1", "invalid", "illegible", "", "x"): LEADS,
    review.Undone("x"): set(),
    review.Reopened("1:1", "x", "p"): set(),
    matching.LineLookedUp("1:1", "x"): REVIEWS,
    matching.MatchConfirmed("1:1", "v1", "x"): {Role.SUPERVISOR, Role.CAMPAIGN},
    StageEntered(REVIEW, ""): {Role.SUPERVISOR, Role.CAMPAIGN},
}


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll)


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


@pytest.fixture
def ron(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="ron")


def ask(browser: Client, about: Petition, method: str, what: str) -> Any:
    line = LineState.objects.filter(petition=about).earliest("order").pk
    if method == "GET":
        return browser.get(f"/petitions/{about.code}/review/{what}")
    return post(browser, about, what, SENT | {"line": line})


@pytest.mark.parametrize("role", list(Role))
def test_every_role_at_every_address(
    role: Role, about: Petition, hire: Hire, signed_in: Browser
) -> None:
    browser = signed_in(hire(role))
    for (method, what), may in ADDRESSES.items():
        before = Entry.objects.count()
        status = ask(browser, about, method, what).status_code
        if role in may:
            # A line that is not theirs is refused as well, but what they have a right to answers.
            assert status in {200, 302, 409} or (what, status) == ("lookup", 403), what
        else:
            assert status in {403, 404}, (what, status)
            assert Entry.objects.count() == before


@pytest.mark.parametrize("role", list(Role))
def test_every_role_and_every_act(role: Role, about: Petition, hire: Hire) -> None:
    person = hire(role)
    before = Entry.objects.count()
    for event, may in EVENTS.items():
        refused = (PermissionDenied, ValidationError) if role in may else PermissionDenied
        if role not in may and isinstance(event, review.Undone):
            refused = (PermissionDenied, ValidationError)
        with pytest.raises(refused):
            act(event, by=person, petition=about)
    assert Entry.objects.count() == before
    assert not Finding.objects.exists()


def test_a_role_for_another_petition_is_none_for_this(
    about: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    made = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    other = act(made, by=supervisor, aside={"code": "other"})
    browser = signed_in(hire(Role.SUPERVISOR, other))
    for method, what in ADDRESSES:
        assert ask(browser, about, method, what).status_code == 404, what


def test_nothing_of_another_persons_line(
    about: Petition, rita: Person, ron: Person, signed_in: Browser
) -> None:
    held = next_lines(rita, about)[0]
    browser, before = signed_in(ron), Entry.objects.count()
    theirs = {"line": held.line_id, "step": held.pk, "note": "x"}
    for what, more in (
        ("determine", {"valid": True, "voter": "v1"}),
        ("determine", {"valid": False, "reason": "illegible"}),
        ("skip", {}),
        ("lead", {}),
    ):
        assert post(browser, about, what, theirs | more).status_code == 409, what
    typed = {"line": held.line_id, "q": "garcia"}
    assert post(browser, about, "lookup", typed).status_code == 403
    assert (Entry.objects.count(), Finding.objects.count()) == (before, 0)
    assert not Assignment.objects.exclude(ended="").exists()


def test_no_line_of_another_petition(
    about: Petition, rita: Person, supervisor: Person, signed_in: Browser
) -> None:
    made = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    other = act(made, by=supervisor, aside={"code": "other"})
    other = act(PetitionAmended("snapshot", "0" * 64, "x"), by=supervisor, petition=other)
    fixed(other, supervisor, [(3,)])
    prepare(other, silent)
    act(StageEntered(REVIEW, ""), by=supervisor, petition=other)
    there = next_lines(supervisor, other)[0]
    finds(supervisor, other, voter="v1")
    browser = signed_in(supervisor)
    theirs = {"line": there.line_id, "step": there.pk, "note": "x", "reason": "x"}
    for what in ("determine", "skip", "lead"):
        sent = theirs | {"valid": True, "voter": "v1"}
        assert post(browser, about, what, sent).status_code == 409, what


def test_who_is_removed_is_out_and_their_lines_go_to_others(
    about: Petition, rita: Person, ron: Person, administrator: Person, signed_in: Browser
) -> None:
    browser = signed_in(rita)
    mine = {held.line_id for held in next_lines(rita, about)}
    act(PersonRemoved(rita.code, "left"), by=administrator)
    for method, what in ADDRESSES:
        # What answers in JSON says so; a page leads to signing in.
        status = ask(browser, about, method, what).status_code
        assert status == (302 if what in {"", "open"} else 401), what
    rita.refresh_from_db()
    with pytest.raises(PermissionDenied):
        finds(rita, about, voter="v1")
    found = {finds(ron, about, voter="v1").pk for _ in range(5)}
    assert mine < found


def test_a_role_taken_ends_the_work(
    about: Petition, rita: Person, administrator: Person, signed_in: Browser
) -> None:
    browser = signed_in(rita)
    held = next_lines(rita, about)[0]
    act(RoleTaken(rita.code, Role.REVIEWER.value), by=administrator, petition=about)
    sent = {"line": held.line_id, "step": held.pk, "valid": True, "voter": "v1"}
    assert post(browser, about, "determine", sent).status_code == 404
    assert not Finding.objects.exists()


def test_nothing_on_a_closed_petition(
    about: Petition, rita: Person, supervisor: Person, signed_in: Browser
) -> None:
    settled = finds(rita, about, voter="v1")
    held = next_lines(rita, about)[0]
    act(PetitionClosed("withdrawn"), by=supervisor, petition=about)
    browsers = {person: signed_in(person) for person in (rita, supervisor)}
    before = Entry.objects.count()
    for person, browser in browsers.items():
        for what in WRITES:
            sent = {
                "line": held.line_id,
                "step": held.pk,
                "valid": True,
                "voter": "v1",
                "note": "x",
            }
            status = post(browser, about, what, sent | {"reason": ""}).status_code
            assert status == 409 or person == rita, (what, status)
            assert status in {403, 409}
    with pytest.raises(ValidationError):
        reopen(supervisor, about, settled, "x")
    assert Entry.objects.count() == before


def test_the_same_request_twice_is_one_finding(
    about: Petition, rita: Person, signed_in: Browser
) -> None:
    browser = signed_in(rita)
    held = next_lines(rita, about)[0]
    sent = {"line": held.line_id, "step": held.pk, "valid": True, "voter": "v1", "query": "gar"}
    assert post(browser, about, "determine", sent).status_code == 200
    before = Entry.objects.count()
    assert post(browser, about, "determine", sent).status_code == 200
    assert (Entry.objects.count(), Finding.objects.count()) == (before, 1)
    assert post(browser, about, "determine", sent | {"voter": "v2"}).status_code == 409
    undo_last(rita, about)
    before = Entry.objects.count()
    assert post(browser, about, "determine", sent).status_code == 409
    assert Entry.objects.count() == before
    assert not Finding.objects.filter(undone_at=None).exists()


def test_no_request_from_another_site(about: Petition, rita: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rita, "django.contrib.auth.backends.ModelBackend")
    for what in WRITES:
        assert post(browser, about, what, SENT).status_code == 403, what


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"nonsense",
        b'{"line": ' + b"[" * 5000,
        json.dumps({"line": -1, "step": 1, "valid": True}).encode(),
        json.dumps({"line": 2**70, "step": 1, "valid": True}).encode(),
        json.dumps({"line": True, "step": 1, "valid": True}).encode(),
        json.dumps({"line": 1, "step": 1, "valid": "yes"}).encode(),
        json.dumps({"line": 1, "step": 1, "valid": True, "voter": ["v1"]}).encode(),
        json.dumps({"line": 1, "step": 1, "valid": True, "voter": "v\x001"}).encode(),
        json.dumps({"line": 1, "step": 1, "valid": True, "query": ["x"] * 99}).encode(),
        json.dumps({"line": 1, "step": 1, "valid": True, "query": [1]}).encode(),
        json.dumps({"line": 1, "step": 1, "valid": True, "note": "x" * 2000}).encode(),
    ],
)
def test_what_cannot_be_read_is_refused(
    sent: bytes, about: Petition, rita: Person, signed_in: Browser
) -> None:
    browser, url = signed_in(rita), f"/petitions/{about.code}/review/determine"
    answer = browser.post(url, sent, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert browser.post(url, SENT).status_code == 409
    assert browser.get(url).status_code == 405


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"valid": True}, "Choose the voter"),
        ({"valid": True, "voter": "v99"}, "no such voter"),
        ({"valid": True, "voter": "v1 v2"}, "no such voter"),
        ({"valid": True, "voter": "V1"}, "no such voter"),
        ({"valid": True, "voter": "v1", "reason": "illegible"}, "has no reason"),
        ({"valid": False}, "does not have this reason"),
        ({"valid": False, "reason": "ugly"}, "does not have this reason"),
        ({"valid": False, "reason": "illegible", "voter": "v99"}, "no such voter"),
        ({"valid": False, "reason": "other"}, "Write a note"),
    ],
)
def test_what_cannot_be_found(
    said: dict[str, Any], why: str, about: Petition, rita: Person
) -> None:
    held = next_lines(rita, about)[0]
    with pytest.raises(ValidationError, match=why):
        determine(rita, about, Said(held.line_id, held.pk, **said))
    assert not Finding.objects.exists()
    assert Assignment.objects.get(pk=held.pk).ended == ""


def test_a_reason_is_for_the_roles_that_the_law_names(
    about: Petition, rita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rollcheck.office.review.finding.may_give", lambda *_: False)
    with pytest.raises(PermissionDenied):
        finds(rita, about, reason="illegible")


def test_nobody_finds_a_line_twice(about: Petition, rita: Person, hire: Hire) -> None:
    """One person who is reviewer and adjudicator does not settle their own split."""
    lead = hire(Role.SUPERVISOR, about)
    first = finds(lead, about, reason="signature_mismatch", voter="v1")
    assert first.pk not in [one.line_id for one in next_lines(lead, about, 9)]
    with pytest.raises(ValidationError, match="finding on this line already"):
        act(review.LineAssigned("1:1", lead.code, "2"), by=lead, petition=about)
    assert finds(rita, about, voter="v2", at=first).step == 0
    assert first.pk not in [one.line_id for one in next_lines(lead, about, 9)]
    with pytest.raises(ValidationError, match="finding on this line already"):
        act(review.LineAssigned("1:1", lead.code, "0"), by=lead, petition=about)


def test_undo_only_of_ones_own_and_while_nobody_went_on(
    about: Petition, rita: Person, ron: Person
) -> None:
    with pytest.raises(ValidationError, match="nothing to take back"):
        undo_last(rita, about)
    first = finds(rita, about, reason="signature_mismatch", voter="v1")
    found = Finding.objects.get()
    with pytest.raises(PermissionDenied):
        act(review.Undone("not mine"), by=ron, petition=about, aside=found)
    next_lines(ron, about)
    with pytest.raises(ValidationError, match="gone on"):
        undo_last(rita, about)
    finds(ron, about, reason="signature_mismatch", voter="v1", at=first)
    with pytest.raises(ValidationError, match="gone on"):
        undo_last(rita, about)


def test_reopening_takes_a_supervisor_a_reason_and_a_finding(
    about: Petition, rita: Person, supervisor: Person, hire: Hire
) -> None:
    state = finds(rita, about, voter="v1")
    for role in (Role.REVIEWER, Role.ADJUDICATOR, Role.CAMPAIGN, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            reopen(hire(role), about, state, "why not")
    with pytest.raises(PermissionDenied):
        act(review.Reopened("1:1", "x", rita.code), by=supervisor, petition=about)
    with pytest.raises(ValidationError, match="Say why"):
        reopen(supervisor, about, state, " ")
    other = LineState.objects.get(line__ordinal=4)
    with pytest.raises(ValidationError, match="Nobody has determined"):
        reopen(supervisor, about, other, "x")
    reopen(supervisor, about, state, "the wrong Garcia")
    assert Finding.objects.get().undone_at is None
    assert finds(rita, about, voter="v2", at=state).voter == "v2"
