"""The rule files: sound, complete, and every problem of an unsound one reported at once."""

import datetime as dt
import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rollcheck.law import (
    REASONS,
    example_problems,
    forms,
    identifiers,
    load_rule_set,
    project,
    sample,
)
from rollcheck.law.load import parse_rule_set
from rollcheck.problems import RollcheckError

PLACES = Path(str(files("rollcheck.law") / "places"))
RULE_FILES = sorted(PLACES.rglob("*.toml"))
NEWEST = (PLACES / "us-ca" / "county-recall.2025-01-01.toml").read_text(encoding="utf-8")


def problems_of(text: str) -> dict[str | None, str]:
    with pytest.raises(RollcheckError) as error:
        parse_rule_set(text.encode(), "rules.toml")
    assert {problem.file for problem in error.value.problems} == {"rules.toml"}
    return {problem.column: problem.message for problem in error.value.problems}


def changed(old: str, new: str) -> str:
    assert old in NEWEST
    return NEWEST.replace(old, new, 1)


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_every_rule_file_is_sound_and_reproduces_its_examples(path: Path) -> None:
    rules = load_rule_set(path)
    assert path.parent.name == rules.place
    assert path.name == f"{rules.kind}.{rules.effective_from}.toml"
    assert list(example_problems(rules)) == []


@pytest.mark.parametrize("identifier", identifiers())
def test_forms_follow_each_other_without_gap_or_overlap(identifier: str) -> None:
    known = forms(identifier)
    assert known[-1].effective_to is None
    for earlier, later in pairwise(known):
        assert earlier.effective_to is not None
        assert earlier.effective_to + dt.timedelta(days=1) == later.effective_from


def test_nothing_in_the_code_knows_a_place() -> None:
    code = Path(str(files("rollcheck.law")))
    for source in code.rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"(place|identifier|kind) *(==|in) *[\"'(]", text), source


def test_what_changed_on_1_january_2024_and_2025() -> None:
    old, middle, new = forms("us-ca/county-recall")

    def days(form: int, name: str) -> object:
        found = [one.days.value for one in (old, middle, new)[form].deadlines if one.name == name]
        return found[0] if found else None

    assert [days(form, "verification") for form in range(3)] == [30, 30, 30]
    assert [days(form, "verification_with_sample") for form in range(3)] == [30, 60, 60]
    assert [days(form, "verification_for_consolidation") for form in range(3)] == [None, 30, 30]
    assert [days(form, "examination_start") for form in range(3)] == [21, 21, 21]
    assert [days(form, "examination_end") for form in range(3)] == [None, None, 60]
    assert old.examination is not None
    assert new.examination is not None
    assert (old.examination.end_within_days, old.examination.free_business_days) == (None, None)
    assert (new.examination.end_within_days, new.examination.free_business_days) == (60, 5)
    for part in ("requirement", "stages", "full_check", "registration", "address", "duplicates"):
        assert getattr(old, part) == getattr(middle, part) == getattr(new, part)
    assert old.reasons == middle.reasons == new.reasons


def test_the_reasons_of_the_recall() -> None:
    reasons = forms("us-ca/county-recall")[0].reasons
    assert list(reasons) == [code for code in REASONS if code in reasons], "reports' own order"
    assert set(REASONS) - set(reasons) == {"date_missing"}, "a signer need not date the line"
    assert {
        code: reason.label for code, reason in reasons.items() if reason.label_basis == "office"
    } == {
        "not_registered": "Not Registered",
        "duplicate": "Max Number of Times Signed (Duplicate)",
        "different_address": "Different Address",
        "signature_mismatch": "Mismatch Signature",
        "canceled": "Canceled",
        "out_of_jurisdiction": "Out of County Address",
        "other": "Other",
    }
    assert {reason.people_basis for reason in reasons.values()} == {"policy"}
    assert [code for code, reason in reasons.items() if reason.people > 1] == ["signature_mismatch"]


