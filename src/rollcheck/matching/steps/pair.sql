-- Pairs (ix, ref) that share a key and have not been compared yet. Keys that name too many voters
-- are skipped: whether one does depends on the roll alone, never on the other lines.
CREATE OR REPLACE TABLE pair AS
SELECT DISTINCT ix, ref
FROM line_key
JOIN (SELECT key, count(*) AS named FROM voter_key GROUP BY key) USING (key)
JOIN cap USING (kind)
JOIN voter_key USING (key)
ANTI JOIN tried USING (ix, ref)
WHERE named <= most;

INSERT INTO tried SELECT ix, ref FROM pair;
