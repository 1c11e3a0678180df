"""The audit of an office's run: who has decided each line, and each step on the office's record."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from rollcheck.office.acts.act import Doing, act_all, in_turn
from rollcheck.office.certifying.compared import refused
from rollcheck.office.certifying.publishing import OfficeBook, OfficeLog, refuse_another_run
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review.models import Finding
from rollcheck.record import Event
from rollcheck.record.files import store_file


@dataclass(frozen=True, slots=True)
class AuditBook(OfficeBook):
    """The office's record as an audit goes on it: of which petition, who acts, the run's entry."""

    about: Petition
    by: Person
    run: int | None

    def keep(self, path: Path) -> str:
        """Store a file among those that go out."""
        return store_file(settings.PLACE.outgoing, path)

    def put(self, events: Sequence[Event], refers_to: tuple[int, ...]) -> None:
        """Do what the events say, each by an act.

        Raises ``RollcheckError`` for a review that is nobody's who may give one.
        """
        doings = [Doing(event, refers_to) for event in events]
        try:
            act_all(doings, by=self.by, petition=self.about)
        except ValidationError as wrong:
            raise refused("not_recorded", " ".join(wrong.messages)) from None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let nobody else act meanwhile."""
        with in_turn():
            yield


def audit_book(about: Petition, by: Person, run: int | None) -> AuditBook:
    """Open the office's record for an audit. Raises ``RollcheckError`` where the person may not."""
    if not may(by, Right.CERTIFY, about).allowed:
        raise refused("no_right", "a supervisor of the petition has its run audited")
    return AuditBook(settings.PLACE.folder, OfficeLog(), about, by, run)


def deciders(about: Petition, run: Path) -> dict[str, set[str]]:
    """Return the codes of everybody who ever found anything on a line, by line.

    A finding that was taken back counts, too: whoever gave it is not blind. Raises
    ``RollcheckError`` where the folder is not that of the last run on the record.
    """
    refuse_another_run(run, about)
    found = Finding.objects.filter(petition=about, known=False).values_list(
        "line__section__number", "line__ordinal", "person__code"
    )
    people: dict[str, set[str]] = {}
    for section, ordinal, code in found.order_by().iterator(10_000):
        people.setdefault(f"{section}:{ordinal}", set()).add(code)
    return people
