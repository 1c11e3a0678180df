"""What waits for somebody, at all petitions of a page: each with the page where it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollcheck.office.defects.affected import voiding
from rollcheck.office.duplicates.groups import counts_one
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition, RequiredNumber
from rollcheck.office.petitions.the_law import last_days
from rollcheck.office.steps import counted_waits as counted
from rollcheck.office.steps.counted_waits import Found

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, in the reader's language, and where it is done."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits at one petition; ``petition`` is None for what is the office's as a whole."""

    petition: Petition | None
    things: tuple[Waiting, ...]


def waits_for(person: Person, petitions: Sequence[Petition]) -> list[Waits]:
    """Return what waits for somebody at these petitions, those where nothing does left out.

    Nothing of it tells what was found on any line. It takes as many queries for one petition as for
    many.
    """
    asked = _Asked(person, [one for one in petitions if one.destruction_at is None])
    found: dict[int | None, list[Waiting]] = {None: []}
    found |= {one.pk: [] for one in asked.petitions}
    for petition, one in asked.everything():
        found[petition].append(one)
    waits = [Waits(one, tuple(found[one.pk])) for one in asked.petitions]
    return [one for one in (*waits, Waits(None, tuple(found[None]))) if one.things]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom something may wait for, and at which petitions."""

    person: Person
    petitions: list[Petition]

    def everything(self) -> Iterator[tuple[int | None, Waiting]]:
        """Yield everything that waits, what is urgent first, with the key of its petition."""
        yield from self._days()
        yield from self._reviewing()
        yield from self._keying_and_paper()
        yield from self._tasks()

    def _at(self, right: Right) -> set[int]:
        """Return the petitions that are not closed and at which the person holds a right."""
        open_ones = (one for one in self.petitions if one.closed_at is None)
        return {one.pk for one in open_ones if may(self.person, right, one).allowed}

    def _told(self, found: Found, words: str, name: str) -> Iterator[tuple[int | None, Waiting]]:
        codes = {one.pk: one.code for one in self.petitions}
        name, _mark, query = name.partition("?")
        view, _hash, part = name.partition("#")
        for petition, number in found.items():
            if number > 0:
                url = reverse(view, args=[codes[petition]] if petition in codes else [])
                said = _WORDS[words](number) % {
                    "number": number_format(number, force_grouping=True)
                }
                url += f"?{query}" if query else f"#{part}" if part else ""
                yield petition, Waiting(said, url)

    def _reviewing(self) -> Iterator[tuple[int | None, Waiting]]:
        review, lead = self._at(Right.REVIEW), self._at(Right.ADJUDICATE)
        cleared = self._at(Right.SEE_CONFIDENTIAL)
        if review | lead:
            looks, splits = counted.free_lines(review | lead, cleared, self.person)
            begun = counted.begun(review | lead, cleared, self.person)
            yield from self._told(begun, "begun", "review")
            yield from self._told(_only(looks, review), "looks", "review_queue")
            yield from self._told(_only(splits, lead), "splits", "review_queue")
        if lead:
            asked = counted.questions(lead, cleared)
            yield from self._told(asked, "questions", "review_queue#questions")
        finding = self._at(Right.SEE_FINDINGS)
        if finding:
            among = {one.pk: voiding(one) for one in self.petitions if one.pk in finding}
            noted = counted.noted_defects(among)
            yield from self._told(noted, "defects", "receive_sections?of=defect")
        settling = self._at(Right.SETTLE_DUPLICATES)
        if settling:
            yield from self._told(counted.voters_of_several(settling), "voters", "duplicates")
            once = {one.pk for one in self.petitions if one.pk in settling and counts_one(one)}
            uncounted = counted.duplicates_of_uncounted(once)
            yield from self._told(uncounted, "uncounted", "duplicates#uncounted")
            alike = counted.groups_without_voter(settling)
            yield from self._told(alike, "groups", "duplicates#groups")

    def _keying_and_paper(self) -> Iterator[tuple[int | None, Waiting]]:
        keying, paper = self._at(Right.KEY), self._at(Right.RECEIVE)
        if keying:
            cleared = self._at(Right.SEE_CONFIDENTIAL)
            differ = counted.differing_entries(keying, cleared, self.person)
            yield from self._told(differ, "entries", "keying")
        if paper:
            yield from self._told(counted.differing_counts(paper), "counts", "receiving")
            yield from self._told(counted.seals_in_doubt(paper), "seals", "receiving")
            yield from self._told(counted.sheets_out(paper), "out", "receiving")

    def _tasks(self) -> Iterator[tuple[int | None, Waiting]]:
        of_office = may(self.person, Right.SEE_TASKS).allowed
        at = self._at(Right.SEE_TASKS)
        if at or of_office:
            failed = counted.failed_tasks(at, of_office=of_office)
            for petition, number in failed.items():
                said = _WORDS["failed"](number) % {"number": number}
                yield petition, Waiting(said, reverse("tasks"))

    def _days(self) -> Iterator[tuple[int | None, Waiting]]:
        """Yield the last days of the law within a week, to those who answer for them."""
        at = self._at(Right.CHANGE_PETITION)
        own = RequiredNumber.objects.filter(petition__in=at, claimed_by="", replaced_at=None)
        registered = dict(own.values_list("petition", "registered")) if at else {}
        today = timezone.localdate()
        for one in self.petitions:
            if one.pk not in at:
                continue
            for step in last_days(one, registered.get(one.pk)):
                if today <= step.day <= today + SOON:
                    url = f"{reverse('petition', args=[one.code])}#timeline"
                    yield one.pk, Waiting(_day(step.day, str(step.label), today), url)


def _only(found: Found, among: set[int]) -> Found:
    return Found({petition: number for petition, number in found.items() if petition in among})


def _day(day: date, label: str, today: date) -> str:
    said = {"what": label, "day": date_format(day, "DATE_FORMAT"), "days": (day - today).days}
    if day == today:
        return _("%(what)s: today is the last day") % said
    words = ngettext(
        "%(what)s: last day %(day)s, in %(days)s day",
        "%(what)s: last day %(day)s, in %(days)s days",
        (day - today).days,
    )
    return words % said


_WORDS = {
    "begun": lambda number: ngettext(
        "%(number)s line that I have begun", "%(number)s lines that I have begun", number
    ),
    "looks": lambda number: ngettext(
        "%(number)s line to look at", "%(number)s lines to look at", number
    ),
    "splits": lambda number: ngettext(
        "%(number)s split to settle", "%(number)s splits to settle", number
    ),
    "questions": lambda number: ngettext(
        "%(number)s question to a lead", "%(number)s questions to a lead", number
    ),
    "voters": lambda number: ngettext(
        "%(number)s voter with several accepted lines",
        "%(number)s voters with several accepted lines",
        number,
    ),
    "uncounted": lambda number: ngettext(
        "%(number)s duplicate of a line that does not count",
        "%(number)s duplicates of a line that does not count",
        number,
    ),
    "groups": lambda number: ngettext(
        "%(number)s group of lines that may be one person's",
        "%(number)s groups of lines that may be one person's",
        number,
    ),
    "defects": lambda number: ngettext(
        "%(number)s noted defect that by the law voids every line",
        "%(number)s noted defects that by the law void every line",
        number,
    ),
    "entries": lambda number: ngettext(
        "%(number)s line that two people keyed differently",
        "%(number)s lines that two people keyed differently",
        number,
    ),
    "counts": lambda number: ngettext(
        "%(number)s sheet that people counted differently",
        "%(number)s sheets that people counted differently",
        number,
    ),
    "seals": lambda number: ngettext(
        "%(number)s box whose seal was not as written down",
        "%(number)s boxes whose seal was not as written down",
        number,
    ),
    "out": lambda number: ngettext(
        "%(number)s sheet out of its box", "%(number)s sheets out of their box", number
    ),
    "failed": lambda number: ngettext(
        "%(number)s task failed in the last week",
        "%(number)s tasks failed in the last week",
        number,
    ),
}
