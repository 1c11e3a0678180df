"""The keys of the workbench: one table. Each person may choose others in their own browser."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does. It works by itself outside of text fields, and with Alt everywhere."""

    code: str
    key: str
    label: Promise


# The reasons bring keys of their own with each line (``eyes.KEYS``): digits, then b to k.
KEYS: tuple[Key, ...] = (
    Key("accept", "a", _("Accept the line for the chosen voter")),
    Key("reject", "r", _("Reject: show the reasons")),
    Key("search", "/", _("Go to the search field")),
    Key("next_voter", "n", _("Next candidate")),
    Key("voter_before", "p", _("Candidate before")),
    Key("lead", "l", _("Ask a lead")),
    Key("skip", "s", _("Skip the line with a note")),
    Key("undo", "u", _("Undo what you did last")),
    Key("rules", "w", _("What counts here, with examples")),
    Key("more", "m", _("More about this voter")),
    Key("zoom_in", "+", _("All pictures larger")),
    Key("zoom_out", "-", _("All pictures smaller")),
    Key("zoom_whole", "z", _("The whole pictures")),
    Key("sheet", "v", _("The whole sheet, or the line alone")),
    Key("help", "?", _("These keys")),
)


def keys_said() -> list[dict[str, str]]:
    """Return the keys as pages have them, in the reader's language."""
    return [{"code": one.code, "key": one.key, "label": str(one.label)} for one in KEYS]
