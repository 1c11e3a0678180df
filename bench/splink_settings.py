"""Splink's model for this job: what it blocks on and compares; its numbers are in a JSON file.

As good as we can make it: rules that reach nearly every true pair without the flood that common
names bring; term frequencies for both names and for the building; the address as one joint thing,
so that kin at an address do not add up to a match; names in the other order; one of two surnames.
"""

from typing import Any

from splink import SettingsCreator, block_on

Level = dict[str, Any]

BLOCKING: tuple[Any, ...] = (
    block_on("last", "first", "zip"),
    block_on("last", "first", "house"),
    block_on("rare_name"),
    block_on("last", "house", "zip"),
    block_on("house", "street", "substr(first, 1, 1)"),
    block_on("last", "substr(first, 1, 2)", "zip"),
    block_on("first", "house", "zip"),
    block_on("last_sound", "substr(first, 1, 3)", "zip"),
    "l.last_two = r.last AND l.first = r.first AND l.last_two <> l.last",
    "l.first = r.last AND l.last = r.first AND coalesce(l.zip = r.zip, l.house = r.house)",
)

AREA = "coalesce(zip_l = zip_r, city_l = city_r, false)"
SAME_PLACE = (
    "house_l = house_r AND street_l = street_r AND coalesce(dir_l = dir_r, true) "
    "AND coalesce(type_l = type_r, true)"
)
NEAR_STREET = (
    "(jaro_winkler_similarity(street_l, street_r) >= 0.9 OR "
    "damerau_levenshtein(street_l, street_r) <= 2 OR starts_with(street_l, street_r) OR "
    "starts_with(street_r, street_l))"
)


def level(label: str, condition: str, **more: Any) -> Level:
    """Return a comparison's level."""
    return {"label_for_charts": label, "sql_condition": condition, **more}


def null(condition: str) -> Level:
    """Return the level of what cannot be compared."""
    return level("missing", condition, is_null_level=True)


def frequency(column: str, weight: float = 1.0) -> dict[str, Any]:
    """Return what makes a level's worth depend on how common the value is."""
    return {"tf_adjustment_column": column, "tf_adjustment_weight": weight}


def comparison(name: str, *levels: Level) -> dict[str, Any]:
    """Return a comparison whose last level is everything else.

    Levels too rare to be estimated keep what is written here.
    """
    known = {"m_probability": 0.001}
    return {
        "output_column_name": name,
        "comparison_levels": [*levels, level("else", "ELSE", **known)],
    }


LAST = comparison(
    "last",
    null("last_l IS NULL OR last_r IS NULL"),
    level("exact", "last_l = last_r", **frequency("last")),
    level("two surnames", "last_two_l = last_r", u_probability=3e-7),
    level(
        "one of two",
        "list_contains(last_parts_r, last_l) OR list_contains(last_parts_l, last_r)",
        **frequency("last", 0.5),
    ),
    level("other order", "first_l = last_r AND last_l = first_r", u_probability=3e-8),
    level("one slip", "damerau_levenshtein(last_l, last_r) <= 1 AND length(last_r) >= 4"),
    level("similar", "jaro_winkler_similarity(last_l, last_r) >= 0.92"),
    level(
        "near",
        "jaro_winkler_similarity(last_l, last_r) >= 0.85 OR last_l = substr(last_r, 1, 1)",
    ),
)
FIRST = comparison(
    "first",
    null("first_l IS NULL OR first_r IS NULL"),
    level("exact", "first_l = first_r", **frequency("first")),
    level("other order", "first_l = last_r AND last_l = first_r", u_probability=3e-8),
    level("initial", "length(first_l) = 1 AND first_l = substr(first_r, 1, 1)"),
    level("nickname", "list_contains(nicknames_l, first_r)"),
    level("by middle", "first_l = middle_r OR middle_l = first_r"),
    level("one slip", "damerau_levenshtein(first_l, first_r) <= 1 AND length(first_r) >= 4"),
    level(
        "similar",
        "jaro_winkler_similarity(first_l, first_r) >= 0.88 OR starts_with(first_r, first_l)",
    ),
    level("same initial", "substr(first_l, 1, 1) = substr(first_r, 1, 1)"),
)
MIDDLE = comparison(
    "middle",
    null("middle_l IS NULL OR middle_r IS NULL"),
    level("exact", "middle_l = middle_r AND length(middle_l) > 1"),
    level("initial", "substr(middle_l, 1, 1) = substr(middle_r, 1, 1)"),
    level("swapped with first", "first_l = middle_r OR middle_l = first_r"),
)
SUFFIX = comparison(
    "suffix",
    null("suffix_l IS NULL AND suffix_r IS NULL"),
    level("same", "suffix_l = suffix_r"),
    level("one side", "suffix_l IS NULL OR suffix_r IS NULL"),
)
BIRTH_YEAR = comparison(
    "birth_year",
    null("birth_year_l IS NULL OR birth_year_r IS NULL"),
    level("same", "birth_year_l = birth_year_r"),
    level(
        "one digit",
        "damerau_levenshtein(CAST(birth_year_l AS VARCHAR), CAST(birth_year_r AS VARCHAR)) = 1",
    ),
)
ADDRESS = comparison(
    "address",
    null(
        "(house_l IS NULL AND street_l IS NULL AND zip_l IS NULL AND city_l IS NULL "
        "AND po_box_l IS NULL) OR (street_r IS NULL AND zip_r IS NULL AND po_box_r IS NULL)"
    ),
    level("dwelling", f"{SAME_PLACE} AND {AREA} AND unit_l = unit_r"),
    level("building", f"{SAME_PLACE} AND {AREA} AND (unit_l IS NULL OR unit_r IS NULL)"),
    level("other unit", f"{SAME_PLACE} AND {AREA}"),
    level("other area", SAME_PLACE),
    level("near street", f"house_l = house_r AND {AREA} AND {NEAR_STREET}"),
    level(
        "near house",
        f"street_l = street_r AND {AREA} AND damerau_levenshtein(house_l, house_r) = 1",
    ),
    level("no house", f"house_l IS NULL AND street_l = street_r AND {AREA}"),
    level("house and zip", "house_l = house_r AND zip_l = zip_r"),
    level(
        "post office box",
        f"po_box_l = po_box_r AND {AREA}",
        m_probability=0.002,
        u_probability=1e-6,
    ),
    level("zip only", "street_l IS NULL AND zip_l = zip_r"),
    level("elsewhere on the street", f"street_l = street_r AND {AREA}"),
    level("elsewhere in the zip", "zip_l = zip_r"),
    level("elsewhere in the city", "city_l = city_r"),
)
COMPARISONS = (LAST, FIRST, MIDDLE, SUFFIX, BIRTH_YEAR, ADDRESS)


def settings(voters: int) -> SettingsCreator:
    """Return the model without numbers; ``voters`` gives the odds of a pair drawn at random."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=list(COMPARISONS),
        blocking_rules_to_generate_predictions=list(BLOCKING),
        probability_two_random_records_match=0.8 / max(voters, 2),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        additional_columns_to_retain=["voter_row"],
    )
