"""The kinds of noise, in the order in which they befall a line: what each touches and does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollcheck.demo import misreadings as read
from rollcheck.demo import scans
from rollcheck.demo import variants as write
from rollcheck.demo.customs import FAMILY_NAME_FIRST
from rollcheck.demo.spellings import fold

Fields = Mapping[str, list[str]]
Draws = tuple[float, float]
Change = Callable[[Fields, int, Draws], None]


@dataclass(frozen=True)
class Kind:
    """One kind of noise: its name in the settings, the fields it may touch, what it does."""

    name: str
    touches: tuple[str, ...]
    change: Change


def _written(name: str, field: str, variant: Callable[[str, float], str]) -> Kind:
    """Return a kind that writes one field in another way."""

    def change(fields: Fields, line: int, draws: Draws) -> None:
        fields[field][line] = variant(fields[field][line], draws[0])

    return Kind(name, (field,), change)


def _misread(name: str, mistake: Callable[[str, float, float], str], *touched: str) -> Kind:
    """Return a kind that reads or types each of some fields wrongly."""

    def change(fields: Fields, line: int, draws: Draws) -> None:
        for field in touched:
            fields[field][line] = mistake(fields[field][line], *draws)

    return Kind(name, touched, change)


def _gone(name: str, *emptied: str) -> Kind:
    """Return a kind that leaves fields out."""

    def change(fields: Fields, line: int, _draws: Draws) -> None:
        for field in emptied:
            fields[field][line] = ""

    return Kind(name, emptied, change)


def _name_gone(name: str, emptied: str, other: str) -> Kind:
    """Return a kind that leaves one name out where the other is there."""

    def change(fields: Fields, line: int, _draws: Draws) -> None:
        if fields[other][line]:
            fields[emptied][line] = ""

    return Kind(name, (emptied,), change)


def _moved(name: str, taken: str, into: str, join: Callable[[str, str], str]) -> Kind:
    """Return a kind that puts what one field holds into another; both must hold something."""

    def change(fields: Fields, line: int, _draws: Draws) -> None:
        if fields[taken][line] and fields[into][line]:
            fields[into][line] = join(fields[taken][line], fields[into][line])
            fields[taken][line] = ""

    return Kind(name, (taken, into), change)


def _drop_accents(fields: Fields, line: int, _draws: Draws) -> None:
    for field in ("first", "middle", "last"):
        fields[field][line] = fold(fields[field][line])


def _swap_names(fields: Fields, line: int, draws: Draws) -> None:
    """Write the last name first, with or without a comma."""
    comma = "," if draws[0] < 0.4 and fields["last"][line] else ""
    _turn(fields, line, comma)


def _put_family_name_first(fields: Fields, line: int, _draws: Draws) -> None:
    """Write the last name first where that is the custom: NGUYEN VAN MINH, KIM JI-HOON."""
    if fields["last"][line].upper() in FAMILY_NAME_FIRST:
        _turn(fields, line, "")


def _turn(fields: Fields, line: int, comma: str) -> None:
    first, middle, last = (fields[name][line] for name in NAMES)
    for name, text in zip(NAMES, (last + comma, first, middle), strict=True):
        fields[name][line] = text


def _swap_first_and_middle(fields: Fields, line: int, _draws: Draws) -> None:
    first, middle = fields["first"], fields["middle"]
    if middle[line]:
        first[line], middle[line] = middle[line], first[line]


def _merge_names(fields: Fields, line: int, _draws: Draws) -> None:
    """Lose the space in front of the last name."""
    before = "middle" if fields["middle"][line] else "first"
    if fields["last"][line]:
        fields["last"][line] = fields[before][line] + fields["last"][line]
        fields[before][line] = ""


def _title_case(fields: Fields, line: int, _draws: Draws) -> None:
    for field in TITLED:
        fields[field][line] = fields[field][line].title()


def _double_space(fields: Fields, line: int, _draws: Draws) -> None:
    fields["street"][line] += " " * (fields["street"][line] != "")


def _in_front(taken: str, into: str) -> str:
    return f"{taken} {into}"


def _behind(taken: str, into: str) -> str:
    return f"{into} {taken}"


NAMES = ("first", "middle", "last")
TITLED = (*NAMES, "street", "street_type", "city")
AS_WRITTEN: tuple[Kind, ...] = (
    Kind("accents_dropped", NAMES, _drop_accents),
    _written("nickname", "first", write.nickname),
    _written("middle_initial", "middle", write.initial),
    Kind("first_middle_swapped", ("first", "middle"), _swap_first_and_middle),
    _gone("middle_dropped", "middle"),
    _written("first_initial", "first", write.initial),
    _gone("suffix_dropped", "suffix"),
    _written("surname_part_dropped", "last", write.one_part),
    _written("surname_joined", "last", write.joined),
    _name_gone("first_missing", "first", "last"),
    _name_gone("last_missing", "last", "first"),
    _written("ordinal_spelt_out", "street", write.ordinal_word),
    _written("ordinal_bare", "street", write.bare_ordinal),
    _written("street_word_shortened", "street", write.shortened_words),
    _gone("type_dropped", "street_type"),
    _written("type_other_abbreviation", "street_type", write.other_abbreviation),
    _written("type_spelt_out", "street_type", write.spelt_out),
    _gone("direction_dropped", "pre_dir", "post_dir"),
    _written("direction_spelt_out", "pre_dir", write.spelt_out),
    _written("fraction_dropped", "house", write.without_fraction),
    _gone("house_missing", "house"),
    _written("unit_wrong", "unit", write.other_unit),
    _written("unit_restyled", "unit", write.restyled_unit),
    _gone("unit_missing", "unit"),
    _written("city_variant", "city", write.city_variant),
    _gone("city_missing", "city"),
    _gone("zip_missing", "zip"),
    _gone("birth_year_missing", "birth_year"),
)
AS_READ_AND_TYPED: tuple[Kind, ...] = (
    _misread("first_misread", read.misread_letters, "first"),
    _misread("last_misread", read.misread_letters, "last"),
    _misread("first_typo", read.mistype, "first"),
    _misread("last_typo", read.mistype, "last"),
    _misread("house_misread", read.misread_digit, "house"),
    _misread("house_transposed", read.transpose_digits, "house"),
    _misread("street_misread", read.misread_letters, "street"),
    _misread("street_typo", read.mistype, "street"),
    _misread("city_misread", read.misread_letters, "city"),
    _misread("zip_misread", read.misread_digit, "zip"),
    _misread("birth_year_misread", read.misread_year, "birth_year"),
)
AS_SCRIBBLED: tuple[Kind, ...] = (
    _misread("names_misread_again", read.misread_letters, "first", "last"),
    _misread("first_cut", read.cut_short, "first"),
    _misread("last_cut", read.cut_short, "last"),
    _misread("last_letters_unreadable", read.lose_letters, "last"),
    _misread("street_letters_unreadable", read.lose_letters, "street"),
    _misread("house_digit_unreadable", read.lose_digit, "house"),
    _name_gone("first_unreadable", "first", "last"),
    _name_gone("last_unreadable", "last", "first"),
)
IN_ORDER_OF_THE_PAGE: tuple[Kind, ...] = (
    Kind("names_swapped", NAMES, _swap_names),
    Kind("family_name_first", NAMES, _put_family_name_first),
    Kind("title_case", TITLED, _title_case),
    Kind("double_space", ("street",), _double_space),
)
AS_SCANNED: tuple[Kind, ...] = (
    _misread("first_glyph", scans.mistake_glyph, "first"),
    _misread("last_glyph", scans.mistake_glyph, "last"),
    _misread("house_glyph", scans.mistake_glyph, "house"),
    _misread("street_glyph", scans.mistake_glyph, "street"),
    _misread("city_glyph", scans.mistake_glyph, "city"),
    _misread("zip_glyph", scans.mistake_glyph, "zip"),
    _misread("name_split", scans.split_word, "last"),
    _misread("street_split", scans.split_word, "street"),
    _misread("name_stray_mark", scans.add_stray_mark, "last"),
    _misread("street_stray_mark", scans.add_stray_mark, "street"),
    _moved("house_merged", "house", "street", lambda taken, into: taken + into),
    _moved("zip_in_city", "zip", "city", _behind),
    _moved("unit_in_city", "unit", "city", _in_front),
    _moved("last_in_address", "last", "street", _in_front),
    Kind("names_merged", NAMES, _merge_names),
)
KINDS = (
    *AS_WRITTEN,
    *AS_READ_AND_TYPED,
    *AS_SCRIBBLED,
    *IN_ORDER_OF_THE_PAGE,
    *AS_SCANNED,
)
