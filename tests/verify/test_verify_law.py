"""Two readings of every place's law, of the program and of the verifier, come to the same."""

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck import law
from rollcheck.law.catalogue import PLACES
from rollcheck.verify.rules import NotKnownError, Rules, read_rules
from rollcheck.verify.samples import Sampled, Section

ONE = Fraction(1)
FORMS = [rules for identifier in law.identifiers() for rules in law.forms(identifier)]


@cache
def _read(file: str, measure: str | None) -> Rules:
    return read_rules(PLACES.joinpath(*file.split("/")).read_bytes(), measure)


def read_again(rules: law.RuleSet, measure: str | None) -> Rules:
    return _read(rules.file, measure)


def measures(rules: law.RuleSet) -> list[str | None]:
    return [None, *(one.name for one in rules.requirement.measures)]


def name(rules: law.RuleSet) -> str:
    return rules.file


@pytest.mark.parametrize("rules", FORMS, ids=name)
@settings(max_examples=20)
@given(number=st.integers(1, 10**8), which=st.integers(0, 9))
def test_the_required_number(rules: law.RuleSet, number: int, which: int) -> None:
    measure = measures(rules)[which % len(measures(rules))]
    given_as = dict.fromkeys(law.takes(rules, "required").needed, number)
    registered, votes = given_as.get("registered"), given_as.get("votes_cast")
    chosen = law.for_measure(rules, measure)
    answer = law.required(chosen, registered=registered, votes_cast=votes)
    stated = {"registered": registered, "votes_cast": votes, "steps": ["one"]}
    again = read_again(rules, measure).required(stated)
    assert again is not None
    assert again[0] == answer.values["required"]


@pytest.mark.parametrize("rules", [one for one in FORMS if one.stages], ids=name)
@settings(max_examples=30)
@given(
    lines=st.integers(2, 10**6),
    share=st.fractions(0, 1),
    valid=st.fractions(0, 1),
    pairs=st.integers(0, 40),
    of=st.fractions(Fraction(1, 2), Fraction(3, 2)),
    which=st.integers(0, 9),
)
def test_a_sample(
    rules: law.RuleSet,
    lines: int,
    share: Fraction,
    valid: Fraction,
    pairs: int,
    of: Fraction,
    which: int,
) -> None:
    number = which % len(rules.stages)
    measure = measures(rules)[which % len(measures(rules))]
    chosen, again = law.for_measure(rules, measure), read_again(rules, measure)
    stage = again.stages[number]
    size = max(1, stage.least(lines), int(lines * share))
    required = max(1, int(lines * of))
    if not again.may_sample(stage, lines):
        own = law.sample(chosen, raw=lines, required=required, stage=number + 1)
        assert own.values["sample_size"] is None
        return
    counted = stage.projection.get("pairs_counted") == "both_in_sample"
    pairs = min(pairs, size) if counted else 0
    found = int((size - pairs) * valid)
    asked = {"raw": lines, "sample": size, "valid": found, "duplicates": pairs}
    if stage.in_counties:
        county = law.District("Alpha", asked)
        answer = law.project_counties(chosen, [county], required=required).values
    else:
        answer = law.project(chosen, **asked, required=required, stage=number + 1).values
    one = Sampled(lines, size, found, pairs, required)
    naive, projected, _ = stage.projected(one)
    assert (int(naive), int(projected)) == (answer["naive_valid"], answer["projected_valid"])
    if again.ends_on_raw(lines, required):
        assert answer["decision"] == "insufficient_on_raw"
        return
    assert stage.decided(one) == answer["decision"]
    cutoffs = stage.cutoffs(one, lines)
    assert {key: answer.get(key) for key in cutoffs} == cutoffs
    if answer["decision"] == "next_sample":
        assert again.stages[number + 1].least(lines) == answer["next_sample_size"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value-of-each-signature"', '"capture-and-recapture"'),
        ("minimum = { value", "at_most = { value"),
        ('value = "full_check", citation', 'value = "lot", citation'),
        ('format = "rollcheck-law/1"', 'format = "rollcheck-law/2"'),
        ('arithmetic = { value = "exact"', 'arithmetic = { value = "floating"'),
    ],
)
def test_a_law_that_it_has_no_reading_of_is_refused(old: str, new: str) -> None:
    text = PLACES.joinpath("us-ca", "county-recall.2025-01-01.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(NotKnownError):
        read_rules(text.replace(old, new).encode(), None)


@pytest.mark.parametrize(
    "section",
    [
        {"percent": {"value": "1e999999999"}},
        {"percent": {"value": "9" * 4000}},
        {"percent": {"value": 10**400}},
        {"rounding": {"value": {"mode": "up", "decimals": 10**9}}},
        {"root_digits": {"value": 10**9}},
    ],
)
def test_a_number_that_would_take_for_ever_is_refused(section: dict[str, Any]) -> None:
    law_of = Section(section)
    with pytest.raises(ValueError, match=r"is no number|more digits"):
        _ = (law_of.exact("percent"), law_of.rounded("rounding", ONE), law_of.root(ONE))


def test_every_form_shipped_is_read() -> None:
    assert len({rules.identifier for rules in FORMS}) == 13
    assert all(read_again(rules, None).tree["place"] == rules.place for rules in FORMS)
    assert law.rule_set("us-ca/county-recall", date(2022, 7, 6)) in FORMS
