"""Which texts can be kept: what every database, page, file and terminal takes for text."""

import re

from django.core.exceptions import BadRequest

# Control characters but for the tab and line ends, and halves of surrogate pairs, which no
# encoding has.
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class UnkeepableError(BadRequest):
    """A request has a text that cannot be kept."""


def is_keepable(text: str) -> bool:
    """Tell whether a text can be kept as it is."""
    return UNKEEPABLE.search(text) is None
