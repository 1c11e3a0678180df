-- How far each field of a line agrees with a voter's. Each macro returns a level by its name in
-- the weights file.

CREATE TEMP MACRO last_name_of(a, a_parts, a_known, b, b_parts) AS
    CASE WHEN a = '' OR b = '' THEN 'missing'
         WHEN a = b THEN 'exact'
         WHEN list_contains(b_parts, a) OR list_contains(a_parts, b) THEN 'one_part'
         WHEN length(a) = 1 AND left(b, 1) = a THEN 'initial'
         WHEN shorter(a, b) < 3 THEN 'different'
         WHEN NOT a_known AND (
             shape(a) = shape(b) OR (shorter(a, b) >= 4 AND edits(a, b) <= 1)) THEN 'close'
         WHEN edits(a, b) <= 1 AND left(a, 1) = left(b, 1) THEN 'similar'
         WHEN shorter(a, b) >= 4 AND (
             edits(a, b) <= 1 OR starts_with(a, b) OR starts_with(b, a)) THEN 'similar'
         WHEN shorter(a, b) >= 6 AND edits(a, b) = 2 THEN 'similar'
         WHEN list_has_any(a_parts, b_parts) THEN 'one_part'
         WHEN sound(a) = sound(b) AND jaro_winkler_similarity(a, b) >= 0.8 THEN 'similar'
         ELSE 'different' END;

CREATE TEMP MACRO first_name_of(a, a_middle, a_second, a_nicknames, a_known, b, b_middle, b_second)
AS
    CASE WHEN a = '' OR b = '' THEN 'missing'
         WHEN a = b OR a || a_middle = b || b_middle OR a = b || b_second OR a || a_second = b
             THEN 'exact'
         WHEN length(a) = 1 OR length(b) = 1
             THEN CASE WHEN left(a, 1) = left(b, 1) THEN 'initial' ELSE 'different' END
         WHEN list_contains(a_nicknames, b) THEN 'nickname'
         WHEN a = b_second OR a_second = b THEN 'by_middle'
         WHEN shorter(a, b) < 3 THEN 'different'
         WHEN NOT a_known AND (
             shape(a) = shape(b) OR (shorter(a, b) >= 4 AND edits(a, b) <= 1)) THEN 'close'
         WHEN edits(a, b) <= 1 THEN 'similar'
         WHEN starts_with(a, b) OR starts_with(b, a) THEN 'similar'
         WHEN shorter(a, b) >= 6 AND edits(a, b) = 2 THEN 'similar'
         WHEN sound(a) = sound(b) AND jaro_winkler_similarity(a, b) >= 0.8 THEN 'similar'
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
         WHEN edits(CAST(a AS VARCHAR), CAST(b AS VARCHAR)) = 1 THEN 'one_digit'
         ELSE 'different' END;

-- Streets with a number (1ST, 21ST) have no near neighbours: one digit off is another street.
CREATE TEMP MACRO near_streets(a, b) AS
    a <> '' AND b <> '' AND (
        a = b
        OR (NOT regexp_matches(a || b, '[0-9]') AND (
            shape(a) = shape(b)
            OR (shorter(a, b) >= 4 AND (
                edits(a, b) <= 1 OR starts_with(a, b) OR starts_with(b, a)))
            OR (shorter(a, b) >= 7 AND edits(a, b) = 2))));

CREATE TEMP MACRO clash(a, b) AS a <> '' AND b <> '' AND a <> b;

-- The address as one joint thing. `a` is the line's, `b` the roll's: structs of house, dir,
-- street, type, unit, city, zip, po_box.
CREATE TEMP MACRO address_of(a, b) AS
    CASE WHEN a.house = '' AND a.street = '' AND (a.po_box = '' OR a.po_box <> b.po_box)
             THEN area_of(a, b, 'elsewhere')
         WHEN b.house = '' AND b.street = '' AND b.po_box = '' THEN area_of(a, b, 'missing')
         WHEN a.street = b.street AND a.house = b.house AND a.house <> ''
              AND NOT clash(a.dir, b.dir) AND NOT clash(a.type, b.type)
             THEN CASE WHEN a.zip = b.zip OR a.zip = '' OR b.zip = ''
                           THEN CASE WHEN a.unit = '' OR b.unit = '' THEN 'building'
                                     WHEN a.unit = b.unit THEN 'dwelling'
                                     ELSE 'other_unit' END
                       WHEN clash(a.city, b.city) THEN 'elsewhere'
                       ELSE 'other_zip' END
         WHEN a.po_box <> '' AND a.po_box = b.po_box THEN 'post_office_box'
         WHEN clash(a.zip, b.zip)
             THEN CASE WHEN a.city = b.city AND a.city <> '' THEN 'other_in_city'
                       ELSE 'elsewhere' END
         WHEN a.zip <> b.zip AND clash(a.city, b.city) THEN 'elsewhere'
         WHEN a.house = b.house AND a.house <> '' AND near_streets(a.street, b.street)
             THEN 'near_street'
         WHEN a.zip <> b.zip AND (a.city = '' OR b.city = '')
             THEN CASE WHEN a.house = '' OR a.street = '' THEN 'missing' ELSE 'elsewhere' END
         WHEN a.house = '' AND near_streets(a.street, b.street) THEN 'no_house'
         WHEN a.house = b.house AND a.street = '' THEN 'no_street'
         WHEN a.street = b.street AND a.house <> '' AND b.house <> ''
              AND NOT clash(a.dir, b.dir)
             THEN CASE WHEN greatest(length(a.house), length(b.house)) >= 3
                            AND edits(a.house, b.house) = 1 THEN 'near_house'
                       ELSE 'other_on_street' END
         WHEN a.zip = b.zip THEN 'other_in_zip'
         ELSE 'other_in_city' END;

-- What the zip or the city alone say, where one side has no street address.
CREATE TEMP MACRO area_of(a, b, otherwise) AS
    CASE WHEN a.zip <> '' AND a.zip = b.zip THEN 'zip_only'
         WHEN clash(a.zip, b.zip)
             THEN CASE WHEN a.city <> '' AND a.city = b.city THEN 'other_in_city'
                       ELSE otherwise END
         WHEN a.city <> '' AND a.city = b.city THEN 'city_only'
         ELSE 'missing' END;

-- The law's view of a level: true the same address, false another, null not known.
CREATE TEMP MACRO same_address(level, unit_ignored) AS
    CASE WHEN level IN ('zip_only', 'city_only', 'missing') THEN NULL
         WHEN level = 'other_unit' THEN unit_ignored
         ELSE level IN ('dwelling', 'building', 'other_zip', 'near_street', 'near_house',
                        'no_house', 'no_street', 'post_office_box') END;
