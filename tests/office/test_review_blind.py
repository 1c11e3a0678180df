"""Who sees what: second reviewers nothing of the first, the uncleared no confidential voter."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from office.conftest import Hire
from office.paper import scan, upload
from office.reviewing import CONFIDENTIAL, SECRETS, Browser, finds, line, opened, post
from rollcheck.office.acts.act import act
from rollcheck.office.acts.models import Entry
from rollcheck.office.keying.models import WantedLine
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.proposals.handlers import Found
from rollcheck.office.receiving.models import ImagePage, Line
from rollcheck.office.review.finding import ConfidentialVoterError
from rollcheck.office.review.models import Finding, LineState, Query
from rollcheck.office.review.standing import standing
from rollcheck.office.review.work import Said, determine, next_lines
from rollcheck.record.events.matching import MatchConfirmed, MatchRun
from rollcheck.record.events.people import ClearanceChanged, PolicySet


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, [(5,), (4,)])


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


@pytest.fixture
def ron(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="ron")


@pytest.fixture
def clea(hire: Hire, about: Petition, administrator: Person) -> Person:
    """A reviewer who is cleared."""
    person = hire(Role.REVIEWER, about, name="clea")
    cleared: Person = act(ClearanceChanged(person.code, cleared=True), by=administrator)
    return cleared


def lines(browser: Client, about: Petition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(f"/petitions/{about.code}/review/next").json()[
        "lines"
    ]
    return found


def test_a_second_look_looks_like_a_first(
    about: Petition, rita: Person, ron: Person, signed_in: Browser
) -> None:
    first = lines(signed_in(rita), about)[0]
    sent = {"line": first["pk"], "step": first["step"], "valid": False, "voter": "v1"}
    sent |= {"reason": "signature_mismatch", "note": "slants left", "query": "garcia"}
    assert post(signed_in(rita), about, "determine", sent).status_code == 200
    second = lines(signed_in(ron), about)[0]
    assert second.pop("step") != first.pop("step")
    assert second == first
    assert second["notes"] == []
    assert second["adjudication"] is None


def test_an_adjudicator_sees_what_differs_and_not_who(
    about: Petition, rita: Person, ron: Person, hire: Hire, signed_in: Browser
) -> None:
    first = finds(rita, about, reason="signature_mismatch", voter="v1")
    finds(ron, about, voter="v2", at=first)
    (split, *_rest) = lines(signed_in(hire(Role.ADJUDICATOR, about)), about)
    assert split["pk"] == first.pk
    findings = split["adjudication"]["findings"]
    assert [(one["valid"], one["reason"], one["voter"]) for one in findings] == [
        (False, "signature_mismatch", "v1"),
        (True, "", "v2"),
    ]
    for person in (rita, ron):
        assert person.code not in str(split)
        assert person.full_name not in str(split)


def test_the_roll_shows_a_confidential_voter_to_the_cleared_alone(
    about: Petition,
    rita: Person,
    clea: Person,
    signed_in: Browser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for person, seen in ((rita, False), (clea, True)):
        browser = signed_in(person)
        held = lines(browser, about)[0]["pk"]
        for typed in ("vandersloot", "4711 hidden hollow", CONFIDENTIAL):
            sent = {"line": held, "q": typed}
            answer = post(browser, about, "lookup", sent).content.decode()
            assert any(secret in answer for secret in SECRETS) == seen, typed
    said = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert not any(secret in said for secret in SECRETS)


def test_a_confidential_voters_line_goes_to_a_cleared_person(
    about: Petition,
    rita: Person,
    ron: Person,
    clea: Person,
    supervisor: Person,
    signed_in: Browser,
) -> None:
    browser = signed_in(rita)
    held = lines(browser, about)[0]
    sent = {"line": held["pk"], "step": held["step"], "valid": True, "voter": CONFIDENTIAL}
    answer = post(browser, about, "determine", sent)
    assert answer.status_code == 200
    assert "cleared person" in answer.json()["message"]
    assert not Finding.objects.exists()
    state = LineState.objects.get(pk=held["pk"])
    assert (state.confidential, state.free, state.people) == (True, True, 0)
    assert standing(about).whole.waiting["confidential"] == 1
    for person in (rita, ron):
        for _ in range(3):
            assert held["pk"] not in [one["pk"] for one in lines(signed_in(person), about)]
            finds(person, about, voter="v1")
    assert lines(signed_in(clea), about)[0]["pk"] == held["pk"]
    settled = finds(clea, about, voter=CONFIDENTIAL)
    assert (settled.state, settled.voter) == ("settled", CONFIDENTIAL)
    entries = b"\n".join(bytes(entry.entry) for entry in Entry.objects.all())
    for secret in (*SECRETS, "Vandersloot"):
        assert secret.encode() not in entries
    browser = signed_in(supervisor)
    for page in (f"review/line?line={held['id']}", "review/queue", "watch", "duplicates/", "back/"):
        said = browser.get(f"/petitions/{about.code}/{page}").content.decode()
        assert not any(secret in said for secret in (*SECRETS, "Vandersloot")), page
    kept = dict(everything_kept())
    assert CONFIDENTIAL in kept["review_linestate"]
    assert not [table for table, rows in kept.items() if any(one in rows for one in SECRETS)]


def everything_kept() -> Iterator[tuple[str, str]]:
    """What stands in each table of the database, by its name."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield table, "\n".join(map(str, cursor.fetchall()))


