"""Every place, in every form, with every question and every flag: used, or refused with those used.

The table below is written by hand from the law of each place, so that it says what the rule files
and the program must come to, and does not ask them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from rollcheck.cli.app import run_command
from rollcheck.cli.law import law
from rollcheck.law import RuleSet, forms, identifiers, load_rule_set, may_take, takes

QUESTIONS = ("required", "sample", "project", "decide", "deadlines")
PROPORTION = "on filed measure votes-cast raw sample valid invalid withdrawn required"
PAIRS = "on filed raw sample valid duplicates withdrawn required"
BY_COUNTY = "on filed county counts raw sample valid duplicates withdrawn required"
TABLE: Mapping[str, tuple[str, str, str, str, str]] = {
    "ch/federal-initiative": (
        "on filed",
        "on filed",
        "on filed",
        "on filed raw valid invalid required",
        "on filed approved certified examined",
    ),
    "uk/recall-of-mp": (
        "on filed registered",
        "on filed",
        "on filed",
        "on filed registered raw valid invalid required",
        "on filed approved certified examined",
    ),
    "us-az/state-initiative": (
        "on filed measure votes-cast",
        "on filed measure votes-cast raw sample excluded required",
        f"{PROPORTION} excluded",
        "on filed measure votes-cast raw valid invalid excluded required",
        "on filed notified",
    ),
    "us-ca/county-initiative": (
        "on votes-cast",
        "on filed raw sample required",
        PAIRS,
        "on filed raw valid invalid required",
        "on filed approved certified examined",
    ),
    "us-ca/county-recall": (
        "on registered",
        "on filed raw sample required",
        PAIRS,
        "on filed raw valid invalid required",
        "on filed approved certified examined registered",
    ),
    "us-ca/in-lieu": (
        "on filed measure",
        "on filed measure raw sample required",
        f"{PAIRS} measure",
        "on filed measure raw valid invalid required",
        "on filed",
    ),
    "us-ca/state-initiative": (
        "on measure votes-cast",
        "on filed county raw sample required",
        BY_COUNTY,
        "on filed raw valid invalid required",
        "on filed approved notified certified examined",
    ),
    "us-ca/state-recall": (
        "on measure votes-cast",
        "on filed county raw sample required",
        BY_COUNTY,
        "on filed measure counts raw valid invalid withdrawn required",
        "on filed approved notified certified examined",
    ),
    "us-co/state-initiative": (
        "on filed measure votes-cast",
        "on filed measure votes-cast raw sample required",
        PROPORTION,
        "on filed measure counts votes-cast raw valid invalid required",
        "on filed notified certified examined",
    ),
    "us-mi/state-initiative": (
        "on filed measure votes-cast",
        "on filed measure votes-cast raw sample excluded required stage",
        f"{PROPORTION} excluded stage",
        "on filed measure votes-cast raw valid invalid excluded required",
        "on filed approved certified examined",
    ),
    "us-nv/county-initiative": (
        "on filed measure votes-cast",
        "on filed measure votes-cast raw sample required",
        PROPORTION,
        "on filed measure votes-cast raw valid invalid required",
        "on filed approved certified examined",
    ),
    "us-or/state-initiative": (
        "on filed measure votes-cast",
        "on filed measure votes-cast raw sample excluded required stage",
        f"{PAIRS} measure votes-cast excluded stage",
        "on filed measure votes-cast raw valid invalid excluded required",
        "on filed",
    ),
    "us-wa/state-initiative": (
        "on filed measure votes-cast",
        "on filed measure votes-cast raw sample required",
        f"{PROPORTION} duplicates",
        "on filed measure votes-cast raw valid invalid required",
        "on filed certified examined",
    ),
}
"""Identifier to the flags it uses for each of ``QUESTIONS``, besides --json."""

OLDER: Mapping[tuple[str, str], str] = {
    ("us-co/state-initiative 1993-05-04", "decide"): (
        "on filed measure votes-cast raw valid invalid required"
    ),
}
"""Earlier forms that use others: before 2016 no minimum by district."""

FORMS = [
    pytest.param(rules, id=f"{identifier} {rules.effective_from}")
    for identifier in identifiers()
    for rules in forms(identifier)
]
DAY = "2022-07-06"


def of(rules: RuleSet, question: str) -> set[str]:
    known = OLDER.get((f"{rules.identifier} {rules.effective_from}", question))
    return set((known or TABLE[rules.identifier][QUESTIONS.index(question)]).split())


def every_flag(question: str) -> Iterator[str]:
    command = law.get_command(click.Context(law), question)
    assert command is not None
    for option in command.params:
        if isinstance(option, click.Option) and option.opts[0] not in ("--json", "--help"):
            yield option.opts[0].removeprefix("--")


def value(flag: str, rules: RuleSet, counts: Path) -> str:
    """A value of the kind that the flag takes."""
    if flag in ("on", "filed", "approved", "notified", "certified", "examined"):
        return str(rules.effective_from)
    measures = rules.requirement.measures
    words = {"measure": measures[0].name if measures else "x", "counts": str(counts), "county": "X"}
    return words.get(flag, "1")


def test_the_table_holds_every_place() -> None:
    assert set(TABLE) == set(identifiers())
    assert {name.split()[0] for name, _ in OLDER} <= set(TABLE)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("rules", FORMS)
def test_every_flag_is_used_or_refused_with_those_that_are(
    rules: RuleSet, question: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    used = of(rules, question)
    flags = list(every_flag(question))
    assert len(flags) == 20
    for flag in flags:
        line = ["law", question, rules.identifier, "--on", str(rules.effective_from)]
        if flag != "on":
            line += [f"--{flag}", value(flag, rules, tmp_path / "none.csv")]
        code = run_command(line)
        said = " ".join(capsys.readouterr().err.split())
        if flag in used:
            assert "does not use" not in said
            continue
        assert code == 2
        assert f"{rules.identifier} does not use --{flag} for `law {question}`." in said
        named = said.partition("It uses ")[2].partition(", --json.")[0]
        assert set(named.replace("--", "").split(", ")) == used


SAMPLED: dict[str, str] = {"raw": "100000", "sample": "10000", "valid": "8000", "required": "70000"}
CHECKED: dict[str, str] = {"raw": "100000", "valid": "80000", "invalid": "20000"}


def numbers_of(rules: RuleSet, question: str) -> dict[str, str]:
    """Numbers that can be, for every flag that a place uses."""
    used = of(rules, question)
    if question == "decide":
        excluded = 1000 if "excluded" in used else 0
        found = {**CHECKED, "required": "70000", "withdrawn": "7"}
        found |= {"excluded": str(excluded), "invalid": str(20000 - excluded)}
    else:
        pairs = 10 if "duplicates" in used else 0
        found = {**SAMPLED, "duplicates": str(pairs), "invalid": str(2000 - pairs)}
        found |= {"excluded": "1000", "withdrawn": "3", "stage": "1"}
    found |= {"registered": "700000", "county": "X"}
    if rules.requirement.measures:
        found["measure"] = rules.requirement.measures[0].name
    if question == "required":
        found["votes-cast"] = "700000"
    days = ("on", "filed", "approved", "notified", "certified", "examined")
    found |= dict.fromkeys(days, str(rules.effective_from))
    if question == "decide" and "registered" in used:
        del found["required"]
    return {flag: found[flag] for flag in found if flag in used}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("rules", FORMS)
def test_all_the_flags_that_a_place_uses_go_together(
    rules: RuleSet, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["law", question, rules.identifier, "--json"]
    for flag, given in numbers_of(rules, question).items():
        line += [f"--{flag}", given]
    code = run_command(line)
    said = capsys.readouterr()
    draws = rules.stages or question not in ("sample", "project")
    assert code == (0 if draws else 1), said.err + said.out
    if not draws:
        assert "draws no sample" in said.out


@pytest.mark.parametrize("identifier", ["ch/federal-initiative", "uk/recall-of-mp"])
@pytest.mark.parametrize("question", ["sample", "project"])
def test_a_place_that_draws_no_sample_says_so_and_what_it_uses(
    identifier: str, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["law", question, identifier, "--on", DAY]
    assert run_command([*line, "--raw", "100649", "--sample", "500"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "does not use --raw, --sample" in said
    assert "It uses --on, --filed, --json. It draws no sample" in said
    assert "`law decide`" in said
    assert run_command(line) == 1
    assert "draws no sample: every signature is verified." in capsys.readouterr().err


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_help_shows_the_flags_that_some_place_can_use(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither one that no place has a use for, nor fewer than all the others."""
    elsewhere = load_rule_set(Path(__file__).with_name("another-place.toml"))
    every: list[Any] = [*(one.values[0] for one in FORMS), elsewhere]
    assert may_take(question) == {name for one in every for name in takes(one, question).used}
    assert run_command(["law", question, "--help"]) == 0
    said = capsys.readouterr().out
    shown = {flag for flag in every_flag(question) if f"--{flag} " in said}
    assert shown == {name.replace("_", "-") for name in may_take(question)} | {"on", "filed"}
    assert shown >= set(" ".join(row[QUESTIONS.index(question)] for row in TABLE.values()).split())
    assert "The rules of the place decide which of these it uses." in said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "project us-wa/state-initiative --on 2014-07-03 --raw 9 --required 5 --votes-cast 9",
            "--required and --votes-cast both say how many are required",
        ),
        (
            "decide us-ca/county-recall --on 2022-07-06 --raw 9 --required 5",
            "needs --valid for us-ca/county-recall. It uses --on, --filed, --raw, --valid,",
        ),
        (
            "project us-wa/state-initiative --on 2014-07-03 --raw 9 --sample 9 --duplicates 1",
            "needs --valid or --invalid for us-wa/state-initiative.",
        ),
        (
            "project us-ca/county-recall --on 2022-07-06 --raw 9 --sample 9 --duplicates 1",
            "needs --valid for us-ca/county-recall.",
        ),
    ],
)
def test_what_is_missing_or_said_twice(
    line: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["law", *line.split()]) == 2
    assert says in " ".join(capsys.readouterr().err.split())


def test_a_file_of_counts_holds_the_numbers_of_the_samples(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("county,raw,sample,valid\nA,24034,722,516\n", encoding="utf-8")
    line = ["law", "project", "us-ca/state-initiative", "--on", DAY, "--counts", str(path)]
    assert run_command([*line, "--raw", "24034"]) == 2
    assert "--raw beside --counts" in capsys.readouterr().err
    path.write_text("county,raw,sample,valid\n", encoding="utf-8")
    assert run_command(line) == 1
    assert "no row" in capsys.readouterr().err
