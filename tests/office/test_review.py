"""The review: who is given which line, how many eyes a finding takes, what is kept of it."""

from pathlib import Path

import pytest

from office.conftest import Hire
from office.reviewing import Browser, finds, opened, post
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Assignment, Finding, LineState
from rollcheck.office.review.undoing import undo_last
from rollcheck.office.review.work import next_lines


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll)


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


@pytest.fixture
def ron(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="ron")


@pytest.fixture
def adam(hire: Hire, about: Petition) -> Person:
    return hire(Role.ADJUDICATOR, about, name="adam")


def test_everybody_is_given_lines_of_their_own(about: Petition, rita: Person, ron: Person) -> None:
    mine = [held.line_id for held in next_lines(rita, about)]
    assert mine == [held.line_id for held in next_lines(rita, about)]
    others = [held.line_id for held in next_lines(ron, about)]
    assert len(set(mine) | set(others)) == 4
    assert Assignment.objects.count() == 4


def test_accepting_takes_one_person(about: Petition, rita: Person) -> None:
    state = finds(rita, about, voter="v1")
    assert (state.state, state.valid, state.voter, state.people) == ("settled", True, "v1", 1)


def test_rejecting_takes_two_who_agree(about: Petition, rita: Person, ron: Person) -> None:
    state = finds(rita, about, reason="signature_mismatch", voter="v1")
    assert (state.state, state.step, state.free) == ("waiting", 2, True)
    again = finds(ron, about, reason="signature_mismatch", voter="v1")
    assert again.pk == state.pk
    assert (again.state, again.valid, again.reason) == ("settled", False, "signature_mismatch")
    assert again.basis == Finding.objects.first().basis != ""  # type: ignore[union-attr]


def test_who_looks_sees_that_a_voters_other_line_was_accepted(
    about: Petition, rita: Person, ron: Person, signed_in: Browser
) -> None:
    finds(rita, about, reason="signature_mismatch", voter="v2")
    finds(rita, about, voter="v1")

    def accepted_on() -> dict[str, str]:
        browser = signed_in(ron)
        given = browser.get(f"/petitions/{about.code}/review/next").json()["lines"][0]
        sent = {"line": given["pk"], "q": "garcia"}
        found = post(browser, about, "lookup", sent).json()["candidates"]
        return {one["voter"]: one["accepted_on"] for one in found}

    assert accepted_on() == {"v1": "1:2", "v2": ""}
    undo_last(rita, about)
    assert accepted_on() == {"v1": "", "v2": ""}


def test_a_split_goes_to_an_adjudicator(
    about: Petition, rita: Person, ron: Person, adam: Person, hire: Hire
) -> None:
    first = finds(rita, about, reason="signature_mismatch", voter="v1")
    split = finds(ron, about, voter="v1")
    assert (split.pk, split.state, split.step) == (first.pk, "waiting", 0)
    other = hire(Role.REVIEWER, about, name="third")
    assert first.pk not in [held.line_id for held in next_lines(other, about)]
    assert next_lines(adam, about)[0].line_id == first.pk
    done = finds(adam, about, voter="v1")
    assert (done.state, done.valid, done.people) == ("settled", True, 3)


def test_the_workbench(about: Petition, rita: Person, signed_in: Browser) -> None:
    browser = signed_in(rita)
    answer = browser.get(f"/petitions/{about.code}/review/next")
    assert answer.status_code == 200, answer.content
    current, ahead = answer.json()["lines"]
    assert (current["id"], ahead["id"]) == ("1:1", "1:2")
    typed = {"line": current["pk"], "q": "garcia mar"}
    found = post(browser, about, "lookup", typed).json()["candidates"]
    assert found[0]["voter"] == "v1"
    assert found[0]["address"] == "900 MAIN ST, SPRINGFIELD 90001"
    said = {"line": current["pk"], "step": current["step"], "valid": True, "voter": "v1"}
    answer = post(browser, about, "determine", said | {"query": "garcia mar"})
    assert answer.status_code == 200, answer.content
    assert (answer.json()["next"]["id"], answer.json()["done"]) == ("1:3", 1)
    assert LineState.objects.get(pk=current["pk"]).valid
