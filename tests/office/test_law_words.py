"""What the law says, on pages in Spanish: told where it is translated, else marked as English."""

import re

import pytest
from django.test import Client
from django.utils import translation

from office.conftest import Hire
from office.reviewing import Browser
from rollcheck import law
from rollcheck.office.pages.law_words import (
    cited,
    days_told,
    marked,
    reason_label,
    step_called,
    told,
)
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now


def in_spanish(browser: Client) -> Client:
    browser.post("/language/setlang/", {"language": "es", "next": "/"})
    return browser


def test_words_of_the_law_are_told_or_marked() -> None:
    with translation.override("es"):
        assert told("Recall of a county officer") == "Revocación de un cargo del condado"
        assert marked("10 % of 5,668,569") == "10 % de 5,668,569"
        assert marked("at <high> tide") == '<span lang="en">at &lt;high&gt; tide</span>'
        assert step_called("exact requirement") == "Exigencia exacta"
    with translation.override("en"):
        assert marked("at high tide") == "at high tide"
        assert step_called("exact requirement") == "Exact requirement"
    assert cited("") == ""


def test_a_reason_is_called_by_the_offices_own_words_in_english_alone(petition: Petition) -> None:
    reason = rules_now(petition).reasons["duplicate"]
    with translation.override("en"):
        assert reason_label(reason) == reason.label
    with translation.override("es"):
        assert [reason_label(one) for one in (reason,)] == ["Duplicada"]
        assert all(reason_label(one) for one in rules_now(petition).reasons.values())


def test_the_decision_card_is_in_spanish_and_citations_say_that_they_are_not(
    petition: Petition, hire: Hire, signed_in: Browser
) -> None:
    browser = in_spanish(signed_in(hire(Role.REVIEWER)))
    page = browser.get("/petitions/recall22/practice/card").content.decode()
    labels = {one.label for one in rules_now(petition).reasons.values()} - {"Other"}
    assert len(labels) == len(law.REASONS) - 2
    assert [label for label in labels if label in page] == []
    assert "Se compara con: cualquier firma del expediente" in page
    shown = re.sub(r'<span lang="en">[^<]*</span>', "", page)
    assert "Elec. Code" in page
    assert "Elec. Code" not in shown
    assert 'lang="en">English</button>' in page


@pytest.mark.parametrize(
    ("language", "told"), [("en", "July 6, 2022"), ("es", "6 de julio de 2022")]
)
def test_days_in_the_laws_words_are_written_as_elsewhere(language: str, told: str) -> None:
    text = "30 calendar days after 2022-07-06, not 2022-13-40"
    with translation.override(language):
        assert days_told(text) == f"30 calendar days after {told}, not 2022-13-40"