def test_what_petition_and_matching_ask_of_the_rules() -> None:
    rules = forms("us-ca/county-recall")[0]
    assert rules.registration.statuses_counted == ("active", "inactive")
    assert rules.registration.signed_by_signing_day
    assert rules.registration.received_by_filing_day
    assert rules.address.unit_ignored
    assert rules.address.earlier_address_counts
    assert rules.duplicates.counts == "first"
    assert not rules.machine_may_accept
    assert not rules.verified
    assert rules.requirement.inactive_voters_counted is False
    governed = {name: field.governed_by for name, field in rules.fields.items()}
    assert governed["requirement.rounding"] == "approval_of_form"
    assert governed["stages.1.sample.percent"] == "filing"
    assert governed["registration.signed_by_signing_day"] == "signing"


def test_only_what_was_read_is_called_verified() -> None:
    for identifier in identifiers():
        for rules in forms(identifier):
            for field in rules.fields.values():
                assert field.verified == (field.mark == "R")
            for reason in rules.reasons.values():
                assert reason.verified == (reason.mark == "R")
            assert rules.unverified, "no place is settled in every field"


@pytest.mark.parametrize(
    ("break_it", "key", "says"),
    [
        (
            lambda: changed("value = 5, citation", "value = 5.5, citation"),
            "stages.1.sample.percent",
            "in quotes",
        ),
        (
            lambda: changed("value = 500, citation", 'value = "many", citation'),
            "stages.1.sample.sampled_above",
            "whole number",
        ),
        (
            lambda: changed('mark = "R" }\nrounding', 'mark = "S" }\nrounding'),
            "requirement.formula",
            "verified = true goes with mark R",
        ),
        (
            lambda: changed('mark = "R" }\nrounding', 'mark = "X" }\nrounding'),
            "requirement.formula.mark",
            "Write one of: R, D, S, M",
        ),
        (lambda: changed("below = 10000\n", "below = 1000\n"), "requirement.bands", "rise"),
        (lambda: changed("below = 1000\n", ""), "requirement.bands", "needs `below`"),
        (
            lambda: changed('value = "number-or-percent"', 'value = "guess"'),
            "stages.1.sample.formula",
            "known are number-or-percent",
        ),
        (
            lambda: changed('mode = "nearest", decimals = 4', 'mode = "about", decimals = 4'),
            "stages.1.projection.share_rounding",
            "Mode is one of up",
        ),
        (lambda: changed("[duplicates]", "[copies]"), "duplicates", "is missing"),
        (lambda: changed("[duplicates]", "[copies]"), "copies", "No such section"),
        (
            lambda: changed("unit_ignored =", "units_ignored ="),
            "address.units_ignored",
            "No such key",
        ),
        (lambda: changed("unit_ignored =", "units_ignored ="), "address.unit_ignored", "missing"),
        (
            lambda: changed('governed_by = "approval_of_form"\nformula', "formula"),
            "requirement.formula.governed_by",
            "approval_of_form, signing",
        ),
        (
            lambda: changed('format = "rollcheck-law/1"', 'format = "rollcheck-law/9"'),
            "format",
            "rollcheck-law/1",
        ),
        (lambda: changed('kind = "county-recall"', ""), "kind", "kind ="),
        (
            lambda: changed("[reasons.not_registered]", "[reasons.ugly]"),
            "reasons.ugly",
            "No such key",
        ),
        (
            lambda: changed("people = 1", "people = 0"),
            "reasons.not_registered.people",
            "one person",
        ),
        (
            lambda: changed('who = ["reviewer", "adjudicator"', 'who = ["machine", "adjudicator"'),
            "reasons.not_registered.who",
            "some of: reviewer",
        ),
        (
            lambda: changed('value = "US-CA"', 'value = "XX-YY"'),
            "working_days.calendar",
            "US-CA or CH",
        ),
        (
            lambda: changed('event = "filing"', 'event = "lunch"'),
            "deadlines.1.event",
            "approval_of_form",
        ),
        (
            lambda: changed("value = 30\ncounted", "value = -3\ncounted"),
            "deadlines.1",
            "not negative",
        ),
        (
            lambda: changed(
                'otherwise = { value = "full_check"', 'otherwise = { value = "next_sample"'
            ),
            "stages.1.decision.otherwise",
            "no stage after",
        ),
        (
            lambda: changed(
                "insufficient_percent = { value = 90", "insufficient_percent = { value = 120"
            ),
            "stages.1.decision",
            "above the sufficient",
        ),
        (
            lambda: re.sub(r"insufficient_when = .*\n", "", NEWEST),
            "stages.1.decision",
            "go together",
        ),
        (
            lambda: re.sub(r"share_rounding = .*\n", "", NEWEST),
            "stages.1.projection.share_rounding",
            "needs this field",
        ),
        (
            lambda: changed(
                "first_day = { value = 2025-01-01",
                'last_day = { value = 2024-01-01, citation = "x", verified = true, '
                'mark = "R" }\nfirst_day = { value = 2025-01-01',
            ),
            "effective.last_day",
            "before the first",
        ),
        (
            lambda: changed(
                "first_day = { value = 2025-01-01", 'first_day = { value = "2025-01-01"'
            ),
            "effective.first_day",
            "without quotes",
        ),
        (lambda: NEWEST.split("[[examples]]")[0], "examples", "at least one worked example"),
        (
            lambda: changed("inputs = { raw = 24034,", 'inputs = { raw = "24034",'),
            "examples.1.inputs.raw",
            "whole number",
        ),
        (
            lambda: changed('citation = "Elec. Code 2226(a)(2)", ', ""),
            "requirement.inactive_voters_counted.citation",
            "words in quotes",
        ),
    ],
)
def test_one_problem(break_it: Callable[[], str], key: str, says: str) -> None:
    found = problems_of(break_it())
    assert says in found[key]


