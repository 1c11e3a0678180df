-- How far each field of a line agrees with a voter's. Each macro returns a level by its name in
-- the weights file.

-- A name that the roll knows is not taken for a slip of its neighbour.
CREATE TEMP MACRO last_name_of(a, a_parts, a_shape, a_known, b, b_parts, b_shape) AS
    CASE WHEN a = b AND a <> '' THEN 'exact'
         WHEN a = '' OR b = '' THEN 'missing'
         WHEN list_contains(b_parts, a) OR list_contains(a_parts, b) THEN 'one_part'
         WHEN length(a) = 1 THEN CASE WHEN left(b, 1) = a THEN 'initial' ELSE 'different' END
         WHEN a_shape = b_shape THEN CASE WHEN a_known THEN 'similar' ELSE 'close' END
         WHEN edits(a, b) = 1 AND shorter(a, b) >= 4
             THEN CASE WHEN a_known THEN 'similar' ELSE 'close' END
         WHEN list_has_any(a_parts, b_parts) THEN 'one_part'
         WHEN left(a, 1) <> left(b, 1) THEN
             CASE WHEN shorter(a, b) >= 6 AND edits(a, b) = 2 THEN 'similar' ELSE 'different' END
         WHEN edits(a, b) = 1 OR (shorter(a, b) >= 6 AND edits(a, b) = 2) THEN 'similar'
         WHEN shorter(a, b) >= 4 AND (starts_with(a, b) OR starts_with(b, a)) THEN 'similar'
         WHEN jaro_winkler_similarity(a, b) >= 0.92 THEN 'similar'
         ELSE 'different' END;

CREATE TEMP MACRO first_name_of(
    a, a_shape, a_middle, a_second, a_nicknames, a_known, b, b_shape, b_middle, b_second
) AS
    CASE WHEN a = b AND a <> '' THEN 'exact'
         WHEN a = '' OR b = '' THEN 'missing'
         WHEN a || a_middle = b || b_middle OR a = b || b_second OR a || a_second = b
             THEN 'exact'
         WHEN (length(a) = 1 OR length(b) = 1) AND left(a, 1) = left(b, 1) THEN 'initial'
         WHEN a = b_second OR a_second = b THEN 'by_middle'
         WHEN list_contains(a_nicknames, b) THEN 'nickname'
         WHEN shorter(a, b) = 1 THEN 'different'
         WHEN a_shape = b_shape OR (shorter(a, b) >= 4 AND edits(a, b) = 1)
             THEN CASE WHEN a_known THEN 'similar' ELSE 'close' END
         WHEN starts_with(a, b) OR starts_with(b, a) OR edits(a, b) = 1 THEN 'similar'
         WHEN shorter(a, b) >= 6 AND edits(a, b) = 2 THEN 'similar'
         WHEN left(a, 1) = left(b, 1) AND jaro_winkler_similarity(a, b) >= 0.9 THEN 'similar'
         ELSE 'different' END;

CREATE TEMP MACRO middle_name_of(first_level, a, b) AS
    CASE WHEN first_level = 'by_middle' THEN 'moved'
         WHEN a = '' OR b = '' THEN 'missing'
         WHEN a = b THEN CASE WHEN length(a) = 1 THEN 'initial' ELSE 'exact' END
         WHEN left(a, 1) = left(b, 1) AND shorter(a, b) = 1 THEN 'initial'
         WHEN shorter(a, b) >= 3 AND (edits(a, b) <= 1 OR starts_with(a, b) OR starts_with(b, a))
             THEN 'close'
         ELSE 'different' END;

CREATE TEMP MACRO suffix_of(a, b) AS
    CASE WHEN a = '' AND b = '' THEN 'missing'
         WHEN a = b THEN 'exact'
         WHEN a = '' THEN 'unsaid'
         WHEN b = '' THEN 'unrecorded'
         ELSE 'different' END;

CREATE TEMP MACRO birth_year_of(a, b) AS
    CASE WHEN a IS NULL OR b IS NULL THEN 'missing'
         WHEN a = b THEN 'exact'
         WHEN one_edit(CAST(a AS VARCHAR), CAST(b AS VARCHAR)) THEN 'one_digit'
         ELSE 'different' END;

