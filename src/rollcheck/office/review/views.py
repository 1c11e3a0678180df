"""The addresses of the review that the workbench asks; all answer in JSON."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.review import undoing, work
from rollcheck.office.review.answers import lines_for
from rollcheck.office.review.asked import Answer, asked, number, text
from rollcheck.office.review.finding import LONGEST_QUERY
from rollcheck.office.review.giving import LONGEST_NOTE
from rollcheck.office.review.models import Assignment
from rollcheck.office.review.queue import refuse_unless_had
from rollcheck.office.review.the_roll import looked_up

Sent = Mapping[str, Any]


@asked("GET", Right.REVIEW)
def next_lines(person: Person, petition: Petition, sent: Sent) -> Answer:
    """Return the lines to work on: the current one and the next."""
    held = work.next_lines(person, petition)
    return {
        "lines": lines_for(person, petition, held),
        "done": work.done_today(person, petition),
    }


@asked("POST", Right.REVIEW)
def lookup(person: Person, petition: Petition, sent: Sent) -> Answer:
    """Return the voters that fit what was typed, for a line that the person has.

    Names are typed: in an address they would stand in the access log of every proxy.
    """
    line = number(sent, "line")
    refuse_unless_had(person, petition, line)
    typed = text(sent, "q", LONGEST_QUERY)
    cleared = may(person, Right.SEE_CONFIDENTIAL, petition).allowed
    return {"candidates": looked_up(petition, line, typed, cleared=cleared) if typed else []}


@asked("POST", Right.REVIEW)
def determine(person: Person, petition: Petition, sent: Sent) -> Answer:
    """Keep a finding; answer with the line to fetch ahead."""
    valid = sent.get("valid")
    if not isinstance(valid, bool):
        raise ValidationError(_("“%(name)s” must be true or false.") % {"name": "valid"})
    said = work.Said(
        line=number(sent, "line"),
        ticket=number(sent, "step"),
        valid=valid,
        reason=text(sent, "reason", 40),
        voter=text(sent, "voter", 64),
        queries=_queries(sent),
        note=text(sent, "note", LONGEST_NOTE),
    )
    held, handed_over = work.determine_and_go_on(person, petition, said)
    message = {} if handed_over is None else {"message": " ".join(handed_over.messages)}
    return _went_on(person, petition, held) | message


@asked("POST", Right.REVIEW)
def undo(person: Person, petition: Petition, sent: Sent) -> Answer:
    """Take back what was done last; answer with the lines, that one first."""
    undoing.undo_last(person, petition, text(sent, "reason", LONGEST_NOTE) or undoing.TAKEN_BACK)
    return {
        "lines": lines_for(person, petition, work.next_lines(person, petition)),
        "done": work.done_today(person, petition),
    }


@asked("POST", Right.REVIEW)
def skip(person: Person, petition: Petition, sent: Sent) -> Answer:
    """Put a line back with a note; answer with the line to fetch ahead."""
    work.skip(person, petition, number(sent, "line"), text(sent, "note", LONGEST_NOTE))
    return _went_on(person, petition, work.next_lines(person, petition))


@asked("POST", Right.REVIEW)
def lead(person: Person, petition: Petition, sent: Sent) -> Answer:
    """Let a line wait for a lead; answer with the line to fetch ahead."""
    work.ask_lead(person, petition, number(sent, "line"), text(sent, "note", LONGEST_NOTE))
    return _went_on(person, petition, work.next_lines(person, petition))


def _went_on(person: Person, petition: Petition, held: list[Assignment]) -> Answer:
    """Return the line to fetch ahead, now that another has become the current one."""
    ahead = lines_for(person, petition, held[1:2])
    return {
        "next": ahead[0] if ahead else None,
        "done": work.done_today(person, petition),
    }


def _queries(sent: Sent) -> tuple[str, ...]:
    """Return what was asked of the roll: one text, or a list of them."""
    said = sent.get("query") or []
    texts = [said] if isinstance(said, str) else said
    if not isinstance(texts, list) or len(texts) > work.MOST_QUERIES:
        raise ValidationError(_("“%(name)s” is no text, or too long.") % {"name": "query"})
    return tuple(text({"query": one}, "query", LONGEST_QUERY) for one in texts)
