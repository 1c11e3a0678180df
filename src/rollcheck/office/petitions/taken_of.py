"""What the law takes a percent of in each county or district."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TAKEN_OF: dict[str, Promise] = {
    "registered": _("its registered voters"),
    "votes_cast": _("the votes cast in it"),
}
"""By the name that the law has for it."""
