"""A line's history: for those who may see findings, with opening it again."""

from pathlib import Path

import pytest

from office.conftest import Hire
from office.reviewing import CONFIDENTIAL, Browser, finds, opened
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.finding import ConfidentialVoterError
from rollcheck.office.review.models import LineState
from rollcheck.office.review.work import Said, determine, next_lines


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll)


def test_a_supervisor_reads_it_and_reopens(
    about: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    rita = hire(Role.REVIEWER, about, name="rita")
    held = next_lines(rita, about)[0]
    said = Said(held.line_id, held.pk, valid=True, voter="v1", queries=("garcia 900",), note="wet")
    determine(rita, about, said)
    browser, url = signed_in(supervisor), f"/petitions/{about.code}/review/line"
    assert browser.get(url).status_code == 200
    page = browser.get(f"{url}?line=1:1").content.decode()
    assert rita.full_name in page
    assert "Accepted" in page
    assert "v1" in page
    assert "garcia 900" in page
    assert "wet" in page
    assert browser.post(f"{url}?line=1:1", {"reason": " "}).status_code == 422
    again = browser.post(f"{url}?line=1:1", {"reason": "the other Garcia"})
    assert "before it was reopened" in again.content.decode()
    assert LineState.objects.get(line__ordinal=1).round == 2
    for name in ("1:9", "x", ":", "1:99999999999", "2:1"):
        assert browser.get(f"{url}?line={name}").status_code == 422, name


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADJUDICATOR, Role.AUDITOR, Role.OBSERVER])
def test_it_is_for_those_who_may_see_findings(
    role: Role, about: Petition, hire: Hire, signed_in: Browser
) -> None:
    browser = signed_in(hire(role))
    answer = browser.get(f"/petitions/{about.code}/review/line?line=1:1")
    assert answer.status_code in {403, 404}


def test_a_confidential_line_is_not_there_for_the_uncleared(
    about: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    with pytest.raises(ConfidentialVoterError):
        finds(hire(Role.REVIEWER, about), about, voter=CONFIDENTIAL)
    url = f"/petitions/{about.code}/review/line?line=1:1"
    assert signed_in(supervisor).get(url).status_code == 422
