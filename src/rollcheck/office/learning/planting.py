"""Lines whose answer is known: which may be planted, and how the acts on them change the rows."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from rollcheck.office.acts.act import Done, handles
from rollcheck.office.defects.models import VoidLine, refuse_void
from rollcheck.office.learning.models import Known, KnownPolicy
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.own_policies import sets_policy
from rollcheck.office.review.lines import refuse_unless_open, state_of
from rollcheck.office.review.models import LineState, Stands
from rollcheck.record.events.people import PolicySet
from rollcheck.record.events.review import KnownLinePlanted

KNOWN = "known"
LEAST, MOST = 5, 500
VALID = "valid"


def answer_of(state: LineState) -> str:
    """Return the answer of a settled line: a reason's code, or ``valid``."""
    return VALID if state.valid else state.reason


def plantable(petition: Petition) -> QuerySet[LineState]:
    """Return the rejections that two people or more found alike, and that are not planted yet."""
    planted = Known.objects.filter(line=OuterRef("pk"), round=OuterRef("round"))
    void = VoidLine.objects.filter(line=OuterRef("pk"), defect__taken_back_at=None)
    return LineState.objects.filter(
        ~Exists(planted),
        ~Exists(void),
        petition=petition,
        state=Stands.SETTLED,
        valid=False,
        people__gte=2,
        confidential=False,
    )


@sets_policy(KNOWN)
def set_policy(event: PolicySet, done: Done) -> KnownPolicy:
    """Set after about how many lines a known one is mixed in; 0 for never."""
    every = int(event.value) if event.value.isdecimal() and len(event.value) < 5 else -1
    if every != 0 and not LEAST <= every <= MOST:
        raise ValidationError(_("Write 0 for never, or a number between 5 and 500."))
    standing = KnownPolicy.objects.filter(petition=done.petition, replaced_at=None)
    standing.update(replaced_at=done.at)
    policy = KnownPolicy(petition=done.petition, every=every, since=done.at)
    policy.save()
    return policy


@handles(KnownLinePlanted, right=Right.CHANGE_PETITION)
def plant(event: KnownLinePlanted, done: Done) -> Known:
    """Keep that the result of a settled line is beyond doubt, as somebody who looked says."""
    about = refuse_unless_open(done.petition)
    state = state_of(about, event.line)
    if state.state != Stands.SETTLED:
        raise ValidationError(_("Only a settled line can be known."))
    if state.confidential:
        raise ValidationError(_("A confidential voter's line is not mixed in."))
    refuse_void(state.line)
    if event.answer != answer_of(state):
        raise ValidationError(_("This line was settled otherwise meanwhile."))
    if Known.objects.filter(line=state.line, round=state.round).exists():
        raise ValidationError(_("This line is known already."))
    known = Known(
        petition=about,
        line=state.line,
        round=state.round,
        valid=bool(state.valid),
        reason=state.reason,
        voter=state.voter,
        at=done.at,
        by=done.by,
    )
    known.save()
    return known
