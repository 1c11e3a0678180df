"""Writes what the matcher says, its outcomes and its evidence, as text to translate."""

from pathlib import Path

from rollcheck.matching import DUPLICATE_LEVELS, FIELD_LABELS, LEVEL_LABELS, OUTCOMES

PAGE = Path("src/rollcheck/office/proposals/labels.py")
HEAD = '''"""What the matcher says, for translation. Made by tools/matching_labels.py."""

from django.utils.translation import gettext, gettext_noop

from rollcheck.matching import OUTCOMES


def outcome_choices() -> list[tuple[str, str]]:
    """Return every outcome with its meaning in the reader's language."""
    return [(code, gettext(label)) for code, label in OUTCOMES.items()]


LABELS = (
'''


def written() -> str:
    """Return the module's text."""
    said = {*FIELD_LABELS.values(), *OUTCOMES.values()}
    for levels in (*LEVEL_LABELS.values(), *DUPLICATE_LEVELS.values()):
        said |= set(levels.values())
    return HEAD + "".join(f'    gettext_noop("{label}"),\n' for label in sorted(said)) + ")\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
