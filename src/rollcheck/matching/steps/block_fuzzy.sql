-- Pairs (ix, ref) of the lines not settled (`unsettled`: ix) that share a fuzzy key.
CREATE OR REPLACE TABLE line_key AS
SELECT DISTINCT ix, k.kind AS kind, k.key AS key
FROM (
    SELECT ix, unnest(fuzzy_keys(
        last, first, middle, house, street, zip, birth_year, true)) AS k
    FROM reading JOIN line USING (ix) JOIN unsettled USING (ix)
    UNION ALL
    SELECT ix, unnest(nickname_keys(last, other, house, zip)) AS k
    FROM (SELECT *, unnest(nicknames) AS other FROM reading)
    JOIN line USING (ix) JOIN unsettled USING (ix))
WHERE k.key IS NOT NULL;

CREATE OR REPLACE TABLE voter_key AS
SELECT DISTINCT key, ref
FROM (
    SELECT ref, unnest(list_concat(
        fuzzy_keys(form, first, middle, house, street, zip, birth_year, is_confidential),
        nickname_keys(form, first, house, zip))).key AS key
    FROM (SELECT *, unnest(list_append(last_parts, last)) AS form FROM voter))
SEMI JOIN (SELECT DISTINCT key FROM line_key) USING (key);
