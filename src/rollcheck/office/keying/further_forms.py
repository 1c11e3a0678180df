"""How an act sets a form of sheets beside the usual one: what it has, and where its lines are."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollcheck.office.acts.act import Done
from rollcheck.office.keying import plan as plans
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.own_policies import sets_policy
from rollcheck.office.receiving.models import FurtherForm
from rollcheck.office.receiving.sheet_forms import further_forms
from rollcheck.record.events.people import PolicySet

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]{0,39}\Z")
ODD_NAME = gettext_lazy("Letters, digits, spaces, hyphens and points only; at most 40.")
BETWEEN = "; "
MOST = 50


def written(fields: str, sheet: str) -> str:
    """Return a form as its policy has it: its fields, and where its lines are, if known."""
    return f"{fields}{BETWEEN}{sheet}"


@sets_policy(plans.FURTHER)
def set_form(event: PolicySet, done: Done) -> FurtherForm:
    """Add a form of this name, put right the one that has it, or (no value) take it away."""
    _policy, _colon, name = event.name.partition(":")
    fields, _between, sheet = event.value.partition(BETWEEN)
    if done.petition is None or not NAME.match(name):
        raise ValidationError({"name": ODD_NAME})
    if not event.value:
        return _taken_away(done.petition, name, event.reason, done)
    if not (plans.is_fit(plans.FORM, fields) and plans.is_fit(plans.SHEET, sheet)):
        raise ValidationError(_("This cannot be chosen."))
    if not event.reason.strip():
        raise ValidationError({"why": _("Say why.")})
    standing = further_forms(done.petition)
    if standing.exclude(name=name).count() >= MOST:
        raise ValidationError({"name": _("A petition has 50 forms at most.")})
    standing.filter(name=name).update(replaced_at=done.at)
    form = FurtherForm(petition=done.petition, name=name, fields=fields, sheet=sheet, since=done.at)
    form.save()
    return form


def _taken_away(about: Petition, name: str, reason: str, done: Done) -> FurtherForm:
    """Let a form stand no more, once no section has it; what was keyed by it stays."""
    form = further_forms(about).filter(name=name).first()
    if form is None:
        raise ValidationError(_("This petition has no such form."))
    if not reason.strip():
        raise ValidationError({"why": _("Say why.")})
    if about.sections.filter(form=name).exists():
        raise ValidationError({"to": _("Sections still have this form. Load the page again.")})
    form.replaced_at = done.at
    form.save()
    return form
