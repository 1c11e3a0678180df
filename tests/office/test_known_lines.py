"""Known lines: mixed in silently, never counted, wrong acceptances and rejections both seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from office.conftest import Hire
from office.reviewing import Browser, finds, opened, post
from office.test_defects import applied, noted, taken_back
from rollcheck.office.acts.act import act
from rollcheck.office.learning.answered import by_person
from rollcheck.office.learning.mixing import known_due
from rollcheck.office.learning.models import Known
from rollcheck.office.learning.planting import plantable
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Assignment, Finding, LineState
from rollcheck.office.review.standing import standing
from rollcheck.office.review.undoing import undo_last
from rollcheck.office.review.work import Said, determine, next_lines, skip
from rollcheck.office.watching.progress import by_hour
from rollcheck.office.watching.reviewers import reviewers
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.review import KnownLinePlanted

MISMATCH = "signature_mismatch"
ANY = "v6"


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll, sections=((40,),))


@pytest.fixture
def planted(about: Petition, supervisor: Person, hire: Hire) -> Petition:
    """1:1 known as valid for v1, 1:2 known as a signature mismatch of v2; one comes after five."""
    rita, ron = (hire(Role.REVIEWER, about, name=name) for name in ("rita", "ron"))
    finds(rita, about, voter="v1")
    finds(rita, about, reason=MISMATCH, voter="v2")
    finds(ron, about, reason=MISMATCH, voter="v2")
    for line, answer in (("1:1", "valid"), ("1:2", MISMATCH)):
        act(KnownLinePlanted(line, answer), by=supervisor, petition=about)
    act(PolicySet("known", "5", "quality"), by=supervisor, petition=about)
    return about


@pytest.fixture
def nora(hire: Hire, planted: Petition) -> Person:
    return hire(Role.REVIEWER, planted, name="nora")


def turns(person: Person, about: Petition) -> Iterator[Assignment]:
    """What somebody is given, line by line, as long as they go on."""
    while True:
        yield next_lines(person, about)[0]


def to_known(person: Person, about: Petition) -> Assignment:
    """Accept lines until a known one is there."""
    for number, held in enumerate(turns(person, about)):
        if held.known:
            return held
        assert number < 20, "no known line came"
        determine(person, about, Said(held.line_id, held.pk, valid=True, voter=ANY))
    raise AssertionError


def test_they_come_and_never_count(planted: Petition, nora: Person) -> None:
    held = to_known(nora, planted)
    before = standing(planted).whole
    state = LineState.objects.get(pk=held.line_id)
    determine(nora, planted, Said(held.line_id, held.pk, valid=True, voter="v2"))
    assert standing(planted).whole == before
    after = LineState.objects.get(pk=held.line_id)
    assert (after.state, after.valid, after.people) == (state.state, state.valid, state.people)
    assert Finding.objects.get(known=True).person == nora


def test_both_kinds_of_error_are_seen(planted: Petition, nora: Person) -> None:
    for _ in range(2):
        held = to_known(nora, planted)
        was_valid = Known.objects.get(line=held.line_id).valid
        said = Said(
            held.line_id, held.pk, valid=not was_valid, reason=MISMATCH * was_valid, voter="v2"
        )
        determine(nora, planted, said)
    found = by_person(planted)[nora.pk]
    assert (found.of, found.right, found.accepted, found.rejected) == (2, 0, 1, 1)
    assert {one.person: one.known for one in reviewers(planted, by_hour(planted))}[nora] == found


def test_right_answers_are_seen_too(planted: Petition, nora: Person) -> None:
    held = to_known(nora, planted)
    known = Known.objects.get(line=held.line_id)
    said = Said(held.line_id, held.pk, valid=known.valid, reason=known.reason, voter=known.voter)
    determine(nora, planted, said)
    assert by_person(planted)[nora.pk].right == 1


def test_nobody_can_tell_them(planted: Petition, nora: Person, signed_in: Browser) -> None:
    held = to_known(nora, planted)
    browser = signed_in(nora)
    shown, other = browser.get(f"/petitions/{planted.code}/review/next").json()["lines"]
    assert shown["pk"] == held.line_id
    assert set(shown) == set(other)
    assert (shown["adjudication"], shown["notes"]) == (None, [])
    sent = {"line": shown["pk"], "step": shown["step"], "valid": True, "voter": "v6"}
    done = post(browser, planted, "determine", sent)
    assert done.status_code == 200, done.content
    page = browser.get(f"/petitions/{planted.code}/review/mine").content.decode()
    assert shown["id"] in page
    assert "known" not in page


def test_taken_back_it_comes_again_and_then_counts_once(planted: Petition, nora: Person) -> None:
    held = to_known(nora, planted)
    determine(nora, planted, Said(held.line_id, held.pk, valid=True, voter="v6"))
    again = undo_last(nora, planted)
    assert (again.line_id, again.known, again.again) == (held.line_id, True, True)
    determine(nora, planted, Said(again.line_id, again.pk, valid=True, voter="v1"))
    assert by_person(planted)[nora.pk].of == 1
    assert Finding.objects.filter(known=True).count() == 2


def test_skipped_it_does_not_come_again(planted: Petition, nora: Person) -> None:
    held = to_known(nora, planted)
    state = LineState.objects.get(pk=held.line_id)
    skip(nora, planted, held.line_id, "cannot read it")
    after = LineState.objects.get(pk=held.line_id)
    assert (after.state, after.free, after.order) == (state.state, state.free, state.order)
    assert to_known(nora, planted).line_id != held.line_id


def test_void_lines_are_not_mixed_in(planted: Petition, supervisor: Person, nora: Person) -> None:
    for every, lines in (("0", 9), ("5", 0)):  # So many that one is due, whatever was drawn.
        act(PolicySet("known", every, "quality"), by=supervisor, petition=planted)
        for _line in range(lines):
            finds(nora, planted, voter=ANY)
    assert known_due(nora, planted) is not None
    defect = noted(planted, supervisor, "1")
    applied(defect, supervisor)
    assert known_due(nora, planted) is None
    taken_back(defect, supervisor)
    assert known_due(nora, planted) is not None


def test_who_had_the_line_before_is_never_given_it(planted: Petition) -> None:
    rita = Person.objects.get(username="rita")
    for _ in range(12):
        held = next_lines(rita, planted)[0]
        assert not held.known
        determine(rita, planted, Said(held.line_id, held.pk, valid=True, voter=ANY))


def test_what_cannot_be_planted(planted: Petition, supervisor: Person, nora: Person) -> None:
    cases = [("1:1", "valid"), ("1:1", MISMATCH), ("1:30", "valid"), ("9:9", "valid")]
    for line, answer in cases:
        with pytest.raises(ValidationError):
            act(KnownLinePlanted(line, answer), by=supervisor, petition=planted)
    assert Known.objects.count() == 2
    for value in ("4", "501", "-1", "x"):
        with pytest.raises(ValidationError):
            act(PolicySet("known", value, "why"), by=supervisor, petition=planted)


def test_the_page(planted: Petition, supervisor: Person, nora: Person, signed_in: Browser) -> None:
    url = f"/petitions/{planted.code}/practice/known"
    browser = signed_in(supervisor)
    assert "1:2" in browser.get(url).content.decode()
    assert plantable(planted).count() == 0
    assert browser.post(f"{url}/one", {"line": "1:1"}).status_code == 422
    assert browser.post(f"{url}/one", {"line": "nonsense"}).status_code == 422
    assert browser.post(f"{url}/some", {"number": 500}).status_code == 422
    assert browser.post(f"{url}/some", {"number": 5}).status_code == 302
    assert browser.post(f"{url}/often", {"every": 0, "why": "enough"}).status_code == 302
    assert "No known line is mixed in now." in browser.get(url).content.decode()
    assert signed_in(nora).get(url).status_code == 403
