"""What a place's citations abbreviate is spelt out."""

import csv

from rollcheck.law import identifiers, spelt_out
from rollcheck.law.catalogue import PLACES

WRITTEN = {
    place: "\n".join(
        entry.read_text(encoding="utf-8")
        for entry in sorted(PLACES.joinpath(place).iterdir(), key=lambda item: item.name)
    )
    for place in sorted({identifier.split("/")[0] for identifier in identifiers()})
}


def test_those_that_stand_in_the_citations_are_told_in_their_order() -> None:
    found = spelt_out("us-ca", ["2 CCR 20531(a)", "Elec. Code 11221(a); Stats. 2023, ch. 870"])
    assert found == (
        ("Elec. Code", "California Elections Code"),
        ("CCR", "California Code of Regulations"),
        ("Stats.", "Statutes of California"),
    )
    assert spelt_out("us-ca", ["ORS 250.105", "XCCR"]) == ()
    assert spelt_out("elsewhere", ["Elec. Code 1"]) == ()


def test_every_abbreviation_stands_in_its_places_rules_and_once() -> None:
    with PLACES.joinpath("abbreviations.csv").open(encoding="utf-8") as file:
        rows = [(row["place"], row["short"], row["full"]) for row in csv.DictReader(file)]
    assert len({row[:2] for row in rows}) == len(rows)
    assert [row for row in rows if row[1:] not in spelt_out(row[0], [WRITTEN[row[0]]])] == []
    assert all(full for _, _, full in rows)