def test_whose_clearance_ends_has_no_confidential_line(
    about: Petition, rita: Person, clea: Person, administrator: Person, hire: Hire
) -> None:
    with pytest.raises(ConfidentialVoterError):
        finds(rita, about, voter=CONFIDENTIAL)
    held = next_lines(clea, about)[0]
    assert held.line.state.confidential
    other = hire(Role.REVIEWER, about, name="cleo")
    other = act(ClearanceChanged(other.code, cleared=True), by=administrator)
    ended = act(ClearanceChanged(clea.code, cleared=False), by=administrator)
    assert held.line_id not in [one.line_id for one in next_lines(ended, about)]
    with pytest.raises(PermissionDenied):
        determine(ended, about, Said(held.line_id, held.pk, valid=True, voter="v1"))
    found = {finds(other, about, voter="v1").pk for _ in range(9 - 1 - 2 - 1)}
    assert held.line_id in {finds(other, about, voter=CONFIDENTIAL).pk, *found}


def test_a_scan_of_it_is_shown_to_the_cleared_alone(
    about: Petition, supervisor: Person, rita: Person, ron: Person, clea: Person, signed_in: Browser
) -> None:
    files = [upload("1_1.png", scan()), upload("2_1.png", scan(text="2"))]
    url = f"/petitions/{about.code}/receiving/scans"
    signed_in(supervisor).post(url, {"files": files})
    of_sheet, other = ImagePage.objects.order_by("sheet__section__number")
    with pytest.raises(ConfidentialVoterError):
        finds(rita, about, voter=CONFIDENTIAL)
    for person, status in ((ron, 403), (supervisor, 403), (clea, 200)):
        browser = signed_in(person)
        assert browser.get(f"{url}/{of_sheet.pk}/picture").status_code == status
        assert browser.get(f"{url}/{other.pk}/picture").status_code == 200
    # The scan shows the whole sheet: its five lines go to the cleared, those in hand, too.
    assert LineState.objects.filter(confidential=True).count() == 5
    assert Line.objects.filter(confidential=True).count() == 1
    assert {one.line.section.number for one in next_lines(rita, about)} == {"2"}
    assert {one.line.section.number for one in next_lines(clea, about)} == {"1"}


def test_a_line_proposed_to_a_confidential_voter_goes_to_the_cleared(
    about: Petition, supervisor: Person, rita: Person, clea: Person
) -> None:
    held = next_lines(rita, about)
    keys = [one.line_id for one in held]
    found = [Found(keys[0], "confidential", CONFIDENTIAL, []), Found(keys[1], "matched", "v1", [])]
    run = MatchRun(2, "0" * 64, "x", "local", "0" * 64)
    act(run, by=supervisor, petition=about, aside=found)
    assert keys[0] not in [one.line_id for one in next_lines(rita, about)]
    assert keys[1] in [one.line_id for one in next_lines(rita, about)]
    assert next_lines(clea, about)[0].line_id == keys[0]


