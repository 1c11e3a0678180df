-- From the lines of a batch (line_in: ix, printed_name, address, city, zip, birth_year, signed_on)
-- to what is compared: `line`, one row each, and `reading`, the ways its name can be read.

-- Pairs already compared, and what came of it.
CREATE OR REPLACE TABLE tried (ix INTEGER, ref INTEGER);
CREATE OR REPLACE TABLE scored (ix INTEGER, row INTEGER, rank BIGINT);

-- Titles and suffixes out; digits that stand for letters back; particles glued to what they
-- belong to: always where two follow one another, else only after the first word, since DE, DA
-- and MC can be somebody's given name.
CREATE TEMP MACRO IF NOT EXISTS glued(piece) AS
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        translate(
            regexp_replace(piece, ' ?\b(JR|SR|II|III|IV|2ND|3RD)\b', '', 'g'),
            '01358', 'OIESB'),
        '^(MR|MRS|MS|MISS|REV|HON) ', ''),
        '\b(DE|VAN|VON) (LAS|LOS|LA|DER|DEN|DE) ', '\1_\2_', 'g'),
        ' (DEL|DE|DOS|DA|VON|MC|MAC) ', ' \1_', 'g'),
        '_ +', '_', 'g');

CREATE TEMP MACRO IF NOT EXISTS words_of(piece) AS
    list_filter(string_split(trim(piece), ' '), lambda word: word <> '');

CREATE TEMP MACRO IF NOT EXISTS spelled(words) AS replace(array_to_string(words, ' '), '_', ' ');

-- Up to three comma-separated pieces of the printed name.
CREATE OR REPLACE TABLE name_piece AS
SELECT ix,
       norm_name(split_part(name, ',', 1)) AS p1,
       norm_name(split_part(name, ',', 2)) AS p2,
       norm_name(split_part(name, ',', 3)) AS p3
FROM (SELECT ix, coalesce(printed_name, '') AS name FROM line_in);

-- Without a comma the words are one run; what lies beyond the fifth is joined to it.
CREATE OR REPLACE TABLE name_run AS
SELECT ix, before, after, len(before) > 0 AND len(after) > 0 AS has_comma,
       CASE WHEN len(words) > 5
            THEN list_append(words[1:4], array_to_string(words[5:], '_')) ELSE words END AS words
FROM (SELECT *, list_concat(before, after) AS words
      FROM (SELECT ix, words_of(glued(p1)) AS before, words_of(glued(p2 || ' ' || p3)) AS after
            FROM name_piece));

-- `12 MAIN 4` ends with a unit that no sign announces: read so where the roll knows no street of
-- the name as it stands.
CREATE OR REPLACE TABLE line_address AS
SELECT ix, norm_address(coalesce(address, '')) AS a FROM line_in;

CREATE OR REPLACE TABLE line_address_with_unit AS
SELECT ix, norm_address(regexp_replace(
           address, '\s([0-9]+[A-Za-z]?|[A-Za-z]|[A-Za-z][0-9]+)\s*$', ' # \1')) AS b
FROM line_address JOIN line_in USING (ix)
ANTI JOIN known_street k ON k.street = joined(a.street)
WHERE a.unit = '' AND regexp_matches(a.street, ' ([0-9]+[A-Z]?|[A-Z]|[A-Z][0-9]+)$');

-- `12 5` is on 5TH.
CREATE TEMP MACRO IF NOT EXISTS ordinal(street) AS
    CASE WHEN NOT regexp_full_match(street, '[0-9]+') THEN street
         WHEN regexp_matches(street, '1[123]$') THEN street || 'TH'
         ELSE street || CASE right(street, 1) WHEN '1' THEN 'ST' WHEN '2' THEN 'ND'
                                              WHEN '3' THEN 'RD' ELSE 'TH' END END;

