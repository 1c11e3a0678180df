"""Linked attempts beside each other, for those who may see them."""

import re
from datetime import date

from office.conftest import Hire
from office.reviewing import Browser
from rollcheck.office.acts.act import act
from rollcheck.office.people.models import Person
from rollcheck.office.people.roles import Role
from rollcheck.office.petitions.models import Petition
from rollcheck.record.events.petition import (
    AttemptLinked,
    CirculationSet,
    PetitionFiled,
    PetitionOpened,
)


def test_linked_attempts_beside_each_other(
    petition: Petition, supervisor: Person, signed_in: Browser, hire: Hire
) -> None:
    made = PetitionOpened("Attempt of 2021", "us-ca", "county-recall", "us-ca/county-recall")
    earlier: Petition = act(made, by=supervisor, aside={"code": "recall21"})
    act(CirculationSet(date(2021, 5, 1), date(2021, 9, 29)), by=supervisor, petition=earlier)
    act(PetitionFiled(date(2022, 7, 6), 7), by=supervisor, petition=petition)
    act(AttemptLinked(earlier.code), by=supervisor, petition=petition)
    page = signed_in(supervisor).get(f"/petitions/{earlier.code}/attempts").content.decode()
    assert re.findall(r"<th scope=\"col\"><a[^>]*>([^<]*)", page) == ["Attempt of 2021", "Recall"]
    rows = re.findall(r'<th scope="row">([^<]*)(.*?)</tr>', page, re.S)
    cells = {label.strip(): re.findall(r"<td[^>]*>(.*?)</td>", rest, re.S) for label, rest in rows}
    assert cells["Last day of circulation"][0] == "Sept. 29, 2021"
    assert cells["The petition was filed"] == ["–", "July 6, 2022"]
    assert cells["Verification"][0] == "–"
    labels = list(cells)
    assert labels.index("Last day of circulation") < labels.index("The petition was filed")
    ours = hire(Role.REVIEWER, petition, name="ours")
    for path in ("", "/attempts"):
        text = signed_in(ours).get(f"/petitions/{petition.code}{path}").content.decode()
        assert "Attempt of 2021" not in text
