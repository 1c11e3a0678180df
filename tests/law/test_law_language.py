"""Spanish words of the law's answers: each shipped rule has them, nothing is half told."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from itertools import product

import pytest

from rollcheck import law
from rollcheck.law.language import in_language, reason_in, words_of
from rollcheck.problems import RollcheckError

FILES = sorted((files("rollcheck.law") / "places").glob("*/*.toml"))  # type: ignore[attr-defined]
DAYS = (date(2010, 7, 6), date(2022, 7, 6), date(2025, 6, 2))


def texts(rules: dict) -> Iterator[str]:  # type: ignore[type-arg]
    """Every text of a rule file that a page shows to people."""
    yield from (rules["title"], rules["place_name"])
    for deadline in rules.get("deadlines", ()):
        yield from (deadline["title"], deadline["when"])
    one = (("signatures", "compared_with"), ("retention", "counted_from"), ("examination", "what"))
    for table, name in one:
        if name in rules.get(table, {}):
            yield rules[table][name]["value"]
    for table, name in (("circulator", "declares"), ("examination", "who")):
        if name in rules.get(table, {}):
            yield from rules[table][name]["value"]


def test_every_reason_has_a_name() -> None:
    assert [code for code in law.REASONS if not reason_in(code, "es")] == []
    assert reason_in("duplicate", "en") is None
    assert reason_in("of_another_place", "es") is None


def test_every_text_of_a_shipped_rule_is_told() -> None:
    assert len(FILES) > 20
    for file in FILES:
        rules = tomllib.loads(file.read_text(encoding="utf-8"))
        assert [text for text in texts(rules) if in_language(text, "es") is None] == [], file.name


@pytest.mark.parametrize("identifier", law.identifiers())
def test_every_step_to_the_number_and_to_the_last_days_is_told(identifier: str) -> None:
    steps: list[law.Step] = []
    forms = law.forms(identifier)
    for number in ({"registered": 60_000}, {"registered": 5_668_569}, {"votes_cast": 1_000_000}):
        for rules in forms:
            try:
                steps += law.required(rules, **number).steps
            except RollcheckError:
                continue  # It takes the other number, or none.
    for day, registered in product(DAYS, (900, 60_000)):
        events = dict.fromkeys(("approval_of_form", "filing", "certification"), day)
        try:
            steps += law.deadlines(forms, events, registered=registered).steps
        except RollcheckError:
            continue  # No rules of that day.
    assert steps
    missing = {step.rule for step in steps if in_language(step.rule, "es") is None}
    assert missing == set()


def test_places_are_kept_in_every_sentence() -> None:
    source = files("rollcheck.law") / "locale" / "es.toml"
    sentences = tomllib.loads(source.read_text(encoding="utf-8"))["sentences"]
    for english, told in sentences.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", told))


def test_what_is_unknown_is_not_half_told() -> None:
    assert in_language("30 working days after the filing, at high tide", "es") is None
    assert in_language("Recall of a county officer", "en") == "Recall of a county officer"
    assert in_language("Recall of a county officer", "fr") is None
    assert words_of("fr") is None
