"""The table of events: complete, documented, and understood by a standard of the field."""

import ast
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
from events_page import PAGE, page
from record_cases import EVERY_KIND, PETITION, START, Bytes

import rollcheck
from rollcheck.merkle import GrowingTree
from rollcheck.record import EVENT_TYPES, Act, Event, events, read_entry, rows_of
from rollcheck.record.event_type import HELD, PUBLIC, Group, event
from rollcheck.record.events.by_hand import BY_HAND
from rollcheck.record.nist import nist_documentation, nist_log

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "data" / "nist" / "NIST_V1_election_event_logging.json").read_text(
        encoding="utf-8"
    )
)


@pytest.mark.parametrize("declared", EVENT_TYPES.values(), ids=lambda one: str(one.code))
def test_every_kind_has_a_label_a_meaning_and_a_place(declared: object) -> None:
    assert isinstance(declared, type(next(iter(EVENT_TYPES.values()))))
    assert declared.label[0].isupper()
    assert declared.doc.endswith(".")
    assert declared.group.doc
    assert declared.shown in (PUBLIC, HELD)
    # Without a salt in it, the hash of a held entry could be guessed.
    assert declared.has_commitment or declared.shown == PUBLIC
    assert declared.code.replace("_", "").isalpha()


def test_every_group_has_its_place_in_the_order_of_the_work() -> None:
    assert {declared.group for declared in EVENT_TYPES.values()} == set(events.GROUPS)
    assert len(set(events.GROUPS)) == len(events.GROUPS)


def test_labels_and_codes_are_given_once() -> None:
    labels = [declared.label for declared in EVENT_TYPES.values()]
    assert len(set(labels)) == len(labels)


def test_whatever_is_about_one_line_is_held_and_sealed() -> None:
    """Its order and time would join the public findings to the sheets."""
    about_lines = [
        declared
        for declared in EVENT_TYPES.values()
        if {"line", "lines"} & {field.name for field in declared.fields if field.kind is not int}
    ]
    assert len(about_lines) > 10
    for declared in about_lines:
        assert declared.shown == HELD, declared.code
        for field in declared.fields:
            if field.name in ("line", "lines", "finding", "reason", "voter", "image"):
                assert field.sealed, f"{declared.code}.{field.name}"


def test_a_code_is_declared_once() -> None:
    group = Group("test", "Test", "A test.")

    @dataclass(frozen=True, slots=True)
    class Again(Event):
        """A second one."""

    with pytest.raises(ValueError, match="tally_made"):
        event(group, "tally_made", "Tally made")(Again)


def test_a_field_that_no_entry_can_hold_is_refused() -> None:
    group = Group("test", "Test", "A test.")

    @dataclass(frozen=True, slots=True)
    class Broken(Event):
        """A number that is not exact."""

        share: float

    with pytest.raises(TypeError, match=r"Broken\.share"):
        event(group, "never_declared", "Never")(Broken)
    assert "never_declared" not in EVENT_TYPES


def test_the_log_is_one_of_nist_sp_1500_101() -> None:
    acts = [Act(happened, START, "p7", PETITION) for happened in EVERY_KIND]
    rows, _ = rows_of(acts, GrowingTree(), Bytes())
    log = nist_log((read_entry(row.entry) for row in rows), "a.example/log", datetime.now(UTC))
    jsonschema.validate(log, SCHEMA)
    events = log["Device"][0]["Event"]  # type: ignore[index]
    assert [one["Id"] for one in events] == list(EVENT_TYPES)
    assert {one["Disposition"] for one in events} == {"success", "failure"}


def test_its_documentation_is_too() -> None:
    documentation = nist_documentation(date(2022, 7, 8))
    jsonschema.validate(documentation, SCHEMA)
    described = documentation["EventIdDescription"]
    assert isinstance(described, list)
    assert {one["Id"] for one in described} == set(EVENT_TYPES)


def test_every_kind_is_written_by_something_or_said_not_to_be() -> None:
    """A kind that nothing writes is a promise; the list of them is the one in the docs."""
    source = Path(rollcheck.__file__).parent
    called = set()
    for path in source.rglob("*.py"):
        if path.parent.name != "events":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called.add(ast.unparse(node.func).rpartition(".")[2])
    written = {code for code, one in EVENT_TYPES.items() if one.kind.__name__ in called}
    assert set(EVENT_TYPES) - written == set(BY_HAND)


def test_the_page_of_events_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "run: .venv/bin/python tests/record/events_page.py"
