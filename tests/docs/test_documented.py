"""Everything that has a name is documented: a name without a sentence fails here."""

import ast
import re
import runpy
from collections.abc import Iterator, Mapping

import click
import pytest
from commands_page import PAGE as COMMANDS_PAGE
from commands_page import Documented, commands, page
from docs_pages import REPOSITORY, all_paths, blocks, code_spans, page_paths, tables

from rollcheck.cli import app
from rollcheck.law import DECISIONS, REASONS
from rollcheck.law.sections import rule_fields
from rollcheck.matching import OUTCOMES
from rollcheck.publish import result_schema
from rollcheck.roll import layout_names
from rollcheck.roll.layout_keys import KEYS

DOCS = REPOSITORY / "docs"
COMMANDS = tuple(commands())


def named(path_name: str) -> set[str]:
    """The code spans of one page, and every word in them."""
    spans = set(code_spans(DOCS / path_name))
    return spans | {word for span in spans for word in re.findall(r"\w+", span)}


def columns(path_name: str, *titles: str) -> list[tuple[str, ...]]:
    """The rows, as plain text, of the tables on a page that have these columns."""
    return [
        tuple(row[title].replace("`", "") for title in titles)
        for table in tables(DOCS / path_name)
        if table and set(titles) <= set(table[0])
        for row in table
    ]


# Commands


def test_the_page_of_commands_is_up_to_date() -> None:
    written = COMMANDS_PAGE.read_text(encoding="utf-8")
    assert written == page(), "run: .venv/bin/python tests/docs/commands_page.py"


@pytest.mark.parametrize("shown", COMMANDS, ids=lambda shown: str(shown.words))
def test_every_command_and_option_says_what_it_is_for(shown: Documented) -> None:
    assert shown.command.help, f"{shown.words}: no help text"
    for parameter in shown.command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{shown.words} {parameter.opts[0]}: no help text"


GROUPS = [shown for shown in COMMANDS if isinstance(shown.command, click.Group)]


@pytest.mark.parametrize("group", GROUPS, ids=lambda shown: str(shown.words))
def test_a_group_says_in_whole_sentences_what_its_commands_do(group: Documented) -> None:
    listed = " ".join(group.help.partition("\nCommands:\n")[2].split())
    assert listed
    assert "..." not in listed
    for shown in COMMANDS:
        words = shown.words.split()
        if words[:-1] == group.words.split():
            paragraph = " ".join((shown.command.help or "").partition("\n\n")[0].split())
            sentence = paragraph.partition(". ")[0].removesuffix(".")
            assert f"{words[-1]} {sentence}" in listed


def used_on_pages() -> str:
    """All that the pages other than the generated one show in code."""
    paths = [path for path in page_paths() if path != COMMANDS_PAGE]
    spans = [span for path in paths for span in code_spans(path)]
    return "\n".join([*spans, *(block.text for path in paths for block in blocks(path))])


@pytest.mark.parametrize(
    "words",
    [shown.words for shown in COMMANDS if not isinstance(shown.command, click.Group)],
)
def test_every_command_is_shown_at_work(words: str) -> None:
    assert re.search(rf"{re.escape(words)}\b", used_on_pages()), f"no page shows `{words}`"


def test_exit_codes() -> None:
    codes = {str(value) for name, value in vars(app).items() if name.startswith("EXIT_")}
    assert {code for code, _ in columns("architecture.md", "code", "means")} == codes


# Words of the domain


def test_outcomes() -> None:
    assert {code for code, _ in columns("glossary.md", "outcome", "means")} == set(OUTCOMES)


def test_reason_codes() -> None:
    assert {code for code, _ in columns("glossary.md", "reason code", "means")} == set(REASONS)


def test_decisions() -> None:
    assert {code for code, _ in columns("glossary.md", "decision", "means")} == set(DECISIONS)


# Files


def test_rule_fields() -> None:
    fields = {name.rpartition(".")[2] for name in rule_fields()}
    assert fields, "the sections declare no fields any more; mend this test"
    assert not fields - named("law.md") - named("adding-a-place.md")


def schema_keys(schema: object) -> Iterator[str]:
    """Every property that a JSON Schema names, at any depth."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
    if isinstance(schema, Mapping | list):
        for part in schema.values() if isinstance(schema, Mapping) else schema:
            yield from schema_keys(part)


def test_keys_of_the_result() -> None:
    keys = set(schema_keys(result_schema()))
    assert {"raw_count", "counts", "reconciles"} <= keys
    assert not keys - named("formats-result.md")


def asked_keys(source: str) -> set[str]:
    """The keys that a loader asks a TOML table for, by ``table.text("key")`` and the like."""
    kinds = {"text", "file", "day", "whole", "wholes", "table"}
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in kinds
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_layouts() -> None:
    assert "plain" in layout_names()
    assert not set(layout_names()) - named("formats-roll.md")


def test_keys_of_a_layout() -> None:
    keys = {key for table, below in KEYS.items() for key in (table, *below) if key}
    assert not keys - named("formats-roll.md")


def test_keys_of_the_petition_file() -> None:
    loader = REPOSITORY / "src" / "rollcheck" / "petition" / "definition.py"
    keys = asked_keys(loader.read_text(encoding="utf-8"))
    assert {"place", "raw_count", "seed"} <= keys
    assert not keys - named("formats-petition.md")


# The tree


def test_the_table_of_folders_is_the_one_that_is_enforced() -> None:
    enforced = runpy.run_path(str(REPOSITORY / "tests" / "test_imports.py"))["MAY_IMPORT"]
    above: set[str] = set()
    stated: dict[str, set[str]] = {}
    for folder, allowed in columns("architecture.md", "folder", "may import"):
        name = folder.strip("/")
        words = set(re.findall(r"\w+", allowed)) & set(enforced)
        if allowed.startswith("all above"):
            stated[name] = above - words
        else:
            stated[name] = words
        above = above | {name}
    assert stated == enforced


def test_the_state_of_each_folder_is_true() -> None:
    for folder, state in columns("architecture.md", "folder", "state"):
        exists = (REPOSITORY / "src" / "rollcheck" / folder / "__init__.py").exists()
        assert state == ("works" if exists else "planned"), folder


def test_make_targets() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    phony = re.findall(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    shown = "\n".join(path.read_text(encoding="utf-8") for path in all_paths())
    for target in " ".join(phony).split():
        assert re.search(rf"make {target}\b", shown), f"no page says what `make {target}` does"
