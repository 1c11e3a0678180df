"""Every name in a rule file has its sentence in docs/law.md."""

import re
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.law import (
    DECISIONS,
    EVENTS,
    GOVERNING_DATES,
    MARKS,
    REASONS,
    example_problems,
    load_rule_set,
)
from rollcheck.law.formulas import PROJECTIONS, REQUIREMENTS, SAMPLE_SIZES
from rollcheck.law.read_lists import DEADLINE_KEYS, EXAMPLE_KEYS, REASON_KEYS
from rollcheck.law.read_section import BAND_KEYS, SOURCE_KEYS
from rollcheck.law.rounding import MODES
from rollcheck.law.sections import HEADER, rule_fields

DOCS = Path(__file__).parent.parent.parent / "docs"
LAW = (DOCS / "law.md").read_text(encoding="utf-8")
GUIDE = (DOCS / "adding-a-place.md").read_text(encoding="utf-8")
LISTED = {
    **SOURCE_KEYS,
    **BAND_KEYS,
    **DEADLINE_KEYS,
    **REASON_KEYS,
    **EXAMPLE_KEYS,
    **HEADER,
    **GOVERNING_DATES,
    **MARKS,
}


def test_there_are_fields_to_document() -> None:
    assert len(rule_fields()) > 70


@pytest.mark.parametrize("field", rule_fields())
def test_every_field_stands_in_the_table_with_its_meaning(field: str) -> None:
    meaning = re.escape(rule_fields()[field])
    assert re.search(rf"^\| `{re.escape(field)}` \| {meaning}", LAW, re.MULTILINE)


@pytest.mark.parametrize("name", LISTED)
def test_every_other_name_stands_in_a_table_with_its_meaning(name: str) -> None:
    meaning = re.escape(LISTED[name])
    assert re.search(rf"^\| `{re.escape(name)}` \| {meaning}", LAW, re.MULTILINE)


@pytest.mark.parametrize(
    "name",
    [*DECISIONS, *REASONS, *EVENTS, *MODES, *REQUIREMENTS, *SAMPLE_SIZES, *PROJECTIONS],
)
def test_every_word_of_the_law_is_named(name: str) -> None:
    assert f"`{name}`" in LAW


@pytest.mark.parametrize(
    "key",
    [
        "required",
        "sample_size",
        "insufficient_below",
        "sufficient_from",
        "rounded_insufficient_below",
        "rounded_sufficient_from",
        "total_insufficient_below",
        "total_sufficient_from",
        "insufficient_below_with_duplicates",
        "sufficient_from_with_duplicates",
        "deciding",
        "projected_valid",
        "naive_valid",
        "decision",
        "short_by",
        "warnings",
        "steps",
    ],
)
def test_every_key_of_the_answers_is_documented(key: str) -> None:
    assert re.search(rf"^\| `{key}` \| \w", LAW, re.MULTILINE)


def guides_file() -> str:
    (block,) = re.findall(r"^```toml\n(format = .*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert isinstance(block, str)
    return block


def test_the_guides_file_is_a_rule_file(tmp_path: Path) -> None:
    """The annotated file of the guide passes the checker as it stands."""
    path = tmp_path / "rules.toml"
    path.write_text(guides_file(), encoding="utf-8")
    assert list(example_problems(load_rule_set(path))) == []


def test_the_problems_that_the_guide_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = guides_file().replace("percent = { value = 4,", "percent = { value = 5.5,")
    broken = broken.replace('mark = "R" }\nrounding', 'mark = "S" }\nrounding', 1)
    broken = re.sub(r"\[duplicates\]\n(.+\n)+", "", broken)
    monkeypatch.chdir(tmp_path)
    Path("rules.toml").write_text(broken, encoding="utf-8")
    assert run_command(["law", "check", "rules.toml"]) == 1
    assert capsys.readouterr().err in GUIDE
