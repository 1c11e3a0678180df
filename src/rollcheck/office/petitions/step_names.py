"""What the steps of a petition's timeline are called: the deadlines that rule sets name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEP_NAMES: dict[str, Promise] = {
    "circulation": _("End of circulation"),
    "county_certification": _("Certification by the county"),
    "cure": _("End of the time to cure"),
    "examination_end": _("End of the examination"),
    "examination_start": _("Beginning of the examination"),
    "full_check": _("Full check"),
    "raw_count": _("Raw count"),
    "removal": _("Removal of sheets"),
    "review": _("Review"),
    "verification": _("Verification"),
    "verification_for_consolidation": _("Verification, for an election held together"),
    "verification_with_sample": _("Verification, with a sample"),
    "withdrawal": _("Withdrawal of signatures"),
}


def step_name(name: str) -> Promise | str:
    """Return what a step is called; a rule file's own name where the table has none."""
    return STEP_NAMES.get(name, name.replace("_", " "))
