"""How the act of finishing a practice changes the rows."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.learning.cases import cases_of, marks
from rollcheck.office.learning.models import Practice, PracticeAnswer, PracticePolicy
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.own_policies import sets_policy
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.record.events.people import PolicySet, PracticePassed

PRACTICE = "practice"
ASKED, OFFERED = "asked", "offered"

Given = Mapping[str, tuple[str, int]]
"""The id of a case to the answer given and the voter chosen, 0 for none."""


@sets_policy(PRACTICE)
def set_policy(event: PolicySet, done: Done) -> PracticePolicy:
    """Ask reviewers of a petition for practice before live work, or only offer it."""
    if event.value not in {ASKED, OFFERED}:
        raise ValidationError(_("Practice is asked for or offered."))
    standing = PracticePolicy.objects.filter(petition=done.petition, replaced_at=None)
    standing.update(replaced_at=done.at)
    policy = PracticePolicy(petition=done.petition, asked=event.value == ASKED, since=done.at)
    policy.save()
    return policy


@handles(PracticePassed, right=Right.REVIEW)
def finish(event: PracticePassed, done: Done) -> Practice:
    """Keep a finished practice; ``aside`` is what was ``Given`` to every case of the place.

    What was passed is worked out here again: nobody passes by saying so.
    """
    if done.by is None or done.petition is None or event.person != done.by.code:
        raise PermissionDenied("a practice is one's own")
    given: Given = done.aside
    cases = cases_of(rules_now(done.petition))
    if set(given) != {case.id for case in cases}:
        raise ValidationError(_("The practice has changed meanwhile. Begin it again."))
    right = {case.id for case in cases if case.is_right(*given[case.id])}
    passed = all(mark.reached for mark in marks(cases, right))
    if event.passed != passed:
        raise ValidationError(_("The practice has changed meanwhile. Begin it again."))
    made = Practice(petition=done.petition, person=done.by, at=done.at, passed=passed)
    made.save()
    PracticeAnswer.objects.bulk_create(
        PracticeAnswer(practice=made, case=case, answer=answer, right=case in right)
        for case, (answer, _voter) in given.items()
    )
    return made