CREATE OR REPLACE TABLE line AS
SELECT ix, birth_year, signed_on,
       coalesce(norm_suffix(regexp_extract(
           p1 || ' ' || p2 || ' ' || p3 || ' ', '\S .*?\b(JR|SR|II|III|IV|2ND|3RD) ', 1)), '')
           AS suffix,
       coalesce(b.house, a.house) AS house, coalesce(b.dir, a.dir) AS dir,
       ordinal(joined(coalesce(b.street, a.street))) AS street,
       coalesce(b.type, a.type) AS type,
       joined(coalesce(b.unit, a.unit)) AS unit, a.po_box AS po_box,
       coalesce(nullif(norm_city(coalesce(city, '')), ''), a.city_tail, '') AS city,
       norm_zip(coalesce(zip, '')) AS zip
FROM line_in
JOIN line_address USING (ix)
JOIN name_piece USING (ix)
LEFT JOIN line_address_with_unit USING (ix);

CREATE OR REPLACE TABLE reading_spelled AS
SELECT ix, name_order, spelled(words[last_from:last_to]) AS last,
       spelled(words[first_at:first_at]) AS given,
       spelled(words[middle_from:middle_to]) AS middle
FROM name_run JOIN name_pattern ON name_pattern.words_in_all = len(words)
-- A single letter is an initial, never a part of a surname.
WHERE NOT has_comma
      AND (last_from = last_to OR len(list_filter(
          words[last_from:last_to], lambda word: length(word) = 1)) = 0)
UNION ALL
SELECT ix, 'as_written', spelled(before), spelled(after[1:1]), spelled(after[2:])
FROM name_run WHERE has_comma
UNION ALL
SELECT ix, 'one_surname', spelled(before[1:1]), spelled(after[1:1]), spelled(after[2:])
FROM name_run WHERE has_comma AND len(before) > 1
UNION ALL
SELECT ix, 'swapped', spelled(after[1:1]), spelled(before), ''
FROM name_run WHERE has_comma AND len(before) = 1 AND len(after) = 1
UNION ALL
SELECT ix, 'as_written', '', '', '' FROM name_run WHERE len(words) = 0;

-- A name that several voters bear is probably meant, and not a slip for its neighbour. Readings
-- much less likely than the line's best, by how common the names are on the roll, are left out.
CREATE OR REPLACE TABLE reading AS
SELECT ix, CAST(row_number() OVER (PARTITION BY ix ORDER BY name_order, last, first, middle)
                AS TINYINT) AS reading,
       name_order, last, last_parts, sound(last) AS last_sound, shape(last) AS last_shape,
       first, shape(first) AS first_shape, middle, second,
       coalesce(n.others, CAST([] AS VARCHAR[])) AS nicknames,
       last_rarity, last_known, first_known
FROM (
    SELECT ix, CAST(name_order AS name_order_level) AS name_order,
           joined(s.last) AS last, surname_parts(s.last) AS last_parts,
           first_token(given) AS first,
           joined(trim(later_tokens(given) || ' ' || s.middle)) AS middle,
           first_token(trim(later_tokens(given) || ' ' || s.middle)) AS second,
           coalesce(l.holders >= 3 AND l.rarity < getvariable('known_name_most'), false)
               AS last_known,
           coalesce(f.holders >= 3 AND f.rarity < getvariable('known_name_most'), false)
               AS first_known,
           coalesce(l.rarity, getvariable('last_name_most')) AS last_rarity,
           last_rarity + coalesce(f.rarity, getvariable('last_name_most')) AS rarest
    FROM (SELECT DISTINCT * FROM reading_spelled) s
    LEFT JOIN last_rarity l ON l.form = joined(s.last)
    LEFT JOIN first_rarity f ON f.form = first_token(s.given)
    QUALIFY name_order <> 'swapped'
            OR rarest - min(rarest) OVER (PARTITION BY ix) <= getvariable('reading_most'))
LEFT JOIN nickname n ON n.name = first;
