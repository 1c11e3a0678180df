"""Rule files read and checked: every problem at once, by file and key."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from rollcheck.law.formula_checks import formula_problems
from rollcheck.law.read_lists import read_deadlines, read_examples, read_reasons
from rollcheck.law.read_section import Reading, read_section
from rollcheck.law.read_stages import read_stages
from rollcheck.law.rows_of_keys import place_of_syntax, with_rows
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.sections import HEADER, OPTIONAL_SECTIONS, SECTIONS
from rollcheck.problems import Problem, RollcheckError

FORMAT = "rollcheck-law/1"
LISTS = ("stages", "deadlines", "reasons", "examples")


def load_rule_set(path: Path) -> RuleSet:
    """Read one rule file.

    Raises ``RollcheckError`` with every problem found: the file missing or not TOML; a key
    unknown, missing or of the wrong kind; a source missing or a mark that contradicts it;
    bands out of order; a formula unknown or without what it needs; dates the wrong way round.
    """
    content = path.read_bytes()
    return parse_rule_set(content, str(path))


def parse_rule_set(content: bytes, name: str) -> RuleSet:
    """Read a rule file's bytes; ``name`` is what problems call the file. Raises as above."""
    text = _decoded(content, name)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        row, column = place_of_syntax(str(error))
        message = f"This is not TOML: {error}. Mend it there and run the check again."
        raise RollcheckError([Problem(name, row, column, "syntax", message)]) from None
    reading = Reading(name)
    rules = _read(tree, reading, hashlib.sha256(content).hexdigest())
    if rules is None or reading.problems:
        raise RollcheckError(with_rows(reading.problems, text))
    return rules


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        message = "Save the file as UTF-8."
        raise RollcheckError([Problem(name, row, None, "encoding", message)]) from None


def _read(tree: dict[str, object], reading: Reading, sha256: str) -> RuleSet | None:
    header = _read_header(tree, reading)
    known = {*HEADER, *SECTIONS, *OPTIONAL_SECTIONS, *LISTS}
    for key in tree:
        if key not in known:
            reading.problem(
                key, "unknown", f"No such section; known are {', '.join(sorted(known))}."
            )
    parts: dict[str, Any] = {
        key: read_section(section, tree.get(key), key, reading) for key, section in SECTIONS.items()
    }
    parts |= {
        key: read_section(section, tree[key], key, reading) if key in tree else None
        for key, section in OPTIONAL_SECTIONS.items()
    }
    parts["stages"] = read_stages(tree.get("stages", []), reading)
    parts["deadlines"] = read_deadlines(tree.get("deadlines", []), reading)
    parts["reasons"] = read_reasons(tree.get("reasons"), reading)
    parts["examples"] = read_examples(tree.get("examples", []), reading)
    if reading.problems:
        return None
    parts |= {**header, "file": reading.file, "sha256": sha256, "fields": reading.fields}
    rules = RuleSet(**parts)
    _check_together(rules, reading)
    return rules


def _read_header(tree: dict[str, object], reading: Reading) -> dict[str, str]:
    header = {}
    for key in HEADER:
        value = tree.get(key)
        if not isinstance(value, str) or not value:
            reading.problem(key, "missing", f'Write {key} = "…" at the top of the file.')
        else:
            header[key] = value
    form = header.pop("format", FORMAT)
    if form != FORMAT:
        reading.problem("format", "format", f'This version reads format = "{FORMAT}".')
    return header


def _check_together(rules: RuleSet, reading: Reading) -> None:
    """Find what is wrong between fields that are right one by one."""
    last = rules.effective_to
    if last is not None and last < rules.effective_from:
        reading.problem("effective.last_day", "order", "The last day is before the first.")
    for key, message in formula_problems(rules):
        reading.problem(key, "formula", message)