def test_every_problem_at_once() -> None:
    text = changed("[duplicates]", "[copies]").replace("value = 5, ", "value = 5.5, ", 1)
    text = text.replace('mark = "R" }\nrounding', 'mark = "S" }\nrounding')
    assert set(problems_of(text)) == {
        "copies",
        "duplicates",
        "stages.1.sample.percent",
        "requirement.formula",
    }


def test_a_file_that_is_no_toml_says_where() -> None:
    with pytest.raises(RollcheckError, match="at line 2") as error:
        parse_rule_set(b'format = "x"\nplace = = 3\n', "rules.toml")
    (problem,) = error.value.problems
    assert (problem.row, problem.column, problem.code) == (2, "9", "syntax")


def test_a_file_that_is_not_utf8() -> None:
    with pytest.raises(RollcheckError, match="UTF-8") as error:
        parse_rule_set(b'place = "x"\ntitle = "\xff"', "rules.toml")
    (problem,) = error.value.problems
    assert (problem.row, problem.column, problem.code) == (2, None, "encoding")


@pytest.mark.parametrize("content", ["", "# nothing\n"])
def test_an_empty_file_lacks_every_section(content: str) -> None:
    found = problems_of(content)
    assert {"format", "place", "effective", "requirement", "reasons", "examples"} <= set(found)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("projected_valid = 15028", "projected_valid = 15029", "comes out as 15028"),
        ("inputs = { raw = 24034,", "inputs = { raw = 240,", "refused"),
        ("duplicates = 2, withdrawn = 1", "copies = 2", "cannot be asked so"),
        ("naive_valid = 17178", "naive = 17178", "naive comes out as None"),
    ],
)
def test_an_example_that_is_not_reproduced_is_a_problem(old: str, new: str, says: str) -> None:
    rules = parse_rule_set(changed(old, new).encode(), "rules.toml")
    (problem,) = example_problems(rules)
    assert (problem.column, problem.code) == ("examples.1", "example")
    assert says in problem.message