def test_what_was_asked_of_the_roll_is_kept_and_sealed(
    about: Petition, rita: Person, signed_in: Browser
) -> None:
    browser = signed_in(rita)
    held = lines(browser, about)[0]
    sent = {"line": held["pk"], "step": held["step"], "valid": False, "reason": "not_registered"}
    asked = ["zebulon quartz", "quartz 12", "zebulon quartz"]
    assert post(browser, about, "determine", sent | {"query": asked}).status_code == 200
    assert list(Query.objects.values_list("text", flat=True)) == asked[:2]
    entries = b"\n".join(bytes(entry.entry) for entry in Entry.objects.all())
    assert b"quartz" not in entries


def test_a_line_without_a_voter_is_keyed(about: Petition, rita: Person, supervisor: Person) -> None:
    act(PolicySet("people:not_registered", "1", "alone"), by=supervisor, petition=about)
    state = finds(rita, about, reason="not_registered")
    assert WantedLine.objects.get().line_id == state.pk
    finds(rita, about, voter="v1")
    assert WantedLine.objects.count() == 1


def test_a_question_to_a_lead_and_its_answer(
    about: Petition, rita: Person, ron: Person, supervisor: Person, signed_in: Browser
) -> None:
    browser, lead = signed_in(rita), signed_in(supervisor)
    held = lines(browser, about)[0]
    assert post(browser, about, "lead", {"line": held["pk"], "note": ""}).status_code == 409
    asked = {"line": held["pk"], "note": "is this an R?"}
    assert post(browser, about, "lead", asked).status_code == 200
    assert held["pk"] not in [one["pk"] for one in lines(signed_in(ron), about)]
    assert "is this an R?" in lead.get(f"/petitions/{about.code}/review/queue").text
    at = f"/petitions/{about.code}/review/questions/{held['pk']}"
    assert lead.post(at, {"note": "a K"}).status_code == 302
    assert lead.post(at, {"note": "again"}).status_code == 302
    finds(ron, about, voter="v1")
    again = next(one for one in lines(signed_in(ron), about) if one["pk"] == held["pk"])
    assert [one["text"] for one in again["notes"]] == ["a K"]


def test_a_skipped_line_comes_last_and_skipping_is_undone(
    about: Petition, rita: Person, signed_in: Browser
) -> None:
    browser = signed_in(rita)
    first = lines(browser, about)[0]
    sent = {"line": first["pk"], "note": "the scan is upside down"}
    assert post(browser, about, "skip", sent).json()["next"]["id"] == "1:3"
    answer = post(browser, about, "undo", {}).json()
    assert answer["lines"][0]["id"] == "1:1"
    assert [one["text"] for one in answer["lines"][0]["notes"]] == ["the scan is upside down"]
    post(browser, about, "skip", sent)
    found = [finds(rita, about, voter="v1").pk for _ in range(9)]
    assert found[-1] == line(about, "1", 1).pk


def test_undo_gives_the_line_back_at_once(
    about: Petition, rita: Person, signed_in: Browser
) -> None:
    browser = signed_in(rita)
    state = finds(rita, about, voter="v1")
    answer = post(browser, about, "undo", {"reason": "the other Garcia"}).json()
    assert (answer["lines"][0]["pk"], answer["done"]) == (state.pk, 0)
    found = Finding.objects.get()
    assert found.undone_at is not None
    assert LineState.objects.get(pk=state.pk).valid is None
    assert finds(rita, about, voter="v2").pk == state.pk
    assert Finding.objects.count() == 2


def test_a_machine_accepts_only_where_the_law_lets_it(
    about: Petition, supervisor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = MatchConfirmed("1:1", "v1", "the law")
    with pytest.raises(ValidationError, match="no machine"):
        act(event, by=supervisor, petition=about)
    monkeypatch.setattr("rollcheck.law.RuleSet.machine_may_accept", True)
    with pytest.raises(ValidationError, match="no such voter"):
        act(MatchConfirmed("1:1", CONFIDENTIAL, "the law"), by=supervisor, petition=about)
    state = act(event, by=supervisor, petition=about)
    assert (state.state, state.voter, state.basis) == ("settled", "v1", "the law")
    with pytest.raises(ValidationError, match="at work"):
        act(event, by=supervisor, petition=about)
