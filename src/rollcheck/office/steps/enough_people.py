"""Whether an office has as many people as its rejections take, and what it can do where not."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.people.may import who_may
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.policy import policies

TO_SETTLE_A_SPLIT = 3
"""Two who differ, and somebody who gave no finding: the strict majority of three."""

TOO_FEW = _(
    "Rejecting takes {needed} people for: {reasons}. Only {there} may look lines up at this "
    "petition, so these lines wait. Give somebody else a role for it, or set another number here "
    "where the law leaves it to the office."
)
NOBODY_THIRD = _(
    "Where two people differ, somebody who gave no finding settles the line. Nobody is left for "
    "that here: a supervisor reopens such a line on the page of its history, to be decided anew."
)
ONE_ADJUDICATOR = _(
    "One person may settle what two differ on. Where they find a third thing nobody is left who "
    "may: a supervisor reopens such a line on the page of its history, to be decided anew."
)


def too_few(petition: Petition) -> list[Promise]:
    """Return what will be stuck for lack of people, each as a sentence that says what to do.

    Raises ``RollcheckError`` where no rules are known for the petition.
    """
    looking = set(who_may(Right.REVIEW, petition).values_list("pk", flat=True))
    settling = looking & set(who_may(Right.ADJUDICATE, petition).values_list("pk", flat=True))
    taken = policies(petition)
    beyond = [one for one in taken if one.people > len(looking)]
    found: list[Promise] = []
    if beyond:
        reasons = ", ".join(reason_label(one.reason) for one in beyond)
        needed = max(one.people for one in beyond)
        found.append(format_lazy(TOO_FEW, needed=needed, there=len(looking), reasons=reasons))
    if len(looking) > 1 and any(one.people > 1 for one in taken):
        if not settling or len(looking) < TO_SETTLE_A_SPLIT:
            found.append(NOBODY_THIRD)
        elif len(settling) == 1:
            found.append(ONE_ADJUDICATOR)
    return found
