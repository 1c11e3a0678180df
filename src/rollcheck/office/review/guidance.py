"""What counts at a place, in plain words with examples: its rules of addresses and signatures."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rollcheck.law import Field, RuleSet
from rollcheck.office.pages.law_words import marked


@dataclass(frozen=True, slots=True)
class Point:
    """One rule in a sentence, with an example and its citation."""

    says: Promise | str
    example: Promise | str
    citation: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """Rules of one kind."""

    title: Promise
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a rule that holds, of one that does not, and an example for both."""

    holds: Promise
    holds_not: Promise
    example: Promise | str = ""


ADDRESS: Mapping[str, Said] = {
    "must_match": Said(
        _("The address must be the one the voter is registered at."),
        _("Another address than the roll's does no harm."),
    ),
    "missing_counts": Said(
        _("A line without an address can count."), _("A line without an address does not count.")
    ),
    "unit_ignored": Said(
        _("A unit that is missing or another one does no harm."),
        _("The unit must be the same, too."),
        _("Line: 900 Oak St. Roll: 900 Oak St Apt 4."),
    ),
    "fraction_ignored": Said(
        _("A fraction of the house number that is missing or another one does no harm."),
        _("The fraction of the house number must be the same, too."),
        _("Line: 214 Elm Ave. Roll: 214 1/2 Elm Ave."),
    ),
    "street_variants_count": Said(
        _("A street may be abbreviated, or have its former name."),
        _("The street must be written as on the roll."),
        _("Line: 12 MLK Blvd. Roll: 12 Martin Luther King Jr Boulevard."),
    ),
    "city_may_be_missing": Said(
        _("A city may be missing where the zip code is given, or be abbreviated."),
        _("The city must be given."),
        _("Line: 31 Pine Rd, 90001. Roll: 31 Pine Rd, Springfield 90001."),
    ),
    "po_box_beside_counts": Said(
        _("A P.O. box beside a street address that is right does no harm."),
        _("A line with a P.O. box does not count."),
        _("Line: 77 Bay St, P.O. Box 12. Roll: 77 Bay St."),
    ),
    "earlier_address_counts": Said(
        _("Who moved during circulation and gave both addresses may be registered at either."),
        _("Only the address at signing counts, not one that the voter moved from."),
    ),
}
SIGNATURES: Mapping[str, Said] = {
    "presumed_genuine": Said(
        _("The signature is presumed to be the voter's. Look for what speaks for it."),
        _("Nothing is presumed about the signature."),
    ),
    "similar_suffices": Said(
        _("It need not be the same: similar slant, size, letters or spacing are enough."),
        _("It must agree with the one on file."),
    ),
}


def guidance(rules: RuleSet) -> tuple[Topic, ...]:
    """Return what a place's rules say of addresses and signatures, each point with its source."""
    topics = (
        Topic(_("Addresses"), _points(rules, "address", ADDRESS)),
        Topic(_("Signatures"), _compared(rules) + _points(rules, "signatures", SIGNATURES)),
    )
    return tuple(topic for topic in topics if topic.points)


def _points(rules: RuleSet, table: str, said: Mapping[str, Said]) -> tuple[Point, ...]:
    found = []
    for name, words in said.items():
        field = rules.fields.get(f"{table}.{name}")
        if field is not None:
            says = words.holds if field.value else words.holds_not
            found.append(_point(field, says, words.example))
    return tuple(found)


def _compared(rules: RuleSet) -> tuple[Point, ...]:
    field = rules.fields.get("signatures.compared_with")
    if field is None:
        return ()
    says = _("It is compared with %(what)s.") % {"what": "{}"}
    return (_point(field, format_html(says, marked(str(field.value))), ""),)


def _point(field: Field, says: Promise | str, example: Promise | str) -> Point:
    return Point(says, example, field.citation, field.verified)
