"""How many people each rejection takes at a petition, and the staff that costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rollcheck.law import Reason
from rollcheck.office.acts.remembered import remembered
from rollcheck.office.petitions import forms
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.staffing import people_per_rejection, staffing
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


def forecast(petition: Petition, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form of a forecast and, for a petition that was filed, what its policy costs.

    Beside it stands the cost of one person for every rejection.
    """
    names = forms.Forecast.base_fields
    form = forms.Forecast({name: given.get(name, names[name].initial) for name in names})
    found: dict[str, Any] = {"forecast": form}
    if petition.raw_count and form.is_valid():
        people = {one.reason.code: one.people for one in policies(petition)}
        share = Decimal(form.cleaned_data["invalid_rate"]) / 100
        for name, each in (
            ("staff", people_per_rejection(people, SHARES_OF_2022)),
            ("staff_of_one", Decimal(1)),
        ):
            found[name] = staffing(
                petition.raw_count,
                share,
                each,
                minutes=form.cleaned_data["minutes"],
                hours_a_day=form.cleaned_data["hours"],
                days=form.cleaned_data["days"],
            )
    return found
