"""Writes the labels of the record's events as text to translate."""

from pathlib import Path

from rollcheck.record import EVENT_TYPES

PAGE = Path("src/rollcheck/office/acts/labels.py")
HEAD = '''"""The labels of the record's events, for translation. Made by tools/event_labels.py."""

from django.utils.translation import gettext_noop

LABELS = (
'''


def written() -> str:
    """Return the module's text."""
    labels = sorted({event.label for event in EVENT_TYPES.values()})
    return HEAD + "".join(f'    gettext_noop("{label}"),\n' for label in labels) + ")\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
