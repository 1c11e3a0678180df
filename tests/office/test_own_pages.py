"""The pages of one's own work: what waits for whom, one's own findings, questions to a lead."""

from pathlib import Path

import pytest

from office.conftest import Hire
from office.reviewing import Browser, finds, opened
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Finding, LineState, Note, Stands
from rollcheck.office.review.waiting import Waits, waiting
from rollcheck.office.review.work import ask_lead, next_lines

AT = "/petitions/recall22/review/"


@pytest.fixture
def about(petition: Petition, supervisor: Person, roll: Path) -> Petition:
    return opened(petition, supervisor, roll)


@pytest.fixture
def rita(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="rita")


@pytest.fixture
def ron(hire: Hire, about: Petition) -> Person:
    return hire(Role.REVIEWER, about, name="ron")


def test_before_it_is_open_a_supervisor_is_told_what_is_missing(
    petition: Petition, supervisor: Person, hire: Hire, signed_in: Browser
) -> None:
    reviewer = signed_in(hire(Role.REVIEWER, petition))
    assert reviewer.get(AT)["Location"] == f"{AT}queue"
    assert "A supervisor opens it" in reviewer.get(f"{AT}queue").content.decode()
    page = signed_in(supervisor).get(f"{AT}queue").content.decode()
    assert "Fix the raw count first" in page
    assert "Open the review" not in page


def test_who_looks_second_is_not_told_that_somebody_rejects(
    about: Petition, rita: Person, ron: Person, supervisor: Person, signed_in: Browser
) -> None:
    finds(rita, about, reason="signature_mismatch", voter="v1")
    assert waiting(ron, about) == Waits(0, 4, None, None, None, None)
    assert waiting(rita, about).looks == 3
    seen = waiting(supervisor, about)
    assert (seen.first, seen.further, seen.splits) == (3, 1, 0)
    page = signed_in(ron).get(f"{AT}queue").content.decode()
    assert "before a rejection" not in page


def test_one_takes_back_ones_own_finding_alone(
    about: Petition, rita: Person, ron: Person, signed_in: Browser
) -> None:
    finds(rita, about, voter="v1")
    found = Finding.objects.get()
    assert signed_in(ron).post(f"{AT}mine/{found.pk}/take-back").status_code == 404
    hers = signed_in(rita)
    assert "Undo line 1:1" in hers.get(f"{AT}mine").content.decode()
    assert hers.post(f"{AT}mine/{found.pk}/take-back")["Location"] == AT
    assert Finding.objects.get().undone_at is not None
    assert next_lines(rita, about)[0].line_id == found.line_id
    again = hers.post(f"{AT}mine/{found.pk}/take-back", follow=True)
    assert "gone on" in again.content.decode()
    assert "Undo line 1:1" not in again.content.decode()


def test_a_lead_answers_on_the_page(
    about: Petition, rita: Person, hire: Hire, signed_in: Browser
) -> None:
    line = next_lines(rita, about)[0].line_id
    ask_lead(rita, about, line, "whose hand?")
    assert signed_in(rita).post(f"{AT}questions/{line}", {"note": "x"}).status_code == 403
    assert "whose hand?" not in signed_in(rita).get(f"{AT}queue").content.decode()
    his = signed_in(hire(Role.ADJUDICATOR, about))
    assert "whose hand?" in his.get(f"{AT}queue").content.decode()
    his.post(f"{AT}questions/{line}", {"note": "her own"})
    assert Note.objects.filter(line=line, answer=True).get().text == "her own"
    assert LineState.objects.get(pk=line).state == Stands.WAITING


def test_the_pages_are_for_reviewers_of_this_petition(
    about: Petition, hire: Hire, signed_in: Browser
) -> None:
    auditor, stranger = signed_in(hire(Role.AUDITOR, about)), signed_in(hire(None))
    for path in ("", "queue", "mine"):
        assert auditor.get(AT + path).status_code == 403
        assert stranger.get(AT + path).status_code == 404


def test_the_workbench_brings_its_texts_in_the_readers_language(
    about: Petition, rita: Person, signed_in: Browser
) -> None:
    page = signed_in(rita).get(AT, headers={"accept-language": "es"}).content.decode()
    assert "¿Quién es en el padrón?" in page
    assert '"nobody_chosen": "a' in page
    assert "<style" not in page
    assert 'style="' not in page
