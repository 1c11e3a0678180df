"""The catalogue of another language: complete, with the same places, and nothing left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes
from publish_states import STATES, full_check

from rollcheck import publish
from rollcheck.matching import OUTCOMES
from rollcheck.publish import report_html
from rollcheck.publish.language import LANGUAGES, catalogue, said, say, speaking
from rollcheck.publish.report import environment
from rollcheck.publish.words import MONTHS, long_date

HOME = Path(publish.__file__).parent
SPANISH = catalogue("es")
TOGETHER = "Rare outcomes, put together"


def messages_of_the_code() -> Iterator[str]:
    """Yield each English message that stands as it is in a call of ``say`` or ``counted``."""
    for file in HOME.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id == "say":
                    yield from texts(node.args[0])
                elif node.func.id == "counted":
                    yield from (text for one in node.args[1:] for text in texts(one))


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def messages_of_the_templates() -> Iterator[str]:
    for file in (HOME / "templates").glob("*.html.j2"):
        for call in environment().parse(file.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                yield from (one.value for one in call.args[:1] if isinstance(one, nodes.Const))


def test_every_message_is_translated() -> None:
    wanted = {*messages_of_the_code(), *messages_of_the_templates(), *MONTHS, *OUTCOMES.values()}
    assert len(wanted) > 200
    assert sorted(wanted - SPANISH.keys()) == []


def test_what_is_put_together_is_told_in_spanish_too() -> None:
    document = full_check()
    document["proposed"] = [{"outcome": "merged", "label": TOGETHER, "lines": 16}]
    page = report_html(document, "es")
    assert TOGETHER not in page
    assert "Resultados raros, reunidos" in page


def test_translations_have_the_same_places_and_are_not_empty() -> None:
    place = re.compile(r"\{\w+\}")
    for english, told in SPANISH.items():
        assert sorted(place.findall(english)) == sorted(place.findall(told)), english
        assert told.strip(), english


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_told_in_spanish(name: str) -> None:
    page = report_html(STATES[name](), "es")
    assert '<html lang="es">' in page
    for english in ("What went in", "Verification of a petition", "valid signatures", "Filed"):
        assert not re.search(rf">[^<]*{english}\b", page), english


def test_numbers_are_the_same_in_both_languages() -> None:
    result = full_check()
    for number in ("520,050", "715,833", "566,857", "46,807", "559,639"):
        assert all(number in report_html(result, language) for language in LANGUAGES)


def test_a_message_of_ours_that_the_catalogue_lacks_is_a_bug_and_a_text_of_the_result_is_not() -> (
    None
):
    with speaking("es"):
        assert said("Unheard of") == "Unheard of"
        with pytest.raises(KeyError):
            say("Unheard of")


def test_a_value_is_not_searched_for_places() -> None:
    assert say("{low} to {high}", low="{high}", high="2") == "{high} to 2"


def test_a_date_and_the_language_end_with_the_block() -> None:
    with speaking("es"):
        assert long_date("2022-07-06").split() == ["6", "de", "julio", "de", "2022"]
    assert long_date("2022-07-06").split() == ["6", "July", "2022"]
