"""What the matcher says, for translation. Made by tools/matching_labels.py."""

from django.utils.translation import gettext, gettext_noop

from rollcheck.matching import OUTCOMES


def outcome_choices() -> list[tuple[str, str]]:
    """Return every outcome with its meaning in the reader's language."""
    return [(code, gettext(label)) for code, label in OUTCOMES.items()]


LABELS = (
    gettext_noop("Address"),
    gettext_noop("Before comparing"),
    gettext_noop("Birth year"),
    gettext_noop("Earlier address"),
    gettext_noop("First name"),
    gettext_noop("Kinship"),
    gettext_noop("Last name"),
    gettext_noop("Middle name"),
    gettext_noop("No voter found"),
    gettext_noop("One or more voters it could be, none for certain"),
    gettext_noop("One voter with a confidential record: for a cleared person only"),
    gettext_noop("One voter, but the address on the roll is another"),
    gettext_noop("One voter, registered in time, at the address given"),
    gettext_noop("One voter, registered outside the county or district"),
    gettext_noop("One voter, whose registration came too late to count"),
    gettext_noop("One voter, whose registration was canceled before the line was signed"),
    gettext_noop("One voter; the dates known do not settle whether it counts"),
    gettext_noop("Order of the name"),
    gettext_noop("Suffix"),
    gettext_noop("a nickname"),
    gettext_noop("another house on the same street"),
    gettext_noop("another place"),
    gettext_noop("compared as first name"),
    gettext_noop("different"),
    gettext_noop("elsewhere in the same city"),
    gettext_noop("elsewhere in the same zip code"),
    gettext_noop("first, middle, last"),
    gettext_noop("goes by the middle name"),
    gettext_noop("initial agrees"),
    gettext_noop("kin share surname and address"),
    gettext_noop("nearly the same"),
    gettext_noop("none"),
    gettext_noop("not given"),
    gettext_noop("not given by both"),
    gettext_noop("nothing taken back"),
    gettext_noop("nothing to compare"),
    gettext_noop("on the line only"),
    gettext_noop("on the roll only"),
    gettext_noop("one digit differs"),
    gettext_noop("one of two surnames"),
    gettext_noop("one slip apart"),
    gettext_noop("one voter of the whole roll"),
    gettext_noop("read with the surname first"),
    gettext_noop("read with two surnames"),
    gettext_noop("read without the second surname"),
    gettext_noop("same city, nothing else to compare"),
    gettext_noop("same house and street"),
    gettext_noop("same house and street, another zip code or city"),
    gettext_noop("same house number and zip code, no street on the line"),
    gettext_noop("same house number and zip code, the street reads otherwise"),
    gettext_noop("same house, another unit"),
    gettext_noop("same house, street and unit"),
    gettext_noop("same house, street nearly the same"),
    gettext_noop("same post office box"),
    gettext_noop("same street, no house number on the line"),
    gettext_noop("same street, one digit of the house differs"),
    gettext_noop("same zip code, nothing else to compare"),
    gettext_noop("similar"),
    gettext_noop("similar, or another name nearby"),
    gettext_noop("the same"),
)
