-- The best five voters of every line of the batch, and the five best confidential ones, which a
-- line that finds nobody may still be. Ties go to the smaller voter_id.
CREATE OR REPLACE TABLE placed AS
SELECT s.*, v.voter_id, v.is_confidential,
       row_number() OVER (PARTITION BY ix ORDER BY total DESC, voter_id) AS place
FROM (
    SELECT ix, ranked_total(rank) AS total, ranked_ref(rank) AS ref,
           ranked_reading(rank) AS reading
    FROM (SELECT ix, max(rank) AS rank FROM scored GROUP BY ix, row)) s
JOIN voter v USING (ref)
QUALIFY place <= 5 OR is_confidential;

CREATE OR REPLACE TABLE shown AS
SELECT * FROM placed
QUALIFY place <= 5
        OR row_number() OVER (PARTITION BY ix ORDER BY NOT is_confidential, place) <= 5;

CREATE OR REPLACE TABLE candidate AS
SELECT ix, place, row, ref, voter_id, is_confidential, total, last_name, first_name, address,
       [{'field': 'prior', 'level': 'one_of_the_roll', 'bits': prior_bits / 1000},
        weighed_field('last_name', last_name, last_name_bits),
        weighed_field('first_name', first_name, first_name_bits),
        weighed_field('middle_name', middle_name, middle_name_bits),
        weighed_field('suffix', suffix, suffix_bits),
        weighed_field('name_order', name_order, name_order_bits),
        weighed_field(CASE WHEN earlier THEN 'earlier_address' ELSE 'address' END,
                      address, address_bits),
        weighed_field('birth_year', birth_year, birth_year_bits),
        weighed_field('kinship', CASE WHEN kinship_bits < 0 THEN 'shared_by_kin' ELSE 'none' END,
                      kinship_bits)] AS evidence
FROM weighed('shown')
JOIN (SELECT ix, ref, place, voter_id, is_confidential FROM shown) USING (ix, ref);
