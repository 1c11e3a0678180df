-- The outcome of every line of the batch, from its candidates and the voter's record as of the
-- law's dates. docs/matching.md has the order of precedence as a table.

CREATE OR REPLACE TABLE leader AS
SELECT c.ix, c.row, c.voter_id, c.total, c.total - r.total AS gap,
       coalesce(v.last = w.last AND v.first = w.first AND v.house = w.house
                AND v.street = w.street AND v.zip = w.zip AND NOT clash(v.unit, w.unit), false)
           AS same_dwelling
FROM candidate c
JOIN voter v ON v.ref = c.ref
LEFT JOIN candidate r ON r.ix = c.ix AND r.place = 2
LEFT JOIN voter w ON w.ref = r.ref
WHERE c.place = 1;

-- A record left off public lists has often no address to compare: where the name may be a
-- confidential voter's (with one slip at most) and no address speaks against it, the line is that
-- voter's to settle. `rows` are those too close to the best to leave out.
CREATE OR REPLACE TABLE routed AS
SELECT ix, min_by(row, place) AS row, min_by(voter_id, place) AS voter_id, list(row) AS rows
FROM (
    SELECT *, max(total) OVER (PARTITION BY ix) - total AS behind
    FROM candidate
    WHERE is_confidential
          AND last_name IN ('exact', 'one_part', 'close')
          AND first_name IN ('exact', 'by_middle', 'nickname', 'initial', 'close')
          AND NOT (last_name = 'close' AND first_name = 'close')
          AND same_address(CAST(address AS VARCHAR), true) IS NOT false)
WHERE behind < getvariable('gap')
GROUP BY ix;

CREATE OR REPLACE TABLE proposed AS
SELECT line.ix, total, gap,
       coalesce(signed_on, getvariable('rules').circulation_from) AS earliest,
       coalesce(signed_on, getvariable('rules').circulation_to, getvariable('rules').filed_on)
           AS latest,
       CASE WHEN total >= getvariable('accept')
            THEN CASE WHEN gap < getvariable('gap')
                           OR (same_dwelling AND gap < getvariable('same_dwelling_gap'))
                      THEN 'ambiguous' ELSE 'voter' END
            WHEN len(routed.rows) > 1 THEN 'ambiguous'
            WHEN len(routed.rows) = 1 THEN 'routed'
            ELSE 'none' END AS finding,
       CASE finding WHEN 'voter' THEN leader.row WHEN 'routed' THEN routed.row END AS row,
       CASE finding WHEN 'voter' THEN leader.voter_id WHEN 'routed' THEN routed.voter_id END
           AS voter_id
FROM line LEFT JOIN leader USING (ix) LEFT JOIN routed USING (ix);

-- Every affidavit known of the proposed voter, and whether it came in time.
CREATE OR REPLACE TABLE registration AS
SELECT ix, p.row, CAST(p.row AS INTEGER) AS ref, false AS earlier,
       CAST(NULL AS DATE) AS to_date, affidavit_signed_on AS signed,
       registration_of(affidavit_signed_on, affidavit_received_on, registered_on,
                       earliest, latest, getvariable('rules')) AS timing
FROM proposed p JOIN roll USING (row)
UNION ALL
SELECT ix, p.row, ref, true, to_date, affidavit_signed_on,
       earlier_registration_of(affidavit_signed_on, affidavit_received_on, from_date,
                               earliest, latest, getvariable('rules'))
FROM proposed p JOIN stay USING (row);

-- In force on the day of signing: the present registration if it was in time, else the latest
-- earlier one that was. Who moved while the petition circulated may give either address.
CREATE OR REPLACE TABLE standing AS
SELECT ix,
       CASE WHEN bool_or(timing = 'in_time') THEN 'in_time'
            WHEN bool_and(timing = 'late') THEN 'late' ELSE 'unclear' END AS registered,
       bool_or(NOT earlier AND timing = 'unclear') AS present_unclear,
       max({'present': NOT earlier, 'signed': coalesce(signed, DATE '0001-01-01'), 'ref': -ref})
           FILTER (timing = 'in_time').ref * -1 AS in_force,
       getvariable('rules').earlier_address_counts
           AND bool_or(earlier AND moved_during_circulation(to_date)) AS moved
FROM registration GROUP BY ix;

CREATE OR REPLACE TABLE home AS
WITH side AS MATERIALIZED (
    SELECT ix, ref, earlier, to_date, place_of(l) AS place, place_of(v) AS home,
           area_level(l.zip, l.city, v.zip, v.city) AS area
    FROM registration r JOIN line l USING (ix) JOIN voter v USING (ref, earlier)
)
SELECT ix, ref, earlier, to_date, address_of(place, home, area) AS level FROM side;

CREATE OR REPLACE TABLE residence AS
SELECT ix,
       bool_or(same AND counts) AS agrees,
       bool_or(same IS NULL AND counts) AS unknown,
       bool_or(same AND NOT earlier) AS agrees_with_present
FROM (
    SELECT ix, earlier, same_address(level, getvariable('rules').unit_ignored) AS same,
           coalesce(ref = in_force, false)
           OR coalesce(moved AND (NOT earlier OR moved_during_circulation(to_date)), false)
               AS counts
    FROM home JOIN standing USING (ix))
GROUP BY ix;

INSERT INTO finding
SELECT p.ix, p.voter_id, p.total, p.gap,
       CASE WHEN p.finding IN ('none', 'ambiguous') THEN p.finding
            WHEN v.status = 'confidential' THEN 'confidential'
            WHEN v.status = 'canceled' AND canceled = 'canceled' THEN 'canceled'
            WHEN v.status = 'canceled' AND canceled = 'unclear' THEN 'registration_unclear'
            WHEN v.status <> 'canceled'
                 AND NOT list_contains(getvariable('counted_statuses'), v.status)
                THEN 'registration_unclear'
            WHEN outside(v.county, v.districts) THEN 'out_of_jurisdiction'
            WHEN registered = 'late' THEN 'registered_late'
            WHEN registered = 'unclear' THEN 'registration_unclear'
            WHEN agrees OR unknown THEN 'matched'
            WHEN present_unclear AND agrees_with_present THEN 'registration_unclear'
            ELSE 'different_address' END AS outcome
FROM proposed p
LEFT JOIN (SELECT row, status, county, districts, canceled_on FROM roll) v USING (row)
LEFT JOIN LATERAL (SELECT canceled_of(v.canceled_on, p.earliest, p.latest,
                                      getvariable('rules').as_of) AS canceled) ON true
LEFT JOIN standing s ON s.ix = p.ix
LEFT JOIN residence h ON h.ix = p.ix;

INSERT INTO shown_candidate
SELECT ix, list({'voter_id': voter_id, 'score': total / 1000, 'evidence': evidence}
                ORDER BY place)
FROM candidate LEFT JOIN (SELECT ix, rows FROM routed) USING (ix)
WHERE place <= 5 OR list_contains(rows, row)
GROUP BY ix;
