"""The JSON Schema of rule files, the template, and that they agree with the loader."""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from rollcheck.cli.app import run_command
from rollcheck.law import check_rule_file, example_problems, load_rule_set, rule_file_schema
from rollcheck.law.load import parse_rule_set
from rollcheck.problems import RollcheckError

LAW = Path(str(files("rollcheck.law")))
RULE_FILES = sorted((LAW / "places").rglob("*.toml"))
TEMPLATE = LAW / "template.toml"
VALIDATOR = jsonschema.Draft202012Validator(rule_file_schema())


def as_json(value: object) -> object:
    """A TOML document as an editor's validator sees it: dates are strings."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    return [as_json(one) for one in value] if isinstance(value, list) else value


def schema_finds(text: str) -> bool:
    return not VALIDATOR.is_valid(as_json(tomllib.loads(text)))


def loader_finds(text: str) -> bool:
    try:
        rules = parse_rule_set(text.encode(), "rules.toml")
    except RollcheckError:
        return True
    return bool(list(example_problems(rules)))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(rule_file_schema())


def test_the_shipped_schema_is_the_one_of_the_declarations(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_command(["law", "schema"]) == 0
    printed = capsys.readouterr().out
    shipped = (LAW / "rule-file.schema.json").read_text(encoding="utf-8")
    assert shipped == printed, "run: rollcheck law schema > src/rollcheck/law/rule-file.schema.json"
    assert json.loads(printed) == rule_file_schema()


@pytest.mark.parametrize("path", [*RULE_FILES, TEMPLATE], ids=lambda path: path.stem)
def test_every_shipped_file_validates_and_names_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    errors = list(VALIDATOR.iter_errors(as_json(tomllib.loads(text))))
    assert not [f"{list(error.path)}: {error.message[:200]}" for error in errors]
    named = re.match(r"#:schema (\S+)\n", text)
    assert named is not None
    assert (path.parent / named[1]).resolve() == (LAW / "rule-file.schema.json").resolve()


def test_the_template_is_the_file_of_the_guide(capsys: pytest.CaptureFixture[str]) -> None:
    guide = Path(__file__).parent.parent.parent / "docs" / "adding-a-place.md"
    (block,) = re.findall(
        r"^```toml\n(format = .*?)^```", guide.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert TEMPLATE.read_text(encoding="utf-8").endswith(block)
    assert run_command(["law", "template"]) == 0
    assert capsys.readouterr().out == TEMPLATE.read_text(encoding="utf-8")
    assert not list(example_problems(load_rule_set(TEMPLATE)))


def test_what_the_template_comments_out_is_right_too(tmp_path: Path) -> None:
    """With its comments taken away the measures and the districts load."""
    text = TEMPLATE.read_text(encoding="utf-8")
    start = text.index("# [[requirement.measures]]")
    end = text.index("[raw_count]")
    shown = re.sub(r"^# ?(?=[\[\w])", "", text[start:end], flags=re.MULTILINE)
    shown = shown.replace("Signatures from every part", "# Signatures from every part")
    before = text[: text.index("[[requirement.bands]]")]
    path = tmp_path / "rules.toml"
    path.write_text(before + shown + text[end:], encoding="utf-8")
    rules = load_rule_set(path)
    assert rules.requirement.measures[0].name == "constitutional-amendment"
    assert rules.district_minimum is not None
    assert rules.district_minimum.needed == 12


BASE = TEMPLATE.read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new, 1)


def without(line: str) -> str:
    found = re.sub(rf"^{line} = .*\n", "", BASE, count=1, flags=re.MULTILINE)
    assert found != BASE
    return found


WRONG_SHAPES: dict[str, Callable[[], str]] = {
    "another format": lambda: changed("rollcheck-law/1", "rollcheck-law/9"),
    "no place": lambda: without("place"),
    "an unknown section": lambda: BASE + '\n[copies]\ngoverned_by = "filing"\n',
    "a missing section": lambda: re.sub(r"\[duplicates\]\n(.+\n)+", "", BASE),
    "a missing field": lambda: without("unit_ignored"),
    "an unknown field": lambda: changed("unit_ignored =", "units_ignored ="),
    "a field without a source": lambda: re.sub(
        r"^unit_ignored = .*$", "unit_ignored = true", BASE, flags=re.MULTILINE
    ),
    "a binary float": lambda: changed("percent = { value = 4,", "percent = { value = 4.5,"),
    "a negative number": lambda: changed("value = 1000,", "value = -1,"),
    "a decimal with an exponent": lambda: changed('value = "12.5"', 'value = "1e1"'),
    "an unknown word": lambda: changed('"both_in_sample"', '"all"'),
    "an unknown status": lambda: changed('["active"]', '["awake"]'),
    "an unknown mode": lambda: changed('mode = "nearest"', 'mode = "about"'),
    "an unknown formula": lambda: changed('"number-or-percent"', '"guess"'),
    "a formula without its field": lambda: without("weight_rounding"),
    "verified without having been read": lambda: changed(
        'verified = false, mark = "D"', 'verified = true, mark = "D"'
    ),
    "read and not verified": lambda: changed(
        'verified = true, mark = "R"', 'verified = false, mark = "R"'
    ),
    "an unknown mark": lambda: changed('mark = "D"', 'mark = "X"'),
    "no day that governs": lambda: changed(
        '[duplicates]\ngoverned_by = "filing"\n', "[duplicates]\n"
    ),
    "an unknown day": lambda: changed('governed_by = "signing"', 'governed_by = "lunch"'),
    "no reasons": lambda: re.sub(r"\[reasons\.\w+\].*\n(.+\n)+", "", BASE),
    "an unknown reason": lambda: changed("[reasons.not_registered]", "[reasons.ugly]"),
    "nobody to reject": lambda: changed("people = 2", "people = 0"),
    "a machine that rejects": lambda: changed('who = ["reviewer"', 'who = ["machine"'),
    "no worked example": lambda: BASE.split("[[examples]]")[0],
    "an unknown question": lambda: changed('question = "required"', 'question = "why"'),
    "a date in quotes": lambda: changed("value = 2020-01-01", 'value = "soon"'),
    "an unknown key of a field": lambda: changed(
        "value = 2020-01-01,", "value = 2020-01-01, page = 3,"
    ),
}
MEASURES = """
[[requirement.measures]]
name = "statute"
title = "a statute"
value = "7.5"
citation = "Petitions Act, section 1"
verified = true
mark = "R"
"""
DEADLINE = """
[[deadlines]]
name = "answer"
title = "The town answers"
event = "filing"
counted = "working"
when = "always"
governed_by = "filing"
value = 9
citation = "Petitions Act, section 9"
verified = true
mark = "R"
"""
SOURCE = 'citation = "Petitions Act", verified = true, mark = "R"'
TOML_SOURCE = SOURCE.replace(", ", "\n").replace("Act\n", "Act, ")
CIRCULATION = f"""
[circulation]
governed_by = "filing"
counted_from = {{ value = "the filing", {SOURCE} }}
bands = [{{ value = "9.5", {SOURCE} }}]
"""
DISTRICTS = f"""
[district_minimum]
governed_by = "filing"
unit = {{ value = "wards", {SOURCE} }}
percent = {{ value = 1, {SOURCE} }}
of = {{ value = "registered", {SOURCE} }}
rounding = {{ value = {{ mode = "up" }}, {SOURCE} }}
needed = {{ value = 12, {SOURCE} }}
districts = {{ value = 11, {SOURCE} }}
"""
CALENDAR = f"""
[working_days]
governed_by = "filing"
excluded = {{ value = ["sundays"], {SOURCE} }}
calendar = {{ value = "XX", {SOURCE} }}
"""
BY_CHANCE = f"""formula = {{ value = "sampling-error", {SOURCE} }}
confidence_factor = {{ value = 1, {SOURCE} }}
continuity = {{ value = 0, {SOURCE} }}
root_digits = {{ value = 50, {SOURCE} }}
"""


def with_measures(measures: str) -> str:
    """The template with measures in place of its bands, and no example of the requirement."""
    text = re.sub(r"(?s)\[\[requirement\.bands\]\].*?(?=# A percent that differs)", measures, BASE)
    return re.sub(r'(?s)\[\[examples\]\][^\[]*?"required".*?(?=\[\[examples\]\])', "", text)


def after(line: str, further: str) -> str:
    return changed(f"{line}\n", f"{line}\n{further}\n")


def before_the_count(further: str) -> str:
    return changed("[raw_count]", f"{further}\n[raw_count]")


FIXED = """formula = { value = "fixed-number", """
ONLY_THE_LOADER: dict[str, Callable[[], str]] = {
    "bands that do not rise": lambda: changed(
        "[[requirement.bands]]\nvalue = 10",
        f"[[requirement.bands]]\nbelow = 100\nvalue = 11\n{TOML_SOURCE}\n"
        "[[requirement.bands]]\nvalue = 10",
    ),
    "a band before the last without `below`": lambda: without("below"),
    "two measures of one name": lambda: with_measures(MEASURES * 2),
    "a measure that the requirement does not have": lambda: after(
        "[stages.sample]", f'measures = {{ value = ["by-law"], {SOURCE} }}'
    ),
    "a fixed number with a fraction": lambda: with_measures(MEASURES).replace(
        'formula = { value = "percent-of-registered", ', FIXED
    ),
    "bands and measures at once": lambda: before_the_count(MEASURES),
    "a last day before the first": lambda: after(
        "[effective]", f"last_day = {{ value = 2019-12-31, {SOURCE} }}"
    ),
    "days of circulation that are not whole": lambda: before_the_count(CIRCULATION),
    "more districts needed than there are": lambda: before_the_count(DISTRICTS),
    "a calendar that there is none of": lambda: before_the_count(CALENDAR),
    "working days without `[working_days]`": lambda: changed("[[stages]]", DEADLINE + "[[stages]]"),
    "a percent of lines without its rounding": lambda: re.sub(
        r"(?m)^(percent = .*\n)rounding = .*\n", r"\1", BASE
    ),
    "a sample of what remains where nothing is excluded": lambda: after(
        "[stages.sample]", f'drawn_from = {{ value = "remaining", {SOURCE} }}'
    ),
    "a percent of a decision without its `when`": lambda: without("sufficient_when"),
    "an insufficient percent above the sufficient": lambda: changed("value = 95,", "value = 115,"),
    "a further sample after the last stage": lambda: changed(
        'otherwise = { value = "full_check"', 'otherwise = { value = "next_sample"'
    ),
    "`pairs-acceptable` of another projection": lambda: after(
        "[stages.decision]", f'formula = {{ value = "pairs-acceptable", {SOURCE} }}'
    ),
    "samples in each county at several stages": lambda: after(
        "[stages.sample]", f'drawn_in = {{ value = "county", {SOURCE} }}'
    ).replace("[full_check]", stage_of(BASE) + "[full_check]"),
    "samples in each county that no percent decides": lambda: after(
        "[stages.sample]", f'drawn_in = {{ value = "county", {SOURCE} }}'
    ).replace("[stages.decision]\n", f"[stages.decision]\n{BY_CHANCE}"),
    "a worked example that does not come out": lambda: changed("required = 113", "required = 114"),
    "a worked example that asks for what the question does not take": lambda: changed(
        "inputs = { registered = 900 }", "inputs = { registered = 900, raw = 9 }"
    ),
}


def stage_of(text: str) -> str:
    """The stage of the template, to be a second one."""
    return text[text.index("[[stages]]") : text.index("[full_check]")]


def test_the_template_itself_is_right() -> None:
    assert not schema_finds(BASE)
    assert not loader_finds(BASE)


@pytest.mark.parametrize("what", WRONG_SHAPES)
def test_schema_and_loader_find_the_same(what: str) -> None:
    text = WRONG_SHAPES[what]()
    assert loader_finds(text)
    assert schema_finds(text)


@pytest.mark.parametrize("what", ONLY_THE_LOADER)
def test_what_only_the_loader_finds(what: str, tmp_path: Path) -> None:
    text = ONLY_THE_LOADER[what]()
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    _, (problem,) = check_rule_file(path)
    assert problem.row is not None
    assert not schema_finds(text)


def test_the_guide_lists_what_only_the_loader_finds() -> None:
    guide = Path(__file__).parent.parent.parent / "docs" / "adding-a-place.md"
    text = guide.read_text(encoding="utf-8")
    section = text.partition("## What the schema cannot see")[2].partition("\n## ")[0]
    assert [line[2:] for line in section.splitlines() if line.startswith("- ")] == list(
        ONLY_THE_LOADER
    )
