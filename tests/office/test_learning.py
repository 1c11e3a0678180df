"""Practice before live work: its cases, its marks, and that nobody gets round it."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from office.conftest import Hire
from office.reviewing import Browser, opened
from rollcheck import law
from rollcheck.office.acts.act import act
from rollcheck.office.learning import cases as practice_set
from rollcheck.office.learning.cases import VALID, cases_of, every_case, marks
from rollcheck.office.learning.models import Practice, PracticeAnswer
from rollcheck.office.learning.templatetags.learning import status_said
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.review.eyes import known_reasons
from rollcheck.office.review.work import next_lines
from rollcheck.record.events.people import PolicySet, PracticePassed

SIGNATURES = Path(practice_set.__file__).parent / "static/learning/signatures"


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll)


@pytest.fixture
def asked(about: Petition, supervisor: Person) -> Petition:
    act(PolicySet("practice", "asked", "most are new"), by=supervisor, petition=about)
    return about


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


def answers(about: Petition) -> dict[str, tuple[str, int]]:
    return {case.id: (case.answer, case.voter) for case in cases_of(rules_now(about))}


def test_every_case_can_be_answered() -> None:
    assert len({case.id for case in every_case()}) == len(every_case()) >= 30
    for case in every_case():
        assert set(case.why) == {"en", "es"}
        assert 0 <= case.voter <= len(case.voters)
        assert case.voter or case.answer not in {VALID, "duplicate", "signature_mismatch"}
        pictures = [case.line.signature, *(voter.signature for voter in case.voters)]
        assert all((SIGNATURES / f"{name}.png").is_file() for name in pictures if name)


def test_how_a_voter_stands_is_told_in_the_readers_language() -> None:
    with translation.override("es"):
        said = {status_said(voter.status) for case in every_case() for voter in case.voters}
    assert said == {
        "activo",
        "cancelado 2021-11-30",
        "cancelado 2022-02-15",
        "cancelado 2022-06-25",
    }


def test_the_pictures_are_those_that_the_sources_name() -> None:
    named = dict(
        re.findall(
            r"^- (\S+\.png) SHA-256 (\w{64})$", (SIGNATURES / "SOURCES.md").read_text(), re.M
        )
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in SIGNATURES.glob("*.png")
    }
    assert named == found


@pytest.mark.parametrize("place", law.identifiers())
def test_every_place_has_a_set_to_accept_and_to_reject(place: str) -> None:
    known = cases_of(law.rule_set(place, date(2025, 7, 1)))
    assert sum(case.answer == VALID for case in known) >= 10
    assert len({case.answer for case in known}) >= 5


def test_a_mark_for_accepting_and_for_each_reason() -> None:
    known = every_case()
    found = {mark.answer: mark for mark in marks(known, [case.id for case in known])}
    assert all(mark.reached and mark.right == mark.of for mark in found.values())
    assert (found[VALID].of, found[VALID].enough) == (12, 11)
    assert (found["signature_mismatch"].of, found["signature_mismatch"].enough) == (3, 2)
    missed = marks(known, [case.id for case in known if case.answer != "duplicate"])
    assert [mark.answer for mark in missed if not mark.reached] == ["duplicate"]


def test_accepting_for_the_wrong_voter_is_wrong() -> None:
    junior = next(case for case in every_case() if case.id == "junior")
    assert junior.is_right(VALID, 2)
    assert not junior.is_right(VALID, 1)


def test_no_line_before_passing(asked: Petition, rita: Person, signed_in: Browser) -> None:
    with pytest.raises(ValidationError, match="Pass the practice"):
        next_lines(rita, asked)
    page = signed_in(rita).get(f"/petitions/{asked.code}/review/")
    assert page.headers["location"] == f"/petitions/{asked.code}/practice/"
    passed = PracticePassed(rita.code, passed=True)
    act(passed, by=rita, petition=asked, aside=answers(asked))
    assert len(next_lines(rita, asked)) == 2


def test_supervisors_and_adjudicators_are_asked_for_none(
    asked: Petition, supervisor: Person
) -> None:
    assert next_lines(supervisor, asked)


def test_where_it_is_only_offered_lines_come_at_once(about: Petition, rita: Person) -> None:
    assert next_lines(rita, about)


def test_nobody_passes_by_saying_so(about: Petition, rita: Person, supervisor: Person) -> None:
    says = PracticePassed(rita.code, passed=True)
    wrong = dict.fromkeys(answers(about), ("not_registered", 0))
    for given in (wrong, {}, {**answers(about), "more": (VALID, 1)}):
        with pytest.raises(ValidationError):
            act(says, by=rita, petition=about, aside=given)
    with pytest.raises(PermissionDenied):
        act(says, by=supervisor, petition=about, aside=answers(about))
    assert not Practice.objects.exists()


def practised(browser: Client, about: Petition, *, right: bool) -> str:
    """Go through the whole practice by its pages; return the last one."""
    url = f"/petitions/{about.code}/practice"
    assert browser.post(f"{url}/begin").headers["location"] == f"{url}/case"
    known = {case.id: case for case in cases_of(rules_now(about))}
    for _ in known:
        shown = browser.get(f"{url}/case").content.decode()
        found = re.search(r'name="case" value="(\w+)"', shown)
        assert found
        case = known[found[1]]
        answer = case.answer if right else "illegible"
        sent = {"case": case.id, "answer": answer, "voter": str(case.voter)}
        told = browser.post(f"{url}/case", sent).content.decode()
        assert (">That is right.<" in told) == (answer == case.answer)
    return browser.get(f"{url}/case").content.decode()


@pytest.mark.parametrize("right", [True, False])
def test_the_whole_practice(
    asked: Petition, rita: Person, signed_in: Browser, *, right: bool
) -> None:
    browser = signed_in(rita)
    assert ("You passed" if right else "Not yet") in practised(browser, asked, right=right)
    made = Practice.objects.get()
    assert (made.person, made.passed) == (rita, right)
    assert PracticeAnswer.objects.count() == len(cases_of(rules_now(asked)))
    page = browser.get(f"/petitions/{asked.code}/practice/").content.decode()
    assert (">passed<" in page) == right


def test_bad_answers_are_refused(about: Petition, rita: Person, signed_in: Browser) -> None:
    browser = signed_in(rita)
    url = f"/petitions/{about.code}/practice"
    assert browser.get(f"{url}/case").status_code == 302
    browser.post(f"{url}/begin")
    shown = browser.get(f"{url}/case").content.decode()
    found = re.search(r'name="case" value="(\w+)"', shown)
    assert found
    for answer, voter in (("no_such_reason", "1"), (VALID, ""), (VALID, "99"), (VALID, "x")):
        sent = {"case": found[1], "answer": answer, "voter": voter}
        assert browser.post(f"{url}/case", sent).status_code == 422
    other = browser.post(f"{url}/case", {"case": "another", "answer": VALID, "voter": "1"})
    assert found[1] in other.content.decode()


def test_the_card_has_every_reason(about: Petition, rita: Person, signed_in: Browser) -> None:
    card = signed_in(rita).get(f"/petitions/{about.code}/practice/card").content.decode()
    known = known_reasons(about)
    assert known.keys() == set(rules_now(about).reasons)
    for one in known.values():
        key = f" <kbd>{one.key}</kbd>" if one.key else ""
        assert f"{escape(one.reason.label)}{key}</th>" in card


@pytest.mark.parametrize("role", [Role.INTAKE_CLERK, Role.AUDITOR, Role.OBSERVER])
def test_practice_is_for_those_who_review(
    about: Petition, hire: Hire, signed_in: Browser, role: Role
) -> None:
    browser = signed_in(hire(role, about))
    for what in ("", "case", "card"):
        answer = browser.get(f"/petitions/{about.code}/practice/{what}")
        assert answer.status_code in {403, 404}


def test_only_a_supervisor_asks_for_practice(
    about: Petition, rita: Person, supervisor: Person, signed_in: Browser
) -> None:
    url, sent = f"/petitions/{about.code}/practice/ask", {"value": "asked", "why": "new people"}
    assert signed_in(rita).post(url, sent).status_code == 403
    assert signed_in(supervisor).post(url, sent).status_code == 302
    with pytest.raises(ValidationError, match="Pass the practice"):
        next_lines(rita, about)
    assert signed_in(supervisor).post(url, {"value": "asked", "why": ""}).status_code == 302
    signed_in(supervisor).post(url, {"value": "offered", "why": "all are trained"})
    assert next_lines(rita, about)
