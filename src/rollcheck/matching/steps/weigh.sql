-- From levels to bits, in thousandths and whole numbers throughout, so that the same input gives
-- the same totals whatever the order in which they are added.

-- Total, then the present address before an earlier one, then the first ref and reading: packed
-- into one number, because the greatest of numbers is found many times faster than of structs.
CREATE TEMP MACRO ranked(total, earlier, ref, reading) AS
    CAST((((total + 1048576) * 2 + CASE WHEN earlier THEN 0 ELSE 1 END) * 2147483648
          + (2147483647 - ref)) * 64 + (63 - reading) AS BIGINT);

CREATE TEMP MACRO ranked_total(rank) AS CAST(rank // 274877906944 - 1048576 AS INTEGER);

CREATE TEMP MACRO ranked_ref(rank) AS CAST(2147483647 - (rank // 64) % 2147483648 AS INTEGER);

CREATE TEMP MACRO ranked_reading(rank) AS CAST(63 - rank % 64 AS TINYINT);

-- One level's worth: share * rarity of what is agreed on + bits; or bits alone, for a field none of
-- whose levels names a rarity (a weights file is refused where it does).
CREATE TEMP MACRO bits_of(field, level) AS getvariable(field || '_bits')[enum_code(level) + 1];

CREATE TEMP MACRO worth(field, level, rarity) AS
    bits_of(field, level)
    + getvariable(field || '_share')[enum_code(level) + 1] * rarity // 1000;

CREATE TEMP MACRO weighed_field(field, level, thousandths) AS {
    'field': field, 'level': CAST(level AS VARCHAR), 'bits': thousandths / 1000};

-- Levels and bits of every (ix, ref, reading) in the table or view named `triples`. A macro's
-- argument is worked out wherever the macro names it, and steps that only rename are merged, so what
-- costs is kept (MATERIALIZED) before it is used more than once.
CREATE TEMP MACRO weighed(triples) AS TABLE
    WITH side AS (
        SELECT t.ix, t.ref, t.reading, v.row, v.earlier, place_of(l) AS place, place_of(v) AS home,
               area_level(l.zip, l.city, v.zip, v.city) AS area,
               r.last, r.last_parts, r.last_shape, r.last_known, r.first, r.first_shape, r.middle,
               r.second, r.nicknames, r.first_known, r.name_order,
               v.last AS v_last, v.last_parts AS v_last_parts, v.last_shape AS v_last_shape,
               v.first AS v_first, v.first_shape AS v_first_shape,
               v.middle AS v_middle, v.second AS v_second,
               l.suffix, v.suffix AS v_suffix, l.birth_year, v.birth_year AS v_birth_year,
               least(r.last_rarity, v.last_rarity) AS last_r,
               v.first_rarity AS first_r, v.dwelling_rarity AS dwelling_r,
               v.building_rarity AS building_r, v.zip_rarity AS zip_r
        FROM query_table(triples) t
        JOIN line l USING (ix)
        JOIN reading r USING (ix, reading)
        JOIN voter v USING (ref)
    ), compared AS (
        SELECT *,
               last_name_of(last, last_parts, last_shape, last_known,
                            v_last, v_last_parts, v_last_shape) AS last_level,
               first_name_of(first, first_shape, middle, second, nicknames, first_known,
                             v_first, v_first_shape, v_middle, v_second) AS first_level,
               address_of(place, home, area) AS address_level
        FROM side
    ), levels AS MATERIALIZED (
        SELECT ix, ref, reading, row, earlier, name_order,
               last_r, first_r, dwelling_r, building_r, zip_r,
               CAST(last_level AS last_name_level) AS last_name,
               CAST(first_level AS first_name_level) AS first_name,
               CAST(middle_name_of(first_level, middle, v_middle) AS middle_name_level)
                   AS middle_name,
               CAST(suffix_of(suffix, v_suffix) AS suffix_level) AS suffix,
               CAST(birth_year_of(birth_year, v_birth_year) AS birth_year_level) AS birth_year,
               CAST(address_level AS address_level) AS address
        FROM compared
    ), bits AS (
        SELECT *,
               getvariable('registered_odds') - getvariable('voters_bits') AS prior_bits,
               worth('last_name', last_name, last_r) AS last_name_bits,
               worth('first_name', first_name, first_r) AS first_name_bits,
               bits_of('middle_name', middle_name) AS middle_name_bits,
               bits_of('suffix', suffix) AS suffix_bits,
               bits_of('name_order', name_order) AS name_order_bits,
               worth('address', address,
                     CASE getvariable('address_of')[enum_code(address) + 1]
                     WHEN 'building' THEN building_r WHEN 'zip' THEN zip_r
                     WHEN 'dwelling' THEN dwelling_r
                     WHEN 'voter' THEN getvariable('voters_bits') ELSE 0 END) AS address_bits,
               bits_of('birth_year', birth_year) AS birth_year_bits
        FROM levels
    ), kin AS (
        SELECT *,
               CASE WHEN last_name_bits > 0 AND address_bits > 0
                    THEN least(0, getvariable('voters_bits') + getvariable('kinship_ceiling')
                                  - last_name_bits - address_bits)
                         * getvariable('kinship_share') // 1000
                    ELSE 0 END AS kinship_bits
        FROM bits
    )
    SELECT * EXCLUDE (last_r, first_r, dwelling_r, building_r, zip_r),
           CAST(prior_bits + last_name_bits + first_name_bits + middle_name_bits + suffix_bits
                + name_order_bits + address_bits + birth_year_bits + kinship_bits AS INTEGER)
               AS total
    FROM kin;
