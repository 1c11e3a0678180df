"""What came of long work, in words: one table of the names that a result may have."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LISTED = "refused_files"
"""A result that is a list, shown below the others."""

RESULTS: Mapping[str, Promise] = {
    "already_here": _("Here already"),
    "added": _("Voters added"),
    "all_refused_in": _("List of all files that were not taken"),
    "bundle": _("SHA-256 of the bundle"),
    "canceled": _("Voters whose registration was canceled"),
    "changed": _("Voters changed"),
    "contents_destroyed": _("Sealed contents destroyed"),
    "files": _("Files"),
    "groups": _("Groups of lines that may be one person's"),
    "kept": _("Files taken"),
    "lines": _("Lines"),
    "lines_compared": _("Lines compared"),
    "lines_in_the_file": _("Lines in the file"),
    "lines_matched": _("Lines matched"),
    "lines_of_the_petition": _("Lines of the petition"),
    "lines_without_a_text": _("Lines that have no text yet"),
    "not_kept": _("Files that were not taken"),
    "of_voters_not_on_the_latest_roll": _("Of voters who are not on the latest roll"),
    "refused": _("Files that were not taken"),
    "rejected": _("Rows rejected"),
    "rows_destroyed": _("Rows destroyed"),
    "rows_kept": _("Voters taken"),
    "rows_read": _("Rows read"),
    "rows_rejected": _("Rows rejected"),
    "signatures_taken": _("Signatures taken"),
    "skipped": _("Rows that the layout leaves out"),
    "superseded": _("Rows that a later one of the same file replaced"),
    "unchanged": _("Voters who were so already"),
    "voters": _("Voters on the new snapshot"),
}


def in_words(result: Mapping[str, Any]) -> list[tuple[str | Promise, Any]]:
    """Return what came of long work, named; what a later version called otherwise as it stands."""
    return [(RESULTS.get(name, name), value) for name, value in result.items() if name != LISTED]
