-- Keys of the lines not settled (`unsettled`: ix), and of the voters who share one.
CREATE OR REPLACE TABLE line_key AS
SELECT DISTINCT ix, k.kind AS kind, k.key AS key
FROM (
    SELECT ix, unnest(fuzzy_keys(
        last, last_sound, last_shape, first, first_shape, middle, house, street, zip,
        coalesce(CAST(birth_year AS VARCHAR), ''))) AS k
    FROM reading JOIN line USING (ix) SEMI JOIN unsettled USING (ix)
    UNION ALL
    SELECT ix, unnest(nickname_keys(last, other, house, zip)) AS k
    FROM (SELECT *, unnest(nicknames) AS other FROM reading)
    JOIN line USING (ix) SEMI JOIN unsettled USING (ix)
    UNION ALL
    SELECT ix, unnest(confidential_keys(last, last_shape, first)) AS k
    FROM reading SEMI JOIN unsettled USING (ix)
    WHERE EXISTS (FROM voter WHERE is_confidential))
WHERE k.key IS NOT NULL;

CREATE OR REPLACE TABLE voter_key AS
SELECT DISTINCT key, ref
FROM (
    SELECT ref, unnest(list_concat(
        fuzzy_keys(last, last_sound, last_shape, first, first_shape, middle, house, street, zip,
                   coalesce(CAST(birth_year AS VARCHAR), '')),
        nickname_keys(last, first, house, zip))).key AS key
    FROM voter
    UNION ALL
    SELECT ref, unnest(list_concat(
        fuzzy_keys(part, sound(part), shape(part), first, first_shape, middle, house, street, zip,
                   coalesce(CAST(birth_year AS VARCHAR), '')),
        nickname_keys(part, first, house, zip))).key AS key
    FROM (SELECT *, unnest(last_parts) AS part FROM voter)
    UNION ALL
    SELECT ref, unnest(confidential_keys(form, shape(form), first)).key AS key
    FROM (SELECT ref, first, unnest(list_append(last_parts, last)) AS form
          FROM voter WHERE is_confidential))
SEMI JOIN (SELECT DISTINCT key FROM line_key) USING (key);