def test_a_place_that_differs_in_every_value_is_a_file_alone() -> None:
    """Other percents, strictness, roundings and two stages: no code changes."""
    stage = NEWEST[NEWEST.index("[[stages]]") : NEWEST.index("[full_check]")]
    second = stage.replace("value = 5, ", 'value = "12.5", ').replace(
        "value = 500,", "value = 900,"
    )
    first = (
        stage.replace('otherwise = { value = "full_check"', 'otherwise = { value = "next_sample"')
        .replace("insufficient_percent = { value = 90", "insufficient_percent = { value = 80")
        .replace(
            'insufficient_when = { value = "below"', 'insufficient_when = { value = "at_or_below"'
        )
        .replace("sufficient_percent = { value = 110", "sufficient_percent = { value = 120")
        .replace('sufficient_when = { value = "above"', 'sufficient_when = { value = "at_or_above"')
        .replace('arithmetic = { value = "exact"', 'arithmetic = { value = "rounded"')
        .replace('mode = "nearest", decimals = 0', 'mode = "up", decimals = 0')
    )
    text = NEWEST.replace(stage, first + second).replace('place = "us-ca"', 'place = "xx"')
    rules = parse_rule_set(text.encode(), "rules.toml")
    assert rules.identifier == "xx/county-recall"
    assert [one.decision.otherwise for one in rules.stages] == ["next_sample", "full_check"]

    assert sample(rules, raw=83484, required=51325).values["sample_size"] == 4175
    assert sample(rules, raw=20001, required=5000, stage=2).values["sample_size"] == 2500
    exactly = {"raw": 20000, "sample": 1000, "duplicates": 0, "required": 10000}
    decisions = [
        project(rules, valid=valid, **exactly).values["decision"] for valid in (400, 401, 599, 600)
    ]
    assert decisions == ["insufficient", "next_sample", "next_sample", "sufficient"]


ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "x",
    [],
    [1],
    ["a"],
    {},
    {"value": 1},
    {"a": {}},
)


def nodes(tree: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The path to everything in a TOML document but the document itself."""
    parts: Iterable[tuple[object, object]] = ()
    if isinstance(tree, dict):
        parts = tree.items()
    elif isinstance(tree, list):
        parts = enumerate(tree)
    for key, part in parts:
        yield (*path, key)
        yield from nodes(part, (*path, key))


def put(tree: Any, path: tuple[object, ...], value: object) -> None:
    for key in path[:-1]:
        tree = tree[key]
    tree[path[-1]] = value


@pytest.mark.parametrize("seed", range(60))
def test_odd_values_anywhere_are_problems_and_never_a_bug(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands in one place of a rule file, the loader says what to write instead."""
    draw = random.Random(seed)
    tree = tomllib.loads(draw.choice(RULE_FILES).read_text(encoding="utf-8"))
    put(tree, draw.choice(list(nodes(tree))), draw.choice(ODD))
    monkeypatch.setattr("rollcheck.law.load.tomllib.loads", lambda text: tree)
    with suppress(RollcheckError):
        list(example_problems(parse_rule_set(b"", "rules.toml")))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('mode = "up", decimals = 0', 'mode = "up", decimals = 31', "requirement.rounding"),
        ("value = 30\ncounted", "value = 40001\ncounted", "deadlines.1"),
        ("value = 500,", "value = 1000000000001,", "stages.1.sample.sampled_above"),
        ("below = 1000\nvalue = 40", 'below = 1000\nvalue = "40.5"', "circulation.bands"),
    ],
)
def test_numbers_beyond_any_law_are_refused(old: str, new: str, key: str) -> None:
    """A slip of the finger must not make a rule file that nobody can compute."""
    assert key in problems_of(changed(old, new))
