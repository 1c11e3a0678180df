"""What the workbench is told of a line: nothing of what others found, but to an adjudicator."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rollcheck.office.keying.plan import SheetForm, plan_of
from rollcheck.office.keying.read import read_of
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.people.may import may
from rollcheck.office.people.models import Person
from rollcheck.office.people.rights import Right
from rollcheck.office.petitions.models import Petition
from rollcheck.office.proposals.of_line import candidates_of
from rollcheck.office.receiving.models import Line
from rollcheck.office.review.eyes import Known, known_reasons, reasons_for, standing_findings
from rollcheck.office.review.lines import line_name
from rollcheck.office.review.models import ADJUDICATION, Assignment, Note
from rollcheck.office.review.pictures import image_of
from rollcheck.office.review.the_roll import voters


def lines_for(person: Person, petition: Petition, held: list[Assignment]) -> list[dict[str, Any]]:
    """Return a person's lines as JSON."""
    if not held:
        return []
    known = known_reasons(petition)
    plan = plan_of(petition)
    reasons = [_reason(one) for one in reasons_for(person, petition, known)]
    return [
        _line(person, petition, one, reasons, known)
        | _scan(petition, one, plan.of(one.line.section.form).sheet)
        for one in held
    ]


def _line(
    person: Person,
    petition: Petition,
    held: Assignment,
    reasons: list[dict[str, Any]],
    known: dict[str, Known],
) -> dict[str, Any]:
    line = held.line
    adjudication = _adjudication(held, known) if held.step == ADJUDICATION else None
    return {
        "id": line_name(line),
        "pk": line.pk,
        # The number of this having of the line. The step itself would tell a second reviewer that
        # the first has rejected it.
        "step": held.pk,
        "section": line.section.number,
        "sheet": str(line.sheet.number),
        "on_sheet": line.on_sheet,
        "read": read_of(line),
        "candidates": _candidates(person, petition, line, adjudication),
        "notes": _notes(person, held),
        "known_reasons": reasons,
        "adjudication": adjudication,
    }


def _scan(petition: Petition, held: Assignment, form: SheetForm | None) -> dict[str, Any]:
    """Return the line's picture, where on it the line is signed and, on a sheet, where it is."""
    page = image_of(held.line)
    if page is None:
        return {"image": None, "band": None, "signed": None}
    of_sheet = page.on_sheet is None
    band = form.band(held.line.on_sheet) if form and of_sheet else None
    return {
        "image": reverse("receive_picture", args=[petition.code, page.pk]),
        "band": band,
        "signed": form.signed if form and (band or not of_sheet) else None,
    }


def _reason(known: Known) -> dict[str, Any]:
    return {
        "code": known.reason.code,
        "label": reason_label(known.reason),
        "key": known.key,
        "citation": known.reason.citation,
        "people": known.people,
        "policy": known.by_policy or known.reason.people_basis == "policy",
    }


def _notes(person: Person, held: Assignment) -> list[dict[str, Any]]:
    """Return a person's own notes and leads' answers; all of them to an adjudicator."""
    notes = Note.objects.filter(line=held.line).select_related("person")
    shown = [
        one
        for one in notes
        if one.answer or one.person_id == person.pk or held.step == ADJUDICATION
    ]
    return [{"text": one.text, "answer": one.answer} for one in shown]


def _adjudication(held: Assignment, known: dict[str, Known]) -> dict[str, Any]:
    found = standing_findings(held.line.state)
    return {
        "findings": [
            {
                "valid": one.valid,
                "reason": one.reason,
                "label": reason_label(known[one.reason].reason)
                if one.reason in known
                else _("Accepted"),
                "voter": one.voter,
            }
            for one in found
        ]
    }


def _candidates(
    person: Person, petition: Petition, line: Line, adjudication: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Return the voters whom findings name, then those whom the matcher proposes, with its why.

    An adjudicator is told no why of the findings: who adjudicates judges anew.
    """
    findings = adjudication["findings"] if adjudication else []
    why: dict[str, list[Any]] = {one["voter"]: [] for one in findings if one["voter"]}
    why |= {one["voter"]: one["why"] for one in candidates_of(line)}
    if not why:
        return []
    cleared = may(person, Right.SEE_CONFIDENTIAL, petition).allowed
    found = voters(petition, line.pk, why, cleared=cleared)
    return [one | {"why": why[one["voter"]] if one["name"] else []} for one in found]
