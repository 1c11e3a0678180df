"""How many people each rejection takes at a petition, and the staff that costs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rollcheck.law import Reason
from rollcheck.office.acts.remembered import remembered
from rollcheck.office.pages.law_words import reason_label
from rollcheck.office.petitions import forms
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.staffing import Staffing, people_per_rejection, staffing
from rollcheck.office.petitions.the_law import rules_now

# How often each reason was given in the full check of Los Angeles County, 2022 (the Registrar's
# release of 15 August 2022): what a forecast goes by until the office has counts of its own.
SHARES_OF_2022: Mapping[str, Decimal] = {
    "not_registered": Decimal(88_464),
    "duplicate": Decimal(43_593),
    "different_address": Decimal(32_187),
    "signature_mismatch": Decimal(9_490),
    "canceled": Decimal(7_344),
    "out_of_jurisdiction": Decimal(5_374),
    "other": Decimal(9_331),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """How many people a reason takes here: by the rule set, and by the office's own policy."""

    reason: Reason
    people: int
    by_policy: bool


def policies(petition: Petition) -> tuple[Taken, ...]:
    """Return, for each reason of the place, how many people a rejection takes now."""
    own = remembered(("policies", petition.pk), ("PeopleForReason",), lambda: _own(petition))
    return tuple(
        Taken(reason, own.get(code, reason.people), code in own)
        for code, reason in rules_now(petition).reasons.items()
    )


def _own(petition: Petition) -> dict[str, int]:
    return dict(petition.policies.filter(replaced_at=None).values_list("reason", "people"))


@dataclass(frozen=True, slots=True)
class Change:
    """Another number of people for a reason, and the staff that it would cost, where known."""

    now: Taken
    people: int
    staff: Staffing | None


def forecast(petition: Petition, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the forms of a forecast and, for a petition that was filed, what its policy costs.

    Beside it stand the cost of one person for every rejection and, where ``given`` has another
    number of people for a reason, the cost with that number.
    """
    names = forms.Forecast.base_fields
    form = forms.Forecast({name: given.get(name, names[name].initial) for name in names})
    taken = {one.reason.code: one for one in policies(petition)}
    people = {code: one.people for code, one in taken.items()}

    def cost(each: Decimal) -> Staffing | None:
        return _staff(petition.raw_count, form, each)

    return {
        "forecast": form,
        "staff": cost(people_per_rejection(people, SHARES_OF_2022)),
        "staff_of_one": cost(Decimal(1)),
    } | _proposed(
        taken,
        given,
        lambda other: cost(people_per_rejection(people | other, SHARES_OF_2022)),
    )


def _proposed(
    taken: Mapping[str, Taken],
    given: Mapping[str, Any],
    cost: Callable[[dict[str, int]], Staffing | None],
) -> dict[str, Any]:
    reasons = [(code, reason_label(one.reason)) for code, one in taken.items()]
    asked = {name: given[name] for name in forms.Proposed.base_fields if given.get(name)}
    form = forms.Proposed(asked or None, reasons=reasons, auto_id="proposed_%s")
    if not form.is_valid():
        return {"proposed": form}
    code, people = form.cleaned_data["reason"], form.cleaned_data["people"]
    return {"proposed": form, "change": Change(taken[code], people, cost({code: people}))}


def _staff(lines: int | None, form: forms.Forecast, each: Decimal) -> Staffing | None:
    if not lines or not form.is_valid():
        return None
    return staffing(
        lines,
        Decimal(form.cleaned_data["invalid_rate"]) / 100,
        each,
        minutes=form.cleaned_data["minutes"],
        hours_a_day=form.cleaned_data["hours"],
        days=form.cleaned_data["days"],
    )
