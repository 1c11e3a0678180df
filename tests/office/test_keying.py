"""Keying: who may key what, when an entry stands, and what is never seen or lost."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from office.conftest import Hire
from office.keyed import ANNA, begins, choose, fixed, given, keyed
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.models import Entry as Recorded
from rollcheck.office.keying.handlers import drop, want
from rollcheck.office.keying.models import Entry, KeyingPolicy, LineRead, Turn
from rollcheck.office.keying.plan import plan_of
from rollcheck.office.keying.read import mark_of, read_of
from rollcheck.office.keying.wanted import lines_of, next_sheet, progress
from rollcheck.office.keying.written import as_kept, differing, same
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Image, ImagePage, Line
from rollcheck.record.events.matching import LineKeyed, LineMarked, SheetGivenToKey
from rollcheck.record.events.people import ClearanceChanged, PolicySet
from rollcheck.record.events.petition import PetitionOpened

SignedIn = Callable[[Person], Client]
EVERY = (
    SheetGivenToKey("12", "1", 1),
    LineMarked("12:1", "blank"),
    LineKeyed("12:1", 1, '{"printed_name": "ANNA BELL"}'),
)


@pytest.fixture
def lines(petition: Petition, supervisor: Person) -> list[Line]:
    return fixed(petition, supervisor)


@pytest.fixture
def clerks(hire: Hire, petition: Petition) -> list[Person]:
    return [hire(Role.INTAKE_CLERK, petition, name=name) for name in ("carl", "olga", "theo")]


def test_who_does_not_key_is_refused(petition: Petition, lines: list[Line], hire: Hire) -> None:
    roles = (Role.REVIEWER, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR)
    people = [hire(role) for role in roles]
    before = Recorded.objects.count()
    for person in people:
        for event in EVERY:
            with pytest.raises(PermissionDenied):
                act(event, by=person, petition=petition)
    assert Recorded.objects.count() == before


def test_two_who_agree_settle_a_line(lines: list[Line], clerks: list[Person]) -> None:
    carl, olga, _theo = clerks
    given(lines[0].petition, carl, 1, 1)
    given(lines[0].petition, olga, 1, 2)
    keyed(carl, lines[0], 1, **ANNA)
    assert read_of(lines[0]) is None
    keyed(olga, lines[0], 2, **{**ANNA, "address": "12  main st."})
    assert read_of(lines[0]) == ANNA
    assert LineRead.objects.get().source == "keyed"


def test_a_third_person_settles_a_difference(lines: list[Line], clerks: list[Person]) -> None:
    carl, olga, theo = clerks
    petition = lines[0].petition
    for person, number, zip_code in ((carl, 1, "91722"), (olga, 2, "91723")):
        given(petition, person, 1, number)
        keyed(person, lines[0], number, **{**ANNA, "zip": zip_code})
    assert read_of(lines[0]) is None
    assert progress(petition)["differ"] == 1
    for person in (carl, olga):
        assert (next_sheet(petition, person, timezone.now()) or (None, 0))[1] != 3
        with pytest.raises(ValidationError, match="another person"):
            given(petition, person, 1, 3)
    assert (next_sheet(petition, theo, timezone.now()) or (None, 0))[1] == 3
    given(petition, theo, 1, 3)
    keyed(theo, lines[0], 3, **{**ANNA, "zip": "91723"})
    assert (read_of(lines[0]) or {})["zip"] == "91723"
    assert Entry.objects.filter(line=lines[0]).count() == 3
    assert Turn.objects.get(number=3).ended_at


def test_two_who_mark_differently_differ(lines: list[Line], clerks: list[Person]) -> None:
    carl, olga, theo = clerks
    petition = lines[0].petition
    given(petition, carl, 1, 1)
    given(petition, olga, 1, 2)
    keyed(carl, lines[0], 1, "struck", **ANNA)
    keyed(olga, lines[0], 2, **ANNA)
    assert read_of(lines[0]) is None
    given(petition, theo, 1, 3)
    keyed(theo, lines[0], 3, "struck", **ANNA)
    assert mark_of(lines[0]) == "struck"
    keyed(carl, lines[1], 1, "blank")
    keyed(olga, lines[1], 2, "blank")
    assert (read_of(lines[1]), mark_of(lines[1])) == ({}, "blank")


def test_nobody_keys_a_sheet_twice(lines: list[Line], clerks: list[Person]) -> None:
    carl, olga, _theo = clerks
    petition = lines[0].petition
    given(petition, carl, 1, 1)
    with pytest.raises(ValidationError, match="another person keys it"):
        given(petition, carl, 1, 2)
    with pytest.raises(ValidationError, match="Somebody else is keying"):
        given(petition, olga, 1, 1)
    with pytest.raises(ValidationError, match="not given to you"):
        keyed(olga, lines[0], 1, **ANNA)
    with pytest.raises(ValidationError, match="for another entry"):
        keyed(carl, lines[0], 2, **ANNA)


def test_the_database_itself_refuses_a_second_entry(
    lines: list[Line], clerks: list[Person]
) -> None:
    given(lines[0].petition, clerks[0], 1, 1)
    first = keyed(clerks[0], lines[0], 1, **ANNA)
    for number, person in ((1, clerks[1]), (2, clerks[0])):
        again = Entry(line=lines[0], number=number, person=person, fields=ANNA, at=first.at)
        with pytest.raises(IntegrityError), transaction.atomic(), writing():
            again.save()


def test_an_entry_is_put_right_and_the_first_stays(lines: list[Line], clerks: list[Person]) -> None:
    carl, olga, _theo = clerks
    given(lines[0].petition, carl, 1, 1)
    given(lines[0].petition, olga, 1, 2)
    keyed(carl, lines[0], 1, **{**ANNA, "zip": "91721"})
    keyed(carl, lines[0], 1, **ANNA)
    stood = Entry.objects.filter(line=lines[0], number=1).order_by("pk")
    assert [bool(one.replaced_at) for one in stood] == [True, False]
    keyed(olga, lines[0], 2, **ANNA)
    with pytest.raises(ValidationError, match="stands already"):
        keyed(carl, lines[0], 1, **{**ANNA, "zip": "91721"})
    assert read_of(lines[0]) == ANNA


def test_one_entry_is_enough_where_the_office_says_so(
    lines: list[Line], clerks: list[Person], supervisor: Person
) -> None:
    carl, petition = clerks[0], lines[0].petition
    given(petition, carl, 1, 1)
    keyed(carl, lines[0], 1, **ANNA)
    choose(petition, supervisor, "keying:people", "1")
    assert read_of(lines[0]) == ANNA
    keyed(carl, lines[1], 1, **ANNA)
    assert read_of(lines[1]) == ANNA
    keyed(carl, lines[1], 1, **{**ANNA, "city": "AZUSA"})
    assert (read_of(lines[1]) or {})["city"] == "AZUSA"


def test_a_policy_that_cannot_be_is_refused(petition: Petition, supervisor: Person) -> None:
    wrong = (("people", "3"), ("lines", "some"), ("fields", "zip"), ("fields", "zip address"))
    for name, value in (*wrong, ("colour", "red")):
        with pytest.raises(ValidationError):
            choose(petition, supervisor, f"keying:{name}", value)
    with pytest.raises(ValidationError, match="Say why"):
        act(PolicySet("keying:people", "1", " "), by=supervisor, petition=petition)


def test_only_what_look_up_left_is_keyed(
    lines: list[Line], clerks: list[Person], supervisor: Person
) -> None:
    petition = lines[0].petition
    choose(petition, supervisor, "keying:lines", "left")
    assert next_sheet(petition, clerks[0], timezone.now()) is None
    with writing():
        want(lines[4], timezone.now())
        want(lines[1], timezone.now())
        drop(lines[1], timezone.now())
    sheet, number = next_sheet(petition, clerks[0], timezone.now()) or (None, 0)
    assert (sheet, number) == (lines[4].sheet, 1)
    assert progress(petition)["to_key"] == 1


def test_a_sheet_left_lying_goes_to_somebody_else(lines: list[Line], clerks: list[Person]) -> None:
    carl, olga, _theo = clerks
    petition, now = lines[0].petition, timezone.now()
    event = SheetGivenToKey("12", "1", 1)
    act(event, by=carl, petition=petition, at=now)
    with pytest.raises(ValidationError):
        act(event, by=olga, petition=petition, at=now + timedelta(minutes=30))
    act(event, by=olga, petition=petition, at=now + timedelta(minutes=61))
    assert Turn.objects.get(ended_at=None).person == olga
    with pytest.raises(ValidationError, match="not given to you"):
        keyed(carl, lines[0], 1, **ANNA)


NO_TEXT = (
    "no json",
    "[]",
    '{"voter": "V1"}',
    '{"zip": 7}',
    '{"zip": ""}',
    "{}",
    json.dumps({"address": "x" * 201}),
    '{"signed_on": "2022-02-30"}',
    '{"address": "a\\u0000b"}',
)


def test_what_is_no_text_of_a_line_is_refused(lines: list[Line], clerks: list[Person]) -> None:
    given(lines[0].petition, clerks[0], 1, 1)
    before = Recorded.objects.count()
    for text in NO_TEXT:
        with pytest.raises(ValidationError):
            act(LineKeyed("12:1", 1, text), by=clerks[0], petition=lines[0].petition)
    assert Recorded.objects.count() == before


def test_what_is_keyed_is_sealed(lines: list[Line], clerks: list[Person]) -> None:
    given(lines[0].petition, clerks[0], 1, 1)
    keyed(clerks[0], lines[0], 1, **ANNA)
    said = b"\n".join(bytes(entry.entry) for entry in Recorded.objects.all())
    assert b"ANNA" not in said
    assert b"12:1" not in said


def test_how_a_day_is_written() -> None:
    for written in ("3/31/2022", "3-31-22", "03/31/22", "2022-03-31", " 3.31.2022 "):
        assert as_kept("signed_on", written) == "2022-03-31"
    for written in ("13/31/22", "2/30/22", "soon", "1/1/1850"):
        with pytest.raises(ValidationError):
            as_kept("signed_on", written)
    assert as_kept("birth_year", "1975") == "1975"
    with pytest.raises(ValidationError):
        as_kept("birth_year", "75")


def test_what_is_the_same_and_what_differs() -> None:
    assert same("12 Main St.", "12  MAIN ST")
    assert not same("12 MAIN", "21 MAIN")
    assert differing({"zip": "1"}, {"zip": "1", "city": "A"}) == ("city",)


def page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_people_do_not_see_each_other_and_the_third_sees_both(
    lines: list[Line], clerks: list[Person], signed_in: SignedIn
) -> None:
    carl, olga, theo = map(signed_in, clerks)
    first = begins(carl, "recall22")
    carl.post(first, {**ANNA, "zip": "91721"})
    hers = begins(olga, "recall22")
    said = page(olga, hers)
    assert "91721" not in said
    assert "ANNA" not in said
    olga.post(hers, ANNA)
    his = begins(theo, "recall22")
    said = page(theo, his)
    assert "91721" in said
    assert "91722" in said
    assert "Carl" not in said
    theo.post(his, {**ANNA, "zip": "91722"})
    assert LineRead.objects.count() == 1


def test_lines_of_others_are_not_there(
    lines: list[Line], clerks: list[Person], supervisor: Person, hire: Hire, signed_in: SignedIn
) -> None:
    path = f"/petitions/recall22/keying/lines/{lines[0].pk}"
    assert signed_in(hire(Role.REVIEWER, name="rita")).get(path).status_code == 403
    opened = PetitionOpened("Other", "us-ca", "county-recall", "us-ca/county-recall")
    other = act(opened, by=supervisor, aside={"code": "other"})
    stranger = signed_in(hire(Role.INTAKE_CLERK, other, name="sid"))
    assert stranger.get(path).status_code == 404
    elsewhere = f"/petitions/other/keying/lines/{lines[0].pk}"
    assert stranger.get(elsewhere).status_code == 404
    idle = signed_in(clerks[0]).get(path)
    assert idle.headers["Location"] == "/petitions/recall22/keying/"


def test_sticky_values_a_ditto_and_a_mark(
    lines: list[Line], clerks: list[Person], signed_in: SignedIn
) -> None:
    browser = signed_in(clerks[0])
    path = begins(browser, "recall22")
    answer = browser.post(path, {**ANNA, "signed_on": "3/31/22"})
    second = answer.headers["Location"]
    said = page(browser, second)
    assert 'value="COVINA"' in said
    assert 'value="2022-03-31"' in said
    assert "ANNA BELL" not in said.replace('data-above="ANNA BELL"', "")
    third = browser.post(second, {"printed_name": "BO", "address": '"'}).headers["Location"]
    assert Entry.objects.get(line=lines[1]).fields["address"] == "12 MAIN ST"
    browser.post(third, {"printed_name": "/b", "city": "COVINA"})
    assert Entry.objects.get(line=lines[2]).mark == "blank"
    assert browser.post(begins(browser, "recall22"), {}).status_code == 422


def test_choosing_asking_and_what_hinders(
    petition: Petition, supervisor: Person, clerks: list[Person], signed_in: SignedIn
) -> None:
    browser = signed_in(supervisor)
    said = page(browser, "/petitions/recall22/keying/")
    assert "once the raw count is fixed" in said
    chosen = {"people": "1", "lines": "every", "fields_asked": ["zip", "printed_name"]}
    path = "/petitions/recall22/keying/choose"
    assert browser.post(path, chosen).status_code == 422
    assert browser.post(path, {**chosen, "why": "one clerk"}).status_code == 302
    assert "One entry is enough" in page(browser, "/petitions/recall22/keying/")
    assert signed_in(clerks[0]).post(path, {**chosen, "why": "x"}).status_code == 403
    assert begins(browser, "recall22") == "/petitions/recall22/keying/"


def test_a_confidential_line_is_keyed_by_cleared_people_alone(
    lines: list[Line], clerks: list[Person], administrator: Person, signed_in: SignedIn
) -> None:
    carl, olga, _theo = clerks
    petition = lines[0].petition
    olga = act(ClearanceChanged(olga.code, cleared=True), by=administrator)
    given(petition, carl, 1, 1)
    keyed(carl, lines[1], 1, **ANNA)
    with writing():
        Line.objects.filter(pk__in=[lines[0].pk, lines[1].pk]).update(confidential=True)
    for line in lines[:2]:
        with pytest.raises(ValidationError, match="not given to you"):
            keyed(carl, line, 1, **ANNA)
        url = f"/petitions/{petition.code}/keying/lines/{line.pk}"
        assert signed_in(carl).get(url).status_code == 302
    assert begins(signed_in(carl), petition.code).endswith(f"/{lines[2].pk}")
    assert (
        "ANNA BELL"
        not in signed_in(carl)
        .get(f"/petitions/{petition.code}/keying/lines/{lines[2].pk}")
        .content.decode()
    )
    assert begins(signed_in(olga), petition.code).endswith(f"/{lines[0].pk}")


def test_no_scan_of_a_whole_sheet_with_a_confidential_line(
    lines: list[Line], clerks: list[Person], administrator: Person
) -> None:
    carl, olga, _theo = clerks
    petition, now = lines[0].petition, timezone.now()
    olga = act(ClearanceChanged(olga.code, cleared=True), by=administrator)
    with writing():
        Line.objects.filter(pk=lines[0].pk).update(confidential=True)
        image = Image.objects.create(
            petition=petition, digest="0" * 64, kind="png", bytes=1, pages=2, at=now, by=carl
        )
        sheet = lines[0].sheet
        ImagePage.objects.create(image=image, number=1, sheet=sheet)
    assert next_sheet(petition, olga, now) == (sheet, 1)
    assert next_sheet(petition, carl, now) == (lines[3].sheet, 1)
    with writing():
        ImagePage.objects.create(image=image, number=2, sheet=sheet, on_sheet=3)
    assert next_sheet(petition, carl, now) == (sheet, 1)
    plan = plan_of(petition)
    assert list(lines_of(sheet, 1, plan, carl)) == [lines[2]]


def test_no_sheet_is_offered_while_no_line_waits(
    lines: list[Line], clerks: list[Person], signed_in: SignedIn
) -> None:
    carl, *_others = clerks
    petition = lines[0].petition
    path = f"/petitions/{petition.code}/keying/"
    assert "Key the next sheet" in signed_in(carl).get(path).content.decode()
    with writing():
        KeyingPolicy.objects.filter(petition=petition, name="lines").update(value="left")
    page = signed_in(carl).get(path).content.decode()
    assert "No line waits to be keyed." in page
    assert "Key the next sheet" not in page
