-- Pairs (ix, ref) of a batch that share an exact key.
CREATE OR REPLACE TABLE line_key AS
SELECT DISTINCT ix, k.kind AS kind, k.key AS key
FROM (SELECT ix, unnest(exact_keys(last, first, house, zip)) AS k
      FROM reading JOIN line USING (ix))
WHERE k.key IS NOT NULL;

CREATE OR REPLACE TABLE voter_key AS
SELECT DISTINCT key, ref
FROM (SELECT ref, unnest(exact_keys(form, first, house, zip)).key AS key
      FROM (SELECT *, unnest(list_append(last_parts, last)) AS form FROM voter))
SEMI JOIN (SELECT DISTINCT key FROM line_key) USING (key);
