"""What is personal in the office's tables: the rows that go, and the columns that are emptied.

Sections, sheets, counts and the lines' numbers stay: they say how much paper there was, and whose
it was is gone. So do dates, numbers, policies, and who did what in the office. A reference
signature is the voter's registration, and no part of the petition.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from rollcheck.office.acts.kept import Kept, KeptQuerySet, refuse_outside_an_act
from rollcheck.office.acts.models import SealedContent
from rollcheck.office.defects.models import Said, VoidLine
from rollcheck.office.duplicates import models as duplicates
from rollcheck.office.handing_back.models import HandedOut
from rollcheck.office.keying import models as keying
from rollcheck.office.learning.models import Known
from rollcheck.office.petitions.models import Circulator, Petition
from rollcheck.office.proposals import models as proposals
from rollcheck.office.receiving import models as receiving
from rollcheck.office.retention.models import DESTROY
from rollcheck.office.review import models as review
from rollcheck.office.tasks.models import Task

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Personal:
    """A table with what is personal; ``of`` leads from a row to its petition.

    Its rows go; or, where ``emptied`` says so, only these columns are given these values. Rows that
    are ``spared`` have nothing personal.
    """

    model: type[Kept]
    of: str
    emptied: Mapping[str, Any] = field(default_factory=dict)
    spared: Q = field(default_factory=Q)

    def rows(self, petition: Petition) -> QuerySet[Kept]:
        """Return the petition's rows."""
        whose = petition.code if self.model is SealedContent else petition
        rows: QuerySet[Kept] = KeptQuerySet(self.model).filter(**{self.of: whose})
        return rows.exclude(self.spared) if self.spared else rows

    def left(self, petition: Petition) -> QuerySet[Kept]:
        """Return the rows that are still to go, or to be emptied."""
        still = Q()
        for column, value in self.emptied.items():
            still |= ~Q(**{f"{column}__isnull": True} if value is None else {column: value})
        return self.rows(petition).filter(still)


# Before each row, those that lead to it.
PERSONAL: tuple[Personal, ...] = (
    Personal(review.Finding, "petition"),
    Personal(review.Query, "line__petition"),
    Personal(review.Note, "line__petition"),
    Personal(review.Assignment, "petition"),
    Personal(VoidLine, "petition"),
    Personal(review.LineState, "petition"),
    Personal(review.Counted, "petition"),
    Personal(Known, "petition"),
    Personal(proposals.Proposal, "line__petition"),
    Personal(proposals.Run, "petition"),
    Personal(duplicates.GroupLine, "group__petition"),
    Personal(duplicates.Group, "petition"),
    Personal(duplicates.Settlement, "petition"),
    Personal(keying.LineRead, "line__petition"),
    Personal(keying.Entry, "line__petition"),
    Personal(keying.LineMark, "line__petition"),
    Personal(keying.WantedLine, "line__petition"),
    Personal(receiving.ImagePage, "image__petition"),
    Personal(receiving.Image, "petition"),
    Personal(HandedOut, "petition"),
    Personal(Circulator, "petition"),
    Personal(receiving.Line, "petition", {"confidential": False}),
    Personal(receiving.Section, "petition", {"circulator": ""}),
    Personal(receiving.BoxStep, "box__petition", {"brought_by": ""}),
    Personal(receiving.Defect, "section__petition", {"why_taken_back": ""}),
    Personal(Said, "defect__section__petition", {"lines": ""}),
    Personal(receiving.SheetOut, "sheet__section__petition", {"purpose": ""}),
    Personal(Task, "petition", {"arguments": {}, "result": None, "problems": []}, Q(kind=DESTROY)),
)
SEALED = Personal(SealedContent, "petition")
"""What the record's entries commit to: it goes last, and its key with it."""


def pieces(personal: Personal, petition: Petition) -> Iterator[list[Any]]:
    """Yield the keys of what is still to go, some at a time."""
    last: Any = None
    while True:
        rows = personal.left(petition).order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return
        yield keys
        last = keys[-1]


def take_away(personal: Personal, keys: list[Any]) -> None:
    """Remove these rows, or empty their columns, inside an act.

    The database itself refuses to remove what is append-only, unless its petition's destruction
    is under way.
    """
    refuse_outside_an_act(personal.model)
    if personal.emptied:
        KeptQuerySet(personal.model).filter(pk__in=keys).update(**personal.emptied)
        return
    meta = personal.model._meta  # noqa: SLF001 - as Django documents it
    table, key = meta.db_table, str(meta.pk.column)
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {quote(table)} "  # noqa: S608 - names of our own models
            f"WHERE {quote(key)} IN ({marks})",
            keys,
        )


def something_left(petition: Petition) -> bool:
    """Tell whether anything personal of a petition is still in a table."""
    return any(one.left(petition).exists() for one in (*PERSONAL, SEALED))
