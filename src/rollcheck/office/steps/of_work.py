"""From the rows of every part of the work to its steps: what is done, what is next, and for whom.

Asked for each look at a petition's page, so nothing here counts lines: it asks for one of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rollcheck.office.keying.models import LineRead
from rollcheck.office.people.may import may, roles_held
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.by_district import lacks_counts
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import Box, RawCount
from rollcheck.office.review.models import LineState, Review, Stands
from rollcheck.problems import RollcheckError

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a step."""

    label: Words
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work: what it is called, how it stands, its pages, and whether it is next.

    ``to_come``: its place is here, its pages are not yet.
    """

    name: Words
    stands: Words
    done: bool
    places: tuple[Place, ...]
    next: bool = False
    to_come: bool = False


@dataclass(frozen=True, slots=True)
class _Kind:
    """A step before anybody asks: pages by the right that they take, and how it stands.

    ``waits``: what comes after it waits until it is done. ``to_come``: it has no page yet, and
    these roles see its place.
    """

    name: Promise
    pages: tuple[tuple[str, Promise, Right], ...]
    stands: Callable[[Petition], tuple[Words, bool]]
    waits: bool = True
    to_come: frozenset[Role] = frozenset()


def steps_for(person: Person, petition: Petition) -> tuple[Step, ...]:
    """Return the steps in which somebody has a page or will have one, the one that is next marked.

    What is next is the petition's next step, where that is one of theirs.
    """
    found, waiting = [], petition.closed_at is None
    roles = roles_held(person, petition, of_office=False)
    kinds = _KINDS if petition.destruction_at is None else _KINDS[-1:]
    for kind in kinds:
        stands, done = kind.stands(petition)
        is_next = waiting and kind.waits and not done
        waiting = waiting and not is_next
        places = tuple(_places(person, petition, kind.pages))
        if places or kind.to_come & roles:
            found.append(Step(kind.name, stands, done, places, is_next, bool(kind.to_come)))
    return tuple(found)


def _places(
    person: Person, petition: Petition, pages: Iterable[tuple[str, Promise, Right]]
) -> Iterable[Place]:
    for page, label, right in pages:
        name, _hash, part = page.partition("#")
        if may(person, right, petition).allowed:
            url = reverse(name, args=[petition.code])
            yield Place(label, f"{url}#{part}" if part else url)


def _set_up(petition: Petition) -> tuple[Words, bool]:
    missing = [
        label
        for there, label in (
            (petition.circulation_from, _("the days of circulation")),
            (petition.filed_on, _("the filing")),
            (petition.snapshot_id, _("the snapshot of the roll")),
            (petition.required_numbers.filter(replaced_at=None).exists(), _("the required number")),
            (not lacks_counts(petition), _("the numbers by county or district")),
        )
        if not there
    ]
    if not missing:
        return _("Days, filing, roll and required number are set."), True
    listed = format_lazy("{}" + ", {}" * (len(missing) - 1), *missing)
    return format_lazy(_("Still to set: {missing}."), missing=listed), False


def _received(petition: Petition) -> tuple[Words, bool]:
    if RawCount.objects.filter(petition=petition).exists():
        return _("The raw count is fixed: each line has its identity."), True
    if Box.objects.filter(petition=petition).exists():
        return _("Count every sheet, attach the scans, then fix the raw count."), False
    return _("Begins when the first box is received."), False


def _sampled(petition: Petition) -> tuple[Words, bool]:
    try:
        stages = rules_now(petition).stages
    except RollcheckError:
        return _("What the law says of a sample is not known."), False
    if stages:
        return _("The law lets a sample be checked first; the command line draws it."), False
    return _("The law knows no sample here: every line is checked."), False


def _keyed(petition: Petition) -> tuple[Words, bool]:
    if LineRead.objects.filter(line__petition=petition).exists():
        return _("Some lines have their text; the matcher can propose voters for them."), False
    return _(
        "Only for lines that look-up left without a voter, or that were read beforehand."
    ), False


def _reviewed(petition: Petition) -> tuple[Words, bool]:
    if not Review.objects.filter(petition=petition, closed_at=None).exists():
        return _("Opens once the raw count is fixed and the roll is chosen."), False
    open_ = LineState.objects.filter(petition=petition, state__in=(Stands.WAITING, Stands.HELD))
    if open_.exists():
        return _("Lines wait to be looked up."), False
    return _("Every line is settled."), True


def _duplicates(_petition: Petition) -> tuple[Words, bool]:
    return _("Lines accepted for one voter, side by side; from the first day on."), False


def _watched(_petition: Petition) -> tuple[Words, bool]:
    return _("How far it is, whether it will be enough, and where people differ."), False


def _connected(_petition: Petition) -> tuple[Words, bool]:
    return _("Signatures and changes of the roll come in, results go back."), False


def _certified(_petition: Petition) -> tuple[Words, bool]:
    return _("Once no line waits: the counts, the decision, and what anyone can check."), False


def _examined(_petition: Petition) -> tuple[Words, bool]:
    return _(
        "After a result: why each line was rejected, for those whom the law lets see it."
    ), False


def _audited(_petition: Petition) -> tuple[Words, bool]:
    return _("After a result: lines drawn at random, looked at anew without the finding."), False


def _retained(petition: Petition) -> tuple[Words, bool]:
    if petition.destruction_at is not None:
        return _("What was kept of it was destroyed."), True
    return _("When the law's time is over, two people destroy what is personal in it."), False


FOR_THE_OFFICE = frozenset({Role.SUPERVISOR, Role.CAMPAIGN})
_KINDS = (
    _Kind(
        _("Set up"),
        (
            ("petition#required", _("Required number"), Right.CHANGE_PETITION),
            ("petition#timeline", _("Days, filing and roll"), Right.CHANGE_PETITION),
            ("petition#policy", _("People for a rejection"), Right.CHANGE_PETITION),
        ),
        _set_up,
    ),
    _Kind(
        _("Receive"),
        (
            ("receiving", _("Receiving"), Right.RECEIVE),
            ("circulators", _("Circulators"), Right.RECEIVE),
        ),
        _received,
    ),
    _Kind(_("Draw a sample"), (), _sampled, waits=False, to_come=FOR_THE_OFFICE),
    _Kind(
        _("Keying"),
        (
            ("keying", _("Keying"), Right.KEY),
            ("proposals", _("Proposals of the matcher"), Right.MATCH),
        ),
        _keyed,
        waits=False,
    ),
    _Kind(
        _("Review"),
        (
            ("review_queue", _("Review"), Right.REVIEW),
            ("practice", _("Practice"), Right.REVIEW),
            ("decision_card", _("Decision card"), Right.REVIEW),
        ),
        _reviewed,
    ),
    _Kind(
        _("Settle duplicates"),
        (("duplicates", _("Duplicates"), Right.SETTLE_DUPLICATES),),
        _duplicates,
    ),
    _Kind(
        _("Watch"),
        (
            ("watch", _("How the check goes"), Right.SEE_FINDINGS),
            ("review_line", _("A line's history"), Right.SEE_FINDINGS),
            ("known_lines", _("Known lines"), Right.SEE_FINDINGS),
        ),
        _watched,
        waits=False,
    ),
    _Kind(
        _("Connect"),
        (("handing_back", _("Files for the office's own system"), Right.SEE_FINDINGS),),
        _connected,
        waits=False,
    ),
    _Kind(
        _("Certify"),
        (("certify", _("The run and the bundle"), Right.CERTIFY),),
        _certified,
        waits=False,
    ),
    _Kind(_("Examine"), (), _examined, waits=False, to_come=FOR_THE_OFFICE),
    _Kind(_("Audit"), (), _audited, waits=False, to_come=FOR_THE_OFFICE | {Role.AUDITOR}),
    _Kind(
        _("Keep and destroy"),
        (("retention", _("How long it is kept"), Right.DESTROY),),
        _retained,
        waits=False,
    ),
)
