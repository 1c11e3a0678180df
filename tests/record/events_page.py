"""Writes docs/record-events.md from the table of events: ``python tests/record/events_page.py``."""

from datetime import date
from pathlib import Path

from rollcheck.record import EVENT_TYPES, EventType, events
from rollcheck.record.event_type import HELD, Field
from rollcheck.record.events.by_hand import BY_HAND

PAGE = Path(__file__).parents[2] / "docs" / "record-events.md"
HEAD = """# Every kind of event

This page is written by `python tests/record/events_page.py` from the one table of events in the
code. [The record](record.md) says how events become entries.

*Seen by*: everybody, or the office alone; of what the office alone sees, everybody sees the hash.
What is done line by line or sheet by sheet is seen by the office alone: its order and time would
tell whoever kept copies of the sheets which line is whose. Fields marked *sealed* are not in the
entry: it holds a salted commitment to them. A *file* is named by its SHA-256.

Where it says *by hand*, no command and no page writes it by itself, and it says what it is for:
`rollcheck record append` puts it on a record, and an office cannot record it.
"""
KINDS = {str: "text", int: "number", bool: "yes or no", date: "day", tuple: "several texts"}


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for group in events.GROUPS:
        rows = [_row(one) for one in EVENT_TYPES.values() if one.group == group]
        parts.append(
            f"\n## {group.label}\n\n{group.doc} Type of NIST SP 1500-101: `{group.code}`.\n"
        )
        parts.append(
            "\n| event | label | what happened | fields | seen by |\n|---|---|---|---|---|\n"
        )
        parts += rows
    return "".join(parts)


def _row(declared: EventType) -> str:
    fields = ", ".join(_field(field) for field in declared.fields)
    seen = "the office" if declared.shown == HELD else "everybody"
    why = BY_HAND.get(declared.code)
    doc = f"{declared.doc} *By hand*, {why}." if why else declared.doc
    return f"| `{declared.code}` | {declared.label} | {doc} | {fields} | {seen} |\n"


def _field(field: Field) -> str:
    kind = "file" if field.file else KINDS[field.kind]
    kind = "files" if field.file and field.kind is tuple else kind
    return f"`{field.name}` ({kind}{', sealed' if field.sealed else ''})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