-- Streets with a number (1ST, 21ST) have no near neighbours: one digit off is another street.
CREATE TEMP MACRO near_streets(a, b) AS
    a <> '' AND b <> '' AND (
        a = b
        OR (left(a, 1) > '9' AND left(b, 1) > '9' AND (
            (shorter(a, b) >= 4 AND (
                edits(a, b) <= 1 OR starts_with(a, b) OR starts_with(b, a)))
            OR (shorter(a, b) >= 5 AND (ends_with(a, b) OR ends_with(b, a)))
            OR (shorter(a, b) >= 7 AND edits(a, b) = 2)
            OR (left(a, 1) = left(b, 1) AND jaro_winkler_similarity(a, b) >= 0.92)
            OR (abs(length(a) - length(b)) <= 1 AND shape(a) = shape(b)))));

CREATE TEMP MACRO near_cities(a, b) AS
    a <> '' AND (a = b OR (shorter(a, b) >= 6 AND edits(a, b) <= 2));

-- Where two addresses agree about the place at large: zip, or city where a zip is missing;
-- `slip` where the zip codes differ but the city or all digits but one agree. Cities go by several
-- names, so that another city without a zip code to compare is `other_city`, not `other`.
CREATE TEMP MACRO area_level(a_zip, a_city, b_zip, b_city) AS
    CASE WHEN a_zip <> '' AND a_zip = b_zip THEN 'zip'
         WHEN a_zip = '' OR b_zip = ''
             THEN CASE WHEN near_cities(a_city, b_city) THEN 'city'
                       WHEN a_city = '' OR b_city = '' THEN 'unknown' ELSE 'other_city' END
         WHEN near_cities(a_city, b_city) THEN 'slip_in_city'
         WHEN edits(a_zip, b_zip) = 1 THEN 'slip'
         ELSE 'other' END;

CREATE TEMP MACRO clash(a, b) AS a <> '' AND b <> '' AND a <> b;

-- The address as one joint thing. `a` is the line's, `b` the roll's: structs of house, dir,
-- street, type, unit, city, zip, po_box; `area` what `area_level` says of them.
CREATE TEMP MACRO address_of(a, b, area) AS
    CASE WHEN a.house = b.house AND a.house <> '' AND a.street = b.street AND area <> 'other'
              AND NOT clash(a.dir, b.dir) AND NOT clash(a.type, b.type)
             THEN CASE WHEN area IN ('slip', 'slip_in_city', 'other_city')
                           THEN 'other_area'
                       WHEN a.unit = '' OR b.unit = '' THEN 'building'
                       WHEN a.unit = b.unit THEN 'dwelling'
                       ELSE 'other_unit' END
         WHEN a.po_box <> '' AND a.po_box = b.po_box AND area <> 'other' THEN 'post_office_box'
         WHEN (a.house = '' AND a.street = '') OR (b.house = '' AND b.street = '')
             THEN CASE area WHEN 'zip' THEN 'zip_only' WHEN 'city' THEN 'city_only'
                            WHEN 'unknown' THEN 'missing'
                            WHEN 'slip_in_city' THEN 'other_in_city' ELSE 'elsewhere' END
         WHEN area IN ('other', 'other_city') THEN 'elsewhere'
         WHEN a.house = b.house AND a.house <> '' AND near_streets(a.street, b.street)
             THEN 'near_street'
         WHEN a.house <> '' AND a.street = b.street AND NOT clash(a.dir, b.dir)
              AND greatest(length(a.house), length(b.house)) >= 3 AND one_edit(a.house, b.house)
             THEN 'near_house'
         WHEN area = 'unknown'
             THEN CASE WHEN a.house = '' OR a.street = '' THEN 'missing' ELSE 'elsewhere' END
         WHEN a.house = '' AND area <> 'slip' AND near_streets(a.street, b.street) THEN 'no_house'
         WHEN a.house = b.house AND a.street = '' AND area = 'zip' THEN 'no_street'
         WHEN a.house = b.house AND length(a.house) >= 2 AND area = 'zip' THEN 'garbled_street'
         WHEN area = 'zip'
             THEN CASE WHEN a.street = b.street AND a.street <> '' THEN 'other_on_street'
                       ELSE 'other_in_zip' END
         WHEN area = 'slip' THEN 'elsewhere'
         ELSE 'other_in_city' END;

-- One digit misread, left out, added or swapped with its neighbour.
CREATE TEMP MACRO one_edit(a, b) AS
    abs(length(a) - length(b)) <= 1 AND damerau_levenshtein(a, b) = 1;

-- The law's view of a level: true the same address, false another, null not known.
CREATE TEMP MACRO same_address(level, unit_ignored) AS
    CASE WHEN level IN ('zip_only', 'city_only', 'missing', 'garbled_street') THEN NULL
         WHEN level = 'other_unit' THEN unit_ignored
         ELSE level IN ('dwelling', 'building', 'other_area', 'near_street', 'near_house',
                        'no_house', 'no_street', 'post_office_box') END;
