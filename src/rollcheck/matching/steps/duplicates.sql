-- The whole petition, in the order of its lines. A voter proposed on several lines: each but the
-- first names the first. Whether it is a duplicate is for people to say.
SELECT i.line_id, f.outcome, f.voter_id, f.total / 1000 AS score, f.gap / 1000 AS gap,
       coalesce(c.candidates, []) AS candidates,
       CASE WHEN f.voter_id IS NOT NULL AND i.ix <> first_ix THEN first_line END AS duplicate_of
FROM line_of_all i
JOIN finding f USING (ix)
LEFT JOIN shown_candidate c USING (ix)
LEFT JOIN (
    SELECT voter_id, min(ix) AS first_ix, min_by(line_id, ix) AS first_line
    FROM finding JOIN line_of_all USING (ix)
    WHERE voter_id IS NOT NULL GROUP BY voter_id) USING (voter_id)
ORDER BY i.ix;
